"""What is in force at an entry, as columns of what is stored: each table read once, by itself.

Claims are joined with their questions, sources and verdicts afterwards, by numbers
(`ledger.store.column_query`), for that is faster than a join in any of the databases.  A ledger
that has grown since is read again only where its new entries say that something changed.

Each column has a number a row into a list of the values there are, as the database has them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import select

from ledger.model.kinds import Kind
from ledger.model.outcome import question_of
from ledger.store import journal_table, soundness
from ledger.store.bulk_insert import chunks, rows_where
from ledger.store.schema import claims, ids, in_force, outcomes, questions, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Column, ColumnElement, Connection, Table

    Numbers = NDArray[np.int32]

AT_ONCE: Final = 10_000
"""How many rows are held as Python's own values at a time."""

MOST_NEW: Final = 2_000
"""After more new entries than this all is read anew."""

OF_QUESTION: Final[Mapping[str, Any]] = {
    name: questions.c[name] for name in ("topics", "due_latest", "resolve_by_latest", "closes")
}
OF_SOURCE: Final[Mapping[str, Any]] = {
    name: sources.c[name] for name in ("publisher", "published_earliest", "published_latest")
}
OF_OUTCOME: Final[Mapping[str, Any]] = {
    "verdict": outcomes.c.verdict,
    "value": outcomes.c.value,
    "stated_happened_on": outcomes.c.happened_on,
    "stated_happened_latest": outcomes.c.happened_latest,
}
OF_CLAIM: Final[Mapping[str, Any]] = {
    "is_made": claims.c.made.is_not(None),
    "stated_stance": claims.c.stance,
    **{
        name: claims.c[name]
        for name in (
            "recorded_at", "kind", "speaker", "wording", "probability", "made_earliest",
            "made_latest", "checkable",
        )
    },
}  # fmt: skip
"""What is read of each record, by the name that assessments have for it."""

READ_AS: Final = {"published_earliest": "made_earliest", "published_latest": "made_latest"}
"""Columns that no assessment has, and one of the same sort that it has."""


class _Numbering(dict[Any, int]):
    """A number for each value, in the order in which they come."""

    def __missing__(self, value: Any) -> int:  # noqa: ANN401 - whatever is stored
        self[value] = number = len(self)
        return number


class Rows:
    """The records of a kind, by id, each with the entry that made what is in force of it, or 0.

    The values of each column begin with None, which is what there is of a record at first.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.ids: list[str] = []
        self.entry = np.empty(0, dtype=np.int64)
        self.codes: dict[str, Numbers] = {name: np.empty(0, dtype=np.int32) for name in names}
        self.values: dict[str, list[Any]] = {name: [None] for name in self.codes}
        self._known: dict[str, _Numbering] = {}
        self._places: _Numbering | None = None

    def places(self, wanted: Sequence[Any]) -> Numbers:
        """The places of records, new ones among them: of these nothing is in force yet.

        Raises:
            ValueError: one of the ids is no text.
        """
        if self._places is None:
            self._places = _Numbering(zip(self.ids, range(len(self.ids)), strict=True))
        known = self._places
        found = np.fromiter(map(known.__getitem__, wanted), np.int32, len(wanted))
        if len(known) > len(self.ids):
            self._extend(list(islice(known, len(self.ids), None)))
        return found

    def append(self, identifiers: Sequence[Any]) -> Numbers:
        """The places of records that are all new; they are not looked for until the next `trim`.

        Raises:
            ValueError: one of the ids is no text.
        """
        first = len(self.ids)
        self._extend(identifiers)
        return np.arange(first, len(self.ids), dtype=np.int32)

    def _extend(self, identifiers: Sequence[Any]) -> None:
        if set(map(type, identifiers)) - {str}:
            raise ValueError("An id is no text.")
        self.ids.extend(identifiers)
        size = len(self.ids)
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
            self.codes[name][places] = self._numbered(name, column)

    def _numbered(self, name: str, column: Sequence[Any]) -> Numbers:
        values = self.values[name]
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
        """Let go of what is only needed to put rows in."""
        self._known, self._places = {}, None
        size = len(self.ids)
        self.entry = self.entry[:size]
        self.codes = {name: codes[:size] for name, codes in self.codes.items()}


def refuse(name: str, value: Any) -> None:  # noqa: ANN401 - whatever is stored
    """Refuse a value that no record can have under a name.

    Raises:
        ValueError: it is one.
    """
    name = READ_AS.get(name, name)
    if name != "is_made":
        soundness.refuse_type(name, value)
    if (read := soundness.READERS.get(name)) is not None:
        read(value)


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
    ``ended`` says whether there ever was a claim that was withdrawn or replaced.
    """

    entry: int
    claims: Rows = field(default_factory=lambda: Rows((*OF_CLAIM, "question", "source")))
    questions: Rows = field(default_factory=lambda: Rows((*OF_QUESTION, *OF_OUTCOME)))
    sources: Rows = field(default_factory=lambda: Rows(OF_SOURCE))
    blind: set[str] = field(default_factory=set)
    ended: bool = False

    def trim(self) -> None:
        """Let go of what is only needed to put rows in."""
        for rows in (self.claims, self.questions, self.sources):
            rows.trim()


