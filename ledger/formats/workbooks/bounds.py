"""How much a workbook would take once it is unpacked, found out before anybody unpacks it.

A file of some kilobytes may name a cell in the last row and column there is, repeat a row a million
times, or have one long text in every cell; whoever reads it into a table has no memory left.  So
its XML is gone through first, part by part: how far the filled cells of a sheet reach, and how long
all their texts are together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from ledger.formats.packing.archive import BROKEN, open_archive
from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

MOST_UNPACKED: Final = 128 * 1024 * 1024
"""The most bytes that all parts of a workbook may have once they are unpacked."""

MOST_CELLS: Final = 4_000_000
"""The most cells from the first to the last that is filled, in rows and columns."""

MOST_TEXT: Final = 256 * 1024 * 1024
"""The most characters that the cells may have together."""

PART: Final = 256 * 1024
"""How many bytes are unpacked at a time."""

CELL: Final = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")
"""A reference to a cell, such as ``AB12``."""

SHARED: Final = "sst"
SHEETS: Final = {"worksheet": "c", "document-content": "table-cell"}
"""The root of what holds sheets in Excel's and in LibreOffice's files, and a cell there."""

TOO_LARGE: Final = "This workbook has {}. Save the sheet as CSV, or cut it into several."


def refuse_huge(data: bytes) -> None:
    """See that a workbook can be read in a bounded memory.

    Raises:
        Unreadable: it would take too much, or is damaged.
    """
    archive = open_archive(data)
    total = 0
    shared: list[int] = []
    try:
        # What cells refer to is looked at before them.
        names = sorted(archive.infolist(), key=lambda one: "sharedStrings" not in one.filename)
        for entry in names:
            total += _measured(archive, entry, shared, MOST_UNPACKED - total)
    except expat.ExpatError as trouble:
        message = "This workbook is damaged: a part of it is no XML."
        raise Unreadable(0, message) from trouble
    except Unreadable:
        raise
    except BROKEN as trouble:
        raise Unreadable(0, "This workbook is damaged: it cannot be unpacked.") from trouble


def _measured(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shared: list[int], room: int
) -> int:
    """How many bytes a part has; the lengths of shared texts are put into ``shared``."""
    size = 0
    measure = _Measure(shared) if entry.filename.endswith(".xml") else None
    with archive.open(entry) as file:
        while part := file.read(PART):
            size += len(part)
            if size > room:
                limit = f"more than {MOST_UNPACKED // 1024 // 1024} MB once it is unpacked"
                raise Unreadable(0, TOO_LARGE.format(limit))
            if measure is not None and measure.is_wanted:
                measure.parser.Parse(part, False)  # noqa: FBT003 - not the last
    if measure is not None and measure.is_wanted:
        measure.parser.Parse(b"", True)  # noqa: FBT003 - the last
        measure.refuse()
    return size


class _Measure:
    """What is known of one part of a workbook so far."""

    def __init__(self, shared: list[int]) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.is_wanted = True
        self._shared = shared
        self._cell = ""
        self._row = self._column = 0
        self._times = self._rows_again = 1
        self._is_filled = self._is_shared = False
        self._last_row = self._last_column = 0
        self._text = 0
        self._held = 0

    def refuse(self) -> None:
        """See that what was found can be read.

        Raises:
            Unreadable: it would take too much.
        """
        if self._last_row * self._last_column > MOST_CELLS:
            reach = f"cells from the first to row {self._last_row:,}, column {self._last_column:,}"
            raise Unreadable(0, TOO_LARGE.format(reach))
        if self._text > MOST_TEXT:
            raise Unreadable(0, TOO_LARGE.format(f"more than {MOST_TEXT:,} characters"))

    def _refuse_doctype(self, *_: object) -> None:
        raise Unreadable(0, "This workbook has a document type in its XML, as none has.")

    def _start(self, name: str, _: Mapping[str, str]) -> None:
        """The first element tells what this is, and which elements to look at."""
        root = _local(name)
        self._cell = SHEETS.get(root, "")
        self.is_wanted = bool(self._cell) or root == SHARED
        self.parser.StartElementHandler = None
        if root == SHARED:
            self.parser.StartElementHandler = self._start_shared
            self.parser.CharacterDataHandler = self._take_shared
        elif self._cell:
            is_excel = self._cell == "c"
            self.parser.StartElementHandler = self._start_excel if is_excel else self._start_office
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._take

    def _start_shared(self, name: str, _: Mapping[str, str]) -> None:
        if _local(name) == "si":
            self._shared.append(0)

    def _take_shared(self, text: str) -> None:
        if self._shared:
            self._shared[-1] += len(text)

    def _start_excel(self, name: str, attributes: Mapping[str, str]) -> None:
        name = _local(name)
        if name == "c":
            self._is_filled, self._held = False, 0
            self._is_shared = attributes.get("t") == "s"
            self._column += 1
            if found := CELL.fullmatch(attributes.get("r", "").strip()):
                self._column, self._row = _number(found[1]), int(found[2])
        elif name == "row":
            self._column = 0
            self._row += 1
            if (number := attributes.get("r", "").strip()).isdecimal():
                self._row = int(number[:8])
        else:
            self._is_filled = True

    def _start_office(self, name: str, attributes: Mapping[str, str]) -> None:
        name = _local(name)
        if name == "table":
            self._row = 0
        elif name == "table-row":
            self._rows_again = _repeated(attributes, "number-rows-repeated")
            self._row += self._rows_again
            self._column = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._times = _repeated(attributes, "number-columns-repeated")
            self._column += self._times
            self._is_filled, self._held = "office:value-type" in attributes, 0
        elif name == "p":
            self._is_filled = True
        elif name == "s":  # so many blanks
            self._held += _repeated(attributes, "c")

    def _take(self, text: str) -> None:
        if self._is_shared:
            number = int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - digits
            self._held += self._shared[number] if number < len(self._shared) else 0
        self._held += len(text)

    def _end(self, name: str) -> None:
        if _local(name) in {self._cell, "covered-table-cell"} and self._is_filled:
            self._is_filled = False
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            self._text += self._held * self._times * self._rows_again
            self._held = 0


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _repeated(attributes: Mapping[str, str], key: str) -> int:
    found = next((value for name, value in attributes.items() if _local(name) == key), "1")
    return int(found[:9]) if found.isdecimal() else 1


def _number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
