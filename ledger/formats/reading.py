"""Files read whole, with a refusal that names the file where that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from ledger.errors import FileTrouble, Malformed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST: Final = 16 * 1024 * 1024
"""The most bytes a file may have; a source's claims fill some hundred thousand."""

Value = TypeVar("Value")


def read_bytes(path: Path, most: int = MOST, cure: str = "") -> bytes:
    """The bytes of a file; ``cure`` is what helps where it is too large.

    Raises:
        FileTrouble: it cannot be read, or is too large.
    """
    try:
        if path.is_dir():
            raise FileTrouble(f"{path}: This is a folder, not a file.")
        if not path.exists():
            raise FileTrouble(f"{path}: There is no such file.")
        if not path.is_file():
            raise FileTrouble(f"{path}: This is not a file that can be read.")
        if path.stat().st_size > most:
            limit = f"{most // 1024 // 1024} MB"
            raise FileTrouble(f"{path}: This file is larger than {limit}.", cure)
        return path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise unreadable(path, trouble) from trouble


def unreadable(path: Path, trouble: OSError | ValueError) -> FileTrouble:
    """The refusal where the system will not read a file or folder."""
    if isinstance(trouble, OSError):
        return FileTrouble(f"{path}: This cannot be read: {trouble.strerror}.")
    return FileTrouble(f"{path}: This is no path.")


def read_as(path: Path, parse: Callable[[str], Value]) -> Value:
    """What a file of signed or hashed text holds; its line breaks are as they are.

    Raises:
        FileTrouble: it cannot be read, or is too large.
        Malformed: it is not UTF-8, or ``parse`` refuses it so.
    """
    try:
        return parse(read_bytes(path).decode())
    except UnicodeDecodeError as trouble:
        raise Malformed(f"{path}: This is not UTF-8 text.") from trouble
    except Malformed as trouble:
        raise Malformed(f"{path}: {trouble}", trouble.cure) from trouble
