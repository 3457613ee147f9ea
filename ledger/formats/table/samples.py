"""How a sheet is read, as a table: their column, our keys, some cells and what they are read as.

promises.csv, as it is read (columns in row 1):
  Column     Key        Cells
  Who        speaker    Ann; Bo
  Deadline   due        12/31/2026 = 2026-12-31; 1/2/2027 = 2027-01-02
  Remarks    left out   still open
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.formats.cleaning import stripped
from ledger.formats.table.header import by_key
from ledger.formats.table.row import Rows
from ledger.formats.table.words import Words
from ledger.text import cut, fitted, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.formats.registry import Options
    from ledger.formats.table.header import Given
    from ledger.formats.table.layout import Layout

SAMPLES: Final = 3
"""So many cells of each column are shown."""

LONGEST: Final = 24
"""The most columns of the terminal that one name or one cell takes."""


def table(layout: Layout, options: Options) -> Iterator[str]:
    """The lines of the table, for a layout that has its first rows."""
    samples = _samples(layout, options)
    titles = {place: layout.header.title(place) for place in samples}
    keys = {place: _keys(layout, place) for place in samples}
    first, second = _room("Column", titles.values()), _room("Key", keys.values())
    where = f" (columns in row {layout.number})" if layout.number else ""
    yield f"{layout.path}, as it is read{where}:"
    yield f"  {fitted('Column', first)} {fitted('Key', second)} Cells"
    for place, several in samples.items():
        line = f"  {fitted(titles[place], first)} {fitted(keys[place], second)}"
        yield f"{line} {'; '.join(several)}".rstrip()
    if options.defaults:
        said = ", ".join(f"{key} {cut(text, LONGEST)}" for key, text in options.defaults.items())
        yield f"  Where a row says nothing: {said}"
    yield ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: what it is called, the keys it gives, and some cells, as they are read.

    ``reads`` are the same cells with what each is read as, where that is another text.
    """

    name: str
    keys: tuple[str, ...]
    forecaster: str | None
    reads: tuple[str, ...]


def columns(layout: Layout, options: Options) -> list[Column]:
    """The columns, for a layout that has its first rows."""
    wide = dict(layout.header.forecasters)
    return [
        Column(
            layout.header.names[place],
            tuple(_given(layout, place)),
            wide.get(place),
            tuple(several),
        )
        for place, several in _samples(layout, options).items()
    ]


def _room(head: str, texts: Iterable[str]) -> int:
    """How wide the column of the table is."""
    return min(max(map(width, [head, *texts])), LONGEST) + 1


def _keys(layout: Layout, place: int) -> str:
    header = layout.header
    speaker = dict(header.forecasters).get(place)
    if speaker is not None:
        return f"probability of {speaker}"
    return ", ".join(_given(layout, place)) or "left out"


def _given(layout: Layout, place: int) -> dict[str, Given]:
    """The keys that a column gives, alone or with others."""
    return {one.key: one for one in layout.header.given if place in one.places}


def _samples(layout: Layout, options: Options) -> dict[int, list[str]]:
    """Of each column some cells, with what they are read as where that is another text."""
    if layout.days is not None and layout.days.guessed:
        layout = replace(layout, days=None)
    rows = Rows(layout, Words(by_key(options.values, layout.header)), {}, options.separators)
    found: dict[int, dict[str, str]] = {place: {} for place in range(len(layout.header.names))}
    for _, cells in layout.rows(layout.sheet):
        for place, several in found.items():
            cell = stripped(cells[place]) if place < len(cells) else ""
            if cell and len(several) < SAMPLES:
                several.setdefault(cell, _read(layout, rows, place, cells))
    return {
        place: [_shown(cell, read) for cell, read in several.items()]
        for place, several in found.items()
    }


def _read(layout: Layout, rows: Rows, place: int, cells: Sequence[str]) -> str:
    """What a cell is read as; of columns that make one, the text of all of them."""
    if place in dict(layout.header.forecasters):
        return rows.meant("probability", cells[place])
    given = _given(layout, place).values()
    told = (rows.text(one, rows.cell(one.places, cells)) for one in given)
    return ", ".join(filter(None, told)) if given else stripped(cells[place])


def _shown(cell: str, read: str) -> str:
    own = cut(" ".join(cell.split()), LONGEST)
    if cell == read:
        return own
    return f"{own} = {cut(' '.join(read.split()), LONGEST) or 'nothing'}"
