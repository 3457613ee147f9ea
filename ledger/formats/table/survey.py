"""What all rows of a sheet together say of its columns: orders of days, units, and mere counting.

A column is looked at as it comes, row by row, and little is kept of it, however long it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.formats.cleaning import stripped
from ledger.formats.table.columns import DATES, SHARES
from ledger.formats.write_files import plain
from ledger.model.field_values import Complaint, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.formats.table.header import Header
    from ledger.formats.table.shares import Column

PLAIN_DATE: Final = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")
"""A day, a month or a year in EDTF, which says nothing of an order."""

TOTAL: Final = re.compile(
    r"(?:grand |sub)?-?(?:totals?|sums?|count|average|mean|gesamt|summe|insgesamt|somme|totale"
    r"|suma|razem|toplam|всего|итого)\b[\s:=]*[0-9.,%]*",
    re.IGNORECASE,
)
FEW: Final = 2
YEARS: Final = (1900, 2100)
"""Numbers that rise from row to row may be years."""

NUMBER: Final = re.compile(r"[\s0-9.,%+-]*")
NAMED: Final = 3
"""So many rows that are passed over are named."""

LABEL: Final = 30
"""A row of totals begins with a word no longer than this."""

Seen = tuple[int, str]
"""A row, and a cell of it."""


@dataclass(slots=True)
class DateColumn:
    """What was seen of one column of days: the first cell of each shape, and how many there are."""

    key: str
    filled: int = 0
    odd: bool = False
    serials: int = 0
    either: int = 0
    first: dict[str, Seen] = field(default_factory=dict)

    def take(self, row: int, text: str) -> None:
        """Look at a cell."""
        self.filled += 1
        if PLAIN_DATE.fullmatch(text):
            return
        from ledger.formats.table.dates import Shape, shape_of  # noqa: PLC0415 - few need it

        self.odd = True
        shape = shape_of(text)
        self.serials += shape is Shape.SERIAL
        self.either += shape is Shape.EITHER
        self.first.setdefault(shape.value, (row, text))


@dataclass(slots=True)
class Unnamed:
    """A column without a name: whether it only counts rows, and what else is in it."""

    place: int
    numbers: set[int] = field(default_factory=set)
    filled: int = 0
    first: Seen | None = None
    goes_on: bool = True
    last: int = -1

    def take(self, row: int, text: str) -> None:
        """Look at a cell."""
        self.first = self.first or (row, text)
        self.filled += 1
        if text.isascii() and text.isdigit() and len(text) < LABEL:
            self.goes_on = self.goes_on and int(text) > self.last
            self.last = int(text)
            self.numbers.add(self.last)

    @property
    def counts(self) -> bool:
        """Whether it holds each row's number and nothing else: in order, or all of them."""
        if self.place or len(self.numbers) < self.filled:
            return False
        least, most = min(self.numbers, default=0), max(self.numbers, default=0)
        if least <= 1:
            return self.goes_on or most - least < self.filled
        return self.goes_on and self.filled > FEW and not YEARS[0] <= least <= most <= YEARS[1]


class Survey:
    """The columns of one sheet, looked at row by row.

    Where its numbers count rows, and no lines of a file, a gap between them is a blank row.
    """

    def __init__(self, header: Header, *, counts_rows: bool = True) -> None:
        self.header, self._counts_rows = header, counts_rows
        self.dates: dict[int, DateColumn] = {}
        self.shares: dict[int, Column] = {}
        self.numbers: list[Column] = []
        self.unnamed = {
            place: Unnamed(place)
            for place, name in enumerate(header.names)
            if not (name or place in header.told)
        }
        for one in header.given:
            if one.key in DATES:
                self.dates |= {place: DateColumn(one.key) for place in one.places}
            elif one.key in SHARES:
                self._share(one.key, one.places)
        self._share("probability", tuple(place for place, _ in header.forecasters))
        self.passed: dict[int, str] = {}
        self._tail: dict[int, str] = {}
        self._last = 0

    def _share(self, key: str, places: Sequence[int]) -> None:
        if not places:
            return
        from ledger.formats.table.shares import Column  # noqa: PLC0415 - few need it

        self.numbers.append(Column(key))
        self.shares |= dict.fromkeys(places, self.numbers[-1])

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Look at a row."""
        if self._is_total(number, cells):
            return
        for places in (self.dates, self.shares, self.unnamed):
            for place, column in places.items():
                if place < len(cells) and (cell := cells[place]):
                    text = stripped(cell)
                    if text:
                        column.take(number, plain(text) if "'" in text else text)

    def _is_total(self, number: int, cells: Sequence[str]) -> bool:
        """Whether a row is none of the table's: its totals, or a remark below it."""
        filled = [cell for cell in cells if cell and cell.strip()]
        is_apart = len(filled) == 1 and (number > self._last + 1 or bool(self._tail))
        is_apart = is_apart and self._counts_rows
        self._last = number
        first = filled[0].strip()
        is_total = len(first) <= LABEL and TOTAL.fullmatch(first)
        if is_total and all(map(NUMBER.fullmatch, filled[1:])):
            self.passed[number] = first
            return True
        if is_apart and self._is_remark(cells):
            self._tail[number] = first
            return True
        self._tail.clear()
        return False

    def _is_remark(self, cells: Sequence[str]) -> bool:
        """Whether the only cell of a row is no id, no statement and no question."""
        place = next(n for n, cell in enumerate(cells) if cell.strip())
        keys = self.header.keys[place] if place < len(self.header.keys) else ()
        text = cells[place].strip()
        return " " in text and not {"statement", "question"}.intersection(keys)

    def finish(self) -> Iterator[Complaint]:
        """What is to be said of rows and of columns without a name, once all rows were seen."""
        self.passed |= self._tail
        if self.passed:
            several = [f"{row} ({shown(text)})" for row, text in self.passed.items()]
            many, rows = len(several), ", ".join(several[:NAMED])
            more = f" and {many - NAMED} more" if many > NAMED else ""
            noun = "Row" if many == 1 else "Rows"
            message = f"{noun} {rows}{more} passed over: no record, but totals or remarks."
            yield Complaint((), message, warning=True, code="rows-passed-over")
        for column in self.unnamed.values():
            yield from _of_unnamed(column)

    @property
    def is_odd(self) -> bool:
        """Whether days are written otherwise than EDTF has them."""
        return any(column.odd for column in self.dates.values())


def _of_unnamed(column: Unnamed) -> Iterator[Complaint]:
    if column.first is None:
        return
    place = column.place + 1
    if column.counts:
        message = f"Column {place} has no name and only counts the rows; it is left out."
        yield Complaint((), message, warning=True, code="counts-rows")
        return
    row, text = column.first
    message = f"Column {place} has no name, and in row {row} it holds {shown(text)}."
    cure = f'Say what it holds with --map "#{place}=KEY", or leave it out with --map "#{place}=".'
    yield Complaint((), message, code="unnamed-column", cure=cure)
