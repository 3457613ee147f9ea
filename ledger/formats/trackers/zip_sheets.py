"""The sheets in a zip, read in memory: nothing is put on the disk, and nothing else is unpacked."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.packing.archive import BROKEN, open_archive
from ledger.formats.table.sheet import Lines, Unreadable

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from typing import IO

__all__ = ["PackedSheet", "open_archive", "sheet_in"]

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""The most bytes that a sheet may have once it is unpacked; more are never unpacked."""

PART: Final = 1024 * 1024
"""How many bytes are unpacked at a time to count lines."""


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
