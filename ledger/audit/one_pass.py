"""Whether a ledger is whole, told in one pass over its journal: the quick way, and the usual one.

The tables themselves stand in for those that the journal should have made.  For each entry they
are asked what stood before it, the rows that it makes of that are worked out, and in the end these
are compared with all that are stored.  If the rows of the entries before are right, what stood is
right, and so are the rows of this one: by induction all of them, or the comparison fails at the
first that is not.

So nothing is written, and little is kept in mind.  Indexes find what stood; that they belong to
their tables is for the database to say, which looks at itself at the end.

What is found to be whole is so.  Wherever that is not sure, `ledger.audit.verify` goes the long
way, which also says what was done.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.damage import Checked, Evidence, damage_of_shape
from ledger.audit.entry_order import Scrutiny
from ledger.errors import StoreTrouble
from ledger.journal import merkle
from ledger.journal.entry import from_bytes
from ledger.journal.merkle import Frontier
from ledger.store import journal_table, projection, raw_rows, replica
from ledger.store.raw_rows import Span, Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection, Database
    from ledger.store.history import IdState

    Step = Callable[[], None]
    Track = Callable[[Sequence[Step]], Iterable[Step]]

BATCH: Final = 2000
"""How many entries are read at once."""


class Unsure(Exception):  # noqa: N818 - no fault: the long way will tell
    """Something is not as it is in a ledger that is whole."""


class OnePass:
    """One pass, step by step.

    ``root`` is the root of the entries, ``checked`` what the checkpoints are worth, ``warnings``
    what else the database holds; they are there where the ledger `is_whole`.
    """

    def __init__(
        self, database: Database, checkpoints: Sequence[Checkpoint], since: int, last: str
    ) -> None:
        self.size = 0
        self.checked: list[Checked] = []
        self.warnings: list[str] = []
        self._database = database
        self._since = since
        self._checkpoints = sorted(checkpoints, key=lambda checkpoint: checkpoint.size)
        self._scrutiny = Scrutiny(last)
        self._frontier = Frontier()
        self._roots: dict[int, bytes] = {}
        self._last_at = ""
        self._is_unsure = False
        self._unfit: tuple[type[Exception], ...] = (
            Unsure, StoreTrouble, *replica.UNFIT, *database.faults,
        )  # fmt: skip
        self._lasting: Connection | None = None
        key = secrets.token_bytes(32)
        self._tallies = {name: Tally(table, key) for name, table in raw_rows.TABLES.items()}

    @property
    def root(self) -> bytes:
        """The root over the entries (RFC 9162), 32 bytes."""
        return self._frontier.root()

    def is_whole(self, track: Track) -> bool:
        """Go through all steps, and say whether all is as it should be, for sure."""
        with ExitStack() as stack:
            if not self._database.backend.readers_hold_up:
                self._lasting = stack.enter_context(self._database.reading())
            for tally in self._tallies.values():
                stack.callback(tally.close)
            with self._reading() as connection:
                self.size = journal_table.head(connection).size
                count = raw_rows.count_after(connection, self._since)
            # First: what is read below is read as tables of this shape, a view might have no end.
            self._take(self._look_at_shape)
            self._take(self._begin)
            steps: list[Step] = [self._read] * -(-count // BATCH)
            steps += [partial(self._take_rest, tally) for tally in self._tallies.values()]
            if not self._since:
                steps += [self._look_at_file]
            for step in track(steps):
                self._take(step)
            self._take(self._close)
        return not self._is_unsure

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A unit that reads, which is one for all steps where nobody has to wait for that."""
        if self._lasting is not None:
            yield self._lasting
            return
        with self._database.reading() as connection:
            yield connection

    def _take(self, step: Step) -> None:
        if self._is_unsure:
            return
        try:
            step()
        except self._unfit:
            self._is_unsure = True

    def _span(self, connection: Connection) -> Span:
        return Span(self._since, self.size, max(self.size, journal_table.head(connection).size))

    def _begin(self) -> None:
        """Take up the tree where the trusted entries end, and its earlier roots."""
        if self._since > self.size:
            raise Unsure
        with self._reading() as connection:
            if self._since:
                read = journal_table.reader(connection)
                self._frontier = Frontier.of(self._since, read)
                sizes = {
                    checkpoint.size
                    for checkpoint in self._checkpoints
                    if checkpoint.size <= self._since
                }
                self._roots = {size: merkle.root(size, read) for size in sizes}
                self._last_at = journal_table.times_of(connection, [self._since])[self._since]
                self._scrutiny.begin(connection, self._since, self._last_at)
            else:
                self._roots[0] = self._frontier.root()

    # Entries

    def _read(self) -> None:
        """Read, hash and inspect the next entries, and work out their rows."""
        with self._reading() as connection:
            first = self._frontier.size + 1
            last = min(self.size, first + BATCH - 1)
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
        evidence = Evidence(0, self.size)
        state = self._scrutiny.look(connection, list(enumerate(entries, first)), evidence)
        if evidence.own or evidence.odd:
            raise Unsure
        return state

    def _grow(self, leaves: Sequence[bytes]) -> list[list[Any]]:
        """Add leaves to the tree; the tiles that they fill, as rows."""
        sizes = {checkpoint.size for checkpoint in self._checkpoints}
        full = []
        for leaf in leaves:
            for level, number, hashes, root in self._frontier.add(leaf):
                full.append([level, number, b"".join(hashes), root])
            if self._frontier.size in sizes:
                self._roots[self._frontier.size] = self._frontier.root()
        return full

    # What else there is

    def _take_rest(self, tally: Tally) -> None:
        with self._reading() as connection:
            tally.take_rest(connection, self._span(connection))
        if not tally.is_even:
            raise Unsure

    def _look_at_shape(self) -> None:
        with self._reading() as connection:
            wrong, self.warnings = damage_of_shape(connection)
        if wrong:
            raise Unsure

    def _look_at_file(self) -> None:
        with self._reading() as connection:
            backend = self._database.backend
            if backend.damage_of_file(connection) or backend.words.damage(connection):
                raise Unsure

    def _close(self) -> None:
        evidence = Evidence(0, self.size)
        self._scrutiny.close(evidence)
        self.checked = [
            Checked(checkpoint, self._roots.get(checkpoint.size) == checkpoint.root)
            for checkpoint in self._checkpoints
        ]
        if evidence.odd or not all(checked.matches for checked in self.checked):
            raise Unsure
        if self._frontier.size != self.size:
            raise Unsure
