"""The schema's one way of being born and of growing: the migrations in ``alembic/``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config

from ledger.errors import StoreTrouble
from ledger.store import catalogue, journal_table
from ledger.store.database import connect, empty, refuse_newer, version, version_in
from ledger.store.schema import REVISION

if TYPE_CHECKING:
    from ledger.store.database import Connection, Database

PLACES: Final = (
    Path(__file__).parents[1] / "migrations",  # in an installed wheel
    Path(__file__).parents[2] / "alembic",  # in a checkout
)


def scripts() -> Path:
    """The folder that holds the migrations.

    It is known by its ``env.py``: in site-packages the neighbour called ``alembic`` is the library.
    """
    for place in PLACES:
        if (place / "env.py").is_file() and (place / "versions").is_dir():
            return place
    raise StoreTrouble("The migrations are not installed.", "Install claim-ledger again.")


def configuration() -> Config:
    """Alembic's configuration, built here because pyproject.toml is not in the wheel."""
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to ``revision`` in one transaction."""
    with database.migrating() as connection:
        _run(connection, revision)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: whether it changed anything, and where a copy of what was is kept."""

    changed: bool
    copy: Path | None = None


def upgrade(target: str) -> Upgraded:
    """Bring the ledger at ``target`` up to date, and keep a copy of what it was beside it.

    The copy is named ``FILE.before-REVISION``; a database on a server is not copied.
    All is done under one lock and in one transaction: nobody writes between the copy and the
    upgrade, and an upgrade that fails leaves the ledger as it was.

    Raises:
        NoLedger, NotALedger, LedgerTooNew: there is no ledger that could be upgraded.
        StoreTrouble: it cannot be copied, or the upgrade would harm it.
    """
    database = connect(target, create=False)
    if _is_up_to_date(version(database), database, target):
        return Upgraded(changed=False)
    with database.migrating() as connection:
        if _is_up_to_date(version_in(connection, database.place), database, target):
            return Upgraded(changed=False)  # somebody else was quicker
        copy = database.backend.copy_before_upgrade(
            database.engine, database.place, f"before-{REVISION}"
        )
        try:
            before = _journal(connection)
            _run(connection, "head")
            _refuse_harm(connection, before, database)
        except BaseException:
            if copy:
                with suppress(OSError):
                    copy.unlink()
            raise
    return Upgraded(changed=True, copy=copy)


def _run(connection: Connection, revision: str) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    catalogue.remove(connection)
    command.upgrade(config, revision)
    catalogue.renew(connection)


def _is_up_to_date(found: str | None, database: Database, target: str) -> bool:
    if found is None:
        raise empty(database, target)
    refuse_newer(found, database.place)
    return found == REVISION


def _journal(connection: Connection) -> tuple[int, bytes]:
    """The size and the root of the journal."""
    size = journal_table.head(connection).size
    return size, journal_table.root(connection, size)


def _refuse_harm(connection: Connection, before: tuple[int, bytes], database: Database) -> None:
    """Refuse an upgrade after which the journal is not what it was, or rows point nowhere.

    Raises:
        StoreTrouble: it is so.
    """
    dangling = database.backend.has_dangling_rows(connection)
    if dangling or _journal(connection) != before:
        what = "rows would point to nothing" if dangling else "it would change the journal"
        raise StoreTrouble(
            f"{database.place} was left as it was, for the upgrade is faulty: {what}.",
            "Stay with the older version of this program, and tell its makers.",
        )
