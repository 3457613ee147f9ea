"""Claims in the order that lists have, found by an index up to as many as are shown.

What is found of each claim is the entry that made it, with what it is put in order by; whoever
shows it reads the rest.  As of an earlier moment the same is found without the index, which has
only what is in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import false, true

from ledger.store import assessments, journal_table
from ledger.store.backend import backend_of
from ledger.store.bulk_insert import chunks
from ledger.store.schema import claims, questions, sources, standings

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters

FEW: Final = 5000
"""So many are put in order by the program; of more, the index brings the first."""

SELECTIVE: Final = frozenset({"speaker", "publisher", "source", "question"})
"""Filters that may let so few claims through that these are found first."""


class Key(NamedTuple):
    """A claim: its horizon or None, its id, the entry that made it, and its question."""

    horizon: str | None
    id: str
    entry: int
    question: str


KEY: Final = (standings.c.horizon, claims.c.id, claims.c.entry, claims.c.question)


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists as of a moment, whose claims ``filters`` let through."""

    connection: Connection
    moment: Moment
    filters: Filters

    @property
    def is_now(self) -> bool:
        """Whether nothing was entered since."""
        return journal_table.head(self.connection).size == self.moment.entry

    def by_horizon(self, most: int) -> list[Key]:
        """The first so many by due day or scheduled end, those without either last."""
        if any(getattr(self.filters, name) for name in SELECTIVE):
            query = assessments.in_force_at(self.moment, self.filters).with_only_columns(*KEY)
            found = self._read(query.limit(FEW + 1))
            if len(found) <= FEW:
                return _first(found, most)
        dated = self._of_each(standings.c.horizon.is_not(None), most)
        if len(dated) == most:
            return dated
        return [*dated, *self._of_each(standings.c.horizon.is_(None), most - len(dated))]

    def unsettled(self, most: int | None, since: str | None, until: str) -> list[Key]:
        """The first so many checkable claims whose horizon is from ``since`` to ``until``."""
        within = standings.c.horizon <= until
        if since is not None:
            within &= standings.c.horizon >= since
        return self._read(self._walk(within & claims.c.checkable, most))

    def undated(self) -> list[Key]:
        """The checkable claims that nothing settles, and whose question says by no day when."""
        return self._read(self._walk(standings.c.horizon.is_(None) & claims.c.checkable))

    def holding(self, several: Sequence[Sequence[int]]) -> Generator[int, None, None]:
        """The claims, the newest first, that hold a word of each of some sets of entries.

        A word is held by a claim where its own entry, its question's or its source's is in the set.
        """
        sets = [frozenset(one) for one in several]
        if are_few(sets):
            fewest = min(sets, key=len)
            found = set(self._near(fewest, sets))
            yield from sorted(found, reverse=True)
            return
        query = self._places().order_by(claims.c.entry.desc())
        with self.connection.execute(query.execution_options(yield_per=500)) as rows:
            for row in rows:
                if _holds(row, sets):
                    yield row[0]

    def _near(self, entries: Iterable[int], sets: Sequence[AbstractSet[int]]) -> Iterator[int]:
        for chunk in chunks(entries):
            for table in (claims, questions, sources):
                for row in self.connection.execute(self._places().where(table.c.entry.in_(chunk))):
                    if _holds(row, sets):
                        yield row[0]

    def _places(self) -> Select[Any]:
        """Claims by the entries that made them, their questions and their sources."""
        query = assessments.in_force_at(self.moment, self.filters)
        return query.with_only_columns(claims.c.entry, questions.c.entry, sources.c.entry)

    def _of_each(self, dated: ColumnElement[bool], most: int) -> list[Key]:
        """The first of what is settled and of what is not, put together."""
        wanted = set(self.filters.status) or {"not-checkable"}
        found: list[Key] = []
        for final, statuses in ((False, {"open", "overdue"}), (True, {"settled"})):
            if wanted & {*statuses, "not-checkable"}:
                found += self._read(self._walk(dated, most, final=final))
        return _first(found, most)

    def _walk(
        self, dated: ColumnElement[bool], most: int | None = None, *, final: bool = False
    ) -> Select[Any]:
        query = assessments.in_force_at(self.moment, self.filters).with_only_columns(*KEY)
        query = query.where(standings.c.final == (true() if final else false()), dated)
        if self.is_now:
            query = query.where(standings.c.replaced_by.is_(None))
            query = query.with_hint(standings, "INDEXED BY ix_standings_horizon", "sqlite")
        return query.order_by(standings.c.horizon, claims.c.id).limit(most)

    def _read(self, query: Select[Any]) -> list[Key]:
        return [Key(*row) for row in self.connection.execute(query)]


def _first(found: Iterable[Key], most: int) -> list[Key]:
    ordered = sorted(found, key=lambda one: (one.horizon is None, one.horizon, one.id))
    return list(islice(ordered, most))


def are_few(several: Sequence[Collection[int]]) -> bool:
    """Whether one of some sets of entries is so small that all claims near it are looked at."""
    return min(map(len, several)) <= FEW


def _holds(places: Sequence[int], sets: Sequence[AbstractSet[int]]) -> bool:
    return all(not one.isdisjoint(places) for one in sets)


def entries_with(connection: Connection, words: Iterable[str]) -> list[list[int]]:
    """For each of some words the entries in which one begins so; nothing where one has none."""
    found = []
    for word in words:
        found.append(backend_of(connection).words.entries_with(connection, word))
        if not found[-1]:
            return []
    return found
