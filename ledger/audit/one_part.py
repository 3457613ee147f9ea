"""A part of a journal that is gone through once: its entries, and the rows that they make.

Most journals are one part.  Two processes look at two: what stood before an entry is asked of the
tables, so the second part need not wait for the first.  Each looks at its share of the rows that
are stored, and what is left of rows is added up: in the end nothing may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.damage import Evidence
from ledger.audit.entry_order import Scrutiny
from ledger.errors import StoreTrouble
from ledger.journal import merkle
from ledger.journal.entry import from_bytes
from ledger.journal.merkle import Frontier
from ledger.model.kinds import Kind
from ledger.store import journal_table, projection, raw_rows, replica
from ledger.store.raw_rows import Span, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from ledger.journal.entry import Entry
    from ledger.store.database import Connection, Database
    from ledger.store.history import IdState

    Step = Callable[[], None]
    Reading = Callable[[], AbstractContextManager[Connection]]

BATCH: Final = 2000
"""How many entries are read at once."""


class Unsure(Exception):  # noqa: N818 - no fault: the long way will tell
    """Something is not as it is in a ledger that is whole."""


def unfit(database: Database) -> tuple[type[Exception], ...]:
    """What is raised where a ledger may not be whole."""
    return (Unsure, StoreTrouble, *replica.UNFIT, *database.faults)


@dataclass(frozen=True, slots=True)
class Part:
    """The entries after number ``after``, up to ``until``, of a journal of ``size``.

    Where it ``is_trusted`` the entries before it are those of a checkpoint, else they are another
    part.  ``sizes`` are those whose roots are asked for; entries may be dated ``last`` at the
    latest.  Digests are made with ``key``, which nobody knows beforehand.
    """

    after: int
    until: int
    size: int
    sizes: tuple[int, ...]
    last: str
    key: bytes
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was found in a part where nothing is wrong by itself.

    ``roots`` are those of the tree at the sizes asked for, and where the part begins and ends;
    ``left`` is what is left of the rows of each table (`Tally.left`).
    """

    roots: dict[int, bytes]
    left: dict[str, tuple[int, int]]


class OnePart:
    """The pass over one part, in ``steps`` between `begin` and `done`.

    Each of them may raise what is `unfit`.
    """

    def __init__(self, database: Database, reading: Reading, part: Part) -> None:
        self._database, self._reading, self._part = database, reading, part
        self._since = part.after if part.is_trusted else 0
        self._scrutiny = Scrutiny(part.last)
        self._frontier = Frontier()
        self._roots: dict[int, bytes] = {}
        self._last_at = ""
        self._tallies = {name: Tally(table, part.key) for name, table in raw_rows.TABLES.items()}

    @property
    def steps(self) -> list[Step]:
        """What is to be done, one after the other."""
        count = self._part.until - self._part.after
        steps: list[Step] = [self._read] * -(-count // BATCH)
        return steps + [partial(self._take_rest, tally) for tally in self._tallies.values()]

    def close(self) -> None:
        """Let go of what brings rows."""
        for tally in self._tallies.values():
            tally.close()

    def begin(self) -> None:
        """Take up the tree and the rows where the entries before end, and earlier roots."""
        part = self._part
        with self._reading() as connection:
            if part.after:
                read = journal_table.reader(connection)
                self._frontier = Frontier.of(part.after, read)
                sizes = {size for size in part.sizes if size <= part.after and part.is_trusted}
                self._roots = {size: merkle.root(size, read) for size in sizes}
                self._roots[part.after] = self._frontier.root()
                self._last_at = journal_table.times_of(connection, [part.after])[part.after]
                self._scrutiny.begin(connection, part.after, self._last_at)
            else:
                self._roots[0] = self._frontier.root()
            if not part.is_trusted:
                for tally in self._tallies.values():
                    if part.after:
                        tally.begin_behind(connection, part.after)
                    elif part.until < part.size:
                        tally.end_with(connection, part.until)

    def done(self) -> Done:
        """What was found, once all steps were taken."""
        if self._frontier.size != self._part.until:
            raise Unsure
        self._look_ahead()
        evidence = Evidence(0, self._part.size)
        self._scrutiny.close(evidence)
        if evidence.odd:
            raise Unsure
        self._roots[self._part.until] = self._frontier.root()
        return Done(self._roots, {name: tally.left for name, tally in self._tallies.items()})

    def _span(self, connection: Connection) -> Span:
        size = self._part.size
        return Span(self._since, size, max(size, journal_table.head(connection).size))

    def _read(self) -> None:
        """Read, hash and inspect the next entries, and work out their rows."""
        with self._reading() as connection:
            first = self._frontier.size + 1
            last = min(self._part.until, first + BATCH - 1)
            rows = journal_table.stored_whole(connection, first, last)
            if [row[0] for row in rows] != list(range(first, last + 1)):
                raise Unsure
            entries = [self._entry(*row[1:]) for row in rows]
            state = self._look(connection, first, entries)
            full = self._grow([row[3] for row in rows])
            batch = projection.rows_of(connection, first, entries, state.borne)
            span = self._span(connection)
            for table, key, number in replica.rows_ended(connection, first, batch):
                self._tallies[table.name].end(key, number)
            for name, tally in self._tallies.items():
                made = full if name == "tiles" else batch.opening.get(tally.table, ())
                if made:
                    tally.take(connection, made, span)

    def _entry(self, at: Any, data: Any, leaf: Any) -> Entry:  # noqa: ANN401 - whatever is stored
        """The entry that is stored, with right things beside it."""
        if type(data) is not bytes or merkle.leaf_hash(data) != leaf:
            raise Unsure
        entry = from_bytes(data)
        if entry.at != at or entry.at < self._last_at:
            raise Unsure
        self._last_at = entry.at
        return entry

    def _look(self, connection: Connection, first: int, entries: Sequence[Entry]) -> IdState:
        """Inspect entries, and hold them against those before them."""
        evidence = Evidence(0, self._part.size)
        state = self._scrutiny.look(connection, list(enumerate(entries, first)), evidence)
        if evidence.own or evidence.odd:
            raise Unsure
        return state

    def _grow(self, leaves: Sequence[bytes]) -> list[list[Any]]:
        """Add leaves to the tree; the tiles that they fill, as rows."""
        full = []
        for leaf in leaves:
            for level, number, hashes, root in self._frontier.add(leaf):
                full.append([level, number, b"".join(hashes), root])
            if self._frontier.size in self._part.sizes:
                self._roots[self._frontier.size] = self._frontier.root()
        return full

    def _take_rest(self, tally: Tally) -> None:
        with self._reading() as connection:
            tally.take_rest(connection, self._span(connection))

    def _look_ahead(self) -> None:
        """Find the questions that claims await in what came with the same import, and is no part.

        Whether these entries are as they should be is seen by who looks at them.
        """
        awaited, number = self._scrutiny.succession.awaited, self._part.until
        while awaited and number < self._part.size:
            last = min(self._part.size, number + BATCH)
            with self._reading() as connection:
                rows = journal_table.stored_whole(connection, number + 1, last)
            for number, at, data, _ in rows:  # noqa: B007 - it goes on behind the last
                if at != self._last_at:
                    return
                if (entry := from_bytes(data)).kind == Kind.QUESTION:
                    awaited.pop(entry.id, None)
            if number != last:
                raise Unsure
