"""A header that is not where it is looked for: below a title, or with another separator."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ledger.formats.table.columns import COLUMNS
from ledger.formats.table.header import plain_name
from ledger.formats.table.sheet import SEPARATORS, Unreadable
from ledger.model.field_values import Complaint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ledger.formats.table.sheet import Sheet

LOOKED_AT: Final = 30
"""In so many rows a header is sought."""

FEW: Final = 2
"""So many known names make a row a header, if the first row has fewer."""


def with_separator_of(sheet: Sheet, number: int, known: Collection[str]) -> Sheet:
    """The sheet taken apart as its row ``number`` is: by known names in it, else by its cells."""
    best, most = sheet, (-1, -1)
    for separator in (sheet.separator, *SEPARATORS):
        other = replace(sheet, separator=separator)
        cells = next((cells for row, cells in _first_rows(other, number) if row == number), [])
        rank = len(_known(cells, known)), len(cells)
        if rank > most:
            best, most = other, rank
    return best


def later_header(sheet: Sheet, first: Sequence[str], known: Collection[str]) -> Complaint | None:
    """What is said where a later row has more known names than the ``first``; None if none has."""
    wanted = max(FEW, len(_known(first, known)) + 1)
    for separator in (sheet.separator, *SEPARATORS):
        other = replace(sheet, separator=separator)
        for number, cells in _first_rows(other, LOOKED_AT):
            names = _known(cells, known)
            if len(names) >= wanted:
                some = ", ".join(names[:FEW])
                message = (
                    f"This row does not name the columns, but row {number} has names that this "
                    f"program knows ({some}). If that is the header, add --header-row {number}."
                )
                return Complaint((), message, code="header-below")
    return None


def _known(cells: Sequence[str], known: Collection[str]) -> list[str]:
    names = [plain_name(cell) for cell in cells]
    return [name for name in dict.fromkeys(names) if name in COLUMNS or name in known]


def _first_rows(sheet: Sheet, last: int) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        yield from takewhile(lambda row: row[0] <= last, sheet)
    except Unreadable:
        return
