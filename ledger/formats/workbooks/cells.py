"""The cells of a workbook as the texts that CSV would have."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from python_calamine import CalamineSheet

DIGITS: Final = 15
"""How many digits of a number a workbook keeps; what is behind them comes from binary numbers."""


def text_of(cell: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """A cell as a text: a day as 2023-07-12, a number with its digits."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _in_percent(cell: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"{_number(cell * 100)}%" if is_number else text_of(cell)


def _number(number: float) -> str:
    if number == int(number) if abs(number) < 10**DIGITS else False:
        return str(int(number))
    return f"{Decimal(f'{number:.{DIGITS}g}'):f}"


def rows_of(
    sheet: CalamineSheet,
    merged: Mapping[int, Sequence[Span]],
    percents: AbstractSet[tuple[int, int]],
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet as texts, each with its number, counted from 1.

    Cells that are merged downwards all say what the first of them says, and those in ``percents``
    are per cent: that is what is seen.
    """
    first = sheet.start[1] if sheet.start else 0
    for place, row in enumerate(sheet.iter_rows()):
        cells = [text_of(cell) for cell in row]
        for column in range(len(row)) if percents else ():
            if (place, column + first) in percents:
                cells[column] = _in_percent(row[column])
        for span in merged.get(place, ()):
            span.fill(place, cells)
        yield place + 1, cells


MOST_MERGED: Final = 1_000_000
"""The most cells of a workbook that may be merged with others."""


class Span:
    """Cells of one column that are merged, and what the first of them says."""

    def __init__(self, first: int, column: int) -> None:
        self._first, self._column = first, column
        self._text = ""

    def fill(self, row: int, cells: list[str]) -> None:
        """Put what the first cell says into that of another row."""
        if self._column >= len(cells):
            return
        if row == self._first:
            self._text = cells[self._column]
        else:
            cells[self._column] = self._text


def spans_of(sheet: CalamineSheet) -> dict[int, list[Span]]:
    """The spans that go through each row, by its place, from 0.

    Raises:
        Unreadable: there are too many.
    """
    found: dict[int, list[Span]] = {}
    start, many = sheet.start, 0
    ranges: Iterable[tuple[Sequence[int], Sequence[int]]] = sheet.merged_cell_ranges or ()
    for (top, left), (bottom, _) in ranges:
        if start is None or bottom <= top or left < start[1]:
            continue
        last = min(bottom, sheet.total_height)
        many += 1 + max(0, last - top)
        if many > MOST_MERGED:
            raise Unreadable(0, f"More than {MOST_MERGED:,} cells of this workbook are merged.")
        span = Span(top, left - start[1])
        for row in range(top, last + 1):
            found.setdefault(row, []).append(span)
    return found
