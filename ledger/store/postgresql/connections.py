"""How a ledger's database is opened on PostgreSQL, and what each transaction sets for itself.

It relies on no setting of server or role.  ``SET LOCAL`` in each transaction, because a pooler
hands sessions on between strangers.  Until the search path is set every name is written with its
schema, for somebody else's may come first.

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

if TYPE_CHECKING:
    from types import ModuleType

    import psycopg
    from sqlalchemy import Connection, Engine


RELIED_ON: Final = {
    "standard_conforming_strings": "on",  # else a backslash in a literal is no backslash
    "row_security": "off",  # rows that a policy hides are an error, and do not just vanish
    "client_encoding": "UTF8",
    "bytea_output": "hex",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "array_nulls": "on",  # else a null in a list is the text NULL
    "transform_null_equals": "off",
    "quote_all_identifiers": "off",  # as `verify` reads the catalogue
    "gin_fuzzy_search_limit": "0",  # else an index may find some rows only
    "plan_cache_mode": "force_custom_plan",  # else what was planned for an empty table stays
}
"""Settings that anybody may set, and what the program takes for granted."""

ROLE: Final = "session_replication_role"
"""Where it is ``replica`` no guard fires; only superusers, and whom they let, may set it."""

LEDGER: Final = """
SELECT path.name, (
  SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS one
  JOIN pg_catalog.pg_namespace AS home ON home.oid OPERATOR(pg_catalog.=) one.relnamespace
  WHERE home.nspname OPERATOR(pg_catalog.=) path.name
    AND one.relkind OPERATOR(pg_catalog.=) 'r'
    AND one.relname OPERATOR(pg_catalog.=)
      ANY (ARRAY['journal', 'alembic_version']::pg_catalog.name[]))
FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS path (name, place)
ORDER BY path.place
"""
"""The schemas on the search path, and how many of a ledger's two marks are tables in each."""


def settle(connection: Connection, *, writes: bool, patience: float, place: str) -> None:
    """Set what the transaction that has begun on ``connection`` relies on.

    ``patience`` is how many seconds a transaction that writes waits for a lock.

    Raises:
        StoreTrouble: it would write, and guards do not fire in it.
    """
    # All in one statement, for each is a journey, and this is done before any other work.
    schema = _schema(connection)
    wanted = {"search_path": f"{schema}, pg_temp" if schema else "", **RELIED_ON}
    if writes:
        wanted["lock_timeout"] = str(round(patience * 1000))
    calls = [
        f"pg_catalog.set_config('{name}', %(value{number})s, true)"
        for number, name in enumerate(wanted)
    ]
    # Whoever may not set the role's setting would be refused even where it is as it should be, so
    # it is set only by who may, and else only looked at.
    calls.append(
        f"CASE WHEN pg_catalog.has_parameter_privilege('{ROLE}', 'SET')"
        f" THEN pg_catalog.set_config('{ROLE}', 'origin', true)"
        f" ELSE pg_catalog.current_setting('{ROLE}') END"
    )
    values = {f"value{number}": value for number, value in enumerate(wanted.values())}
    statement = f"SELECT {', '.join(calls)}"
    *_, role = connection.exec_driver_sql(statement, values).one()
    if writes:
        _make_sure(connection, role, place)


def schema_of(names: list[tuple[str, int]]) -> str | None:
    """The schema that a ledger is in, of those on the search path with the marks found in each.

    Where there is no ledger yet, it is the schema in which it would be made; None if there is none.
    """
    own = [(name, marks) for name, marks in names if not name.startswith("pg_")]
    best = max((marks for _, marks in own), default=0)
    return next((name for name, marks in own if marks == best), None)


def _schema(connection: Connection) -> str:
    """The ledger's schema as the search path has it, in quotes; empty where there is none."""
    found = schema_of([(row[0], row[1]) for row in connection.exec_driver_sql(LEDGER)])
    return f'"{found.replace(chr(34), chr(34) * 2)}"' if found else ""


def _make_sure(connection: Connection, role: str, place: str) -> None:
    """See that what is written is guarded, looked at in time, and outlasts a crash.

    Triggers that would wait for the end of the transaction run at once, so that what they do is
    there when the rows are read back.
    """
    if role == "replica":
        raise StoreTrouble(
            f"{place} was left as it was: sessions of this user are set to {ROLE} = replica, "
            "in which no guard works.",
            "Let its owner look at: SELECT * FROM pg_db_role_setting.",
        )
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    connection.exec_driver_sql(
        "SELECT set_config('synchronous_commit', 'on', true)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )


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
    hosts = quote(settings.get("host", ""), safe="[]:,").split(",")
    ports = settings.get("port", "").split(",")
    if len(ports) == 1:  # it is that of each host
        ports *= len(hosts)
    several = [f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False)]
    return f"postgresql://{user}{','.join(several)}/{quote(settings.get('dbname', ''))}"


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
            f"{place} is on PostgreSQL {version}.", f"A ledger needs {OLDEST} or newer."
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
