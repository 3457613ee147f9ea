"""A transaction: what the ledger knows as it begins, and the entries it is about to make."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Damaged
from ledger.journal.entry import Entry, horizon, is_moment, latest, stamp
from ledger.model.claim_state import Moment
from ledger.model.codec import kind_of, to_body
from ledger.model.field_values import shown
from ledger.store import journal_table, projection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from ledger.model.codec import Record
    from ledger.store.database import Connection

AT_ONCE: Final = 2048
"""How many entries are written at once; a multiple of the 256 that fill a tile."""


@dataclass(slots=True)
class Transaction:
    """One transaction's worth of entries, written together by `close`."""

    connection: Connection
    now: datetime
    by: str
    head: journal_table.Head
    entries: list[Entry] = field(default_factory=list)
    stamp: dict[str, str] = field(default_factory=dict)
    """What each entry keeps of the request that it is made by."""
    at: str = field(init=False)
    """When the entries are made: now, but never earlier than the entry before.

    Beginning after an entry that is dated more than a day ahead is refused (`Damaged`): one such
    entry would date all that come after it.
    """

    def __post_init__(self) -> None:
        if self.head.size:
            self._refuse_misdated()
        self.at = max(stamp(self.now), self.head.at)

    def _refuse_misdated(self) -> None:
        """Refuse to write behind an entry of no time, or of one that is still to come."""
        what, at = f"Entry {self.head.size}", self.head.at
        if not is_moment(str(at)):  # a database keeps what it is given
            raise Damaged(what, f"its time is {shown(at)}")
        if at > latest(self.now):
            how = f"it is dated {at}, more than a day ahead of this computer's clock"
            cure = "Nothing was written. Run ledger verify, or set the clock if that is wrong."
            raise Damaged(what, how, cure)

    @property
    def moment(self) -> Moment:
        """What is known and what day it is as the transaction begins."""
        return Moment(self.head.size, self.now.date())

    @property
    def horizon(self) -> date:
        """The latest day it is anywhere on Earth."""
        return horizon(self.now)

    def note(self, record: Record, reason: str | None = None) -> None:
        """Enter a new record, or a new revision of one."""
        self.enter(kind_of(record), record.id, to_body(record), reason)

    def enter(self, kind: str, identifier: str, body: dict[str, Any], reason: str | None) -> None:
        """Make an entry."""
        if reason is not None:
            body = {**body, "reason": reason}
        body = {**body, **self.stamp}
        self.entries.append(Entry(at=self.at, by=self.by, kind=str(kind), id=identifier, body=body))

    def close(self, track: Callable[[Sequence[int]], Iterable[int]] = iter) -> None:
        """Write the entries and their rows, some at a time, so that few rows are in memory.

        ``track`` shows progress over these.
        """
        self.write(iter(self.entries), len(self.entries), track)

    def write(
        self,
        entries: Iterator[Entry],
        several: int,
        track: Callable[[Sequence[int]], Iterable[int]] = iter,
    ) -> None:
        """Write so many ``entries`` and their rows, as `close` does, as they come."""
        for start in track(range(0, several, AT_ONCE)):
            some = list(islice(entries, AT_ONCE))
            journal_table.append(self.connection, self.head.size + start, some)
            projection.project(self.connection, self.head.size + start + 1, some)
