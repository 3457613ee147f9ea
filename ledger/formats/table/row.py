"""One row of a sheet: what its cells hold, and what it says of each record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.cleaning import cleaned, stripped
from ledger.formats.table.cells import EVIDENCE, SEPARATORS, Lists
from ledger.formats.table.columns import CLAIM, OUTCOME, QUESTION, SOURCE
from ledger.formats.write_files import plain
from ledger.model.keys import CHOICES, meant
from ledger.model.verdicts import FOREIGN, HALF_TRUTHS, folded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from ledger.formats.table.columns import Header
    from ledger.model.field_reader import Place
    from ledger.model.field_values import Complaint


class Words:
    """Our words for theirs: those that were mapped, then our own, then those that are known."""

    def __init__(self, values: Mapping[tuple[str, str], str]) -> None:
        self._mapped = {(key, _spaced(theirs)): ours for (key, theirs), ours in values.items()}
        own = {(key, word): word for key, words in CHOICES.items() for word in words}
        self._ours = own | {("verdict", theirs): ours for theirs, ours in FOREIGN.items()}
        self._keys = {key for key, _ in self._ours | self._mapped}

    def ours(self, key: str, cell: str) -> str:
        """What a cell of the column ``key`` says in our words; empty where it says nothing."""
        text = plain(stripped(cell))
        if key not in self._keys:
            return text
        theirs = cleaned(text).text
        mapped = self._mapped.get((key, _spaced(theirs)))
        return self._ours.get((key, folded(theirs)), text) if mapped is None else mapped

    def rates_truth(self, cell: str) -> bool:
        """Whether a verdict's word, which nobody mapped, says how much of a statement is true."""
        theirs = cleaned(plain(stripped(cell))).text
        return ("verdict", _spaced(theirs)) not in self._mapped and folded(theirs) in HALF_TRUTHS


def mapped(complaint: Complaint, raw: Mapping[str, Any]) -> Complaint:
    """The complaint; of a word that is none of ours, with the option that says what it means."""
    if complaint.code != "no-choice" or len(complaint.place) != 1:
        return complaint
    key = str(complaint.place[0])
    word = str(raw[key])
    theirs = word if word.isprintable() and '"' not in word else "THEIRS"
    ours = meant(word, CHOICES[key]) or CHOICES[key][0]
    truth = " This says how true a statement is, not how much of a promise was kept."
    message = (
        f"{complaint.message}{truth if key == 'verdict' and folded(word) in HALF_TRUTHS else ''} "
        f'Say what it means with --map-value "{key}:{theirs}={ours}".'
    )
    return replace(complaint, message=message, code="unknown-word", about=word)


def _spaced(word: str) -> str:
    return " ".join(word.casefold().split())


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

    def once(self, kind: str, raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The keys of a record as release 0.1.0 read them, where that is otherwise."""
        was = self.was.get(kind)
        return {**raw, **was} if was else None


class Rows:
    """The rows of a sheet, read one by one under its header."""

    def __init__(
        self,
        header: Header,
        words: Words,
        defaults: Mapping[str, str],
        separators: Mapping[str, str] = EMPTY,
    ) -> None:
        self.header, self._words = header, words
        self._lists = Lists(separators, header.is_ours)
        self._defaults = {key: text for key, text in defaults.items() if text}
        self._verdict = header.keys.index("verdict") if "verdict" in header.keys else None
        self._shape = lru_cache(maxsize=1024)(self._shape_of)
        self.leads = {kind: Lead(kind, header) for kind in RECORDS}

    def read(self, number: int, cells: Sequence[str]) -> Row:
        """One row; a cell beyond the header's, or under no name, is not looked at."""
        ours = self._words.ours
        said = dict(self._defaults)
        for key, cell in zip(self.header.keys, cells, strict=False):
            if key and cell and (text := ours(key, cell)):
                said[key] = text
        passed_over = self._without_verdict(said, cells)
        row = Row(number, self._shape(tuple(said)), passed_over)
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
        place = self._verdict
        cell = cells[place] if place is not None and place < len(cells) else ""
        if not stripped(cell):
            return frozenset()
        if said.get("kind") == "pledge" and self._words.rates_truth(cell):
            said["verdict"] = plain(stripped(cell))
        if self._words.ours("verdict", cell):
            return frozenset()
        return frozenset(key for key in OUTCOME if said.pop(key, None))

    def stray(self, cells: Sequence[str]) -> str:
        """What is wrong with cells that stand under no name; empty where there are none."""
        names = self.header.names
        if len(cells) <= len(names) and all(names):
            return ""
        for place, cell in enumerate(cells, 1):
            if cell.strip() and (place > len(names) or not names[place - 1]):
                return f"Cell {place} of this row has no column name in the first row."
        return ""

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
