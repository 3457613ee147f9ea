"""The file of a desk: a database of SQLite that only its owner may read.

It is made once there is something to keep.  Whoever finds it newer than this program, damaged, or
somebody else's, is told so and nothing is done.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ledger.errors import Busy, LedgerTooNew, StoreTrouble
from ledger.permissions import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE: Final = 10.0
"""Seconds that a unit of work waits for others that write."""

MARK: Final = 0x6C64736B
"""What tells the file from other databases."""

VERSION: Final = 1
"""Which tables there are; a program reads no later ones."""

SCHEMA: Final = f"""
CREATE TABLE users (
  name TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  role INTEGER NOT NULL CHECK (role IN (1, 2, 3)),
  password TEXT
);
CREATE TABLE sessions (
  token BLOB PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT,
  made REAL NOT NULL,
  used REAL NOT NULL
);
CREATE INDEX sessions_key ON sessions (key);
CREATE TABLE attempts (who BLOB NOT NULL, at REAL NOT NULL);
CREATE INDEX attempts_who ON attempts (who, at);
CREATE TABLE results (key BLOB PRIMARY KEY, at REAL NOT NULL, elsewhere TEXT NOT NULL);
CREATE INDEX results_at ON results (at);
PRAGMA application_id = {MARK};
PRAGMA user_version = {VERSION};
"""
"""``key`` is a name as names are compared.  A session with a ``name`` of its own is that of whoever
serves a ledger without users.  Of tokens, and of who tries to sign in, digests are kept."""


class Desk:
    """The desk in the file at a path, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with; where there is no file, one to an empty desk.

        Raises:
            StoreTrouble, LedgerTooNew, Busy: the file cannot be used.
        """
        with self._translated():
            if not self.path.exists():
                with closing(sqlite3.connect(":memory:")) as empty:
                    empty.executescript(SCHEMA)
                    yield empty
                return
            with closing(self._opened()) as connection:
                if not self._is_new(connection):
                    yield connection
                    return
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.executescript(SCHEMA)
                yield empty

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that writes, alone until the block ends; all of it is kept, or nothing.

        Raises:
            StoreTrouble, LedgerTooNew, Busy: the file cannot be used, or made.
        """
        with self._translated():
            self._make()
            with closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    if self._is_new(connection):
                        for statement in filter(str.strip, SCHEMA.split(";")):
                            connection.execute(statement)
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")

    def _make(self) -> None:
        """Make the file, for its owner alone, where there is none."""
        if not self.path.parent.is_dir():
            self.path.parent.mkdir(mode=0o700, parents=True)
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWN))

    def _opened(self) -> sqlite3.Connection:
        address = f"file:{quote(os.fsencode(self.path.absolute()))}?mode=rw"
        return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)

    def _is_new(self, connection: sqlite3.Connection) -> bool:
        """Whether nothing is in the file yet."""
        mark, version, tables = (
            connection.execute(query).fetchone()[0]
            for query in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_schema",
            )
        )
        if not mark and not version and not tables:
            return True
        if mark != MARK:
            raise StoreTrouble(f"{self.path} is not the file of a desk.", CURE)
        if version > VERSION:
            raise LedgerTooNew(
                f"{self.path} was written by a newer version of this program.",
                "Use that version, or a later one.",
            )
        return False

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what the database and the system say into sentences."""
        try:
            yield
        except sqlite3.Error as fault:
            code = (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF
            if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise Busy(f"Another program has kept {self.path} busy for too long.") from fault
            if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}:
                raise StoreTrouble(
                    f"{self.path} is damaged, or is not the file of a desk.", CURE
                ) from fault
            raise StoreTrouble(f"{self.path} cannot be used: {fault}.") from fault
        except OSError as trouble:
            raise StoreTrouble(f"{self.path} cannot be used: {trouble.strerror}.") from trouble


CURE: Final = (
    "Move it away, and add its users again with ledger user add; nothing of the ledger is in it."
)
