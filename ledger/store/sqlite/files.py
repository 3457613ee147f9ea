"""The names of a ledger's files: one is given only to what is whole, and takes nobody else's.

A file is made under a name that was nobody's, and gets its own by a hard link, which replaces no
file, as renaming would.  What is left of one that was interrupted harms nothing.

A new ledger, and a copy of one, get their own names only once they are whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger import invocation, permissions
from ledger.errors import Busy, StoreTrouble
from ledger.invocation import command
from ledger.store.sqlite.connections import look, path_of, trouble_of, uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


COMPANIONS: Final = ("-journal", "-wal", "-shm")
"""Ends of the names of files that SQLite keeps beside a database, and takes for that one's own."""


def followed(path: Path) -> Path:
    """The path that a path leads to by its links.

    Raises:
        StoreTrouble: they lead in a circle.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError) as trouble:
        raise StoreTrouble(f"{path}: Links lead from here in a circle.") from trouble


def reserved(path: Path, label: str, mode: int = permissions.NEW) -> Path:
    """A file beside ``path``, named after ``label``, that was not there before; it is empty.

    ``mode`` says who may read and write it, less what the umask takes.

    Raises:
        StoreTrouble: it cannot be made.
    """
    for free in _names(path, label):
        try:
            os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        except FileExistsError:
            continue
        except OSError as trouble:
            raise StoreTrouble(f"{free} cannot be made: {trouble.strerror}.") from trouble
        return free
    raise AssertionError  # pragma: no cover - there is always another number


def link(file: Path, path: Path) -> None:
    """Let ``path``, where there is no file, be another name of ``file``, and see that it lasts.

    Raises:
        FileExistsError: there is one.
        OSError: it cannot be done; not every file system has links.
    """
    path.hardlink_to(file)
    sync(path.parent)


def name(file: Path, path: Path) -> None:
    """As `link`; without links the file is renamed, and for a moment ``path`` is an empty file.

    Raises:
        FileExistsError: there is one.
        OSError: it cannot be done.
    """
    try:
        link(file, path)
    except FileExistsError:
        raise
    except OSError:
        if not path.exists():
            path.open("x").close()
            file.replace(path)
        sync(path.parent)


def name_beside(file: Path, path: Path, label: str) -> Path:
    """Give ``file``, and what SQLite keeps beside it, a name beside ``path`` made of ``label``.

    Raises:
        OSError: it cannot be done.
    """
    for free in _names(path, label):
        try:
            name(file, free)
        except FileExistsError:
            continue
        for companion in companions(file):
            name(companion, free.with_name(free.name + companion.name.removeprefix(file.name)))
        return free
    raise AssertionError  # pragma: no cover - there is always another number


def companions(path: Path) -> list[Path]:
    """The files that SQLite would take for a part of the database at ``path``."""
    beside = (path.with_name(f"{path.name}{end}") for end in COMPANIONS)
    return [path for path in beside if path.exists()]


def remove_companions(path: Path) -> None:
    """Remove what an earlier database at ``path`` left: it would be played back into the next.

    Raises:
        OSError: it cannot be done.
    """
    for companion in companions(path):
        companion.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _names(path: Path, label: str) -> Iterator[Path]:
    """Names beside ``path``, the first without a number."""
    number, ending = 1, ""
    while True:
        yield path.with_name(f"{path.name}.{label}{ending}")
        number += 1
        ending = f"-{number}"


@contextmanager
def new_file(target: str, mode: int) -> Iterator[str]:
    """A new file beside ``target``, where nothing is, that becomes ``target`` when the block ends.

    Where the block raises, nothing is left behind.

    Raises:
        NoLedger, NotALedger, ReadOnly, StoreTrouble: as `ledger.store.sqlite.backend.new_ledger`.
    """
    path = followed(path_of(target))  # what a link to nowhere stands for
    look(path, create=True)
    beside = reserved(path, "new", mode)
    try:
        yield str(beside)
        _put(beside, path)
        invocation.done(target)
    finally:
        invocation.undone(beside)
        with suppress(OSError):  # another name of the finished ledger, or an unfinished one
            remove_companions(beside)
            beside.unlink()


def _put(beside: Path, path: Path) -> None:
    """Give a finished ledger its name, under which an earlier one may have left a journal.

    It is a link, for while a file is renamed somebody else might begin a ledger at its place.
    """
    try:
        if not path.exists():
            remove_companions(path)
        link(beside, path)
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
            return name_beside(half, whole, label)
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
        half = reserved(place, "part", permissions.of_copy(path))
    except OSError as trouble:
        raise StoreTrouble(f"{path} cannot be read: {trouble.strerror}.") from trouble
    try:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (uri(half),))
        finally:
            raw.close()
        sync(half)
        yield half
    except sqlite3.Error as fault:
        known = trouble_of(fault, str(path))
        if isinstance(known, Busy):
            raise known from fault
        raise StoreTrouble(f"{path} cannot be copied to {place}: {fault}.") from fault
    finally:
        for one in (*companions(half), half):
            with suppress(OSError):
                one.unlink(missing_ok=True)
