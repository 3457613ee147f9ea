"""How SQLite opens a ledger's file and begins units of work on it, and what its errors mean.

``BEGIN IMMEDIATE`` for a unit that writes: with a deferred BEGIN two writers can both read the
same last entry, and the journal forks.  ``synchronous=EXTRA`` in rollback mode: FULL can lose an
acknowledged entry when power fails between the commit and the sync of the folder.

Who finds the database busy waits, `PATIENCE` in all.  A unit that writes has waited for other
writers once it has begun, and waits for those who read when it is committed; then nobody new may
begin to read, so that it waits only for who was there.  Nothing is gained by running it again.

Source of the codes of errors: https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, event

from ledger.errors import Busy, NoLedger, NotALedger, ReadOnly, StoreTrouble
from ledger.invocation import command

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


PATIENCE: Final = 30.0
"""Seconds that a unit waits, in all, for other processes that write or read."""

PRAGMAS: Final = (
    "foreign_keys = ON",
    "synchronous = EXTRA",
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "case_sensitive_like = ON",  # as on every other database
)

CACHE: Final = 64 * 1024
"""KiB of pages that a unit which writes keeps: the guards look at many, all over the file."""

MAGIC: Final = b"SQLite format 3\x00"


def connect(target: str, *, create: bool) -> tuple[Engine, str]:
    """An engine on the file that ``target`` means, and its path."""
    path = path_of(target)
    return engine_of(path, create=create), str(path)


def path_of(target: str) -> Path:
    """The path of the file that ``target`` means."""
    path = Path(target.removeprefix("sqlite:///"))
    with suppress(RuntimeError):  # nobody of that name, or no home: then it is a file's name
        path = path.expanduser()
    return path


def engine_of(path: Path, *, create: bool) -> Engine:
    """An engine on the file at ``path``, which is made only where ``create`` says so.

    Raises:
        NoLedger: there is no file there, or its folder is missing.
        NotALedger: what is there is a folder or some other kind of file.
    """
    look(path, create=create)
    address = f"{uri(path)}?mode={'rwc' if create else 'rw'}"

    def connect_raw() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)

    made = create_engine("sqlite://", creator=connect_raw, poolclass=NullPool)
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def uri(path: Path) -> str:
    """A path as SQLite takes it whatever is in its name, such as bytes that are no UTF-8."""
    return f"file:{quote(os.fsencode(path.absolute()))}"


def look(path: Path, *, create: bool) -> None:
    """See whether ``path`` can be a ledger's file; with ``create`` there need be none yet.

    Raises:
        NoLedger, NotALedger, ReadOnly, StoreTrouble: it cannot.
    """
    if "\0" in str(path):
        raise NoLedger(f"{str(path)!r} is not a path.")
    try:
        if path.is_dir():
            raise NotALedger(f"{path} is a folder, not a ledger.", f"Try {path / 'ledger.db'}.")
        if not path.exists():
            if not create:
                raise NoLedger(
                    f"There is no ledger at {path}.",
                    f"Name another with --db, or make one with: {command('init', path)}",
                )
            if not path.parent.is_dir():
                raise NoLedger(f"There is no folder {path.parent} to make a ledger in.")
            if not os.access(path.parent, os.W_OK | os.X_OK):
                raise ReadOnly(f"{path} cannot be made.", "Check who may write its folder.")
            return
        if not path.is_file():
            raise NotALedger(f"{path} is not a file.")
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble.strerror}.") from trouble
    if head and head != MAGIC:
        raise NotALedger(f"{path} is not a ledger: it is not a SQLite database.")


def _prepare(raw: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's pool
    try:
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as fault:  # the driver cannot read what SQLite finds wrong
        message = "its schema is damaged"
        raise sqlite3.DatabaseError(message) from fault


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("migrates"):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # has no effect once it has begun
    if not options.get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    since = time.monotonic()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    left = max(0.0, PATIENCE - (time.monotonic() - since))
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {left * 1000:.0f}")
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")


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
            f"Another program has kept {place} busy for {PATIENCE:.0f} seconds.",
            "Nothing was written; try again when it is done.",
        ),
        ReadOnly: (f"{place} cannot be written.", "Check who may write the file and its folder."),
        NotALedger: (f"{place} is not a ledger, or is damaged.", ""),
        NoLedger: (f"{place} cannot be opened.", "Check the path and who may read it."),
    }
    if kind is not None:
        return kind(*sentences[kind])
    if isinstance(fault, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return None
    cure = CURES.get((code or 0) & 0xFF, "").format(log=command("log", place))
    return StoreTrouble(f"{place} cannot be used: {fault}.", cure)
