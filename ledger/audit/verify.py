"""Whether a ledger is whole: its entries, its tree, its tables, and the database as such.

Each step reads in a unit of its own, so that nobody who writes waits for long: what is written
meanwhile is left out, for rows are only added, and ``replaced_by`` says which entry set it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.damage import (
    MOST_ROWS,
    Checked,
    Damage,
    Evidence,
    Last,
    damage_of_shape,
    differences,
)
from ledger.audit.diagnose import diagnose
from ledger.audit.entry_order import Scrutiny
from ledger.audit.one_pass import OnePass
from ledger.audit.tamper_patterns import displaced
from ledger.audit.two_processes import SecondProcess
from ledger.errors import Damaged, StoreTrouble
from ledger.journal import merkle
from ledger.journal.entry import from_bytes, latest
from ledger.journal.merkle import Frontier
from ledger.store import journal_table, raw_rows, replica
from ledger.store.raw_rows import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ledger.audit.one_pass import Step, Track
    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection, Database

BATCH: Final = 1000
"""How many entries are read and replayed at once."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found: of ``size`` entries with ``root``, those after ``since`` were read.

    ``root`` is None where entries are missing; ``protected`` is how many of the entries are those
    of a checkpoint: whoever holds the file can rewrite the others unseen.
    ``warnings`` name what else the database holds, and no answer can change by.
    """

    size: int
    root: bytes | None
    since: int
    protected: int
    damage: tuple[Damage, ...]
    checkpoints: tuple[Checked, ...]
    warnings: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage


def verify(  # noqa: PLR0913, PLR0917 - each an option of the command, or the time
    database: Database,
    checkpoints: Sequence[Checkpoint],
    since: Checkpoint | None,
    track: Track,
    now: datetime,
    processes: int = 1,
) -> Verified:
    """Verify a ledger against itself and against checkpoints, when the clock says ``now``.

    With two ``processes`` a second one is started where the ledger is large.
    With ``since`` the entries of that checkpoint are not read again: the hashes kept of them are
    seen to give its root, and rows are compared that later entries made or replaced.
    """
    known = [*checkpoints, *([since] if since else [])]
    trusted = since.size if since else 0
    start = SecondProcess if processes > 1 else None
    quick = OnePass(database, known, trusted, latest(now), start)
    if not quick.is_whole(track):
        return diagnosed(database, known, trusted, track, now)
    return Verified(
        size=quick.size,
        root=quick.root,
        since=trusted,
        protected=max((checkpoint.size for checkpoint in known), default=0),
        damage=(),
        checkpoints=tuple(quick.checked),
        warnings=tuple(quick.warnings),
    )


def diagnosed(
    database: Database, checkpoints: list[Checkpoint], since: int, track: Track, now: datetime
) -> Verified:
    """Verify a ledger the long way, which finds what was done to it and where.

    Its tables are made anew in a temporary file, from the entries after number ``since``, and each
    is compared with what is stored, row by row.
    """
    with replica.replica() as made:
        found = _Verification(database, made, checkpoints, Scrutiny(latest(now)))
        return found.run(since, track)


@dataclass(slots=True)
class _Verification:
    """One run, step by step.

    ``bytes_`` and ``leaves`` are the trees of the entries and of the leaf hashes kept beside them,
    the latter only from where they first differ.  ``is_read`` is false once entries could not be
    read: then there is nothing to compare the tables with.
    """

    database: Database
    replica: Connection
    checkpoints: list[Checkpoint]
    scrutiny: Scrutiny
    evidence: Evidence = field(default_factory=lambda: Evidence(0, 0))
    bytes_: Frontier = field(default_factory=Frontier)
    leaves: Frontier | None = None
    last: int | None = None
    last_at: str = ""
    is_numbered: bool = True
    is_read: bool = True
    damage: list[Damage] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    roots: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)

    def run(self, since: int, track: Track) -> Verified:
        """Go through all steps."""
        with self.database.reading() as connection:
            size = journal_table.head(connection).size
            count = raw_rows.count_after(connection, min(since, size))
            self.evidence.since, self.evidence.size = min(since, size), size
            self._begin(connection)
        steps: list[Step] = [self._read] * -(-count // BATCH)
        steps += [partial(self._compare, table) for table in raw_rows.TABLES]
        steps += [self._look_at_shape]
        if not since:
            steps += [self._look_at_file]
        for step in track(steps):
            self._take(step)
        self.scrutiny.close(self.evidence)
        self._check()
        size = self.evidence.size
        return Verified(
            size=size,
            root=self.bytes_.root() if self.is_numbered and self.is_read else None,
            since=self.evidence.since,
            protected=self.evidence.proven,
            damage=(*diagnose(self.evidence), *self.damage),
            checkpoints=tuple(self.evidence.checked),
            warnings=tuple(self.warnings),
        )

    def _begin(self, connection: Connection) -> None:
        """Take up the tree where the trusted entries end, and its earlier roots."""
        since = self.evidence.since
        if since:
            read = journal_table.reader(connection)
            try:
                self.bytes_ = Frontier.of(since, read)
                for size in {one.size for one in self.checkpoints if one.size <= since}:
                    self.roots[size] = (merkle.root(size, read),) * 2
            except Damaged as trouble:
                self.is_numbered = False
                self._own("removed", 1, f"Hashes are missing: {trouble}")
            self.last = since
            at = journal_table.times_of(connection, [since]).get(since)
            self.last_at = at if isinstance(at, str) else ""
            self.scrutiny.begin(connection, since, self.last_at)
        self._note_root()

    def _take(self, step: Step) -> None:
        """Take a step; that the database cannot be read is damage too."""
        try:
            step()
        except StoreTrouble as trouble:
            self.damage.append(Damage("broken", "file", None, "", str(trouble)))

    def _own(self, kind: str, entry: int, message: str, *, is_unequal: bool = False) -> None:
        self.evidence.own.append(Damage(kind, "journal", entry, "", message, 0, is_unequal))

    # Entries

    def _read(self) -> None:
        """Read, hash and replay the next entries."""
        if not self.is_read:
            return
        self.is_read = False  # until they were
        with self.database.reading() as connection:
            rows = raw_rows.entries_after(connection, self.last, BATCH)
            rows = [row for row in rows if row[0] <= self.evidence.size]
            found = [(row[0], entry) for row in rows if (entry := self._entry(*row))]
            if self.evidence.since:
                replica.seed(
                    connection, self.replica, self.evidence.since, [entry for _, entry in found]
                )
            if found:
                self.scrutiny.look(self.replica, found, self.evidence, connection)
        if found:
            for number, why in replica.replay(self.replica, found).items():
                message = f"No rows can be made of it: {why}."
                self.evidence.odd.append(Damage("edited", "journal", number, "", message))
        self.is_read = True

    def _entry(self, seq: int, at: Any, data: Any, leaf: Any) -> Entry | None:  # noqa: ANN401 - whatever is stored
        """Look at one entry; None where it cannot be read."""
        self._follow(seq)
        if not isinstance(data, bytes):
            self._own("edited", seq, "It holds no bytes.")
            self.is_numbered = False
            return None
        self._grow(seq, merkle.leaf_hash(data), leaf)
        try:
            entry = from_bytes(data)
        except ValueError as trouble:
            self._own("edited", seq, str(trouble))
            return None
        if entry.at != at:
            self._own("edited", seq, f"Its time is {entry.at}, and {at} is kept beside it.")
        if entry.at < self.last_at:
            message = f"Its time is {entry.at}, before that of the entry before."
            self.evidence.odd.append(Damage("reordered", "journal", seq, "", message))
        self.last_at = max(self.last_at, entry.at)
        return entry

    def _follow(self, seq: int) -> None:
        """See that the entry comes next."""
        wanted = (self.last or 0) + 1
        if seq > wanted:
            told = (
                f"Entry {wanted} is" if seq == wanted + 1 else f"Entries {wanted} to {seq - 1} are"
            )
            self._own("removed", wanted, f"{told} not there.")
        elif seq < wanted:
            self._own("inserted", seq, "Entries are numbered from 1 on.")
        if seq != wanted:
            self.is_numbered = False
        self.last = seq

    def _grow(self, seq: int, true: bytes, leaf: Any) -> None:  # noqa: ANN401 - whatever is stored
        """Add an entry to the tree, and to that of the hashes kept."""
        if true != leaf:
            message = "Its bytes do not have the leaf hash kept beside them."
            self._own("edited", seq, message, is_unequal=True)
            self.leaves = self.leaves or self.bytes_.copy()
        if self.leaves:
            list(self.leaves.add(leaf if isinstance(leaf, bytes) else b""))
        for tile in self.bytes_.add(true):
            if self.is_numbered:
                replica.keep_tile(self.replica, *tile)
        self._note_root()

    def _note_root(self) -> None:
        """Keep the roots at the sizes of checkpoints."""
        size = self.bytes_.size
        if (
            self.is_numbered
            and size not in self.roots
            and size in {checkpoint.size for checkpoint in self.checkpoints}
        ):
            own = self.bytes_.root()
            self.roots[size] = (own, self.leaves.root() if self.leaves else own)

    # Tables

    def _compare(self, table: str) -> None:
        """Compare a table with what the journal makes."""
        if not self.is_read or (table == "tiles" and not self.is_numbered):
            return
        since, size = self.evidence.since, self.evidence.size
        with self.database.reading() as connection:
            end = max(size, journal_table.head(connection).size)
            expected = raw_rows.rows(self.replica, table, Span(since, size, size))
            found = Last(raw_rows.rows(connection, table, Span(since, size, end)))
            names = raw_rows.columns_of(table)
            places = [names.index(name) for name in raw_rows.order_of(table)]
            differing = list(islice(differences(expected, iter(found), places), MOST_ROWS))
            if table == "tiles":
                self.evidence.places = journal_table.numbers_of(connection, displaced(differing))
        if differing:
            self.evidence.differences[table] = differing
            self.evidence.last[table] = found.last

    def _look_at_shape(self) -> None:
        with self.database.reading() as connection:
            wrong, self.warnings = damage_of_shape(connection)
        self.damage += wrong

    def _look_at_file(self) -> None:
        with self.database.reading() as connection:
            wrong = self.database.backend.damage_of_file(connection)
            if "search" not in self.evidence.differences:  # else that is told
                wrong += self.database.backend.words.damage(connection)
        for one in wrong[:1]:
            message = f"The database finds: {one}."
            self.damage.append(Damage("broken", "file", None, "", message, len(wrong) - 1))

    # Checkpoints

    def _check(self) -> None:
        """Compare the roots with those of the checkpoints."""
        for one in sorted(self.checkpoints, key=lambda checkpoint: checkpoint.size):
            own, kept = self.roots.get(one.size, (None, None))
            self.evidence.checked.append(Checked(one, own == one.root))
            if own == one.root:
                self.evidence.proven = one.size
            if kept == one.root:
                self.evidence.kept = one.size
