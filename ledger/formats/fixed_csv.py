"""The rows of a CSV file of a fixed form, by the names of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.table.row import Line
from ledger.formats.table.sheet import Unreadable, open_sheet, separator_of
from ledger.formats.tidy import cleaned, stripped
from ledger.model.bundle import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ledger.formats.registry import GivenFile
    from ledger.model.field_reader import Place

LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number, as spreadsheets count, and its cells by the names of their columns.

    ``stray`` is the place, from 1, of a cell that is filled and stands under no name (0: none).
    """

    number: int
    cells: Mapping[str, str]
    stray: int = 0

    def __getitem__(self, name: str) -> str:
        """A cell, without the blanks around it; empty where there is none."""
        return stripped(self.cells.get(name, ""))


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands before a message about one of our keys: the column it is in, by ``names``."""

    names: Mapping[str, str]
    sheet: str = ""

    def __call__(self, place: Place) -> str:
        """The beginning of a message about ``place``."""
        name = self.names.get(str(place[0])) if place else None
        return self.sheet if name is None else f"{self.sheet}column {name!r}: "


def has_columns(head: str, names: Collection[str]) -> bool:
    """Whether the first line of a text is a header that has these columns."""
    line = head.removeprefix("\ufeff").partition("\n")[0]
    cells = {cell.strip(' \r"') for cell in line.split(separator_of(line))}
    return cells.issuperset(names)


def rows_of(given: GivenFile, needed: Collection[str]) -> Iterator[Row]:
    """The rows of a sheet but the header, and but those left out.

    Raises:
        Unreadable: it, or a row of it, cannot be taken apart, or it lacks a column.
    """
    sheet = open_sheet(given.data, given.options.encoding)
    rows = given.track(sheet) if len(sheet) >= LONG else sheet
    for row in named(rows, needed):
        if row.number not in given.left_out:
            yield row


def named(
    rows: Iterable[tuple[int, Sequence[str]]], needed: Collection[str], sheet: str = "this sheet"
) -> Iterator[Row]:
    """Rows by the names in the first of them.

    Raises:
        Unreadable: there is none, or a column that is ``needed`` is not there, or twice.
    """
    header: list[str] | None = None
    for number, cells in rows:
        if header is None:
            header = [cleaned(cell).text.strip() for cell in cells]
            if lacking := [name for name in needed if name not in header]:
                message = f"There is no column {', '.join(map(repr, lacking))} in {sheet}."
                raise Unreadable(number, message)
            if twice := [name for name in needed if header.count(name) > 1]:
                message = f"The column {', '.join(map(repr, twice))} appears twice in {sheet}."
                raise Unreadable(number, message)
            continue
        beyond = (n for n, cell in enumerate(cells[len(header) :], len(header) + 1) if cell.strip())
        yield Row(number, dict(zip(header, cells, strict=False)), next(beyond, 0))
    if header is None:
        raise Unreadable(0, f"There is no row in {sheet}.")


def origin(name: str, row: Row, columns: Columns) -> Origin:
    """Where what a row says stands."""
    return Origin(name, Line(row.number), columns)
