"""Files made beside their place, so that nobody finds them while they are half made.

A new ledger, and a copy of one, get their own names only once they are whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger import deeds, permissions
from ledger.errors import Busy, StoreTrouble
from ledger.invocation import command
from ledger.store.sqlite import files
from ledger.store.sqlite.connections import look, path_of, uri
from ledger.store.sqlite.errors import trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def new_ledger(target: str, mode: int = permissions.NEW) -> Iterator[str]:
    """The target to write to: ``target`` itself, or where nothing is there, a new file beside it.

    ``mode`` says who may read and write a new file, less what the umask takes.
    The new file becomes ``target`` when the block ends; where it raises, nothing is left behind.
    A file that is at ``target``, whoever made it and when, is never replaced or removed.

    Raises:
        NoLedger, NotALedger, ReadOnly, StoreTrouble: there can be no ledger at ``target``, or
            somebody else made one while the block ran.
    """
    path = path_of(target)
    look(path, create=True)
    if path.exists():
        yield target
        return
    path = files.followed(path)  # what a link to nowhere stands for
    look(path, create=True)
    beside = files.reserved(path, "new", mode)
    try:
        yield str(beside)
        _put(beside, path)
        deeds.done(target)
    finally:
        deeds.undone(beside)
        with suppress(OSError):  # another name of the finished ledger, or an unfinished one
            files.remove_companions(beside)
            beside.unlink()


def _put(beside: Path, path: Path) -> None:
    """Give a finished ledger its name, under which an earlier one may have left a journal.

    It is a link, for while a file is renamed somebody else might begin a ledger at its place.
    """
    try:
        if not path.exists():
            files.remove_companions(path)
        files.link(beside, path)
    except FileExistsError as trouble:
        raise StoreTrouble(
            f"Another program made {path} meanwhile.", "Nothing was written; try again."
        ) from trouble
    except OSError as trouble:
        raise StoreTrouble(
            f"{path} cannot be made: {trouble.strerror}.",
            f"Make it first with: {command('init', path)}",
        ) from trouble


def copy_beside(engine: Engine, place: str, label: str) -> Path:
    """A whole copy of the database at ``place``, in a file beside it that is named after ``label``.

    Nothing is overwritten: where there is such a file, the next gets a number.

    Raises:
        StoreTrouble: it cannot be copied; then no copy is there.
    """
    path = Path(place)
    whole = path.absolute()
    try:
        with half_copy(engine, path, whole.with_name(f"{whole.name}.{label}")) as half:
            return files.name_beside(half, whole, label)
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be copied: {trouble.strerror}.") from trouble


@contextmanager
def half_copy(engine: Engine, path: Path, place: Path) -> Iterator[Path]:
    """A whole copy of the database at ``path``, on the disk beside ``place`` until the block ends.

    It is one state of the database, whoever writes to it meanwhile, and open to nobody else.

    Raises:
        StoreTrouble: it cannot be copied.
    """
    try:
        half = files.reserved(place, "part", permissions.of_copy(path))
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble.strerror}.") from trouble
    try:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (uri(half),))
        finally:
            raw.close()
        files.sync(half)
        yield half
    except sqlite3.Error as fault:
        known = trouble_of(fault, str(path))
        if isinstance(known, Busy):
            raise known from fault
        raise StoreTrouble(f"{path} cannot be copied to {place}: {fault}.") from fault
    finally:
        for one in (*files.companions(half), half):
            with suppress(OSError):
                one.unlink(missing_ok=True)