def read(connection: Connection, entry: int) -> Stored:
    """What is in force at ``entry``, of every record.

    Raises:
        ValueError: a table holds what no record can have.
    """
    found = Stored(entry)
    for columns in _batches(connection, questions, _QUESTION, entry):
        _put(found.questions, columns, OF_QUESTION)
    for columns in _batches(connection, sources, _SOURCE, entry):
        _put(found.sources, columns, OF_SOURCE)
    standing = _Standing(found)
    for columns in _batches(connection, outcomes, _OUTCOME, entry):
        standing.put(columns)
    for columns in _batches(connection, claims, _CLAIM, entry):
        _put_claims(found, found.claims.append(columns[0]), columns)
    gone = select(claims.c.entry).where(claims.c.replaced_by <= entry).limit(1)
    found.ended = connection.execute(gone).first() is not None
    found.trim()
    return found


def grow(connection: Connection, found: Stored, entry: int) -> bool:
    """Bring what was in force at an earlier entry to ``entry``; False where too much changed.

    Raises:
        ValueError: a table holds what no record can have.
        Damaged: an entry is none.
    """
    if entry - found.entry > MOST_NEW:
        return False
    changed: dict[str, set[str]] = defaultdict(set)
    for _, one in journal_table.entries(connection, found.entry + 1, entry):
        kind = str(one.body["what"]) if one.kind == Kind.WITHDRAWAL else one.kind
        named = (question_of(one.id) or (one.id,))[0] if kind == Kind.OUTCOME else one.id
        changed[kind].add(named)
    for kind, rows, key, names in (
        (Kind.QUESTION, found.questions, questions.c.id, (_QUESTION, OF_QUESTION)),
        (Kind.SOURCE, found.sources, sources.c.id, (_SOURCE, OF_SOURCE)),
    ):
        if asked := sorted(changed[kind]):
            rows.begin(rows.places(asked), [0] * len(asked))
            for columns in _again(connection, key, names[0], asked, entry):
                _put(rows, columns, names[1])
    if asked := sorted(changed[Kind.OUTCOME]):
        standing = _Standing(found, asked)
        for columns in _again(connection, outcomes.c.question, _OUTCOME, asked, entry):
            standing.put(columns)
    if asked := sorted(changed[Kind.CLAIM]):
        there = len(found.claims.ids)
        places = found.claims.places(asked)
        found.ended = found.ended or bool((places < there).any())
        found.claims.begin(places, [0] * len(asked))
        homes = {
            row.question
            for row in rows_where(connection, (ids.c.question, ids.c.kind), ids.c.id, asked)
            if row.kind == Kind.CLAIM
        }
        for columns in _again(connection, claims.c.question, _CLAIM, homes, entry):
            own = set(asked)
            rows_of = [row for row in zip(*columns, strict=True) if row[0] in own]
            if rows_of:
                kept = list(zip(*rows_of, strict=True))
                _put_claims(found, found.claims.places(kept[0]), kept)
    found.entry = entry
    found.trim()
    return True


