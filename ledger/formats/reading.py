"""Files of signed or hashed text, read to the byte, or to what a journey by mail left of it."""

from __future__ import annotations

import codecs
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
    return _parsed(path, parse, read_bytes(path, MOST))


def read_mailed(path: Path, parse: Callable[[str], Value]) -> Value:
    r"""What ``parse`` makes of the text of a UTF-8 file that may have come by mail.

    A mark of UTF-8 at its beginning, ``\r\n`` for line breaks, and a last line break that is
    missing or followed by more are undone: such a text holds none of these itself, so that there
    is one it can have been.  Whether it is what was signed, the signature still decides.

    Raises:
        FileTrouble, Malformed: as `read_as`.
    """
    data = read_bytes(path, MOST).removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    return _parsed(path, parse, data.rstrip(b"\n") + b"\n")


def _parsed(path: Path, parse: Callable[[str], Value], data: bytes) -> Value:
    try:
        return parse(data.decode())
    except UnicodeDecodeError as trouble:
        raise Malformed(f"{path}: This is not UTF-8 text.") from trouble
    except Malformed as trouble:
        raise Malformed(f"{path}: {trouble}", trouble.cure) from trouble
