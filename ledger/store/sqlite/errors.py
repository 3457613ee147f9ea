"""What SQLite's errors mean for the person who meets them.

Source of the codes: https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

import sqlite3
from typing import Final

from ledger.errors import Busy, NoLedger, NotALedger, ReadOnly, StoreTrouble
from ledger.invocation import command
from ledger.store.sqlite import connections

CODES: Final = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_NOTADB: NotALedger,
    sqlite3.SQLITE_CANTOPEN: NoLedger,
    sqlite3.SQLITE_PERM: ReadOnly,
}

CURES: Final = {
    sqlite3.SQLITE_FULL: "Nothing was written; make room on its disk, and try again.",
    sqlite3.SQLITE_IOERR: "Look at its disk. Whether the change was still made tells: {log}",
}


def trouble_of(fault: BaseException, place: str) -> StoreTrouble | None:
    """What an error of the driver means for the person, or None where it is our own fault."""
    if not isinstance(fault, sqlite3.DatabaseError):
        return None
    code = getattr(fault, "sqlite_errorcode", None)
    kind = CODES.get(code & 0xFF) if code is not None else None
    sentences = {
        Busy: (
            f"Another program has kept {place} busy for {connections.PATIENCE:.0f} seconds.",
            "Nothing was written; try again when it is done.",
        ),
        ReadOnly: (f"{place} cannot be written.", "Look at who may write the file and its folder."),
        NotALedger: (f"{place} is not a ledger, or is damaged.", ""),
        NoLedger: (f"{place} cannot be opened.", "Look at the path and who may read it."),
    }
    if kind is not None:
        return kind(*sentences[kind])
    if isinstance(fault, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return None
    cure = CURES.get((code or 0) & 0xFF, "").format(log=command("log", place))
    return StoreTrouble(f"{place} cannot be used: {fault}.", cure)
