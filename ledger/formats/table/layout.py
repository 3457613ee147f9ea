"""How a sheet lies: its header, and what only all rows of a column together say.

Before rows become records, all are gone through once.  So a column is read in one way, whichever
row is looked at: its days are in one order, its numbers are shares or per cent; and what is wrong
with all of it is told once.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from ledger.formats.table.header import plain_name, read_header
from ledger.formats.table.row import Line
from ledger.formats.table.sheet import Unreadable
from ledger.formats.table.survey import Survey
from ledger.formats.table.taken import TakenSheet
from ledger.model.bundle import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile, Options
    from ledger.formats.table.dates import Days
    from ledger.formats.table.header import Header
    from ledger.formats.table.sheet import Sheet
    from ledger.model.field_values import Complaint

    Row = tuple[int, Sequence[str]]
    Rows = Sheet | TakenSheet

UNNAMED: Final = re.compile(r"Unnamed: [0-9]+|\.\.\.[0-9]+")
"""What pandas and R call a column that had no name."""

LOOKED_AT: Final = 1000
"""In so many rows cells are sought that show how columns are read."""

FIRST: Final = 3
"""So many rows show whether each begins with a number of its own, as R writes them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one sheet lies.

    ``number`` is the row of its header; ``passed`` are rows below it that are no records, such as
    totals; ``days`` say how days are read, where that is otherwise than EDTF has them; ``order`` is
    theirs where the rows showed it; ``percent`` are the keys whose numbers are hundredths;
    ``doubtful`` are the rows that are in doubt because of others, and why.
    """

    path: str
    sheet: Rows
    number: int
    header: Header
    days: Days | None = None
    order: str = ""
    percent: frozenset[str] = frozenset()
    passed: frozenset[int] = frozenset()
    doubtful: dict[int, str] = field(default_factory=dict)
    complaints: tuple[Complaint, ...] = ()

    def rows(self, every: Iterable[Row]) -> Iterator[Row]:
        """Those below the header, but those that are no records."""
        for number, cells in every:
            if number > self.number and number not in self.passed:
                yield number, cells

    def beginning(self, *, with_rows: bool) -> Layout:
        """The same with the first rows alone, or with none: to keep it is not to keep the file."""
        rows: list[tuple[int, list[str]]] = []
        with suppress(Unreadable):  # which the import itself tells
            rows.extend(islice(self.sheet, LOOKED_AT if with_rows else 0))
        given = self.sheet
        some = TakenSheet(lambda: rows, len(rows), given.encoding, given.separator, given.guessed)
        return replace(self, sheet=some)

    def problems(self) -> list[Problem]:
        """What is wrong with the header, or with whole columns, and what was done to them."""
        every = (*self.header.warnings, *self.header.complaints, *self.complaints)
        return Origin(self.path, Line(self.number)).problems(every)


def lay_out(given: GivenFile, sheet: Rows) -> Layout | None:
    """How a sheet lies; None where it has no row.

    Raises:
        Unreadable: its first row cannot be taken apart.
    """
    options = given.options
    sheet, found = located(sheet, options)
    if found is None:
        return None
    number, cells = found
    header = _header(sheet, number, cells, options)
    if header.complaints:
        header = _or_below(header, sheet, found, options)
        return Layout(given.name, sheet, number, header)
    survey = Survey(header, counts_rows=number > 0)
    try:
        for row, some in sheet:
            if row > number:
                survey.take(row, some)
    except Unreadable:  # which whoever reads the rows tells
        pass
    return _of(survey, Layout(given.name, sheet, number, header), given)


def located(sheet: Rows, options: Options) -> tuple[Rows, Row | None]:
    """The row that names the columns, and the sheet taken apart as that is."""
    wanted = options.header_row
    if wanted is not None:
        sheet = _as_at(sheet, wanted, options)
    return sheet, next((row for row in sheet if row[0] >= (wanted or 0)), None)


def _header(sheet: Rows, number: int, cells: Sequence[str], options: Options) -> Header:
    told = set(map(plain_name, options.columns))
    names = [
        "" if UNNAMED.fullmatch(cell) and plain_name(cell) not in told else cell for cell in cells
    ]
    if _has_row_names(sheet, number, names):
        names.insert(0, "")
    return read_header(names, options.columns, options.forecasters)


def _has_row_names(sheet: Rows, number: int, names: Sequence[str]) -> bool:
    """Whether each row begins with its number, over which the header has no cell."""
    if plain_name(names[0]) == "id":
        return False
    try:
        first = list(islice((cells for row, cells in sheet if row > number), FIRST))
    except Unreadable:
        return False
    return bool(first) and all(
        len(cells) == len(names) + 1 and cells[0].isdigit() for cells in first
    )


def _known(options: Options) -> set[str]:
    """The names of columns of which the options speak."""
    return {plain_name(part) for name in options.columns for part in (name, *name.split("+"))}


def _as_at(sheet: Rows, number: int, options: Options) -> Rows:
    from ledger.formats.table.title_rows import with_separator_of  # noqa: PLC0415 - few need it

    return with_separator_of(sheet, number, _known(options))


def _or_below(header: Header, sheet: Rows, found: Row, options: Options) -> Header:
    """The header with what is said of a likelier one below it, in place of what is wrong in it."""
    from ledger.formats.table.title_rows import later_header  # noqa: PLC0415 - few need it

    below = later_header(sheet, found, _known(options))
    return header if below is None else replace(header, complaints=(below,), warnings=())


def _of(survey: Survey, layout: Layout, given: GivenFile) -> Layout:
    """The layout with what all rows show."""
    options, title = given.options, layout.header.title
    complaints = list(survey.finish())
    percent = frozenset(key for key, unit in options.units.items() if unit)
    doubtful: dict[int, str] = {}
    for column in survey.numbers:
        wrong = list(column.complaints(is_percent=column.key in percent))
        complaints += wrong
        if wrong:
            percent |= {column.key}  # so that no row is told of what is told of all
        elif column.is_mixed and column.key not in percent:
            doubtful |= dict.fromkeys(column.ones, column.doubtful())
    days, order = None, ""
    if survey.is_odd:
        from ledger.formats.table.order_of_days import days_of  # noqa: PLC0415 - few need it

        days, order, told = days_of(survey.dates, options.dates, title, given.horizon.year)
        complaints += told
    return replace(
        layout,
        days=days,
        order=order,
        percent=percent,
        passed=frozenset(survey.passed),
        doubtful=doubtful,
        complaints=tuple(complaints),
    )
