"""The sheets in a zip, read in memory: nothing is put on the disk, and nothing else is read."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""The most bytes that a sheet may have once it is unpacked."""

ENCRYPTED: Final = 1
"""The bit among an entry's flags that says it is encrypted."""

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
    ValueError,
)  # fmt: skip
"""What reading a zip may raise that is damaged, or packed in a way that is not known."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip that bytes are.

    Raises:
        Unreadable: they are none.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as trouble:
        raise Unreadable(0, "This is no zip that can be read.") from trouble


def rows_in(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet called ``name``, wherever it is in the zip, each with its number.

    Raises:
        Unreadable: it is not there, is there twice, is too large, or cannot be unpacked.
    """
    entry = _entry(archive, name)
    try:
        with (
            archive.open(entry) as file,
            io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
        ):
            yield from enumerate(csv.reader(text, strict=True), 1)
    except UnicodeDecodeError as trouble:
        raise Unreadable(0, f"{name} is not UTF-8 text.") from trouble
    except csv.Error as trouble:
        raise Unreadable(0, f"{name} cannot be taken apart: {trouble}.") from trouble
    except BROKEN as trouble:
        raise Unreadable(0, f"{name} cannot be unpacked; the zip is damaged.") from trouble


def _entry(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    found = [one for one in archive.infolist() if one.filename.rpartition("/")[2] == name]
    if len(found) != 1:
        many = "no" if not found else "more than one"
        raise Unreadable(0, f"There is {many} {name} in this zip.")
    (entry,) = found
    if entry.flag_bits & ENCRYPTED:
        raise Unreadable(0, f"{name} is encrypted; unpack it and zip it again without a password.")
    if entry.file_size > MOST_UNPACKED:
        limit = f"{MOST_UNPACKED // 1024 // 1024} MB"
        raise Unreadable(0, f"{name} is larger than {limit} once it is unpacked.")
    return entry
