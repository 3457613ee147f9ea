"""One row of a sheet: what its cells hold, and what it says of each record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.cleaning import stripped
from ledger.formats.table.cells import EVIDENCE, SEPARATORS, Lists
from ledger.formats.table.columns import (
    AS_OF,
    CLAIM,
    DATES,
    LISTS,
    MEASURED,
    OUTCOME,
    QUESTION,
    SHARES,
    SILENT,
    SOURCE,
)
from ledger.formats.write_files import plain
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from ledger.formats.table.header import Given, Header
    from ledger.formats.table.layout import Layout
    from ledger.formats.table.words import Words
    from ledger.model.field_reader import Place


ENTRY: Final = re.compile("[0-9]{1,18}", re.ASCII)


RECORDS: Final = {"source": SOURCE, "question": QUESTION, "claim": CLAIM, "outcome": OUTCOME}

COLUMN_OF: Final = {
    kind: {key: column for column, key in columns.items()} for kind, columns in RECORDS.items()
}
"""The column of each key of a record."""

EMPTY: Final[dict[str, str]] = {}

UNCOMPARED: Final = frozenset({"id", "reason"})
"""Keys that say which record is meant, and why it changes, but nothing of it."""

TOLD: Final = {"claim": {"source"}, "outcome": {"blind"}}
"""What each row says without a cell for it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which keys of each record the rows of one shape say, and which they leave blank.

    A blank verdict counts among what a row leaves blank of its claim.
    Rows that have the same columns filled have the same shape.  ``keys`` are the filled columns
    with the record and the key of each.
    """

    keys: tuple[tuple[str, str, str], ...]
    said: Mapping[str, frozenset[str]]
    blank: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Row:
    """A row's number and its filled cells as the keys of the records it speaks of.

    ``passed_over`` are columns of an outcome that are filled, though it is said that there is none.
    ``was`` is what release 0.1.0 read under a key, by record, where that is another;
    ``stray`` are the words beside the addresses of its evidence; ``repeats`` is the id made for it
    where it says all that another row says.
    """

    number: int
    shape: Shape
    passed_over: frozenset[str] = frozenset()
    source: dict[str, Any] = field(default_factory=dict)
    question: dict[str, Any] = field(default_factory=dict)
    claim: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    was: dict[str, dict[str, Any]] = field(default_factory=dict)
    stray: tuple[str, ...] = ()
    repeats: str = ""

    as_of: int | None = None
    """The entry that the ledger had come to when the row was written, where it says so."""

    def once(self, kind: str, raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The keys of a record as release 0.1.0 read them, where that is otherwise."""
        was = self.was.get(kind)
        return {**raw, **was} if was else None


