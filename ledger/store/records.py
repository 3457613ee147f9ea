"""Single records and their revisions, read from the rows and the journal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import func, select

from ledger.errors import Damaged
from ledger.model import naming
from ledger.model.namekeys import statement_key
from ledger.model.outcome import question_of
from ledger.model.raw import shown
from ledger.store import journal
from ledger.store.bulk import can_be_stored, chunks, rows_where
from ledger.store.journal import entries_by_number
from ledger.store.schema import aliases, claims, ids, in_force, outcomes, questions, sources
from ledger.store.soundness import texts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from sqlalchemy import Column, Connection, Table

    from ledger.journal.entry import Entry

Value = TypeVar("Value")

TABLES = {"source": sources, "question": questions, "claim": claims}

TAIL = 1000
"""How many entries at the end of the journal are looked at for the last claim."""

LONGEST = 200
"""Characters in the longest id there can be."""


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
        what = f"{self._kind} {shown(identifier)}"
        raise Damaged("The ledger", f"something in it refers to the {what}, and there is none")


@dataclass(frozen=True, slots=True)
class Bearer:
    """What bears an id: its kind, and the question it is about (None for a source)."""

    kind: str
    question: str | None


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

    Outcomes are asked for by their question, and come by their own ids.
    """
    if kind == "claim":
        rows = _claim_rows(connection, set(wanted))
    elif kind == "outcome":
        columns = (outcomes.c.question, outcomes.c.n, outcomes.c.entry, outcomes.c.replaced_by)
        rows = [
            (f"{row.question}#{row.n}", row.entry, row.replaced_by)
            for row in rows_where(connection, columns, outcomes.c.question, wanted)
        ]
    else:
        table = TABLES[kind]
        rows = _rows(connection, table, table.c.id, wanted)
    return Known(kind, _revisions(connection, rows))


def _rows(
    connection: Connection, table: Table, key: Column[Any], wanted: Iterable[str]
) -> list[tuple[str, int, int | None]]:
    columns = (table.c.id, table.c.entry, table.c.replaced_by)
    return [tuple(row) for row in rows_where(connection, columns, key, wanted)]


def _claim_rows(connection: Connection, wanted: set[str]) -> list[tuple[str, int, int | None]]:
    """Rows of claims, found through the questions they stand on or ever stood on."""
    columns = (ids.c.kind, ids.c.question)
    homes = {
        row.question
        for row in rows_where(connection, columns, ids.c.id, wanted)
        if row.kind == "claim"
    }
    rows = _rows(connection, claims, claims.c.question, homes)
    return [row for row in rows if row[0] in wanted]


def _revisions(
    connection: Connection, rows: Sequence[tuple[str, int, int | None]]
) -> dict[str, list[Revision]]:
    entries = entries_by_number(connection, (number for _, number, _ in rows))
    found: dict[str, list[Revision]] = {}
    for identifier, number, replaced_by in sorted(rows, key=lambda row: row[1]):
        if number not in entries:
            raise Damaged(f"A row of {identifier}", f"there is no entry {number} that made it")
        revision = Revision(number, entries[number], replaced_by)
        found.setdefault(identifier, []).append(revision)
    return found


def latest(connection: Connection, kind: str, wanted: Iterable[str]) -> dict[str, Revision]:
    """The last revision of each of the ``wanted`` records, whether or not it was withdrawn."""
    return {one: states[-1] for one, states in revisions(connection, kind, wanted).items()}


def entries_about(connection: Connection, identifier: str) -> set[int]:
    """The numbers of the entries about an id, and those of its outcomes, as the tables have them.

    A name that was joined to another is the id of what joined it.  Others may be among them, that
    are about what begins so.
    """
    named = (question_of(identifier) or (identifier,))[0]
    asked = {identifier, named}
    homes = {row.question for row in rows_where(connection, (ids.c.question,), ids.c.id, asked)}
    found: set[int | None] = set()
    for table, key in (
        (sources, sources.c.id), (questions, questions.c.id), (outcomes, outcomes.c.question),
        (aliases, aliases.c.speaker),
    ):  # fmt: skip
        columns = (table.c.entry, table.c.replaced_by)
        for row in rows_where(connection, columns, key, asked):
            found.update(row)
    stood = (claims.c.id, claims.c.entry, claims.c.replaced_by)
    for row in rows_where(connection, stood, claims.c.question, homes - {None}):
        found.update(row[1:] if row.id in asked else ())
    behind = (aliases.c.speaker > f"{identifier}#", aliases.c.speaker < f"{identifier}$")
    if all(map(can_be_stored, asked)):
        numbered = select(aliases.c.entry, aliases.c.replaced_by).where(*behind)
        for row in connection.execute(numbered):
            found.update(row)
    return {one for one in found if one is not None}


def claims_by(
    connection: Connection, column: str, wanted: Iterable[str]
) -> dict[str, list[Placed]]:
    """What claims there ever were of the ``wanted`` sources or speakers, by these."""
    key = {"source": claims.c.source, "speaker": claims.c.speaker}[column]
    columns = (key, claims.c.id, claims.c.question, claims.c.entry, claims.c.replaced_by)
    found: dict[str, list[Placed]] = {}
    for name, *values in rows_where(connection, columns, key, wanted):
        found.setdefault(name, []).append(Placed(*values))
    return found


