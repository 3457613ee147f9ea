"""Records in force as columns: what of a ledger is kept to make figures of, and grows with it.

Each column has a number a row into a list of the values there are, as the database has them, so
that what depends on a value is worked out once for each.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.texts import Texts
from ledger.store import row_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.integer[Any]]

OF_SPACE: Final = ("type", "options", "ordered", "unit", "lower_bound", "upper_bound")
"""What says which answers a question can have."""

OF_QUESTION: Final = ("topics", "due_latest", "resolve_by_latest", "closes", *OF_SPACE)
OF_SOURCE: Final = ("publisher", "published_earliest", "published_latest")
OF_ANSWER: Final = ("outcome_answer", "outcome_answer_low", "outcome_answer_high")
OF_OUTCOME: Final = (
    "verdict", "value", *OF_ANSWER, "stated_happened_on", "stated_happened_latest",
)  # fmt: skip
OF_CLAIM: Final = (
    "is_made", "stated_stance", "recorded_at", "kind", "speaker", "wording", "probability",
    "answer", "made_earliest", "made_latest", "checkable", "proposed",
)  # fmt: skip
"""What is read of each record, by the name that assessments have for it.

``is_made`` says whether a claim has a day of its own, or that of its source.
"""

READ_AS: Final = {"published_earliest": "made_earliest", "published_latest": "made_latest"}
"""Columns that no assessment has, and one of the same sort that it has."""


MANY: Final = 10
"""Where that many times what is looked for is there, it is gone through, and no table is made."""

MOST_NEW: Final = 100_000
"""So many ids that came last may be objects."""


class _Numbering(dict[Any, int]):
    """A number for each value, in the order in which they come, behind ``first`` others."""

    first = 0

    def __missing__(self, value: Any) -> int:  # noqa: ANN401 - whatever is stored
        self[value] = number = len(self) + self.first
        return number


class Rows:
    """The records of a kind, by id, each with the entry that made what is in force of it, or 0.

    The values of each column begin with None, which is what there is of a record at first.  Those
    that are ``packed``, as JSON, are many and rarely asked for.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.ids = Texts()
        self._new: list[str] = []
        self.entry = np.empty(0, dtype=np.int64)
        self.codes: dict[str, Numbers] = {name: np.empty(0, dtype=np.uint8) for name in names}
        self.values: dict[str, list[Any]] = {name: [None] for name in self.codes}
        self.packed: dict[str, bytes] = {}
        self._known: dict[str, _Numbering] = {}
        self._places: _Numbering | None = None

    def __len__(self) -> int:
        return len(self.ids) + len(self._new)

    def places(self, wanted: Sequence[Any]) -> Numbers:
        """The places of records, new ones among them: of these nothing is in force yet.

        Raises:
            ValueError: one of the ids is no text.
        """
        known = self._places
        if known is None and len(wanted) * MANY < len(self):
            asked = set(wanted)
            behind = enumerate(self._new, len(self.ids))
            found = self.ids.places_of(asked) | {one: n for n, one in behind if one in asked}
            known = _Numbering(found)
            known.first = len(self) - len(found)
        elif known is None:
            known = self._places = _Numbering(zip(chain(self.ids, self._new), count()))
        before = len(known)
        places = np.fromiter(map(known.__getitem__, wanted), np.int32, len(wanted))
        self._extend(list(islice(known, before, None)))
        return places

    def append(self, identifiers: Sequence[Any]) -> Numbers:
        """The places of records that are all new; they are not looked for until the next `trim`.

        Raises:
            ValueError: one of the ids is no text.
        """
        first = len(self)
        self._extend(identifiers)
        if len(self._new) > max(MOST_NEW, len(self.ids) // MANY):
            self._pack()
        return np.arange(first, len(self), dtype=np.int32)

    def _extend(self, identifiers: Sequence[Any]) -> None:
        if set(map(type, identifiers)) - {str}:
            raise ValueError("An id is no text.")
        self._new.extend(identifiers)
        size = len(self)
        self.entry = _roomy(self.entry, size)
        self.codes = {name: _roomy(codes, size) for name, codes in self.codes.items()}

    def begin(self, places: Numbers, entries: Sequence[Any]) -> None:
        """Say by which entries records are in force; 0 where they are no longer.

        Raises:
            ValueError: what should be a number is none.
        """
        if set(map(type, entries)) - {int}:
            raise ValueError("The number of an entry is none.")
        self.entry[places] = entries

    def put(self, places: Numbers, columns: Mapping[str, Sequence[Any]]) -> None:
        """Put what is in force of records in their places.

        Raises:
            ValueError: there is something that no record can have.
        """
        for name, column in columns.items():
            self.point(name, places, self._numbered(name, column))

    def point(self, name: str, places: Numbers, numbers: Numbers) -> None:
        """Put numbers in a column, which gets wider where they need that."""
        if numbers.max(initial=0) > np.iinfo(self.codes[name].dtype).max:
            self.codes[name] = self.codes[name].astype(np.int32)
        self.codes[name][places] = numbers

    def values_of(self, name: str) -> list[Any]:
        """The values that a column's numbers stand for; those that are packed are read now."""
        if (packed := self.packed.pop(name, None)) is not None:
            self.values[name] = json.loads(packed)
        return self.values[name]

    def _numbered(self, name: str, column: Sequence[Any]) -> Numbers:
        values = self.values_of(name)
        if column.count(None) == len(column):  # as most are of what few records have
            refuse(name, None)
            return np.zeros(len(column), dtype=np.int32)
        if name not in self._known:
            self._known[name] = _Numbering(zip(values, range(len(values)), strict=True))
        known = self._known[name]
        found = np.fromiter(map(known.__getitem__, column), np.int32, len(column))
        if not found.all():
            refuse(name, None)
        for value in islice(known, len(values), None):
            refuse(name, value)
            values.append(value)
        return found

    def trim(self) -> None:
        """Let go of what is only needed to put rows in; numbers are as narrow as can be."""
        self._known, self._places = {}, None
        self._pack()
        size = len(self)
        self.entry = self.entry[:size]
        for name, codes in self.codes.items():
            narrow = np.min_scalar_type(codes.max(initial=0))
            self.codes[name] = codes[:size].astype(narrow, copy=False)

    def _pack(self) -> None:
        self.ids, self._new = self.ids.with_more(self._new), []


def refuse(name: str, value: Any) -> None:  # noqa: ANN401 - whatever is stored
    """Refuse a value that no record can have under a name.

    What is `READ_LATER` is looked at where it is read.

    Raises:
        ValueError: it is one.
    """
    name = READ_AS.get(name, name)
    if name != "is_made":
        row_values.refuse_type(name, value)
    if name not in READ_LATER and (read := row_values.READERS.get(name)) is not None:
        read(value)


PACKED: Final = "topics"
"""The column whose values are kept packed."""

READ_LATER: Final = frozenset({"topics", "probability", "value"})


def _roomy(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The array with room for ``size`` and more; nothing stands there yet."""
    if array.size >= size and array.flags.writeable:
        return array
    larger = np.zeros(max(size, array.size * 5 // 4), array.dtype)
    larger[: array.size] = array
    return larger


@dataclass(slots=True)
class Stored:
    """What is in force at ``entry``.

    ``claims`` point to the places of their ``question`` and ``source``; questions have the verdict
    that stands.  ``blind`` are the questions on which an outcome in force is a second opinion.
    ``corrected`` is what `ledger.store.changed_records.corrected` found by then.
    """

    entry: int
    claims: Rows = field(default_factory=lambda: Rows((*OF_CLAIM, "question", "source")))
    questions: Rows = field(default_factory=lambda: Rows((*OF_QUESTION, *OF_OUTCOME)))
    sources: Rows = field(default_factory=lambda: Rows(OF_SOURCE))
    blind: set[str] = field(default_factory=set)
    corrected: dict[str, set[str]] = field(default_factory=dict)

    def trim(self) -> None:
        """Let go of what is only needed to put rows in."""
        for rows in (self.claims, self.questions, self.sources):
            rows.trim()
