"""Keys in files, and checkpoints signed with them.

Beside a key's file FILE lies FILE.signed, which remembers what the key has signed.  It is written
before a signature leaves the program: after a crash it may hold one that nobody has seen, which
does no harm, but never lacks one that somebody has.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble, Refusal
from ledger.formats.reading import read_as
from ledger.formats.writing import create_file, write_file
from ledger.journal import memory, notekey
from ledger.journal.checkpoint import ORIGIN, Checkpoint, signed
from ledger.store import journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.journal.notekey import SignerKey, VerifierKey
    from ledger.store.database import Connection, Database

OWN: Final = 0o600
"""Only the owner of a key's file may read it."""


def make_key(path: Path, name: str) -> VerifierKey:
    """Make a key and keep it in a new file at ``path``; the answer is what to publish.

    Raises:
        FileTrouble: there is something at ``path`` already, or it cannot be written.
        Malformed: ``name`` is no name of a key.
        NotInstalled: the library ``cryptography`` is missing.
    """
    key = notekey.make(name)
    verifier = key.verifier()
    try:
        create_file(path, f"{key.secret_text()}\n", OWN)
    except FileExistsError as trouble:
        raise FileTrouble(
            f"There is something at {path} already; it was left as it is.", _whose(path)
        ) from trouble
    return verifier


def read_key(path: Path) -> SignerKey:
    """The key in a file that `make_key` wrote.

    Raises:
        FileTrouble, Malformed: there is none that can be read.
        NotInstalled: the library ``cryptography`` is missing.
    """
    return read_as(path, lambda text: notekey.parse_signer(text.removesuffix("\n")))


def others_can_read(path: Path) -> bool:
    """Whether a key's file is open to others than its owner; of a missing one, no."""
    if sys.platform == "win32" or not path.exists():
        return False
    return bool(path.stat().st_mode & 0o077)


def take(connection: Connection, origin: str = ORIGIN) -> Checkpoint:
    """An unsigned checkpoint of the journal as it is."""
    size = journal.head(connection).size
    return Checkpoint(origin, size, journal.root(connection, size))


def sign(database: Database, path: Path) -> Checkpoint:
    """A checkpoint of the journal as it is, signed with the key in the file at ``path``.

    Raises:
        Contradiction: the key has signed what contradicts it.
        FileTrouble, Malformed: the key, or what it has signed, cannot be read or written.
        NotInstalled: the library ``cryptography`` is missing.
    """
    key = read_key(path)
    remembered = path.with_name(f"{path.name}.signed")
    with _alone(path):
        before = memory.Memory(key.name)
        if remembered.exists():
            before = read_as(remembered, lambda text: memory.parse(text, key.name))
        with database.reading() as connection:
            found = take(connection, key.name)
            memory.refuse_contradiction(before, found, lambda size: journal.root(connection, size))
        after = before.adding(found)
        if after != before:
            write_file(remembered, str(after))
    return signed(found, key)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other program signs with the key, and keep others waiting; not on Windows.

    Else two could sign at once, each not knowing of the other.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        file = path.open("rb")
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError as trouble:
        raise FileTrouble(f"{path} cannot be locked: {trouble.strerror}.") from trouble
    with file:
        yield


def _whose(path: Path) -> str:
    """What to say of a file that is there already."""
    try:
        return f"It is a key; to verify with: {read_key(path).verifier()}"
    except Refusal:
        return "Name another file."
