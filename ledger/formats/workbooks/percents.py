"""Which cells of a sheet are shown in per cent, and so hold hundredths of what they show.

The library that opens workbooks gives 0.7 for ``70%``, and 0.7 for 0.7.  Beside other cells of its
column the first would be taken for seven tenths of one per cent where the column is in per cent; so
the formats of cells are looked up, and such a cell is the text that is shown, as in CSV.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from ledger.formats.packing.archive import BROKEN, open_archive

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Mapping

    Attributes = Mapping[str, str]
    Cells = set[tuple[int, int]]

BUILT_IN: Final = frozenset({"9", "10"})
"""The numbers of the formats 0% and 0.00%, which every workbook has."""

LITERAL: Final = re.compile(r'"[^"]*"|\\.')
"""What stands in a format for itself."""

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STYLES: Final = "xl/styles.xml"
CONTENT: Final = "content.xml"

CELL: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")
MOST_REPEATED: Final = 10_000
"""The most cells that one element stands for whose format is looked up."""


def percents_of(data: bytes, name: str) -> Cells:
    """The rows and columns, from 0, of the cells of a sheet that are shown in per cent.

    The workbook is one that `ledger.formats.workbooks.bounds` let through.  Where the parts that
    tell of formats are damaged, nothing is known of them.
    """
    try:
        return _found(data, name)
    except (expat.ExpatError, *BROKEN):
        return set()


def _found(data: bytes, name: str) -> Cells:
    archive = open_archive(data)
    names = set(archive.namelist())
    if CONTENT in names:
        content = archive.read(CONTENT)
        return _of_office(content, name) if b'"percentage"' in content else set()
    if not {WORKBOOK, RELATIONS, STYLES} <= names:
        return set()
    styles = _styles(archive)
    part = _part(archive, name) if styles else None
    return _of_excel(archive.read(part), styles) if part in names and part is not None else set()


def _parse(text: bytes, start: Callable[[str, Attributes], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, found: start(name.rpartition(":")[2], found)
    parser.Parse(text, True)  # noqa: FBT003 - all of it


def _styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the styles that show per cent."""
    formats, several, inside = set(BUILT_IN), list[str](), False

    def start(name: str, found: Attributes) -> None:
        nonlocal inside
        if name == "numFmt" and "%" in LITERAL.sub("", found.get("formatCode", "")):
            formats.add(found.get("numFmtId", ""))
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            several.append(found.get("numFmtId", ""))

    _parse(archive.read(STYLES), start)
    return {str(number) for number, each in enumerate(several) if each in formats}


def _part(archive: zipfile.ZipFile, name: str) -> str | None:
    """Where the sheet of a name is."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(element: str, found: Attributes) -> None:
        if element == "sheet":
            relation = next((one for key, one in found.items() if key.endswith(":id")), "")
            sheets[found.get("name", "")] = relation

    def relation(element: str, found: Attributes) -> None:
        if element == "Relationship":
            targets[found.get("Id", "")] = found.get("Target", "")

    _parse(archive.read(WORKBOOK), sheet)
    _parse(archive.read(RELATIONS), relation)
    target = targets.get(sheets.get(name, ""))
    return None if not target else posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _of_excel(text: bytes, styles: set[str]) -> Cells:
    cells: Cells = set()

    def start(name: str, found: Attributes) -> None:
        if name == "c" and found.get("s") in styles and (at := CELL.fullmatch(found.get("r", ""))):
            cells.add((int(at[2]) - 1, _column(at[1])))

    _parse(text, start)
    return cells


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def _of_office(text: bytes, sheet: str) -> Cells:
    cells: Cells = set()
    row = column = 0
    rows, is_here = 1, False

    def start(name: str, found: Attributes) -> None:
        nonlocal row, column, rows, is_here
        if name == "table":
            is_here, row, rows = found.get("table:name") == sheet, 0, 0
        elif name == "table-row":
            row, column = row + rows, 0
            rows = _repeated(found, "table:number-rows-repeated")
        elif name in {"table-cell", "covered-table-cell"}:
            many = _repeated(found, "table:number-columns-repeated")
            is_percent = found.get("office:value-type") == "percentage"
            if is_here and is_percent and many * rows <= MOST_REPEATED:
                cells.update(
                    (row + down, column + right) for down in range(rows) for right in range(many)
                )
            column += many

    _parse(text, start)
    return cells


def _repeated(found: Attributes, key: str) -> int:
    many = found.get(key, "1")
    return int(many[:9]) if many.isdecimal() else 1
