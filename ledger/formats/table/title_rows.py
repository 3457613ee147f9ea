"""A header that is not where it is looked for: below a title, or with another separator."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ledger.formats.table.columns import COLUMNS
from ledger.formats.table.header import plain_name
from ledger.formats.table.sheet import SEPARATORS, Sheet, Unreadable
from ledger.model.field_values import Complaint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ledger.formats.table.taken import TakenSheet

LOOKED_AT: Final = 30
"""In so many rows a header is sought."""

FEW: Final = 2
"""So many known names make a row a header, if the first row has fewer."""


def with_separator_of(
    sheet: Sheet | TakenSheet, number: int, known: Collection[str]
) -> Sheet | TakenSheet:
    """The sheet taken apart as its row ``number`` is: by known names in it, else by its cells."""
    best, most = sheet, (-1, -1)
    for other in _taken_apart(sheet):
        cells = next((cells for row, cells in _first_rows(other, number) if row == number), [])
        rank = len(_known(cells, known)), len(cells)
        if rank > most:
            best, most = other, rank
    return best


def later_header(
    sheet: Sheet | TakenSheet, header: tuple[int, Sequence[str]], known: Collection[str]
) -> Complaint | None:
    """What is said where a later row is likelier to name the columns; None where none is.

    That is one with more ``known`` names than the ``header``, or below a title, which fills one
    cell, the first row that fills several.
    """
    top, first = header
    wanted = max(FEW, len(_known(first, known)) + 1)
    for other in _taken_apart(sheet):
        for number, cells in _first_rows(other, LOOKED_AT):
            names = _known(cells, known)
            if number > top and len(names) >= wanted:
                return _below(number, f"has names that this program knows ({', '.join(names[:2])})")
    if len(_filled(first)) == 1:
        for other in _taken_apart(sheet):
            for number, cells in _first_rows(other, LOOKED_AT):
                if number > top and len(_filled(cells)) > FEW:
                    return _below(number, "is the first with several cells")
    return None


def _taken_apart(sheet: Sheet | TakenSheet) -> Iterator[Sheet | TakenSheet]:
    """The sheet by each separator it may have, its own first."""
    yield sheet
    if isinstance(sheet, Sheet):
        yield from (replace(sheet, separator=separator) for separator in SEPARATORS)


def _below(number: int, why: str) -> Complaint:
    message = f"This row does not name the columns, but row {number} {why}."
    cure = f"If that is the header, add --header-row {number}."
    return Complaint((), message, code="header-below", cure=cure)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _known(cells: Sequence[str], known: Collection[str]) -> list[str]:
    names = [plain_name(cell) for cell in cells]
    return [name for name in dict.fromkeys(names) if name in COLUMNS or name in known]


def _first_rows(sheet: Sheet | TakenSheet, last: int) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        yield from takewhile(lambda row: row[0] <= last, sheet)
    except Unreadable:
        return
