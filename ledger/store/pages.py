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
    from collections.abc import Generator, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters

FEW: Final = 5000
"""So many are put in order by the program; of more, the index brings the first."""

AT_ONCE: Final = 20
"""How many words are looked for in one query; a database takes no text of any length."""

COUNTING: Final = claims.c.checkable & ~claims.c.proposed
"""Of which claims one is to see how they came out."""

BESIDE: Final = frozenset({"not-checkable", "proposed"})
"""The statuses of claims, settled or not, that count in no figure."""

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
        """The first so many claims to be checked whose horizon is from ``since`` to ``until``."""
        within = standings.c.horizon <= until
        if since is not None:
            within &= standings.c.horizon >= since
        return self._read(self._walk(within & COUNTING, most))

    def undated(self) -> list[Key]:
        """The claims to be checked that nothing settles, and whose question says by no day when."""
        return self._read(self._walk(standings.c.horizon.is_(None) & COUNTING))

    def holding(
        self, words: Sequence[str], near: Sequence[int] | None
    ) -> Generator[int, None, None]:
        """The claims that hold every one of ``words``, by the entries that made them, newest first.

        They are looked for ``near`` some entries, or else among all, which is quick for words that
        many hold.
        """
        first, others = words[:AT_ONCE], words[AT_ONCE:]
        query = self._made().where(*map(assessments.has_word, first))
        if near is not None:
            found = {
                entry
                for chunk in chunks(near)
                for table in (claims, questions, sources)
                for entry in self.connection.scalars(query.where(table.c.entry.in_(chunk)))
            }
            yield from self._holding_too(sorted(found, reverse=True), others)
            return
        query = query.order_by(claims.c.entry.desc()).execution_options(yield_per=AT_ONCE)
        with self.connection.scalars(query) as rows:
            for several in rows.partitions():
                yield from self._holding_too(several, others)

    def _holding_too(self, entries: Sequence[int], words: Sequence[str]) -> Sequence[int]:
        """Those of the claims, by their entries, that hold these words as well."""
        for start in range(0, len(words), AT_ONCE):
            held = map(assessments.has_word, words[start : start + AT_ONCE])
            query = self._made().where(*held)
            kept = {
                entry
                for chunk in chunks(entries)
                for entry in self.connection.scalars(query.where(claims.c.entry.in_(chunk)))
            }
            entries = [entry for entry in entries if entry in kept]
        return entries

    def _made(self) -> Select[Any]:
        """The entries that made the claims."""
        query = assessments.in_force_at(self.moment, self.filters)
        return query.with_only_columns(claims.c.entry)

    def _of_each(self, dated: ColumnElement[bool], most: int) -> list[Key]:
        """The first of what is settled and of what is not, put together."""
        wanted = set(self.filters.status) or BESIDE
        found: list[Key] = []
        for final, statuses in ((False, {"open", "overdue"}), (True, {"settled"})):
            if wanted & (statuses | BESIDE):
                found += self._read(self._walk(dated, most, final=final))
        return _first(found, most)

    def _walk(
        self, dated: ColumnElement[bool], most: int | None = None, *, final: bool = False
    ) -> Select[Any]:
        query = assessments.in_force_at(self.moment, self.filters)
        query = query.where(standings.c.final == (true() if final else false()), dated)
        if self.is_now:
            query = query.where(standings.c.replaced_by.is_(None))
            own = backend_of(self.connection)
            query = own.along(query, standings, "ix_standings_horizon")
        ordered = query.order_by(standings.c.horizon, claims.c.id).limit(most)
        return ordered.with_only_columns(*KEY)

    def _read(self, query: Select[Any]) -> list[Key]:
        return [Key(*row) for row in self.connection.execute(query)]


def _first(found: Iterable[Key], most: int) -> list[Key]:
    ordered = sorted(found, key=lambda one: (one.horizon is None, one.horizon, one.id))
    return list(islice(ordered, most))


def near_words(connection: Connection, words: Iterable[str]) -> list[int] | None:
    """The entries that hold the rarest of some words; None where all of them are common.

    There are none where some word is nowhere.
    """
    fewest: list[int] | None = None
    for word in words:
        found = backend_of(connection).words.entries_with(connection, word, FEW + 1)
        if len(found) <= FEW and (fewest is None or len(found) < len(fewest)):
            fewest = found
        if not found:
            break
    return fewest
