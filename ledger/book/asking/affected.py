"""What a change of a source, or of whom a name counts for, bears on: the claims of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact
from ledger.store import journal_table, lookups, records
from ledger.store.records import Spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ledger.book.asking.corrections import Correction
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection
    from ledger.store.records import Placed, Revision


@dataclass(frozen=True, slots=True)
class Joining:
    """An entry that joined a name to another, or took that back.

    ``group`` is whom the name counted for before and after, ``names`` all whose claims go with it.
    """

    number: int
    entry: Entry
    group: tuple[str, str]
    names: frozenset[str]


def joinings(connection: Connection, moment: int) -> list[Joining]:
    """What was joined, and what was taken back, up to entry ``moment``."""
    numbers = lookups.numbers_of(connection, moment)
    into: dict[str, str] = {}
    found: list[Joining] = []
    for number, entry in sorted(journal_table.entries_by_number(connection, numbers).items()):
        known = Spellings(into)
        names = frozenset({entry.id, *(one for one in into if known.leads(one, entry.id))})
        before = into.pop(entry.id, entry.id)
        after = str(entry.body.get("into", entry.id))
        if after != entry.id:
            into[entry.id] = after
        found.append(Joining(number, entry, (before, after), names))
    return found


def republished(revisions: Mapping[str, list[Revision]]) -> set[str]:
    """Those of the sources, given with their revisions, whose change may change a figure."""
    return {
        source
        for source, states in revisions.items()
        if len({tuple(state.body.get(key) for key in after_the_fact.SCORED) for state in states})
        > 1
    }


@dataclass(frozen=True, slots=True)
class Bearing:
    """The claims of some sources or speakers, by these, with when each was in force."""

    claims: Mapping[str, list[Placed]]

    @property
    def questions(self) -> set[str]:
        """The questions that they stand on, or ever did."""
        return {placed.question for several in self.claims.values() for placed in several}

    def before(self, names: Iterable[str], number: int) -> Iterator[Placed]:
        """The claims of ``names`` that were in force just before entry ``number``."""
        for name in names:
            yield from (
                placed for placed in self.claims.get(name, ()) if placed.in_force(number - 1)
            )


def of_sources(connection: Connection, sources: Iterable[str]) -> Bearing:
    """The claims made in some sources."""
    return Bearing(records.claims_by(connection, "source", sources))


def of_speakers(connection: Connection, changed: Iterable[Joining]) -> Bearing:
    """The claims of those whose names were joined or parted."""
    return Bearing(
        records.claims_by(
            connection, "speaker", {name for joining in changed for name in joining.names}
        )
    )


def amended_after(found: Collection[Correction]) -> tuple[set[str], set[str]]:
    """The ids of claims, and of questions, that were changed after the fact.

    A claim is changed with its source, and with whom its speaker counts for.
    """
    late = [correction for correction in found if correction.after_the_fact]
    claims = {correction.id for correction in late if correction.kind == "claim"}
    claims.update(claim for correction in late for claim in correction.bears_on)
    return claims, {correction.id for correction in late if correction.kind == "question"}
