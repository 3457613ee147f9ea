"""The sheets in a zip, read in memory: nothing is put on the disk, and nothing else is unpacked.

An entry that would leave the folder it is unpacked in, a link, or a second one of the same name is
a sign that the zip is not what it seems; such a zip is refused, whatever is asked of it.
"""

from __future__ import annotations

import csv
import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.table.sheet import Lines, Unreadable
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""The most bytes that a sheet may have once it is unpacked; more are never unpacked."""

MOST_ENTRIES: Final = 1000
"""The most entries that a zip may have: each takes memory before anything is known of it."""

PART: Final = 1024 * 1024
"""How many bytes are unpacked at a time to count lines."""

ENTRY: Final = b"PK\x01\x02"
"""What the word on each entry begins with in the list at the end of a zip."""

ENCRYPTED: Final = 1
"""The bit among an entry's flags that says it is encrypted."""

try:
    from lzma import LZMAError
except ImportError:  # a Python built without it reads no such member
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment,misc]

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, NotImplementedError, RuntimeError,
    EOFError, OSError, ValueError, ArithmeticError, LookupError, MemoryError,
)  # fmt: skip
"""What reading a zip may raise that is damaged, or packed in a way that is not known."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip that bytes are.

    Raises:
        Unreadable: they are none, or one with an entry that no such download has.
    """
    if data.count(ENTRY) > MOST_ENTRIES:
        raise Unreadable(0, f"There are more than {MOST_ENTRIES:,} entries in this zip.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as trouble:
        raise Unreadable(0, "This zip cannot be read.") from trouble
    many = Counter(entry.filename for entry in archive.infolist())
    for entry in archive.infolist():
        if flaw := "is there twice" if many[entry.filename] > 1 else _flaw(entry):
            message = f"{shown(entry.filename)} in this zip {flaw}; nothing was read."
            raise Unreadable(0, message)
    return archive


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """A sheet in a zip: its rows that are not blank, each with its number."""

    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo
    name: str

    def __len__(self) -> int:
        """How many lines it has: at least as many as rows.

        Raises:
            Unreadable: it cannot be unpacked.
        """
        with self._opened() as file:
            return 1 + sum(part.count(b"\n") for part in iter(lambda: file.read(PART), b""))

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The rows.

        Raises:
            Unreadable: it cannot be unpacked, or a row of it cannot be taken apart.
        """
        number = 0
        with self._opened() as file:
            lines = Lines(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
            try:
                for number, cells in enumerate(csv.reader(lines, strict=True), 1):
                    lines.renew()
                    if any(cells):
                        yield number, cells
            except csv.Error as trouble:
                message = f"{self.name} cannot be read: {trouble}."
                raise Unreadable(number + 1, message) from trouble

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        try:
            with self.archive.open(self.entry) as file:
                yield file
        except UnicodeDecodeError as trouble:
            raise Unreadable(0, f"{self.name} is not UTF-8 text.") from trouble
        except Unreadable:
            raise
        except BROKEN as trouble:
            message = f"{self.name} cannot be unpacked; the zip is damaged."
            raise Unreadable(0, message) from trouble


def sheet_in(archive: zipfile.ZipFile, name: str) -> PackedSheet:
    """The sheet called ``name``, wherever it is in the zip.

    Raises:
        Unreadable: it is not there, is there twice, or is too large.
    """
    found = [
        zip_info for zip_info in archive.infolist() if zip_info.filename.rpartition("/")[2] == name
    ]
    if len(found) != 1:
        many = "no" if not found else "more than one"
        raise Unreadable(0, f"There is {many} {name} in this zip.")
    (entry,) = found
    if entry.file_size > MOST_UNPACKED:
        limit = f"{MOST_UNPACKED // 1024 // 1024} MB"
        raise Unreadable(0, f"{name} is larger than {limit} once it is unpacked.")
    return PackedSheet(archive, entry, name)


def _flaw(entry: zipfile.ZipInfo) -> str:
    """What is wrong with an entry, whatever is in it; empty where nothing is."""
    steps = entry.filename.replace("\\", "/").split("/")
    if ".." in steps or steps[0][1:2] == ":" or (not steps[0] and len(steps) > 1):
        return "has a place outside of it"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted: unpack it and zip it again without a password"
    return ""
