"""Tables read as columns, each by itself; what has grown is read again only where it changed.

Claims are joined with their questions, sources and verdicts afterwards, by numbers
(`ledger.store.column_query`): that is faster than a join in any of the databases.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import select

from ledger.model.kinds import Kind
from ledger.model.outcome import base_of
from ledger.store import changed_records, history, journal_table
from ledger.store.bulk_insert import chunks, in_force
from ledger.store.schema import claims, outcomes, questions, sources
from ledger.store.stored_rows import OF_CLAIM, OF_OUTCOME, OF_QUESTION, OF_SOURCE, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Table

    from ledger.store.stored_rows import Numbers, Rows

AT_ONCE: Final = 10_000
"""How many rows are held as Python's own values at a time."""

MOST_NEW: Final = 2_000
"""After more new entries than this all is read anew."""

COLUMNS: Final = {
    "is_made": claims.c.made.is_not(None),
    "stated_stance": claims.c.stance,
    "outcome_answer": outcomes.c.answer,
    "outcome_answer_low": outcomes.c.answer_low,
    "outcome_answer_high": outcomes.c.answer_high,
    "stated_happened_on": outcomes.c.happened_on,
    "stated_happened_latest": outcomes.c.happened_latest,
}
"""What has another name in its table."""


def _labelled(table: Table, own: Iterable[str], names: Iterable[str]) -> list[ColumnElement[Any]]:
    """The columns of a table that are read, first its ``own``, then those of assessments."""
    others = (COLUMNS[name] if name in COLUMNS else table.c[name] for name in names)
    return [*(table.c[one] for one in own), *others]


_QUESTION: Final = _labelled(questions, ("id", "entry"), OF_QUESTION)
_SOURCE: Final = _labelled(sources, ("id", "entry"), OF_SOURCE)
_OUTCOME: Final = _labelled(outcomes, ("question", "n", "final", "blind"), OF_OUTCOME)
_CLAIM: Final = _labelled(claims, ("id", "entry", "question", "source"), OF_CLAIM)


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
    found.corrected = changed_records.corrected(connection, entry)
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
    changed = _changed(connection, found.entry + 1, entry)
    asked, told, made_in, said = (
        sorted(changed[kind]) for kind in (Kind.QUESTION, Kind.OUTCOME, Kind.SOURCE, Kind.CLAIM)
    )
    _put_again(connection, found.questions, (questions.c.id, _QUESTION, OF_QUESTION), asked, entry)
    _put_again(connection, found.sources, (sources.c.id, _SOURCE, OF_SOURCE), made_in, entry)
    if told:
        standing = _Standing(found, told)
        for columns in _again(connection, outcomes.c.question, _OUTCOME, told, entry):
            standing.put(columns)
    homes = history.homes(connection, said)
    if said:
        _end(found.claims, said)
        for columns in _again(connection, claims.c.question, _CLAIM, homes, entry):
            own = [row for row in zip(*columns, strict=True) if row[0] in changed[Kind.CLAIM]]
            if own:
                kept = list(zip(*own, strict=True))
                _put_claims(found, found.claims.places(kept[0]), kept)
    for kind, more in changed_records.corrected_of(
        connection, entry, homes | {*asked, *told}, made_in
    ):
        found.corrected[kind] |= more
    found.entry = entry
    found.trim()
    return True


def _changed(connection: Connection, first: int, last: int) -> dict[str, set[str]]:
    """What the entries from ``first`` to ``last`` are about, by kind; outcomes by question."""
    changed: dict[str, set[str]] = defaultdict(set)
    for _, entry in journal_table.entries(connection, first, last):
        kind = str(entry.body["what"]) if entry.kind == Kind.WITHDRAWAL else entry.kind
        named = base_of(entry.id) if kind == Kind.OUTCOME else entry.id
        changed[kind].add(named)
    return changed


def _end(rows: Rows, identifiers: Sequence[str]) -> None:
    rows.begin(rows.places(identifiers), [0] * len(identifiers))


def _put_again(
    connection: Connection,
    rows: Rows,
    how: tuple[Column[str], Sequence[ColumnElement[Any]], Sequence[str]],
    identifiers: Sequence[str],
    entry: int,
) -> None:
    """Put in what is in force of some records by now; ``how`` they are found, read and named."""
    key, read_columns, names = how
    if identifiers:
        _end(rows, identifiers)
        for columns in _again(connection, key, read_columns, identifiers, entry):
            _put(rows, columns, names)


def _batches(
    connection: Connection, table: Table, columns: Sequence[ColumnElement[Any]], entry: int
) -> Iterator[Sequence[Sequence[Any]]]:
    """The columns of what is in force of a table, some rows at a time."""
    wanted = select(*columns).where(in_force(table, entry)).execution_options(yield_per=AT_ONCE)
    with connection.execute(wanted) as rows:
        for several in rows.partitions():
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
    rows.point("question", places, found.questions.places(asked))
    rows.point("source", places, found.sources.places(made_in))
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
        self._best = np.full(len(found.questions), -1, dtype=np.int64)

    def put(self, columns: Sequence[Sequence[Any]]) -> None:
        """Put those of some more outcomes that stand in the place of their questions."""
        asked, numbers, final, blind, *others = columns
        if set(map(type, numbers)) - {int} or set(map(type, (*final, *blind))) - {bool}:
            raise ValueError("An outcome is numbered by what is no number.")
        self._found.blind.update(compress(asked, blind))
        questions_of = self._found.questions
        places = questions_of.places(asked)
        self._best = np.append(self._best, np.full(len(questions_of) - self._best.size, -1))
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