def judged_again(connection: Connection, moment: int) -> set[str]:
    """The questions that several outcomes are in force on, as of entry ``moment``."""
    judged = select(outcomes.c.question).where(in_force(outcomes, moment))
    several = judged.group_by(outcomes.c.question).having(func.count() > 1)
    return set(connection.execute(several).scalars())


def disputed(connection: Connection, moment: int) -> set[str]:
    """The questions on which one import brought verdicts that differ, as of entry ``moment``."""
    judged = select(outcomes.c.question).where(in_force(outcomes, moment), outcomes.c.blind)
    several = judged.group_by(outcomes.c.question).having(func.count() > 1)
    found = revisions(connection, "outcome", connection.execute(several).scalars().all())
    return {
        one.rpartition("#")[0]
        for one, states in found.items()
        if any(each.in_force(moment) and each.body.get("disputed") for each in states)
    }


def last_source(connection: Connection) -> str | None:
    """The id of the source that was used by a claim last, or else recorded last.

    The end of the journal tells, for claims are what is mostly added; only where it has none of
    late are the tables gone through.
    """
    for _, entry in islice(journal.backwards(connection), TAIL):
        if entry.kind == "claim":
            return str(entry.body["source"])
    for table, column in ((claims, claims.c.source), (sources, sources.c.id)):
        newest = select(func.max(table.c.entry)).scalar_subquery()
        found = connection.execute(select(column).where(table.c.entry == newest)).scalars()
        if (source := next(iter(found), None)) is not None:
            return str(source)
    return None


def source_with_url(connection: Connection, url: str) -> str | None:
    """The id of the source in force that has this address."""
    rows = rows_where(connection, (sources.c.id, sources.c.replaced_by), sources.c.url, [url])
    return min((row.id for row in rows if row.replaced_by is None), default=None)


def question_asking(connection: Connection, statement: str) -> str | None:
    """The id of the first question in force whose statement nobody can tell from this one."""
    asking = select(questions.c.id).where(
        questions.c.statement_key == statement_key(statement), questions.c.replaced_by.is_(None)
    )
    return connection.execute(asking.order_by(questions.c.entry).limit(1)).scalar_one_or_none()


def claim_with_key(connection: Connection, key: str) -> Revision | None:
    """The claim that a request with this key added, as it was then."""
    wanted = (claims.c.id, claims.c.entry, claims.c.replaced_by)
    rows = [tuple(row) for row in rows_where(connection, wanted, claims.c.key, [key])]
    return next((one for found in _revisions(connection, rows).values() for one in found), None)


def names(connection: Connection, column: str, moment: int) -> list[str]:
    """The distinct values of a column people filter by, as entries up to ``moment`` gave them.

    Raises:
        Damaged: topics are not kept as the program keeps them.
    """
    columns: Mapping[str, Any] = {
        "speaker": claims.c.speaker,
        "publisher": sources.c.publisher,
        "source": sources.c.id,
        "question": questions.c.id,
        "topic": questions.c.topics,
    }
    named = columns[column]
    wanted = select(named).distinct().where(named.table.c.entry <= moment).order_by(named)
    found = list(connection.execute(wanted).scalars())
    if column != "topic":
        return found
    try:
        return sorted({topic for stored in found for topic in texts(stored)})
    except ValueError as trouble:
        raise Damaged("A question's list of topics", str(trouble)) from trouble


def names_alike(connection: Connection, what: str, wanted: Iterable[str]) -> set[str]:
    """The names there ever were whose `likeness` is a ``wanted`` one: of speakers or publishers."""
    columns = {
        "speaker": (claims.c.speaker, claims.c.speaker_likeness),
        "publisher": (sources.c.publisher, sources.c.publisher_likeness),
    }
    name, key = columns[what]
    found: set[str] = set()
    for chunk in chunks(wanted):
        found.update(connection.execute(select(name).distinct().where(key.in_(chunk))).scalars())
    return found


def similar_ids(connection: Connection, wanted: str, most: int = 2000) -> list[str]:
    """Ids that begin like ``wanted`` or hold its first word, as candidates for what was meant."""
    wanted = wanted[:LONGEST].replace("\0", "?").encode(errors="replace").decode()
    start = func.substr(ids.c.id, 1, 3) == wanted[:3]
    word = ids.c.id.contains(wanted.replace("_", "-").split("-")[0], autoescape=True)
    found = select(ids.c.id).where(start | word, ids.c.id != wanted)
    found = found.distinct().order_by(ids.c.id).limit(most)
    return list(connection.execute(found).scalars())


def made_ids(connection: Connection, wanted: Container[str]) -> dict[str, list[str]]:
    """The ids that are made of the texts that ``wanted`` ones are made of (`naming.made_of`).

    Every id is looked at, for an index knows their beginnings only.
    """
    found: dict[str, list[str]] = {}
    every = select(ids.c.id).distinct().order_by(ids.c.id)
    for identifier in connection.execution_options(yield_per=500).execute(every).scalars():
        if (end := naming.made_of(identifier)) is not None and end in wanted:
            found.setdefault(end, []).append(identifier)
    return found


def all_ids(connection: Connection, kind: str) -> list[str]:
    """The ids of every record of a kind there ever was."""
    wanted = select(ids.c.id).where(ids.c.kind == kind).distinct().order_by(ids.c.id)
    return list(connection.execute(wanted).scalars())
