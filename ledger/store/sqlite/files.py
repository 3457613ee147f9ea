"""The names of a ledger's files: one is given only to what is whole, and takes nobody else's.

A file is made under a name that was nobody's, and gets its own by a hard link, which replaces no
file, as renaming would.  What is left of one that was interrupted harms nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ledger import permissions
from ledger.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        for one in companions(file):
            name(one, free.with_name(free.name + one.name.removeprefix(file.name)))
        return free
    raise AssertionError  # pragma: no cover - there is always another number


def companions(path: Path) -> list[Path]:
    """The files that SQLite would take for a part of the database at ``path``."""
    beside = (path.with_name(f"{path.name}{end}") for end in COMPANIONS)
    return [one for one in beside if one.exists()]


def remove_companions(path: Path) -> None:
    """Remove what an earlier database at ``path`` left: it would be played back into the next.

    Raises:
        OSError: it cannot be done.
    """
    for one in companions(path):
        one.unlink(missing_ok=True)


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
