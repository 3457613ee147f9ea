"""Whether an entry that undoes another could do so: what `Ledger.undo` holds to, seen afterwards.

It is told from the journal alone, but for what stood before the first of the entries at hand, which
is asked of the rows made by then.  That no checkpoint was made between is nothing that a journal
tells: it is looked at before an undo is written, and never again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from ledger.errors import Refusal
from ledger.journal.undoing import (
    MINUTES,
    about,
    bears,
    content,
    is_tied,
    is_within,
    rests_on,
    taking_back,
    undone_by,
)
from ledger.model.codec import UNDOES
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.store import journal_table
from ledger.store.lookups import last_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.journal.entry import Entry
    from ledger.store.database import Connection

Numbered: TypeAlias = "tuple[int, Entry]"


@dataclass(frozen=True, slots=True)
class Past:
    """The journal so far: some entries at hand, and before the ``first`` of them what is stored.

    ``rows`` has the rows up to there, ``journal`` the entries; the two may be one database.
    """

    rows: Connection
    journal: Connection
    first: int
    at_hand: Sequence[Numbered] = field(default=())

    def entries(self, first: int, last: int) -> Iterator[Numbered]:
        """Entries number ``first`` to ``last``."""
        if first < self.first:
            yield from journal_table.entries(self.journal, first, min(last, self.first - 1))
        yield from (one for one in self.at_hand if first <= one[0] <= last)

    def entry(self, number: int) -> Entry | None:
        """One entry; None where there is none of that number."""
        return next((entry for _, entry in self.entries(number, number)), None)

    def prior(self, number: int, kind: str, identifier: str) -> Entry | None:
        """What made a record as it was before entry ``number``; None where there was none."""
        for at, other in reversed(self.at_hand):
            if at < number and about(other) == (kind, identifier):
                return None if other.kind == Kind.WITHDRAWAL else other
        row = last_row(self.rows, kind, identifier, min(number, self.first))
        if row is None or (row[1] is not None and row[1] < number):
            return None
        return self.entry(row[0])


def faults(past: Past) -> Iterator[tuple[int, str]]:
    """The entries at hand that undo what they could not, each with why."""
    for number, entry in past.at_hand:
        if UNDOES in entry.body:
            try:
                why = _fault(past, number, entry)
            except Refusal as trouble:
                why = str(trouble)
            if why is not None:
                yield number, why


def _fault(past: Past, number: int, entry: Entry) -> str | None:
    undone = undone_by(entry.body) or 0
    target = past.entry(undone) if undone < number else None
    if target is None:
        return f"It undoes entry {undone}, which is not there before it."
    if not is_same(target.by, entry.by):
        return f"It undoes entry {undone}, which another has recorded."
    if not is_within(target.at, entry.at):
        return f"It undoes entry {undone}, which is more than {MINUTES} minutes older."
    if UNDOES in target.body:
        return f"It undoes entry {undone}, which itself undoes another."
    prior = past.prior(undone, *about(target))
    if (entry.kind, entry.id, content(entry.body)) != taking_back(target, prior):
        return f"It does not say what stood before entry {undone}."
    return _bearing(past, number, entry, undone, bears(target, prior))


def _bearing(
    past: Past, number: int, entry: Entry, undone: int, borne: set[tuple[str, str]]
) -> str | None:
    """Why an entry cannot be undone for what came after it.

    ``borne`` is what nothing may have come to stand on.
    """
    own: list[Numbered] = []
    gone = {undone}
    for at, other in past.entries(undone, number - 1):
        if is_same(other.by, entry.by):
            own.append((at, other))
            by_then = undone_by(other.body)
            if by_then == undone:
                return f"It undoes entry {undone}, which entry {at} has undone."
            if by_then is not None and other.at == entry.at:
                gone.add(by_then)
        elif not borne.isdisjoint(rests_on(other)):
            return f"It undoes entry {undone}, on which entry {at} stands."
    later = [(at, other) for at, other in own if UNDOES not in other.body or other.at != entry.at]
    together = all(is_tied(one, other) for (_, one), (_, other) in pairwise(later))
    if {at for at, _ in later} != gone or not together:
        return f"It undoes entry {undone}, which is not the last thing that was recorded before."
    return None
