"""What is stored, as it is: rows in order, without the database's help to find or to read them.

No index is used and no type is converted, for each could hide that a row differs.
"""

from __future__ import annotations

import marshal
from collections.abc import Generator
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Integer, and_, func, literal, or_, select

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
    responses,
    search,
    sources,
    standings,
    tiles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from ledger.store.backend import Row

MADE: Final = (
    tiles, ids, sources, questions, claims, outcomes, evidence, standings, responses, aliases,
    search,
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


def _newer(connection: Connection, table: Table, since: int) -> Iterator[Row]:
    """The rows that entries after number ``since`` made or replaced, found by indexes.

    A number that is none does not hide its row, for texts are behind all numbers.
    """
    if table is tiles:
        level, number = tiles.c.level, tiles.c.number
        which = or_(
            *(and_(level == one, number >= since >> BITS * (one + 1)) for one in LEVELS),
            *(and_(level > one, level < one + 1) for one in LEVELS),
            level < LEVELS[0],
            level > LEVELS[-1],
        )
    else:
        which = table.c.entry > since
        if "replaced_by" in table.c:
            which = or_(which, table.c.replaced_by > since)
    wanted = select(table).where(which)
    yield from map(tuple, backend_of(connection).raw_rows(connection, table, wanted, by_index=True))


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


AT_ONCE: Final = 1000
"""How many rows are read at once where it is not known how many there are."""

ENDED: Final = "replaced_by"
"""The column that says which entry ended a row."""

MARSHALLED: Final = 2
"""A version of `marshal` in which equal values of one type have the same bytes."""


class Tally:
    """Whether a table holds the rows that the journal makes, in whatever order they are kept.

    Nearly always they are kept in the order of their entries: then those that are made and those
    that are read are the same, some at a time, and nothing is kept in mind.  What is not is summed
    up: the digests of what is made are added, and those of what is stored are taken away.  Where
    nothing is left the rows are the same; others leave nothing by a chance of 1 in 2**128, for
    nobody knows the ``key`` of the digests before they are made.

    What ended a row is known later than what made it, so it is added up apart.
    """

    def __init__(self, table: Table, key: bytes) -> None:
        columns = list(table.columns)
        names = [column.name for column in columns]
        others = [n for n, name in enumerate(names) if name != ENDED]
        self.table = table
        self._key = key
        self._place: Any = None
        self._rows = self._ended = 0
        self._end = names.index(ENDED) if ENDED in names else None
        self._entry = None if table is tiles else names.index("entry")
        self._plain = itemgetter(*others)
        self._primary = itemgetter(
            *(names.index(column.name) for column in table.primary_key.columns)
        )
        self._truths = [n for n, column in enumerate(columns) if isinstance(column.type, Boolean)]
        numbers = (
            n for n, column in enumerate(columns) if isinstance(column.type, Integer | Boolean)
        )
        self._numbers = list(map(itemgetter, numbers))

    @property
    def left(self) -> tuple[int, int]:
        """What is left of rows, and of what ended them: 0 and 0 where these are the same."""
        return self._rows, self._ended

    def begin_behind(self, connection: Connection, entry: int) -> None:
        """Look at a share of the rows that are stored: about those behind an entry."""
        _, self._place = backend_of(connection).shares(connection, self.table, entry)

    def end_with(self, connection: Connection, entry: int) -> None:
        """Look at the other share."""
        self._place, _ = backend_of(connection).shares(connection, self.table, entry)

    def take(self, connection: Connection, made: Sequence[list[Any]], span: Span) -> None:
        """Take in the next rows that the journal makes, and as many that are stored.

        Where only the end of a table is looked at, its rows come with `take_rest`.
        """
        for place in self._truths:
            for row in made:
                row[place] = TRUTHS.get(row[place], row[place])
        wanted = list(map(tuple, made))
        found = [] if span.since else self._read(connection, len(made))
        if wanted != found or self._has_fractions(found):
            self._add(wanted, 1)
            self._add(self._known(found, span), -1)

    def end(self, key: Row, number: int) -> None:
        """Take in what ends the row with this primary key: the number of the entry."""
        self._ended += self._sum([(key, number)])

    def take_rest(self, connection: Connection, span: Span) -> None:
        """Take in what else is stored, or what is newer than ``since``."""
        if span.since:
            self._add(self._known(_newer(connection, self.table, span.since), span), -1, span.since)
            return
        while read := self._read(connection, AT_ONCE):
            self._add(self._known(read, span), -1)

    def close(self) -> None:
        """Let go of what brings rows, where that is open."""
        if isinstance(self._place, Generator):
            self._place.close()

    def _read(self, connection: Connection, most: int) -> list[Row]:
        found, self._place = backend_of(connection).next_rows(
            connection, self.table, self._place, most
        )
        return found

    def _known(self, rows: Iterable[Row], span: Span) -> Iterator[Row]:
        """Rows that are stored, without what newer entries made and ended."""
        for row in rows:
            if not self._is_newer(row, span):
                place = self._end
                if place is not None and _is_behind(row[place], span):
                    yield (*row[:place], None, *row[place + 1 :])
                else:
                    yield row

    def _add(self, rows: Iterable[Row], sign: int, since: int = 0) -> None:
        """Add rows, or take them away; of those from before ``since`` only what ended them."""
        for row in rows:
            place = self._end
            if place is not None and row[place] is not None:
                self._ended += sign * self._sum([(self._primary(row), row[place])])
            made = None if self._entry is None else row[self._entry]
            if not (since and isinstance(made, int) and made <= since):
                self._rows += sign * self._sum([self._plain(row)])

    def _is_newer(self, row: Row, span: Span) -> bool:
        if self._entry is not None:
            return _is_behind(row[self._entry], span)
        level, number = row[:2]
        if not isinstance(level, int) or not isinstance(number, int) or level not in LEVELS:
            return False
        bits = BITS * (level + 1)
        return span.until >> bits <= number < span.end >> bits

    def _has_fractions(self, rows: Sequence[Row]) -> bool:
        """Whether a number is one that only looks like that of an entry: 1.0 is equal to 1."""
        return any(float in set(map(type, map(number, rows))) for number in self._numbers)

    def _sum(self, rows: Iterable[Row]) -> int:
        key, dumps = self._key, marshal.dumps
        return sum(
            int.from_bytes(blake2b(dumps(row, MARSHALLED), key=key, digest_size=16).digest())
            for row in rows
        )


TRUTHS: Final = {True: 1, False: 0}
LEVELS: Final = range(8)
"""The levels on which tiles can be."""


def _is_behind(entry: Any, span: Span) -> bool:  # noqa: ANN401 - whatever is stored
    return isinstance(entry, int) and span.until < entry <= span.end
