"""Files written whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ledger.errors import FileTrouble


def write_file(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8, its line breaks as they are, and make it last.

    Raises:
        FileTrouble: it cannot be written; what was there before is as it was.
    """
    temporary = None
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder, not a file.")
        if not path.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent} to write {path.name} in.")
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
        _sync(path.parent)
    except (OSError, ValueError) as trouble:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{path} cannot be written: {why}.") from trouble


def _sync(folder: Path) -> None:
    """Make the folder's new entry last, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows cannot open a folder
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