class Rows:
    """The rows of a sheet, read one by one as it lies."""

    def __init__(
        self,
        layout: Layout,
        words: Words,
        defaults: Mapping[str, str],
        separators: Mapping[str, str] = EMPTY,
    ) -> None:
        self.layout, self._words = layout, words
        self.header = layout.header
        self._lists = Lists(separators, self.header.is_ours)
        self._defaults = {key: text for key, text in defaults.items() if text}
        self._verdict = next((one for one in self.header.given if one.key == "verdict"), None)
        # No method of its own: a cycle would keep the sheet in memory until cycles are sought.
        self._shape = lru_cache(maxsize=1024)(partial(_shape_of, frozenset(self.header.known)))
        self._shared = _shared_columns(self.header)
        self.leads = {kind: Lead(kind, self.header) for kind in RECORDS}

    def read(self, number: int, cells: Sequence[str]) -> list[Row]:
        """The rows that one is: in a wide sheet one for each forecaster, else itself.

        A cell beyond the header's, or under no name, is not looked at.
        """
        said = self._said(cells)
        passed_over = self._without_verdict(said, cells)
        if not self.header.forecasters:
            return [self._row(number, said, passed_over)]
        from ledger.formats.table.wide import spread  # noqa: PLC0415 - few sheets are wide

        forecasts = (
            (speaker, self.meant("probability", text))
            for place, speaker in self.header.forecasters
            if place < len(cells) and (text := stripped(cells[place])).lower() not in SILENT
        )
        return [self._row(number, own, passed_over) for own in spread(said, forecasts)]

    def _said(self, cells: Sequence[str]) -> dict[str, str]:
        """The texts of a row's cells by the keys that they give, and of those it lacks."""
        said = dict(self._defaults)
        for one in self.header.given:
            if text := self.text(one, self.cell(one.places, cells)):
                said[one.key] = text
        return said

    def cell(self, places: tuple[int, ...], cells: Sequence[str]) -> str:
        """A row's cell of a column, or of columns that make one; empty where it has none."""
        if len(places) == 1:
            return cells[places[0]] if places[0] < len(cells) else ""
        several = [cells[place] for place in places if place < len(cells)]
        between = "; " if LISTS.intersection(self.header.keys[places[0]]) else " "
        return between.join(text for cell in several if (text := stripped(cell)))

    def text(self, given: Given, cell: str) -> str:
        """What a cell says under a key; empty where it says nothing."""
        key, place = given.key, given.places[0]
        if cell and place in self._shared:
            cell = self._part(key, self._shared[place], cell)
        return self.meant(key, cell) if cell else ""

    def meant(self, key: str, cell: str) -> str:
        """What a cell says in our words, numbers and days."""
        text = self._words.ours(key, cell)
        if key in MEASURED and stripped(text).lower() in SILENT:
            return ""
        layout = self.layout
        if key in DATES:
            return text if layout.days is None else layout.days.read(key, text)
        if key in SHARES and text:
            from ledger.formats.table.shares import read_share  # noqa: PLC0415 - few need it

            return read_share(text, is_percent=key in layout.percent)
        return text

    def _part(self, key: str, keys: tuple[str, ...], cell: str) -> str:
        """What of a cell that gives several keys is that of one of them."""
        text = self._words.of_column(keys, cell)
        if text is not None:
            parts = text.split(None, len(keys) - 1)
            return (dict(zip(keys, parts, strict=False))).get(key, "")
        if key in SHARES and not any(map(str.isdigit, self._words.ours(key, cell))):
            return ""  # a word, which is for the other keys
        return cell

    def _row(self, number: int, said: Mapping[str, str], passed_over: frozenset[str]) -> Row:
        row = Row(number, self._shape(tuple(said)), passed_over)
        row.as_of = _entry(said.get(AS_OF, ""))
        records = {
            "source": row.source,
            "question": row.question,
            "claim": row.claim,
            "outcome": row.outcome,
        }
        for column, kind, key in row.shape.keys:
            text = said[column]
            if column in SEPARATORS:
                self._several(row, column, records[kind], (kind, key, text))
            else:
                records[kind][key] = _lines(text)
        return row

    def _several(
        self, row: Row, column: str, record: dict[str, Any], told: tuple[str, str, str]
    ) -> None:
        """Put in what a cell says that may hold several texts."""
        kind, key, text = told
        found = self._lists.read(column, text)
        shape = _as_evidence if column == EVIDENCE else list
        record[key] = shape(found.items)
        row.stray += found.stray
        if found.was != found.items:
            row.was.setdefault(kind, {})[key] = shape(found.was)

    def _without_verdict(self, said: dict[str, str], cells: Sequence[str]) -> frozenset[str]:
        """Take out the other cells of an outcome where the verdict says that there is none yet.

        A word that rates the truth of a statement stays theirs where it is of a promise.
        """
        given = self._verdict
        cell = "" if given is None else self.cell(given.places, cells)
        if given is None or not stripped(cell):
            return frozenset()
        if said.get("kind") == "pledge" and self._words.rates_truth(cell):
            said["verdict"] = plain(stripped(cell))
        if self.text(given, cell):
            return frozenset()
        return frozenset(key for key in OUTCOME if said.pop(key, None))

    def flaws(self, cells: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What is wrong with cells that no record has, and a code for that."""
        width = len(self.header.names)
        place = next((n for n, cell in enumerate(cells[width:], width + 1) if cell.strip()), 0)
        if place:
            yield f"Cell {place} of this row has no column name in the first row.", "stray-cell"
        for one in self.header.given:
            text = stripped(self.cell(one.places, cells)) if one.key == AS_OF else ""
            if text and not ENTRY.fullmatch(text):
                cure = f'Leave the column out with --map "{self.header.name_of(AS_OF)}=".'
                yield f"as_of {shown(text)} is not the number of an entry. {cure}", "no-entry"


def _shape_of(known: frozenset[str], said: tuple[str, ...]) -> Shape:
    """The shape of a row that fills the columns ``said`` of those that are ``known``."""
    blank = known.difference(said)
    return Shape(
        tuple(
            (column, kind, columns[column])
            for column in said
            for kind, columns in RECORDS.items()
            if column in columns
        ),
        {kind: _keys(columns, said) | TOLD.get(kind, set()) for kind, columns in RECORDS.items()},
        {kind: _keys(columns, blank) for kind, columns in RECORDS.items()}
        | {"claim": _keys(CLAIM | {"verdict": "verdict"}, blank)},
    )


def _shared_columns(header: Header) -> dict[int, tuple[str, ...]]:
    """The columns that give several keys, by their places, and those keys."""
    return {place: keys for place, keys in enumerate(header.keys) if len(keys) > 1}


def _entry(text: str) -> int | None:
    return int(text) if ENTRY.fullmatch(text) else None


def _lines(text: str) -> str:
    """A text with line breaks as they are everywhere."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _as_evidence(urls: Iterable[str]) -> list[dict[str, str]]:
    return [{"url": url} for url in urls]


def _keys(columns: Mapping[str, str], filled: Container[str]) -> frozenset[str]:
    return frozenset(columns[column] for column in columns if column in filled) - UNCOMPARED


@dataclass(frozen=True, slots=True)
class Line:
    """Where everything that a row says stands: its number."""

    number: int

    def __call__(self, place: Place) -> int:  # noqa: ARG002 - all of a row is in it
        """The number of the row, whatever the place in it."""
        return self.number


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a message about a key of a record: the column, where it differs."""

    kind: str
    header: Header

    def __call__(self, place: Place) -> str:
        """The beginning of a message about ``place``."""
        key = str(place[0]) if place else ""
        column = COLUMN_OF[self.kind].get(key)
        if column is None and self.kind == "claim":
            column = COLUMN_OF["question"].get(key)
        if column is None:
            return ""
        name = self.header.name_of(column)
        return "" if name == key else f"column {name!r}: "
