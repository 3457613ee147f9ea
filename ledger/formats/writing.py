"""Files written whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import FileTrouble
from ledger.formats.files import followed

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_file(path: Path, content: str | bytes) -> None:
    """Write ``content``, a text as UTF-8, to ``path``, as `write_parts` does."""
    write_parts(path, (one.encode() if isinstance(one, str) else one for one in [content]))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write ``parts``, each as it comes, to ``path``, and make the file last.

    A link is followed, and what is no file, such as ``/dev/stdout``, is written to as it is.

    Raises:
        FileTrouble: it cannot be written; what was there before is as it was.
    """
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder, not a file.")
        if not path.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent} to write {path.name} in.")
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(parts)
        else:
            _replace(followed(path), parts)
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{path} cannot be written: {why}.") from trouble


def create_file(path: Path, text: str, mode: int) -> None:
    """Write ``text`` as UTF-8 to a file that was not there before, and make it last.

    ``mode`` says who may read and write it, from the first moment on.

    Raises:
        FileExistsError: there is something at ``path``, which is left as it is.
        FileTrouble: it cannot be written; then nothing is there.
    """
    try:
        if not path.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent} to write {path.name} in.")
        with open(path, "xb", opener=partial(os.open, mode=mode)) as file:
            try:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                path.unlink()
                raise
        _sync(path.parent)
    except FileExistsError:
        raise
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{path} cannot be written: {why}.") from trouble


def write_new(path: Path, text: str) -> Path:
    """Write ``text`` to a new file at ``path``, or with the lowest number behind its stem.

    Nothing is written where one of them says just that already.  The answer is the file's path.

    Raises:
        FileTrouble: it cannot be written.
    """
    data = text.encode()
    wish, number = path, 1
    try:
        while path.exists() or path.is_symlink():
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return path
            number += 1
            path = wish.with_stem(f"{wish.stem}-{number}")
        with path.open("xb") as file:
            file.write(data)
    except OSError as trouble:
        raise FileTrouble(f"{path} cannot be written: {trouble.strerror}.") from trouble
    return path


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the folder's new entry last, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # Windows opens no folder, and elsewhere some can be written to but not read
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
