"""Sheets of claims, read into bundles with every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import Problem
from ledger.formats.table.columns import (
    COLUMNS,
    read_header,
)
from ledger.formats.table.records import Records
from ledger.formats.table.row import Line, Rows, Words
from ledger.formats.table.sheet import Unreadable, open_sheet, separator_of, written
from ledger.model.bundle import Origin

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle


NAME: Final = "csv"
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes a sheet may have; 100,000 rows of claims have some 30 million."""
BY_ROW: Final = True

LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""

GUESSED: Final = "This is not UTF-8 and is read as Latin-1 ({}); --encoding says otherwise."

NAMES: Final = frozenset({".csv", ".tsv"})
ENOUGH: Final = 3
"""How many known columns make the first line of a text the header of a sheet of claims."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is a sheet by its name, or its first line names columns of one."""
    if path.suffix.lower() in NAMES:
        return True
    cells = head.partition("\n")[0].split(separator_of(head))
    return sum(cell.strip(' \r"').lower() in COLUMNS for cell in cells) >= ENOUGH


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """What the rows of a sheet say, and their problems, by row."""
    problems: list[Problem] = []
    records: Records | None = None
    Words(given.options.values)
    try:
        sheet = open_sheet(given.data, given.options.encoding)
        if sheet.guessed:
            message = GUESSED.format(sheet.encoding)
            problems.append(Problem(given.name, 0, message, "warning", code="encoding-guessed"))
        for number, cells in given.track(sheet) if len(sheet) >= LONG else sheet:
            if records is not None:
                records.take(number, cells)
                continue
            header = read_header(cells, given.options.columns)
            origin = Origin(given.name, Line(number))
            problems += origin.problems(header.warnings)
            if header.complaints:
                return [], [*problems, *origin.problems(header.complaints)]
            records = Records(
                given, Rows(header, Words(given.options.values), given.options.defaults)
            )
    except Unreadable as trouble:
        problems.append(Problem(given.name, trouble.number, str(trouble), code="unreadable"))
    if records is None:
        return [], problems or [Problem(given.name, 0, "This sheet is empty.", code="empty")]
    problems += records.finish()
    return records.bundles(), sorted(problems, key=lambda one: one.line)


def bad_rows(given: GivenFile) -> str:
    """The header and the rows left out, as they are, marked as UTF-8."""
    sheet = open_sheet(given.data, given.options.encoding)
    first, *rows = sheet
    bad = [cells for number, cells in rows if number in given.left_out]
    return "\ufeff" + written(sheet.separator, [first[1], *bad])
