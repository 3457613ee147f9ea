"""The last corrections, without a look at all that there ever were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.book.asking import affected
from ledger.book.asking.corrections import corrections, corrections_of
from ledger.journal.undoing import too_old
from ledger.model.export_items import Page
from ledger.store import journal_table
from ledger.store.changed_records import answered_again, corrected, correcting

if TYPE_CHECKING:
    from ledger.book.asking.corrections import Correction
    from ledger.store.database import Connection

AT_LEAST: Final = 100
"""So many entries more than are shown are looked at, to tell how many there are of not so many."""


def last_corrections(connection: Connection, moment: int, last: int) -> Page[Correction]:
    """The ``last`` corrections made up to entry ``moment``, oldest first.

    No more is read than tells them, so how many came before is known only where these are few.
    """
    every = affected.joinings(connection, moment)
    joining_numbers = {joining.number for joining in every}
    most = last + AT_LEAST
    while len(numbers := correcting(connection, moment, most) | joining_numbers) >= most:
        first = sorted(numbers, reverse=True)[most - 1]
        since = _could_be_undone(connection, first)
        about = corrected(connection, moment, since)
        answered = answered_again(connection, moment, None, since)
        joined = [joining for joining in every if joining.number >= first]
        found = [
            one
            for one in corrections_of(connection, moment, about, answered, joined)
            if one.entry >= first
        ]
        if len(found) > last:
            return Page(found[len(found) - last :], None)
        most *= 2
    return Page.of(corrections(connection, moment), last, last=True)


def _could_be_undone(connection: Connection, number: int) -> int:
    """The last entry that was too old to be undone when entry ``number`` was made.

    What was withdrawn before is not in force again by a later entry.
    """
    made = journal_table.times_of(connection, [number])[number]
    return journal_table.size_at(connection, too_old(made))
