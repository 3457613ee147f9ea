"""A ledger opened: a database of this program's version, or a new one that is made a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import LedgerTooOld
from ledger.invocation import command
from ledger.store.database import connect, empty, refuse_newer, version
from ledger.store.schema import REVISION

if TYPE_CHECKING:
    from ledger.store.database import Database


def open_database(target: str, *, create: bool = False) -> Database:
    """The database at ``target``: a path, or a ``sqlite:///`` or ``postgresql://`` URL.

    With ``create`` a missing file or an empty database is made a ledger.

    Raises:
        NoLedger: there is nothing there, and ``create`` does not ask for it.
        NotALedger: what is there is something else.
        LedgerTooOld: it wants ``ledger upgrade`` first.
        LedgerTooNew: a newer program wrote it.
    """
    database = connect(target, create=create)
    if _holds_ledger(database, target):
        return database
    if not create:
        raise empty(database, target)
    from ledger.store.migrate import migrate  # noqa: PLC0415 - alembic is heavy, and rarely needed

    migrate(database)
    return database


def _holds_ledger(database: Database, target: str) -> bool:
    """Whether the database holds a ledger of this program's version; False where it is empty."""
    found = version(database)
    if found is None:
        return False
    refuse_newer(found, database.place)
    if found < REVISION:
        how = "a copy is kept" if database.path else "keep a copy first, with pg_dump"
        raise LedgerTooOld(
            f"{database.place} was made by an older version of this program.",
            f"Bring it up to date ({how}): {command('upgrade', database.place, target)}",
        )
    return True
