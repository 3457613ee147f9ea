"""A sheet read into bundles, one for each source, with the problems of every row at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import Problem
from ledger.formats.table.cells import Words
from ledger.formats.table.columns import COLUMNS, read_header
from ledger.formats.table.records import Records
from ledger.formats.table.row import Rows
from ledger.formats.table.sheet import read_sheet, separator_of
from ledger.formats.table.sheet import written as write_rows

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle

NAME: Final = "csv"
MOST: Final = 64 * 1024 * 1024
"""The most bytes a sheet may have; 100,000 rows of claims have some 30 million."""
BY_ROW: Final = True

LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""

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
    options = given.options
    sheet = read_sheet(given.name, given.data, options.encoding)
    problems = sheet.problems
    if not sheet.header and not problems:
        problems.append(Problem(given.name, 0, "This sheet is empty."))
    if not sheet.header or any(one.severity == "error" for one in problems):
        return [], problems
    header = read_header(sheet.header, options.columns)
    problems += [Problem(given.name, 1, one, "warning") for one in header.warnings]
    if header.complaints:
        return [], [*problems, *(Problem(given.name, 1, one) for one in header.complaints)]
    records = Records(given, Rows(header, Words(options.values), options.defaults))
    for number, cells in given.track(sheet.rows) if len(sheet.rows) >= LONG else sheet.rows:
        records.take(number, cells)
    problems += records.finish()
    return records.bundles(), sorted(problems, key=lambda one: one.line)


def bad_rows(given: GivenFile) -> str:
    """The header and the rows left out, as they are, marked as UTF-8."""
    sheet = read_sheet(given.name, given.data, given.options.encoding)
    bad = [cells for number, cells in sheet.rows if number in given.left_out]
    return "\ufeff" + write_rows(sheet.separator, [sheet.header, *bad])
