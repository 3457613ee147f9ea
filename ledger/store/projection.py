"""Journal entries as table rows: the only way into the tables.

A batch of entries becomes sets of rows to close and sets of rows to insert, one statement a table.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.model.codec import bounds, listed, searched
from ledger.model.kinds import Kind
from ledger.model.name_keys import likeness, statement_key, stored
from ledger.model.outcome import base_of, question_of, response_of_id
from ledger.model.verdicts import FINAL
from ledger.store.backend import backend_of
from ledger.store.bulk_insert import (
    close_rows,
    confirm_in_force,
    confirm_keys,
    insert_rows,
    keys_of,
)
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    outcomes,
    questions,
    responses,
    search,
    sources,
    standings,
)
from ledger.store.standings import Judged, horizon_of, judged, recorded, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from ledger.journal.entry import Entry
    from ledger.store.standings import Borne

Key: TypeAlias = tuple[Any, ...]

KEYS = {
    ids: ("id", "kind"),
    sources: ("id",),
    questions: ("id",),
    claims: ("question", "id"),
    outcomes: ("question", "n"),
    evidence: ("question", "n"),
    standings: ("question",),
    responses: ("claim", "n"),
    aliases: ("speaker",),
}
"""What a row is known by from one revision to the next."""

COLUMNS = {table: tuple(table.columns.keys()) for table in (*KEYS, search)}

REPLACED = {table: COLUMNS[table].index("replaced_by") for table in KEYS}
"""Where in a row stands the number of the entry that ended it."""


@dataclass(slots=True)
class Batch:
    """The rows that a batch of entries closes and opens.

    ``first`` says when each key that may be in force was first recorded; ``home`` which question a
    claim stands on; ``judged`` what stands on each question that may be in force.
    """

    first: dict[tuple[Table, Key], str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=lambda: defaultdict(Judged))
    fresh: dict[tuple[Table, Key], list[list[Any]]] = field(default_factory=dict)
    closing: dict[Table, list[Key]] = field(default_factory=dict)
    opening: dict[Table, list[Any]] = field(default_factory=dict)

    def close(self, table: Table, key: Key, number: int) -> None:
        """End the rows of ``key`` that are in force with entry ``number``."""
        # What an earlier entry of the batch opened is not in the database yet: it ends in memory.
        ended = self.fresh.pop((table, key), None)
        if ended is not None:
            for row in ended:
                row[REPLACED[table]] = number
        elif (table, key) in self.first:
            self.closing.setdefault(table, []).append((number, *key))

    def open(self, table: Table, key: Key, number: int, values: dict[str, Any]) -> None:
        """Begin the row of ``key`` with entry ``number``; ``values`` are taken over."""
        values["entry"] = number
        row = list(map(values.get, COLUMNS[table]))
        self.opening.setdefault(table, []).append(row)
        self.fresh.setdefault((table, key), []).append(row)

    def since(self, table: Table, key: Key, at: str) -> str:
        """When ``key`` was first recorded, if that is not ``at``."""
        return self.first.setdefault((table, key), at)

    def stand(self, number: int, at: str, question: str) -> None:
        """Say what stands on a question as of entry ``number``, where that is something else."""
        state = self.judged[question]
        if state.settle():
            self.close(standings, (question,), number)
            self.since(standings, (question,), at)
            self.open(standings, (question,), number, {"question": question, **(state.row or {})})

    def find(self, number: int, entry: Entry) -> None:
        """Let the search find what entry ``number`` made."""
        if texts := searched(entry.kind, entry.id, entry.body):
            self.opening.setdefault(search, []).append([number, stored(texts)])


def project(connection: Connection, first: int, entries: Sequence[Entry]) -> None:
    """Write the rows of ``entries``, the first of which has the number ``first``, for good.

    Raises:
        StoreTrouble: the database did not keep them as they are.
    """
    batch = write_rows(connection, first, entries)
    for table, names in KEYS.items():
        rows = batch.opening.get(table, [])
        keys = keys_of(table, names, rows)
        keys += [tuple(key) for _, *key in batch.closing.get(table, ())]
        confirm_in_force(connection, table, names, keys, (first, rows))
    confirm_keys(connection, search, ("entry",), batch.opening.get(search, []))
    if search in batch.opening:
        backend_of(connection).index_words(connection)


def write_rows(connection: Connection, first: int, entries: Sequence[Entry]) -> Batch:
    """Write the rows of ``entries`` without a look whether they are kept."""
    batch = rows_of(connection, first, entries)
    # Closing goes by key, and so comes first: it would end the rows opened under the same keys.
    for table, keys in batch.closing.items():
        close_rows(connection, table, KEYS[table], keys)
    for table, rows in batch.opening.items():
        batch.opening[table] = done = list(map(tuple, rows))
        insert_rows(connection, table, done)
    return batch


def rows_of(
    connection: Connection,
    first: int,
    entries: Sequence[Entry],
    borne: Iterable[Borne] | None = None,
) -> Batch:
    """The rows that ``entries`` make and end, by the rows that stood before number ``first``.

    Nothing is written, and what later entries made or ended is left out.  ``borne`` are the rows of
    `ids` that stood then of all ids that ``entries`` are about, where these are known.
    """
    batch = _in_force(connection, first, entries, borne)
    for number, entry in enumerate(entries, first):
        PROJECTIONS[entry.kind](batch, number, entry)
        batch.find(number, entry)
    return batch


def _in_force(
    connection: Connection, first: int, entries: Sequence[Entry], borne: Iterable[Borne] | None
) -> Batch:
    """What the database held, before entry ``first``, of the ids that ``entries`` are about."""
    batch = Batch()
    # An outcome has no id of its own in `ids`: it is found by its question, as claims are, so that
    # what is known of the ids tells where to look for the rest.  A response is found by its claim.
    about = {base_of(entry.id) for entry in entries}
    for identifier, kind, question in taken(connection, first, about) if borne is None else borne:
        if identifier not in about:
            continue
        batch.first[ids, (identifier, kind)] = ""
        if kind == "claim":
            batch.home[identifier] = str(question)
        else:
            table = sources if kind == "source" else questions
            batch.first[table, (identifier,)] = ""
    batch.judged.update(judged(connection, first, entries))
    batch.first.update(dict.fromkeys(((standings, (one,)) for one in batch.judged), ""))
    batch.first |= recorded(connection, first, entries, batch.home.values())
    return batch


def _source(batch: Batch, number: int, entry: Entry) -> None:
    key = (entry.id,)
    _register(batch, number, entry, None)
    batch.close(sources, key, number)
    batch.since(sources, key, entry.at)
    values: dict[str, Any] = {"id": entry.id, **entry.body, **bounds(entry.body, "published")}
    values["authors"] = listed(values.get("authors", []))
    values["publisher_likeness"] = likeness(values["publisher"])
    batch.open(sources, key, number, values)


def _question(batch: Batch, number: int, entry: Entry) -> None:
    key, body = (entry.id,), entry.body
    _register(batch, number, entry, entry.id)
    batch.close(questions, key, number)
    batch.since(questions, key, entry.at)
    ends = {**bounds(body, "due"), **bounds(body, "resolve_by")}
    # A body says of this flag only that it is set; the column holds one or the other.
    values: dict[str, Any] = {"ordered": False, "id": entry.id, **body, **ends}
    if "options" in values:
        values["options"] = listed(values["options"])
    values["topics"] = listed(values.get("topics", []))
    values["statement_key"] = statement_key(values["statement"])
    batch.open(questions, key, number, values)
    batch.judged[entry.id].horizon = horizon_of(values)
    batch.stand(number, entry.at, entry.id)


def _claim(batch: Batch, number: int, entry: Entry) -> None:
    # A body says of this flag only that it is set; the column holds one or the other.
    unset = {"proposed": False}
    values: dict[str, Any] = {**unset, "id": entry.id, **entry.body, **bounds(entry.body, "made")}
    # The key of a claim has its question in it.  One that moves ends its row under the old key, and
    # takes along the time at which it was first recorded.
    before, now = batch.home.get(entry.id), values["question"]
    key = (now, entry.id)
    recorded = batch.first.get((claims, (before, entry.id)), entry.at)
    _register(batch, number, entry, now)
    if before is not None:
        batch.close(claims, (before, entry.id), number)
    batch.home[entry.id] = now
    batch.first[claims, key] = recorded
    if "selector" in values:
        values["selector"] = json.dumps(values["selector"], ensure_ascii=False, sort_keys=True)
    values["recorded_at"] = recorded
    values["speaker_likeness"] = likeness(values["speaker"])
    batch.open(claims, key, number, values)


def _outcome(batch: Batch, number: int, entry: Entry) -> None:
    body: Mapping[str, Any] = entry.body
    question, n = key = question_of(entry.id) or (entry.id, 0)
    for table in (outcomes, evidence):
        batch.close(table, key, number)
    # A body says of these flags only that they are set; the columns hold one or the other.
    values = {
        "blind": False,
        "adjudicates": False,
        **body,
        "question": question,
        "n": n,
        **bounds(body, "happened_on", "happened"),
        "final": body["verdict"] in FINAL,
        "recorded_at": batch.since(outcomes, key, entry.at),
    }
    batch.open(outcomes, key, number, values)
    batch.judged[question].outcomes[n] = values
    batch.stand(number, entry.at, question)
    for position, item in enumerate(body.get("evidence", ())):
        batch.since(evidence, key, entry.at)
        place = {"question": question, "n": n, "position": position}
        batch.open(evidence, key, number, {**item, **place})


def _response(batch: Batch, number: int, entry: Entry) -> None:
    claim, n = key = response_of_id(entry.id) or (entry.id, 0)
    batch.close(responses, key, number)
    recorded = batch.since(responses, key, entry.at)
    values = {**entry.body, "claim": claim, "n": n, "recorded_at": recorded}
    batch.open(responses, key, number, values)


def _alias(batch: Batch, number: int, entry: Entry) -> None:
    key = (entry.id,)
    batch.close(aliases, key, number)
    batch.since(aliases, key, entry.at)
    values = {"speaker": entry.id, "stands_for": entry.body["into"]}
    batch.open(aliases, key, number, values)


def _withdrawal(batch: Batch, number: int, entry: Entry) -> None:
    # `ids` is left as it is: the id of what was withdrawn stays taken.
    what = entry.body["what"]
    if what == Kind.CLAIM:
        batch.close(claims, (batch.home[entry.id], entry.id), number)
    elif what == Kind.QUESTION:
        batch.close(questions, (entry.id,), number)
    elif what == Kind.ALIAS:
        batch.close(aliases, (entry.id,), number)
    elif what == Kind.RESPONSE:
        batch.close(responses, response_of_id(entry.id) or (entry.id, 0), number)
    else:
        question, n = question_of(entry.id) or (entry.id, 0)
        for table in (outcomes, evidence):
            batch.close(table, (question, n), number)
        batch.judged[question].outcomes.pop(n, None)
        batch.stand(number, entry.at, question)


PROJECTIONS: Mapping[str, Callable[[Batch, int, Entry], None]] = {
    Kind.SOURCE: _source,
    Kind.QUESTION: _question,
    Kind.CLAIM: _claim,
    Kind.OUTCOME: _outcome,
    Kind.RESPONSE: _response,
    Kind.ALIAS: _alias,
    Kind.WITHDRAWAL: _withdrawal,
}


def _register(batch: Batch, number: int, entry: Entry, question: str | None) -> None:
    """Keep ``ids`` pointing from the entry's id to its question."""
    key = (entry.id, entry.kind)
    # A revision says nothing new of an id, but where a claim moves to another question.
    if (ids, key) in batch.first:
        if entry.kind != "claim" or batch.home[entry.id] == question:
            return
        batch.close(ids, key, number)
    batch.since(ids, key, entry.at)
    values = {"id": entry.id, "kind": entry.kind, "question": question}
    batch.open(ids, key, number, values)
