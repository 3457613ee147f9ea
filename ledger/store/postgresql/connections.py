"""PostgreSQL 15 or newer through psycopg 3: how a ledger's database is opened, read and written.

A unit that writes is READ COMMITTED and takes an advisory lock before anything else: without the
lock two writers read the same last entry, and under REPEATABLE READ they do in spite of it, because
the snapshot is older than the lock; either way the journal forks.  A unit that reads is REPEATABLE
READ, so that all its queries see one state.

psycopg is loaded only when such a database is asked for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, event

from ledger.errors import NotInstalled, StoreTrouble
from ledger.store.postgresql.errors import unreachable
from ledger.store.postgresql.settings import settle

if TYPE_CHECKING:
    from types import ModuleType

    import psycopg
    from sqlalchemy import Connection, Engine

PATIENCE: Final = 30.0
"""Seconds to wait for another process that is writing."""

PATIENCE_TO_CONNECT: Final = 10
"""Seconds to wait for a server's answer, where the URL or PGCONNECT_TIMEOUT says nothing else."""

OLDEST: Final = 15
"""The oldest PostgreSQL that will do."""

LOCK: Final = int.from_bytes(b"ledger")
"""The advisory lock of whoever writes: the word, read as a number."""

SHAPE: Final = (
    "It is written postgresql://USER:PASSWORD@HOST:PORT/NAME, "
    "with %40 for an @ and %2F for a / in a password."
)


def connect(target: str, *, create: bool) -> tuple[Engine, str]:  # noqa: ARG001 - only createdb makes one
    """An engine on the database at ``target``, and what people may call it, its password left out.

    The URL is one of PostgreSQL's own: what it leaves out is taken from the variables (PGHOST,
    PGPASSWORD, ...) and files that every PostgreSQL program reads.  Connections are not kept for
    later: each unit makes one, so that a process can be forked and a server restarted in between.

    Source: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING

    Raises:
        NotInstalled: psycopg is not.
        StoreTrouble: the URL cannot be read.
    """
    driver = _driver()
    settings = _settings(driver, target)
    place = _place(settings)
    if "PGCONNECT_TIMEOUT" not in os.environ:
        settings.setdefault("connect_timeout", PATIENCE_TO_CONNECT)
    settings["client_encoding"] = "UTF8"

    def connect_raw() -> psycopg.Connection:
        try:
            raw: psycopg.Connection = driver.connect(**settings)
        except driver.OperationalError as fault:
            raise unreachable(fault, place, settings.get("dbname")) from fault
        _refuse_unfit(raw, place)
        return raw

    made = create_engine(
        "postgresql+psycopg://", creator=connect_raw, poolclass=NullPool, use_native_hstore=False
    )

    def begin(connection: Connection) -> None:
        _begin(connection, place)

    event.listen(made, "begin", begin)
    return made, place


def name_of(target: str) -> str:
    """What people may call the database at ``target``: its URL without password and options."""
    return _place(_settings(_driver(), target))


def _driver() -> ModuleType:
    try:
        import psycopg  # noqa: PLC0415 - heavy, and an extra
    except ImportError as fault:
        raise NotInstalled("A ledger on PostgreSQL", "psycopg", "postgres") from fault
    return psycopg


def _settings(driver: ModuleType, url: str) -> dict[str, Any]:
    """What a URL says, by libpq's names.

    What is wrong is not quoted: where a password holds a sign that should have been written
    otherwise, parts of it come out as host, port or database.

    Raises:
        StoreTrouble: it cannot be read.
    """
    rest = url.partition("://")[2]
    try:
        settings: dict[str, Any] = driver.conninfo.conninfo_to_dict(f"postgresql://{rest}")
    except (driver.ProgrammingError, UnicodeError) as fault:
        raise StoreTrouble("The URL of the database cannot be read.", SHAPE) from fault
    ports = str(settings.get("port", "")).replace(",", "")
    path = rest.partition("/")[2].partition("?")[0]
    if "@" in settings.get("host", "") or "@" in path or not (ports.isdecimal() or not ports):
        raise StoreTrouble("The URL of the database cannot be read.", SHAPE)
    return settings


def _place(settings: dict[str, Any]) -> str:
    """The URL without a password and without options."""
    user = f"{quote(settings['user'])}@" if "user" in settings else ""
    host = quote(settings.get("host", ""), safe="[]:,")
    port = f":{settings['port']}" if "port" in settings else ""
    return f"postgresql://{user}{host}{port}/{quote(settings.get('dbname', ''))}"


def _refuse_unfit(raw: psycopg.Connection, place: str) -> None:
    """Refuse a server that is too old, and a database that cannot keep every text.

    Raises:
        StoreTrouble: it is one.
    """
    encoding = raw.info.parameter_status("server_encoding")
    version = raw.info.server_version // 10_000
    if version >= OLDEST and encoding == "UTF8":
        return
    raw.close()
    if version < OLDEST:
        raise StoreTrouble(
            f"{place} is on PostgreSQL {version}.", f"A ledger wants {OLDEST} or newer."
        )
    raise StoreTrouble(
        f"{place} keeps its texts in {encoding}.",
        "Make one that can hold every text: createdb --encoding UTF8 --template template0 NAME.",
    )


def _begin(connection: Connection, place: str) -> None:
    from psycopg import IsolationLevel  # noqa: PLC0415 - loaded by `engine`

    writes = connection.get_execution_options().get("writes", False)
    raw: Any = connection.connection.driver_connection
    raw.isolation_level = (
        IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
    )
    raw.read_only = None if writes else True  # None: as the server says
    settle(connection, writes=writes, patience=PATIENCE, place=place)
    if writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
