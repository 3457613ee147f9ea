"""One run at a time writes into the folder of a site, and into no other place."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.errors import FileTrouble
from ledger.site.manifest import OWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(folder: Path, *, dry: bool) -> Iterator[None]:
    """Let no other run write into a folder meanwhile; a lock ends with the process that has it.

    The folder is made where it is not there, unless the run is ``dry``.

    Raises:
        FileTrouble: another run is writing into it, it cannot be locked, or what is the program's
            own in it is a link, which would lead elsewhere.
    """
    if folder.exists() and not folder.is_dir():
        raise FileTrouble(f"{folder} is not a folder.")
    if dry and not folder.exists():
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise FileTrouble(f"{folder} cannot be made: {trouble.strerror}.") from trouble
    for name in sorted(OWN):
        if (folder / name).is_symlink():
            raise FileTrouble(
                f"{folder / name} is a link, and was not made by this program.", "Remove it."
            )
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        own = os.open(folder, os.O_RDONLY)
    except OSError as trouble:
        raise FileTrouble(f"{folder} cannot be read: {trouble.strerror}.") from trouble
    try:
        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileTrouble(
                f"Another ledger publish is writing into {folder}.", "Wait until it has ended."
            ) from None
        except OSError as trouble:
            raise FileTrouble(
                f"{folder} cannot be locked: {trouble.strerror}.",
                "Publish into a folder on a disk of this machine.",
            ) from trouble
        yield
    finally:
        os.close(own)
