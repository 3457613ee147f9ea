"""A ledger that is written on one server, and read on another that follows it: a read replica.

A replica is always a little behind.  A unit that reads begins there, and waits until it has every
entry that is needed: the last that was written from this machine, what was asked for, and whatever
was read before, so that nobody goes back in time.  Where that takes too long, or the replica cannot
be used, it begins on the primary, and somebody is told.

A replica is known by its journal: its first entry is the ledger's, and so is its last.  How it
comes by them is not asked, nor whether it would take changes.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger import invocation
from ledger.errors import (
    Busy,
    ConnectionLost,
    LedgerTooOld,
    NotFound,
    StoreTrouble,
    Unreachable,
    clause,
)
from ledger.store.backend import backend_at
from ledger.store.database import Database, connect, version_in
from ledger.store.journal_table import head, leaf
from ledger.store.opening import open_database
from ledger.store.schema import REVISION
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.invocation import Written
    from ledger.store.database import Connection

PATIENCE: Final = 5.0
"""Seconds to wait until the replica has an entry that is needed."""

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.32
"""Seconds between two looks: twice as many each time, up to the longest."""

AGAIN: Final = 30.0
"""Seconds for which a replica is passed over that could not be used."""


@dataclass(slots=True)
class _Known:
    """What was found out about the two servers.

    ``seen`` is the highest entry anybody was shown, ``again`` the moment on the clock of `time` at
    which a replica that was passed over is tried again, ``told`` why it was, and ``held`` the
    entry of our own that was last found to be there.
    """

    seen: int = 0
    is_compared: bool = False
    again: float = 0.0
    told: str = ""
    held: Written | None = None


@dataclass(frozen=True, slots=True)
class WithReplica(Database):
    """A database that is written where it is, and read on its ``replica`` where that will do.

    Nothing is read in which there is no entry ``at_least``; ``tell`` is told what a person should
    know, in a sentence each.
    """

    replica: Database = field(kw_only=True)
    at_least: int = field(kw_only=True)
    tell: Callable[[str], None] = field(kw_only=True, repr=False)
    _known: _Known = field(default_factory=_Known, init=False, repr=False)

    @contextmanager
    def reading(self, needs: int = 0) -> Iterator[Connection]:
        """A unit that reads one state of the ledger, in which there is entry ``needs``, if any.

        Raises:
            StoreTrouble: the replica is none of this ledger; or neither server can be read.
            NotFound: there is no entry ``at_least``.
        """
        with ExitStack() as unit:
            connection = self._of_replica(unit, needs)
            if connection is None:
                connection = unit.enter_context(Database.reading(self))
                self._refuse_missing(connection)
            self._look_for_own(connection)
            self._known.seen = max(self._known.seen, head(connection).size)
            yield connection

    def _written(self, connection: Connection) -> tuple[str, Written] | None:
        """Also seen here, where the user's folder cannot keep it."""
        found = Database._written(self, connection)  # noqa: SLF001 - its own
        if found is not None:
            self._known.seen = max(self._known.seen, found[1].number)
        return found

    def _of_replica(self, unit: ExitStack, needs: int) -> Connection | None:
        """A connection to the replica, on which a unit has begun; None where it will not do."""
        if time.monotonic() < self._known.again:
            return None
        until, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while True:
            with ExitStack() as tried:
                try:
                    connection = tried.enter_context(self._unit_of_replica())
                except StoreTrouble as trouble:
                    self._pass_over(type(trouble).__name__, clause(str(trouble)))
                    return None
                size, wanted = head(connection).size, self._wanted(connection, needs)
                if self._is_compared(connection, size) and size >= wanted:
                    self._known.told = ""
                    unit.push(tried.pop_all())
                    return connection
            if time.monotonic() >= until:
                missing = f"{self.replica.place} has no entry {max(wanted, 1)} yet"
                self._pass_over("behind", f"{missing}, after {PATIENCE:.0f} seconds")
                return None
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    @contextmanager
    def _unit_of_replica(self) -> Iterator[Connection]:
        """A unit that reads on the replica.

        Raises:
            StoreTrouble: it cannot be read, or not as this program reads a ledger.
        """
        place = self.replica.place
        try:
            with self.replica.reading() as connection:
                if not self._known.is_compared and version_in(connection, place) != REVISION:
                    raise LedgerTooOld(f"{place} holds no ledger of this program's version.")
                yield connection
        except ConnectionLost as lost:
            raise ConnectionLost(str(lost), f"Try again: {self.place} answers then.") from lost
        except Busy as conflict:  # with what the primary has done meanwhile
            raise Busy(str(conflict), "Run it again, or without --replica.") from conflict

    def _wanted(self, connection: Connection, needs: int) -> int:
        """The entry that must be there, given a connection to either server."""
        own = invocation.written(leaf(connection, 1))
        return max(needs, self.at_least, self._known.seen, own[-1].number if own else 0)

    def _is_compared(self, replica: Connection, size: int) -> bool:
        """Whether the replica's ``size`` entries are known to be the ledger's.

        Not yet are those of one that has none while the ledger has some.  Where the primary does
        not answer they are taken for it: a replica is there for that too.

        Raises:
            StoreTrouble: they are another ledger's.
        """
        if self._known.is_compared:
            return True
        own = leaf(replica, 1), leaf(replica, size)
        try:
            with Database.reading(self) as primary:
                there = head(primary).size
                theirs = leaf(primary, 1), leaf(primary, size)
        except Unreachable as trouble:
            read = f"read from {self.replica.place}, as of entry {size}"
            self.tell(f"{clause(str(trouble))}; {read}.")
            self._known.is_compared = True
            return True
        if size == 0:
            return there == 0
        if own[0] != theirs[0]:
            raise StoreTrouble(
                f"{self.replica.place} is no replica of {self.place}: it holds another ledger.",
                "Name a replica of this ledger, or leave out --replica.",
            )
        if own != theirs:
            raise StoreTrouble(
                f"{self.replica.place} is no replica of {self.place}: its entry {size} is not "
                f"that ledger's.",
                "If it has become the primary, name it with --db.",
            )
        self._known.is_compared = True
        return True

    def _pass_over(self, why: str, sentence: str) -> None:
        """Leave the replica alone for a while; what is said already is not said again."""
        self._known.again = time.monotonic() + AGAIN
        if self._known.told != why:
            self._known.told = why
            self.tell(f"{sentence}; read from {self.place}.")

    def _refuse_missing(self, primary: Connection) -> None:
        if head(primary).size < self.at_least:
            raise NotFound("entry", str(self.at_least))

    def _look_for_own(self, connection: Connection) -> None:
        """Tell of entries that were written from here and are not in the ledger any more.

        That is so where a replica became the primary before it had them.  They are told once.
        """
        ledger = leaf(connection, 1)
        own = invocation.written(ledger)
        if not own or own[-1] == self._known.held:
            return
        lost = [one for one in own if leaf(connection, one.number) != one.leaf]
        if lost:
            several = f"{counted(len(lost), 'entry')} written from here, from {lost[0].number} on"
            self.tell(f"{self.place} lacks {several}: hold it against a checkpoint.")
            invocation.forget_written(ledger, lost)
        self._known.held = own[-1]


def open_with_replica(
    target: str,
    replica: str,
    create: bool,  # noqa: FBT001 - as `open_database` has it
    at_least: int,
    tell: Callable[[str], None],
) -> WithReplica:
    """The database at ``target``, as `open_database` gives it, read on ``replica`` where it can be.

    It need not be reachable: what reads may do with the replica alone.

    Raises:
        StoreTrouble: one of them is of a kind that has no replicas; or `open_database` raises it.
    """
    refuse_without_replicas(target, replica)
    try:
        primary = open_database(target, create=create)
    except Unreachable:  # whoever writes is told then, and whoever reads by the first unit
        primary = connect(target, create=False)
    return WithReplica(
        primary.engine,
        primary.place,
        primary.target,
        replica=connect(replica, create=False),
        at_least=at_least,
        tell=tell,
    )


def refuse_without_replicas(target: str, replica: str) -> None:
    """Refuse addresses of databases that no other server can follow.

    Raises:
        StoreTrouble: one is.
    """
    for address in (target, replica):
        kind = backend_at(address)
        if not kind.has_replicas:
            raise StoreTrouble(
                f"{kind.name_of(address)} is a file, and has no replica.",
                "--replica goes with a --db on PostgreSQL; both are postgresql:// URLs.",
            )
