"""Zip and gzip around any of the formats: what is in them is read as if it lay beside them.

A member of a zip goes by the path it would have if the zip were a folder: ``sheets.zip/may.csv``.
Nothing is put on the disk.  A zip that is a format by itself, such as a workbook, is left as it is.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats.read_files import read_bytes, read_head, unreadable

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

ZIP: Final = b"PK\x03\x04"
GZIP: Final = b"\x1f\x8b"

MOST_BYTES: Final = 256 * 1024 * 1024
"""The most bytes that a zip may have."""

MOST_MEMBERS: Final = 500
"""The most members of a zip that are read."""

BESIDE: Final = ("readme", "licence", "license", "changelog", "changes", "about", "credits")
"""How the names of members begin that tell of the others."""

LARGE: Final = "This is larger than {} MB once it is unpacked."


def members(path: Path) -> list[Path]:
    """The paths of what is in a zip that may be read, without what tells of it.

    Raises:
        FileTrouble: it is damaged, has nothing to be read, or too much.
    """
    names = [entry.filename for entry in _archive(path).infolist() if not entry.is_dir()]
    found = [name for name in names if _is_wanted(PurePosixPath(name))]
    if not found:
        raise FileTrouble("There is no file in this zip.", path=str(path))
    if len(found) > MOST_MEMBERS:
        message = f"There are more than {MOST_MEMBERS} files in this zip."
        raise FileTrouble(message, "Unpack it, and import them in several goes.", path=str(path))
    return [path / name for name in sorted(found)]


def _is_wanted(name: PurePosixPath) -> bool:
    if any(step.startswith((".", "__MACOSX")) for step in name.parts):
        return False
    if name.name.endswith(".mapping.toml"):
        return False
    return not name.name.lower().startswith(BESIDE)


def outer(path: Path) -> Path:
    """The file on disk that a path leads to, or into."""
    return next((one for one in (path, *path.parents) if one.is_file()), path)


def inner_name(path: Path) -> Path:
    """The path by which a file's format may be told: without the end that says it is packed."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def contents(path: Path, most: int) -> bytes:
    """The bytes of a file once it is unpacked, at most ``most`` of them.

    Raises:
        FileTrouble: it cannot be read, is damaged, or is too large.
    """
    data = _packed(path, most)
    if not data.startswith(GZIP):
        return data
    found, is_whole = _gunzipped(path, data, most + 1)
    if len(found) > most:
        raise _too_large(path, most)
    if not is_whole:
        raise FileTrouble("This gzip file is damaged: its end is missing.", path=str(path))
    return found


def beginning(path: Path, most: int) -> bytes:
    """The first bytes of a file once it is unpacked, at most ``most``; none of what is no file.

    Raises:
        FileTrouble: it cannot be read, or is damaged.
    """
    home = outer(path)
    head = read_head(path, most) if home == path else _member(home, path, most, cut=True)
    return _gunzipped(path, head, most)[0] if head.startswith(GZIP) else head


def _packed(path: Path, most: int) -> bytes:
    home = outer(path)
    return read_bytes(path, most) if home == path else _member(home, path, most)


def _member(home: Path, path: Path, most: int, *, cut: bool = False) -> bytes:
    """The bytes of a member of the zip ``home``; with ``cut`` only the first."""
    from ledger.formats.packing.archive import BROKEN  # noqa: PLC0415 - only zips need it

    name = path.relative_to(home).as_posix()
    try:
        with _archive(home).open(name) as file:
            data = file.read(most if cut else most + 1)
    except BROKEN as trouble:
        message = "This cannot be unpacked; the zip is damaged."
        raise FileTrouble(message, path=str(path)) from trouble
    if len(data) > most:
        raise _too_large(path, most)
    return data


def _gunzipped(path: Path, data: bytes, most: int) -> tuple[bytes, bool]:
    """The first bytes of what was packed, and whether all of that was there."""
    found = bytearray()
    try:
        while data.startswith(GZIP) and len(found) < most:
            unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            found += unpacking.decompress(data, most - len(found))
            if not unpacking.eof:
                return bytes(found), False
            data = unpacking.unused_data.lstrip(b"\0")
    except zlib.error as trouble:
        raise FileTrouble("This gzip file is damaged.", path=str(path)) from trouble
    return bytes(found), True


def _too_large(path: Path, most: int) -> FileTrouble:
    return FileTrouble(LARGE.format(most // 1024 // 1024), "Cut it into several.", path=str(path))


def _archive(path: Path) -> zipfile.ZipFile:
    """The zip at a path.

    Raises:
        FileTrouble: it is damaged, or has an entry that none should have.
    """
    try:
        told = path.stat()
    except (OSError, ValueError) as trouble:
        raise unreadable(path, trouble) from trouble
    return _opened(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, _: int, __: int) -> zipfile.ZipFile:
    """One zip at a time is kept, for its members are read one behind the other."""
    from ledger.formats.packing.archive import open_archive  # noqa: PLC0415 - as above
    from ledger.formats.table.sheet import Unreadable  # noqa: PLC0415

    try:
        return open_archive(read_bytes(path, MOST_BYTES))
    except Unreadable as trouble:
        raise FileTrouble(str(trouble), path=str(path)) from trouble
