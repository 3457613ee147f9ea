"""Claim files on disk: which a path means, and their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats import encodings
from ledger.formats.read_files import inside, read_bytes, unreadable

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 16 * 1024 * 1024
"""The most bytes a claim file may have; a source's claims fill some hundred thousand."""

MAPPING: Final = ".mapping.toml"
"""How the files end that say how a sheet is to be understood."""


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file.

    Raises:
        FileTrouble: it cannot be read, is too large, or is not UTF-8 text.
    """
    return decoded(path, read_bytes(path, most))


def decoded(path: Path, data: bytes, encoding: str | None = None) -> str:
    """The text that the bytes of a UTF-8 file are, or of one in the ``encoding`` asked for.

    Raises:
        FileTrouble: they are not text in that.
    """
    if encoding is not None:
        return encodings.decoded(path, data, encoding)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise FileTrouble(
            f"This is not UTF-8 text: byte 0x{data[trouble.start]:02X}.",
            "Save the file as UTF-8.",
            path=str(path),
            line=line,
        ) from trouble


def claim_files(path: Path) -> list[Path]:
    """The claim files that ``path`` means: itself, or all ``*.toml`` below a folder, sorted.

    Hidden files and folders below a folder are left out, and mappings of sheets.

    Raises:
        FileTrouble: a folder has no claim file, or a link leads out of it.
        OSError: it cannot be read.
    """
    if not path.is_dir():
        return [path]
    found = [file for file in toml_files(path) if not file.name.endswith(MAPPING)]
    if not found:
        raise FileTrouble("There is no claim file (*.toml) in this folder.", path=str(path))
    return found


def toml_files(folder: Path) -> list[Path]:
    """All ``*.toml`` below a folder, sorted; hidden files and folders are left out.

    Raises:
        FileTrouble: one is a link that leads out of the folder, or one below it cannot be read.
    """
    found: list[Path] = []
    waiting = [folder] if folder.exists() else []
    while waiting:  # by hand, for folders may be nested deeper than Python calls itself
        place = waiting.pop()
        try:
            shown = [path for path in place.iterdir() if not path.name.startswith(".")]
            folders = {path for path in shown if path.is_dir()}
            waiting += [folder for folder in folders if not folder.is_symlink()]
        except OSError as trouble:
            raise unreadable(place, trouble) from trouble
        found += [path for path in shown if path.suffix == ".toml" and path not in folders]
    return sorted(inside(folder, path) for path in found)
