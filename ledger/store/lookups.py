"""Look-ups: ids found by what a record holds, the names and ids there are, and spellings joined.

Each costs what it finds, by an index of the tables, but for those that say otherwise.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, or_, select

from ledger.errors import Damaged
from ledger.model import addresses
from ledger.model.claim import UNNAMED
from ledger.model.filters import FILTERS, Compares
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same, likeness, name_key, statement_key
from ledger.model.outcome import base_of
from ledger.store import journal_table
from ledger.store.bulk_insert import (
    can_be_stored,
    chunks,
    in_force,
    rows_where,
)
from ledger.store.records import revisions_of, rows_of, spellings_at
from ledger.store.row_values import texts
from ledger.store.schema import (
    aliases,
    claims,
    ids,
    metadata,
    outcomes,
    questions,
    responses,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Column, Connection

    from ledger.store.records import Revision


NAMED: Final[dict[str, tuple[Column[str], Column[str]]]] = {
    "speaker": (claims.c.speaker, claims.c.speaker_likeness),
    "publisher": (sources.c.publisher, sources.c.publisher_likeness),
}
"""The column of each sort of names, and that of their `likeness`, which has an index."""

TAIL = 1000
"""How many entries at the end of the journal are looked at for the last claim."""


def last_source(connection: Connection) -> str | None:
    """The id of the source that was used by a claim last, or else recorded last.

    The end of the journal tells, for claims are what is mostly added; only where it has none of
    late are the tables gone through.
    """
    for _, entry in islice(journal_table.backwards(connection), TAIL):
        if entry.kind == "claim":
            return str(entry.body["source"])
    for table, column in ((claims, claims.c.source), (sources, sources.c.id)):
        newest = select(func.max(table.c.entry)).scalar_subquery()
        found = connection.execute(select(column).where(table.c.entry == newest)).scalars()
        if (source := next(iter(found), None)) is not None:
            return str(source)
    return None


BEHIND: Final = (("?", "@"), ("#", "$"), ("/?", "/@"), ("/#", "/$"))
"""What may stand behind the path of an address, and what sorts next."""


def source_with_url(connection: Connection, url: str) -> str | None:
    """The id of the source in force that has this address, or another of the same page."""
    columns = (sources.c.id, sources.c.url, sources.c.replaced_by)
    starts = addresses.beginnings(url)
    ways = {url, *starts, *(f"{start}/" for start in starts)}
    found = list(rows_where(connection, columns, sources.c.url, ways))
    ranges = [
        and_(sources.c.url >= start + first, sources.c.url < start + after)
        for start in filter(can_be_stored, starts)
        for first, after in BEHIND
    ]
    if ranges:
        found += connection.execute(select(*columns).where(or_(*ranges)))
    same = [row for row in found if row.replaced_by is None]
    wanted = addresses.page_key(url)
    exact = [row.id for row in same if row.url == url]
    alike = [row.id for row in same if addresses.page_key(row.url) == wanted]
    return min(exact or alike, default=None)


def sources_of_day(connection: Connection, publisher: str, published: str) -> list[Any]:
    """The sources in force of a publisher, in any spelling, with this day: id, title and url."""
    columns = sources.c.id, sources.c.title, sources.c.url, sources.c.publisher
    of_day = select(*columns).where(
        sources.c.publisher_likeness == likeness(publisher),
        sources.c.published == published,
        sources.c.replaced_by.is_(None),
    )
    found = connection.execute(of_day.order_by(sources.c.id))
    return [row for row in found if is_same(row.publisher, publisher)]


def question_asking(connection: Connection, statement: str) -> str | None:
    """The id of the first question in force whose statement nobody can tell from this one."""
    asking = select(questions.c.id).where(
        questions.c.statement_key == statement_key(statement), questions.c.replaced_by.is_(None)
    )
    return connection.execute(asking.order_by(questions.c.entry).limit(1)).scalar_one_or_none()


def last_judged(connection: Connection, moment: int, most: int) -> list[str]:
    """The questions with the newest outcomes in force that were not given blind, newest first."""
    newest = func.max(outcomes.c.entry)
    asked = select(outcomes.c.question).where(in_force(outcomes, moment), ~outcomes.c.blind)
    asked = asked.group_by(outcomes.c.question).order_by(newest.desc()).limit(most)
    return list(connection.scalars(asked))


def names(connection: Connection, what: str, moment: int) -> list[str]:
    """The distinct values of what people filter by, as entries up to ``moment`` gave them.

    Raises:
        Damaged: topics are not kept as the program keeps them.
    """
    table, _, column = FILTERS[what].known.partition(".")
    named: Column[str] = metadata.tables[table].c[column]
    there = and_(named.table.c.entry <= moment, named.is_not(None))
    wanted = select(named).distinct().where(there).order_by(named)
    found = list(connection.execute(wanted).scalars())
    if FILTERS[what].compares is not Compares.HOLDS_ONE_OF:
        return found
    try:
        return sorted({text for stored in found for text in texts(stored)})
    except ValueError as trouble:
        raise Damaged(f"A {table.removesuffix('s')}'s list of {column}", str(trouble)) from trouble


def names_of(connection: Connection, what: str, keys: Collection[str], moment: int) -> list[str]:
    """The names of speakers or publishers with some `name_key`, as entries up to ``moment`` have.

    They are sorted.  Names of one key have one `likeness`, unless there is an entity in them.
    """
    if any("&" in key for key in keys):
        return [one for one in names(connection, what, moment) if name_key(one) in keys]
    name, likenesses = NAMED[what]
    found: set[str] = set()
    for chunk in chunks({likeness(key) for key in keys}):
        there = and_(likenesses.in_(chunk), name.table.c.entry <= moment)
        found.update(connection.scalars(select(name).distinct().where(there)))
    return sorted(one for one in found if name_key(one) in keys)


def names_alike(connection: Connection, what: str, wanted: Iterable[str]) -> dict[str, int]:
    """The names there ever were whose `likeness` is a ``wanted`` one: of speakers or publishers.

    Each comes with the number of claims, or sources, in force that bear it.
    """
    name, key = NAMED[what]
    standing = func.count(case((name.table.c.replaced_by.is_(None), 1)))
    found: dict[str, int] = {}
    for chunk in chunks(wanted):
        wanted_rows = select(name, standing).where(key.in_(chunk)).group_by(name)
        found |= {str(one): int(number) for one, number in connection.execute(wanted_rows)}
    return found


def known_alike(
    connection: Connection,
    moment: int,
    what: str,
    names: Iterable[str] | Mapping[str, int],
    leaving: Mapping[str, int] = MappingProxyType({}),
) -> list[tuple[str, str]]:
    """Those of some names that are new to the ledger, each with an established one it is like.

    That one has the most records in force in the ledger, as of entry ``moment``, or where none has
    any, among ``names``, which hold a name once for each record, or give the number of these.
    ``what`` is ``speaker`` or ``publisher``; names that were joined are one.  ``leaving`` says how
    many records are being amended that bear a name now.
    """
    spellings = spellings_at(connection, moment)
    of = spellings.group if what == "speaker" else name_key
    wanted: Counter[str] = Counter()
    for one, number in Counter(names).items():
        if not one.startswith(UNNAMED):
            wanted[of(one)] += number
    alike = {likeness(one) for one in wanted} - {""}
    known = names_alike(connection, what, alike) if moment else {}  # an empty ledger has none
    often = Counter({of(one): 0 for one in known})
    for one, number in known.items():
        often[of(one)] += max(0, number - leaving.get(one, 0))
    new = [one for one in wanted if one not in often and likeness(one)]
    there = [one for one, number in often.items() if number or one in wanted]
    established: dict[str, str] = {}
    for one in [*sorted(there, key=lambda one: (-often[one], one)), *_commonest(new, wanted)]:
        established.setdefault(likeness(one), one)
    pairs = [(one, established[likeness(one)]) for one in new]
    return [(one, other) for one, other in pairs if one != other]


def _commonest(names: Iterable[str], often: Counter[str]) -> list[str]:
    """The names by how often they come, the commonest first, else as they come."""
    return sorted(names, key=lambda name: -often[name])


def has_name(connection: Connection, what: str, name: str) -> bool:
    """Whether a speaker or publisher was ever called so, to the letter."""
    column, key = NAMED[what]
    found = select(column).where(key == likeness(name), column == name).limit(1)
    return connection.execute(found).first() is not None


def entries_about(connection: Connection, identifier: str) -> set[int]:
    """The numbers of the entries about an id, its outcomes and responses, as the tables have them.

    A name that was joined to another is the id of what joined it.  Others may be among them, that
    are about what begins so.
    """
    named = base_of(identifier)
    asked = {identifier, named}
    homes = {row.question for row in rows_where(connection, (ids.c.question,), ids.c.id, asked)}
    found: set[int | None] = set()
    for table, key in (
        (sources, sources.c.id), (questions, questions.c.id), (outcomes, outcomes.c.question),
        (responses, responses.c.claim), (aliases, aliases.c.speaker),
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


def in_order_of_making(connection: Connection, kind: str, moment: int) -> list[str]:
    """The ids of the sources, or questions, in force as of an entry, the first made first."""
    table = {"source": sources, "question": questions}[kind]
    there = select(table.c.id).where(in_force(table, moment))
    made = select(table.c.id).where(table.c.id.in_(there)).group_by(table.c.id)
    return list(connection.scalars(made.order_by(func.min(table.c.entry), table.c.id)))


def last_row(
    connection: Connection, kind: str, identifier: str, before: int
) -> tuple[int, int | None] | None:
    """The last entry before entry ``before`` that made a record what it is, and what ended that.

    An ``alias`` is a record here, with the spelling as its id.  None where there is none.
    """
    if kind == Kind.ALIAS:
        columns = (aliases.c.entry, aliases.c.replaced_by)
        rows = list(map(tuple, rows_where(connection, columns, aliases.c.speaker, [identifier])))
    else:
        asked = base_of(identifier)
        rows = [row[1:] for row in rows_of(connection, kind, {asked}) if row[0] == identifier]
    return max((row for row in rows if row[0] < before), default=None, key=itemgetter(0))


def numbers_of(connection: Connection, moment: int) -> list[int]:
    """The numbers of the entries up to ``moment`` that joined speakers or took that back."""
    rows = connection.execute(select(aliases.c.entry, aliases.c.replaced_by)).all()
    found = {number for row in rows for number in row if number is not None}
    return sorted(number for number in found if number <= moment)


def claim_with_key(connection: Connection, key: str) -> Revision | None:
    """The claim that a request with this key added, as it was then."""
    wanted = (claims.c.id, claims.c.entry, claims.c.replaced_by)
    rows = [tuple(row) for row in rows_where(connection, wanted, claims.c.key, [key])]
    return next(
        (revision for found in revisions_of(connection, rows).values() for revision in found), None
    )
