"""Files read whole, up to a size, and nothing but files; signed text to the byte."""

from __future__ import annotations

import codecs
import errno
import os
from typing import TYPE_CHECKING, Final, TypeVar

from ledger.errors import FileTrouble, Malformed, Problem, UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file that has at most ``most`` of them.

    Raises:
        FileTrouble: it cannot be read, is no file, or is too large.
    """
    try:
        if path.is_dir():
            raise FileTrouble("This is a folder, not a file.", path=str(path))
        if not path.exists():
            raise FileTrouble("There is no such file.", path=str(path))
        if not path.is_file():
            raise FileTrouble("This is not a file that can be read.", path=str(path))
        if path.stat().st_size > most:
            limit = f"{most // 1024 // 1024} MB"
            raise FileTrouble(f"This file is larger than {limit}.", cut(path), path=str(path))
        return path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise unreadable(path, trouble) from trouble


CUT: Final = "Cut it into several."
CUT_LIST: Final = (
    f"{CUT} Of a list, jq '.[:5000]' gives the first items and jq '.[5000:]' the others."
)


def cut(path: str | Path) -> str:
    """How a file that is too large is cut."""
    return CUT_LIST if str(path).lower().endswith((".json", ".jsonld")) else CUT


def is_there(path: Path) -> bool:
    """Whether there is something at ``path``.

    Raises:
        FileTrouble: nobody can tell.
    """
    try:
        return path.exists()
    except (OSError, ValueError) as trouble:
        raise unreadable(path, trouble) from trouble


def read_head(path: Path, most: int) -> bytes:
    """The first bytes of a file, at most ``most``; none of what is not there or is no file.

    Raises:
        FileTrouble: it cannot be read.
    """
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as trouble:
        raise unreadable(path, trouble) from trouble


def inside(folder: Path, path: Path) -> Path:
    """The path of something in ``folder``, if it is there: by a link it may be anywhere.

    Raises:
        FileTrouble: it is elsewhere.
    """
    if not followed(path).is_relative_to(followed(folder)):
        raise FileTrouble(
            f"{path} leads by a link out of this folder.",
            "Take the link away, or name what it leads to.",
            path=str(folder),
        )
    return path


def followed(path: Path) -> Path:
    """The path that a path leads to by its links.

    Raises:
        OSError: they lead in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError as trouble:  # as Python tells it before 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from trouble


def unreadable(path: Path, trouble: OSError | ValueError) -> FileTrouble:
    """What the system said of a path, in a sentence."""
    if isinstance(trouble, OSError):
        return FileTrouble(f"This cannot be read: {trouble.strerror}.", path=str(path))
    return FileTrouble("This is not a path.", path=str(path))


def as_problem(path: Path, trouble: FileTrouble) -> Problem:
    """A file's trouble as a problem of the file; what is about another path keeps naming that."""
    is_own = trouble.path == str(path)
    message = trouble.what if is_own else str(trouble)
    line = trouble.line if is_own else 0
    if isinstance(trouble, UnknownFormat):
        return Problem(str(path), line, message, code="unknown-format", cure=trouble.cure)
    return Problem(str(path), line, f"{message} {trouble.cure}".strip(), code="file-trouble")


MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks, which leave no doubt, whatever is asked for."""


def mark_of(data: bytes) -> str | None:
    """The encoding that a byte order mark says; None without one."""
    return next((MARKS[mark] for mark in MARKS if data.startswith(mark)), None)


MAX_BYTES: Final = 16 * 1024 * 1024
"""The most bytes such a file may have; a proof with the longest entries fills some thousand."""

Value = TypeVar("Value")


def read_as(path: Path, parse: Callable[[str], Value]) -> Value:
    """What ``parse`` makes of the text of a UTF-8 file; its line breaks are as they are.

    Raises:
        FileTrouble: it cannot be read, or is too large.
        Malformed: it is not UTF-8, or ``parse`` refuses it so.
    """
    return _parsed(path, parse, read_bytes(path, MAX_BYTES))


def read_mailed(path: Path, parse: Callable[[str], Value]) -> Value:
    r"""What ``parse`` makes of the text of a UTF-8 file that may have come by mail.

    A mark of UTF-8 at its beginning, ``\r\n`` for line breaks, and a last line break that is
    missing or followed by more are undone: such a text holds none of these itself, so that there
    is one it can have been.  Whether it is what was signed, the signature still decides.

    Raises:
        FileTrouble, Malformed: as `read_as`.
    """
    data = read_bytes(path, MAX_BYTES).removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    return _parsed(path, parse, data.rstrip(b"\n") + b"\n")


def _parsed(path: Path, parse: Callable[[str], Value], data: bytes) -> Value:
    try:
        return parse(data.decode())
    except UnicodeDecodeError as trouble:
        raise Malformed(f"{path}: This is not UTF-8 text.") from trouble
    except Malformed as trouble:
        raise Malformed(f"{path}: {trouble}", trouble.cure) from trouble
