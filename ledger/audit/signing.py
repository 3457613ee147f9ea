"""Checkpoints signed with a key that remembers what it signed.

Beside a key's file FILE lies FILE.signed.  It is written before a signature leaves the program:
after a crash it may hold what nobody has seen signed, which does no harm, but never lacks what
somebody has.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from ledger.audit.checkpoints import take
from ledger.audit.key_files import Memory, parse, read_key, refuse_contradiction
from ledger.errors import FileTrouble
from ledger.formats.read_files import is_there, read_as, unreadable
from ledger.formats.write_files import write_file
from ledger.journal.checkpoint import signed
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.journal.checkpoint import Checkpoint
    from ledger.store.database import Database


def sign(database: Database, path: Path) -> Checkpoint:
    """A checkpoint of the journal as it is, signed with the key in the file at ``path``.

    Raises:
        Contradiction: the key has signed what contradicts it.
        FileTrouble, Malformed: the key, or what it has signed, cannot be read or written.
        NotInstalled: the library ``cryptography`` is missing.
    """
    key = read_key(path)
    path = path.resolve()  # so that a key has one memory, whatever links lead to it
    remembered = path.with_name(f"{path.name}.signed")
    with _alone(path):
        before = _memory(remembered, key.name)
        with database.reading() as connection:
            found = take(connection, key.name)
            refuse_contradiction(before, found, lambda size: journal_table.root(connection, size))
        after = before.adding(found)
        if after != before:
            write_file(remembered, str(after))
    return signed(found, key)


def _memory(path: Path, origin: str) -> Memory:
    """What a key has signed for ``origin``; nothing where there is no file."""
    if not is_there(path):
        return Memory(origin)
    return read_as(path, lambda text: parse(text, origin))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise unreadable(path, trouble) from trouble


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other program signs with the key, and keep others waiting; not on Windows.

    Else two could sign at once, each not knowing of the other.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as trouble:
            raise FileTrouble(
                f"{path} cannot be locked: {trouble.strerror}.",
                "Keep the key on a disk of this machine.",
            ) from trouble
        yield
