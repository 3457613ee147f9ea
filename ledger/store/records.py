"""Single records and their revisions, read from the rows and the journal; and names joined."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import select, text

from ledger.errors import Damaged
from ledger.model.field_values import shown
from ledger.model.kinds import NAMED
from ledger.model.name_keys import likeness, name_key
from ledger.store.bulk_insert import in_force, rows_where, tuples_where
from ledger.store.journal_table import bytes_by_number, entries_by_number
from ledger.store.schema import (
    AGAIN,
    aliases,
    claims,
    ids,
    metadata,
    outcomes,
    questions,
    responses,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, Connection, Table

    from ledger.journal.entry import Entry

Value = TypeVar("Value")

TABLES = {kind.value: metadata.tables[kind.traits.table] for kind in NAMED}


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a record: the entry that made it, and the number of the one that ended it."""

    number: int
    entry: Entry
    replaced_by: int | None

    @property
    def body(self) -> Mapping[str, Any]:
        """What the record said."""
        return self.entry.body

    def in_force(self, moment: int) -> bool:
        """Whether this was the record's state as of entry ``moment``."""
        return self.number <= moment and (self.replaced_by is None or self.replaced_by > moment)


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim as it was from one entry on: its id, and the question it stands on."""

    claim: str
    question: str
    number: int
    replaced_by: int | None

    def in_force(self, moment: int) -> bool:
        """Whether it was so as of entry ``moment``."""
        return self.number <= moment and (self.replaced_by is None or self.replaced_by > moment)


class Known(dict[str, Value]):
    """What is known of some records of one kind, by id.

    What refers to a record comes with it, so to look up one that is not there shows damage.
    """

    def __init__(self, kind: str, found: Mapping[str, Value] | None = None) -> None:
        super().__init__(found or {})
        self._kind = kind

    def __missing__(self, identifier: str) -> Value:
        raise missing(self._kind, identifier)


def missing(kind: str, identifier: str) -> Damaged:
    """What is told of a record that something refers to, and that is not there."""
    what = f"{kind} {shown(identifier)}"
    return Damaged("The ledger", f"something in it refers to the {what}, and there is none")


@dataclass(frozen=True, slots=True)
class Bearer:
    """What bears an id: its kind, and the question it is about (None for a source)."""

    kind: str
    question: str | None


@dataclass(frozen=True, slots=True)
class Spellings:
    """What each joined spelling was joined to, which may in turn be joined to another.

    Names are compared by their `name_key`, and a group is shown by it, which is the name with plain
    blanks.  ``into`` is as it was written, oldest first: to join two spellings of one key does
    nothing, and what would close a circle is passed over.
    """

    into: Mapping[str, str]
    _by_key: dict[str, str] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for speaker, name in self.into.items():
            key, other = name_key(speaker), name_key(name)
            if key not in self.path(other):
                self._by_key[key] = other

    def path(self, name: str) -> Iterator[str]:
        """The keys of the name and of what it was joined to, step by step."""
        further: str | None = name_key(name)
        while further is not None:
            yield further
            further = self._by_key.get(further)

    def leads(self, name: str, other: str) -> bool:
        """Whether ``name`` was joined to ``other``, or to what was joined to it."""
        return name_key(other) in self.path(name)

    def group(self, name: str) -> str:
        """The name that ``name`` counts for in the end: its own where it was never joined."""
        return deque(self.path(name), maxlen=1)[0]

    def joined_to(self, name: str) -> str | None:
        """The name that ``name`` counts for, where that is written otherwise."""
        group = self.group(name)
        return group if group != name else None

    def written(self, name: str) -> list[str]:
        """Each spelling of ``name`` that was joined to another, as that was written."""
        key = name_key(name)
        return [one for one in self.into if name_key(one) == key]

    def keys_of(self, names: Iterable[str]) -> set[str]:
        """The keys of all spellings of those whom ``names`` count for."""
        wanted = {self.group(name) for name in names}
        return wanted | {key for key in self._by_key if self.group(key) in wanted}


def bearers(
    connection: Connection, wanted: Iterable[str], moment: int | None = None
) -> dict[str, list[Bearer]]:
    """What bears each of the ``wanted`` ids, now or as of entry ``moment``; the others are missing.

    What was withdrawn bears its id still, but for a claim whose question outlived it: the id they
    shared means the question from then on.
    """
    found: dict[str, list[Bearer]] = {}
    columns = (ids.c.id, ids.c.entry, ids.c.replaced_by, ids.c.kind, ids.c.question)
    for row in rows_where(connection, columns, ids.c.id, wanted):
        if _in_force(row, moment):
            found.setdefault(row.id, []).append(Bearer(row.kind, row.question))
    shared = [one for one, several in found.items() if len(several) > 1]
    for one in _outlived(connection, shared, moment):
        found[one] = [bearer for bearer in found[one] if bearer.kind != "claim"]
    return found


def _outlived(connection: Connection, shared: Iterable[str], moment: int | None) -> set[str]:
    """Those of the ids of claims and their questions of which only the question is in force."""
    standing = [
        {
            row.id
            for row in rows_where(
                connection, (table.c.id, table.c.entry, table.c.replaced_by), key, shared
            )
            if _in_force(row, moment)
        }
        for table, key in ((questions, questions.c.id), (claims, claims.c.question))
    ]
    return standing[0] - standing[1]


def _in_force(row: Any, moment: int | None) -> bool:  # noqa: ANN401 - a row of any versioned table
    """Whether a row is in force, now or as of entry ``moment``."""
    if moment is None:
        return row.replaced_by is None
    return row.entry <= moment and (row.replaced_by is None or row.replaced_by > moment)


def revisions(connection: Connection, kind: str, wanted: Iterable[str]) -> Known[list[Revision]]:
    """All revisions of the ``wanted`` records of one kind, oldest first, by id.

    Outcomes are asked for by their question, responses by their claim; they come by their own ids.
    """
    return Known(kind, revisions_of(connection, rows_of(connection, kind, set(wanted))))


def rows_of(
    connection: Connection, kind: str, wanted: set[str]
) -> list[tuple[str, int, int | None]]:
    """The rows of records of one kind: their ids, and the entries that made and ended each."""
    if kind == "claim":
        return _claim_rows(connection, wanted)
    if kind in NUMBERED:
        owner, mark = NUMBERED[kind]
        numbered = owner.table.c
        columns = (owner, numbered.n, numbered.entry, numbered.replaced_by)
        return [
            (f"{one}{mark}{n}", entry, ended)
            for one, n, entry, ended in tuples_where(connection, columns, owner, wanted)
        ]
    table = TABLES[kind]
    return _rows(connection, table, table.c.id, wanted)


NUMBERED: Final[dict[str, tuple[Column[str], str]]] = {
    "outcome": (outcomes.c.question, "#"),
    "response": (responses.c.claim, "#r"),
}
"""Records that are numbered: the column of what each is about, and what its id has between."""


def _rows(
    connection: Connection, table: Table, key: Column[Any], wanted: Iterable[str]
) -> list[tuple[str, int, int | None]]:
    columns = (table.c.id, table.c.entry, table.c.replaced_by)
    return list(map(tuple, tuples_where(connection, columns, key, wanted)))


def _claim_rows(connection: Connection, wanted: set[str]) -> list[tuple[str, int, int | None]]:
    """Rows of claims, found through the questions they stand on or ever stood on."""
    columns = (ids.c.kind, ids.c.question)
    borne = tuples_where(connection, columns, ids.c.id, wanted)
    homes = {question for kind, question in borne if kind == "claim"}
    rows = _rows(connection, claims, claims.c.question, homes)
    return [row for row in rows if row[0] in wanted]


def revisions_of(
    connection: Connection, rows: Sequence[tuple[str, int, int | None]]
) -> dict[str, list[Revision]]:
    """The revisions of rows, given as id, entry and what ended it; oldest first, by id."""
    entries = entries_by_number(connection, (number for _, number, _ in rows))
    found: dict[str, list[Revision]] = {}
    for identifier, number, replaced_by in sorted(rows, key=lambda row: row[1]):
        if number not in entries:
            raise unmade(identifier, number)
        revision = Revision(number, entries[number], replaced_by)
        found.setdefault(identifier, []).append(revision)
    return found


def unmade(identifier: str, number: int) -> Damaged:
    """What is told of a row whose entry is not there."""
    return Damaged(f"A row of {identifier}", f"there is no entry {number} that made it")


def sole_bytes(connection: Connection, kind: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """The bytes of the entries that made the ``wanted`` records of one kind, by their ids.

    Those that were ever amended or withdrawn come without bytes.  Outcomes are asked for by their
    question, and come by their own ids.
    """
    found: dict[str, int | None] = {}
    for identifier, number, replaced_by in rows_of(connection, kind, set(wanted)):
        is_sole = identifier not in found and replaced_by is None
        found[identifier] = number if is_sole else None
    data = bytes_by_number(connection, (one for one in found.values() if one is not None))
    return {one: data.get(number or 0, b"") for one, number in found.items()}


def latest(connection: Connection, kind: str, wanted: Iterable[str]) -> dict[str, Revision]:
    """The last revision of each of the ``wanted`` records, whether or not it was withdrawn."""
    return {one: states[-1] for one, states in revisions(connection, kind, wanted).items()}


def claims_by(
    connection: Connection, column: str, wanted: Iterable[str]
) -> dict[str, list[Placed]]:
    """What claims there ever were of the ``wanted`` sources, questions or speakers, by these."""
    name = claims.c[column]
    columns = (name, claims.c.id, claims.c.question, claims.c.entry, claims.c.replaced_by)
    asked = set(wanted)
    # Speakers are found by what is alike in their names, which has an index.
    key, values = name, asked
    if column == "speaker":
        key, values = claims.c.speaker_likeness, set(map(likeness, asked))
    found: dict[str, list[Placed]] = {}
    for one, *placed in rows_where(connection, columns, key, values):
        if one in asked:
            found.setdefault(one, []).append(Placed(*placed))
    return found


def disputed_at(connection: Connection, moment: int, few: Collection[str] = ()) -> set[str]:
    """The questions, or those of a ``few``, on which one import brought verdicts that differ.

    They are those of entry ``moment``.

    One of them that is still in force is enough: to withdraw the others decides nothing.
    """
    judged = select(outcomes.c.question).where(
        text(f"({AGAIN})"), outcomes.c.blind, in_force(outcomes, moment)
    )
    if few:
        judged = judged.where(outcomes.c.question.in_(few))
    found = revisions(connection, "outcome", connection.execute(judged.distinct()).scalars().all())
    return {
        one.rpartition("#")[0]
        for one, states in found.items()
        if any(each.in_force(moment) and each.body.get("disputed") for each in states)
    }


def spellings_at(connection: Connection, entry: int) -> Spellings:
    """What speakers were joined to as of ``entry``."""
    wanted = select(aliases.c.speaker, aliases.c.stands_for).where(in_force(aliases, entry))
    rows = connection.execute(wanted.order_by(aliases.c.entry))
    return Spellings({row.speaker: row.stands_for for row in rows})
