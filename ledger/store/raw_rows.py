"""What is stored, as it is: rows in order, without the database's help to find or to read them.

No index is used and no type is converted, for each could hide that a row differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, literal, or_, select

from ledger.journal.merkle import TILE
from ledger.store.backend import backend_of
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    journal,
    outcomes,
    questions,
    search,
    sources,
    standings,
    tiles,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from ledger.store.backend import Row

MADE: Final = (
    tiles, ids, sources, questions, claims, outcomes, evidence, standings, aliases, search,
)  # fmt: skip

TABLES: Final = {table.name: table for table in MADE}
"""What the journal makes, by name."""

BITS: Final = TILE.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Span:
    """The entries after ``since`` up to ``until``; there are newer ones up to ``end`` by now."""

    since: int
    until: int
    end: int


def columns_of(table: str) -> list[str]:
    """The names of the columns of a table."""
    return list(TABLES[table].columns.keys())


def order_of(table: str) -> list[str]:
    """The columns by which `rows` orders a table: the entry that made a row, then its key."""
    names = list(TABLES[table].primary_key.columns.keys())
    return names if table == "tiles" else sorted(names, key=lambda name: name != "entry")


def entries_after(connection: Connection, last: int | None, most: int) -> list[Row]:
    """The next entries after number ``last``, at most so many: (seq, at, entry, leaf)."""
    wanted = select(journal).order_by(journal.c.seq).limit(most)
    if last is not None:
        wanted = wanted.where(journal.c.seq > last)
    return list(map(tuple, backend_of(connection).raw_rows(connection, journal, wanted)))


def count_after(connection: Connection, since: int) -> int:
    """How many entries there are after number ``since``, or in all where it is 0."""
    wanted = select(func.count()).select_from(journal)
    if since:
        wanted = wanted.where(journal.c.seq > since)
    return connection.execute(wanted).scalar_one()


def rows(connection: Connection, table: str, span: Span) -> Iterator[Row]:
    """The rows that the entries of ``span`` made or replaced, ordered by `order_of`.

    What newer entries did is left out: their rows, and that they replaced any.
    """
    found = TABLES[table]
    wanted = select(found).order_by(*(found.c[name] for name in order_of(table)))
    for condition in _within(found, span):
        wanted = wanted.where(condition)
    read = backend_of(connection).raw_rows(connection, found, wanted)
    if "replaced_by" not in found.c or span.end == span.until:
        return map(tuple, read)
    return _without_newer(read, found.columns.keys().index("replaced_by"), span)


def _within(table: Table, span: Span) -> Iterator[ColumnElement[bool]]:
    """Conditions written so that a number that is none does not hide its row."""
    if table is tiles:
        if span.since:
            yield (tiles.c.number < _full(span.since)).is_not(True)
        if span.end > span.until:
            newer = (tiles.c.number >= _full(span.until), tiles.c.number < _full(span.end))
            yield and_(*newer).is_not(True)
        return
    entry = table.c.entry
    if span.since:
        trusted = entry <= span.since
        if "replaced_by" in table.c:
            replaced = table.c.replaced_by
            trusted = and_(trusted, or_(replaced.is_(None), replaced <= span.since))
        yield trusted.is_not(True)
    if span.end > span.until:
        yield and_(entry > span.until, entry <= span.end).is_not(True)


def _full(size: int) -> ColumnElement[int]:
    """How many tiles of a tile's level are full in a tree of so many leaves."""
    return literal(size).op(">>")(BITS * (tiles.c.level + 1))


def _without_newer(read: Iterator[Sequence[Any]], place: int, span: Span) -> Iterator[Row]:
    for row in read:
        ended = row[place]
        if isinstance(ended, int) and span.until < ended <= span.end:
            yield (*row[:place], None, *row[place + 1 :])
        else:
            yield tuple(row)
