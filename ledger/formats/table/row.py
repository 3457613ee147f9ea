"""One row of a sheet: what its cells hold, and what it says of each record."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.cleaning import cleaned, stripped
from ledger.formats.table.columns import (
    AS_OF,
    CLAIM,
    DATES,
    LISTS,
    OUTCOME,
    QUESTION,
    SHARES,
    SOURCE,
)
from ledger.formats.write_files import plain
from ledger.model.field_values import shown
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from ledger.formats.table.header import Given, Header
    from ledger.formats.table.layout import Layout
    from ledger.model.field_reader import Place


PROMISE_METERS: Final = {
    "kept": "happened",
    "compromise": "partly",
    "broken": "did-not-happen",
    "in the works": "in-progress",
    "stalled": "stalled",
    "not yet rated": "",
}
"""The ratings of promise meters, such as PolitiFact's, and the verdict each is."""

KNOWN: Final = {("verdict", theirs): ours for theirs, ours in PROMISE_METERS.items()}

ENTRY: Final = re.compile("[0-9]{1,18}", re.ASCII)
ENDS_OF_LINES: Final = re.compile("\r\n|\r|\n")


class Words:
    """Our words for theirs: those that were mapped, then our own, then those that are known."""

    def __init__(self, values: Mapping[tuple[str, str], str]) -> None:
        mapped = {(key, _folded(theirs)): ours for (key, theirs), ours in values.items()}
        own = {(key, word): word for key, words in CHOICES.items() for word in words}
        self._ours = {**KNOWN, **own, **mapped}
        self._keys = {key for key, _ in self._ours}

    def of_column(self, keys: tuple[str, ...], cell: str) -> str | None:
        """What was mapped for a word in a column that gives several keys; None where nothing was.

        It is told under the first of the keys, with a part for each of them.
        """
        mapped = self._ours.get((keys[0], _folded(plain(stripped(cell)))), "")
        return mapped if keys[0] in CHOICES and " " in mapped else None

    def ours(self, key: str, cell: str) -> str:
        """What a cell of the column ``key`` says in our words; empty where it says nothing."""
        text = plain(stripped(cell))
        if key in self._keys:
            return self._ours.get((key, _folded(cleaned(text).text)), text)
        return text


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def value(key: str, text: str) -> Any:  # noqa: ANN401 - text, or a list
    """A cell's text as the value of its key, in the shape in which a claim file has it."""
    if key in LISTS:
        return split(text, ";")
    if key == "evidence_url":
        return [{"url": url} for url in split(text, " ")]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def split(text: str, separator: str) -> list[str]:
    """The texts of a cell that holds several; those with a separator in them stand in quotes."""
    line = ENDS_OF_LINES.sub(" ", text)
    try:
        (found,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    except (csv.Error, ValueError):
        return [text]
    return [one.strip() for one in found if one.strip()]


def joined(texts: Sequence[str], separator: str) -> str:
    """Several texts in one cell, which `split` takes apart again."""
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(texts)
    return line.getvalue()


RECORDS: Final = {"source": SOURCE, "question": QUESTION, "claim": CLAIM, "outcome": OUTCOME}

COLUMN_OF: Final = {
    kind: {key: column for column, key in columns.items()} for kind, columns in RECORDS.items()
}
"""The column of each key of a record."""

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
    """A row's number and its filled cells as the keys of the records it speaks of."""

    number: int
    shape: Shape
    source: dict[str, Any] = field(default_factory=dict)
    question: dict[str, Any] = field(default_factory=dict)
    claim: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    as_of: int | None = None
    """The entry that the ledger had come to when the row was written, where it says so."""


class Rows:
    """The rows of a sheet, read one by one as it lies."""

    def __init__(self, layout: Layout, words: Words, defaults: Mapping[str, str]) -> None:
        self.layout, self._words = layout, words
        self.header = layout.header
        self._defaults = {key: text for key, text in defaults.items() if text}
        self._shape = lru_cache(maxsize=1024)(self._shape_of)
        self._shared = _shared_columns(self.header)
        self.leads = {kind: Lead(kind, self.header) for kind in RECORDS}

    def read(self, number: int, cells: Sequence[str]) -> list[Row]:
        """The rows that one is: in a wide sheet one for each forecaster, else itself.

        A cell beyond the header's, or under no name, is not looked at.
        """
        said = self._said(cells)
        if not self.header.forecasters:
            return [self._row(number, said)]
        from ledger.formats.table.wide import SILENT, spread  # noqa: PLC0415 - few sheets are wide

        forecasts = (
            (speaker, self.meant("probability", text))
            for place, speaker in self.header.forecasters
            if place < len(cells) and (text := stripped(cells[place])).lower() not in SILENT
        )
        return [self._row(number, own) for own in spread(said, forecasts)]

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

    def _row(self, number: int, said: Mapping[str, str]) -> Row:
        row = Row(number, self._shape(tuple(said)), as_of=_entry(said.get(AS_OF, "")))
        records = {
            "source": row.source,
            "question": row.question,
            "claim": row.claim,
            "outcome": row.outcome,
        }
        for column, kind, key in row.shape.keys:
            records[kind][key] = value(column, said[column])
        return row

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

    def _shape_of(self, said: tuple[str, ...]) -> Shape:
        blank = self.header.known.difference(said)
        return Shape(
            tuple(
                (column, kind, columns[column])
                for column in said
                for kind, columns in RECORDS.items()
                if column in columns
            ),
            {
                kind: _keys(columns, said) | TOLD.get(kind, set())
                for kind, columns in RECORDS.items()
            },
            {kind: _keys(columns, blank) for kind, columns in RECORDS.items()}
            | {"claim": _keys(CLAIM | {"verdict": "verdict"}, blank)},
        )


def _shared_columns(header: Header) -> dict[int, tuple[str, ...]]:
    """The columns that give several keys, by their places, and those keys."""
    return {place: keys for place, keys in enumerate(header.keys) if len(keys) > 1}


def _entry(text: str) -> int | None:
    return int(text) if ENTRY.fullmatch(text) else None


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
