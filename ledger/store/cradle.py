"""Where a new ledger is made: beside its place, so that nobody finds it while it is half made."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ledger import deeds, permissions
from ledger.errors import StoreTrouble
from ledger.invocation import command
from ledger.store import files, postgresql, sqlite
from ledger.store.database import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def cradle(target: str, mode: int = permissions.NEW) -> Iterator[str]:
    """The target to write to: ``target`` itself, or where nothing is there, a new file beside it.

    A database on a server is never made here, only filled, and is ``target`` itself.
    ``mode`` says who may read and write a new file, less what the umask takes.
    The new file becomes ``target`` when the block ends; where it raises, nothing is left behind.
    A file that is at ``target``, whoever made it and when, is never replaced or removed.

    Raises:
        NoLedger, NotALedger, ReadOnly, StoreTrouble: there can be no ledger at ``target``, or
            somebody else made one while the block ran.
    """
    if postgresql.is_url(target):
        yield target
        return
    path = path_of(target)
    sqlite.look(path, create=True)
    if path.exists():
        yield target
        return
    path = files.followed(path)  # what a link to nowhere stands for
    sqlite.look(path, create=True)
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