def _labelled(*own: Column[Any], **named: Any) -> tuple[ColumnElement[Any], ...]:
    return (*own, *(column.label(name) for name, column in named.items()))


_QUESTION: Final = _labelled(questions.c.id, questions.c.entry, **OF_QUESTION)
_SOURCE: Final = _labelled(sources.c.id, sources.c.entry, **OF_SOURCE)
_OUTCOME: Final = _labelled(
    outcomes.c.question, outcomes.c.n, outcomes.c.final, outcomes.c.blind, **OF_OUTCOME
)
_CLAIM: Final = _labelled(
    claims.c.id, claims.c.entry, claims.c.question, claims.c.source, **OF_CLAIM
)


def _batches(
    connection: Connection, table: Table, columns: Sequence[ColumnElement[Any]], entry: int
) -> Iterator[Sequence[Sequence[Any]]]:
    """The columns of what is in force of a table, some rows at a time."""
    wanted = select(*columns).where(in_force(table, entry)).execution_options(yield_per=AT_ONCE)
    for several in connection.execute(wanted).partitions():
        yield list(zip(*several, strict=True))


def _again(
    connection: Connection,
    key: Column[str],
    columns: Sequence[ColumnElement[Any]],
    asked: Iterable[str],
    entry: int,
) -> Iterator[Sequence[Sequence[Any]]]:
    """The same of some records alone, found by a key."""
    for chunk in chunks(asked):
        wanted = select(*columns).where(key.in_(chunk), in_force(key.table, entry))
        if several := connection.execute(wanted).all():
            yield list(zip(*several, strict=True))


def _put(rows: Rows, columns: Sequence[Sequence[Any]], names: Iterable[str]) -> None:
    identifiers, entries, *others = columns
    places = rows.places(identifiers)
    rows.begin(places, entries)
    rows.put(places, dict(zip(names, others, strict=True)))


def _put_claims(found: Stored, places: Numbers, columns: Sequence[Sequence[Any]]) -> None:
    _, entries, asked, made_in, *others = columns
    rows = found.claims
    rows.begin(places, entries)
    rows.codes["question"][places] = found.questions.places(asked)
    rows.codes["source"][places] = found.sources.places(made_in)
    rows.put(places, dict(zip(OF_CLAIM, others, strict=True)))


class _Standing:
    """The outcomes that stand: of a question's, the last final one, else the last.

    With ``asked`` what stood on these questions is forgotten first.
    """

    def __init__(self, found: Stored, asked: Sequence[str] = ()) -> None:
        self._found = found
        if asked:
            nothing = [None] * len(asked)
            places = found.questions.places(asked)
            found.questions.put(places, dict.fromkeys(OF_OUTCOME, nothing))
            found.blind.difference_update(asked)
        self._best = np.full(len(found.questions.ids), -1, dtype=np.int64)

    def put(self, columns: Sequence[Sequence[Any]]) -> None:
        """Put those of some more outcomes that stand in the place of their questions."""
        asked, numbers, final, blind, *others = columns
        if set(map(type, numbers)) - {int} or set(map(type, (*final, *blind))) - {bool}:
            raise ValueError("An outcome is numbered by what is no number.")
        self._found.blind.update(compress(asked, blind))
        questions_of = self._found.questions
        places = questions_of.places(asked)
        self._best = np.append(self._best, np.full(len(questions_of.ids) - self._best.size, -1))
        rank = np.array(final, dtype=np.int64) << FINAL_BIT | np.array(numbers, dtype=np.int64)
        better = ~np.array(blind, dtype=bool) & (rank > self._best[places])
        order = np.flatnonzero(better)
        order = order[np.argsort(rank[order], kind="stable")]  # the last that is put in stays
        self._best[places[order]] = rank[order]
        chosen = order.tolist()
        questions_of.put(
            places[order],
            {
                name: [column[one] for one in chosen]
                for name, column in zip(OF_OUTCOME, others, strict=True)
            },
        )


FINAL_BIT: Final = 40
"""What is final stands before all that is not, whatever their numbers."""
