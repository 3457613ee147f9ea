"""The calendar: the due days of questions, one each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.book.asking.lists import list_claims
from ledger.model.dueday import DueDay
from ledger.store import history
from ledger.store.journal_table import times_of

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment
    from ledger.model.filters import Filters
    from ledger.model.moment import Moment
    from ledger.store.database import Connection


def due_days(connection: Connection, moment: Moment, filters: Filters) -> list[DueDay]:
    """The due days of the questions that claims which ``filters`` let through stand on, in order.

    A question without a due day has its scheduled end instead; one without either has none.
    """
    waiting: dict[str, list[Assessment]] = defaultdict(list)
    for one in list_claims(connection, moment, filters):
        if one.horizon is not None:
            waiting[one.question].append(one)
    about = history.entries_about(connection, moment.entry, waiting)
    times = times_of(connection, {max(numbers) for numbers in about.values()})
    return [
        DueDay(tuple(claims), len(about[question]), times[max(about[question])])
        for question, claims in waiting.items()
    ]
