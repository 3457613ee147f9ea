"""Files of signed or hashed text, read to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from ledger.errors import Malformed
from ledger.formats.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST: Final = 16 * 1024 * 1024
"""The most bytes such a file may have; a proof with the longest entries fills some thousand."""

Value = TypeVar("Value")


def read_as(path: Path, parse: Callable[[str], Value]) -> Value:
    """What ``parse`` makes of the text of a UTF-8 file; its line breaks are as they are.

    Raises:
        FileTrouble: it cannot be read, or is too large.
        Malformed: it is not UTF-8, or ``parse`` refuses it so.
    """
    try:
        return parse(read_bytes(path, MOST).decode())
    except UnicodeDecodeError as trouble:
        raise Malformed(f"{path}: This is not UTF-8 text.") from trouble
    except Malformed as trouble:
        raise Malformed(f"{path}: {trouble}", trouble.cure) from trouble
