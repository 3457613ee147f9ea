"""Who may read what the program writes.

What is new has the mode that the umask leaves.  What replaces a file keeps its mode and, where the
system lets this user give it away, its owner.  A copy of a file is never open to more people than
the file it is a copy of.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble

if TYPE_CHECKING:
    from pathlib import Path

NEW: Final = 0o666
"""The mode a new file is made with; the umask takes from it."""

OWN: Final = 0o600
"""The mode of what only its owner may read and write."""

RIGHTS: Final = 0o777

KINDS: Final = {
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def of_copy(original: Path) -> int:
    """The mode to make a copy of a file with: its own, and its owner can read and write it.

    Raises:
        OSError: the file cannot be looked at.
    """
    return (original.stat().st_mode | OWN) & NEW


def keep(path: Path, before: os.stat_result, most: int = RIGHTS) -> None:
    """Give a file the mode and the owner that the one it replaces had, and no more than ``most``.

    Raises:
        OSError: it would be open to more people.
    """
    if os.name == "nt":
        return  # Windows keeps rights in the folder
    wanted = before.st_mode & RIGHTS & most
    for owner in (before.st_uid, -1):  # the group alone can often be given where the owner cannot
        with suppress(PermissionError):
            os.chown(path, owner, before.st_gid)
            break
    try:
        path.chmod(wanted)
    except PermissionError:  # as on a file system that knows no modes
        if path.stat().st_mode & RIGHTS & ~wanted:
            raise


def refuse_irregular(path: Path) -> None:
    """Refuse to put a file where a folder, a device, a pipe or a socket is.

    Raises:
        FileTrouble: there is one, by a link too, or there is no folder for a file.
        OSError: it cannot be looked at.
    """
    if path.is_dir():
        raise FileTrouble(f"{path} is a folder, not a file.")
    if not path.parent.is_dir():
        raise FileTrouble(f"There is no folder {path.parent} to write {path.name} in.")
    if path.exists() and not path.is_file():
        kind = KINDS.get(stat.S_IFMT(path.stat().st_mode), "no regular file")
        raise FileTrouble(f"{path} is {kind}, not a file.", "Name a file that may be replaced.")
