"""The agenda: what falls due, what is overdue, and what nobody has looked at for long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.book.asking.selection import page_of
from ledger.model.export_items import MOST_COUNTED
from ledger.model.filters import Filters
from ledger.store import history, pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.model.claim_state import Assessment, Moment
    from ledger.store.database import Connection
    from ledger.store.pages import Key

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What wants attention: the claims due soon, those overdue, and old ones without a due day.

    Claims without a due day but with a scheduled end (`Assessment.horizon`) are due to be looked at
    by then.  ``more`` counts by these names what was left out.  ``following`` is what falls due
    next, where nothing is due or overdue.
    """

    due: tuple[Assessment, ...]
    overdue: tuple[Assessment, ...]
    stale: tuple[Assessment, ...]
    more: Mapping[str, int | None]
    following: tuple[Assessment, ...] = ()


def agenda(
    connection: Connection,
    moment: Moment,
    within: timedelta,
    stale: timedelta,
    most: int | None = None,
) -> Agenda:
    """What falls due ``within`` a time, is overdue, or was untouched for ``stale`` time.

    The oldest due day comes first, and the longest untouched; of each no more than ``most``.
    """
    listing = pages.Listing(connection, moment, Filters())
    count = None if most is None else most + MOST_COUNTED + 1
    today, last = moment.day.isoformat(), _shifted(moment.day, within).isoformat()
    parts = {
        "overdue": listing.unsettled(count, None, _shifted(moment.day, -DAY).isoformat()),
        "due": listing.unsettled(count, today, last),
        "stale": _untouched(connection, moment, listing.undated(), _shifted(moment.day, -stale)),
    }
    shown = {name: page_of(connection, moment, keys, most) for name, keys in parts.items()}
    more = {name: page.more for name, page in shown.items()}
    following: tuple[Assessment, ...] = ()
    if not (parts["overdue"] or parts["due"]):
        since = _shifted(_shifted(moment.day, within), DAY).isoformat()
        keys = listing.unsettled(1, since, date.max.isoformat())
        following = tuple(page_of(connection, moment, keys, None))
    every = {name: tuple(page) for name, page in shown.items()}
    return Agenda(**every, more=more, following=following)


def _untouched(
    connection: Connection, moment: Moment, keys: Iterable[Key], until: date
) -> list[Key]:
    """Those of the claims whose question got no entry after a day, the longest untouched first."""
    by_question = defaultdict(list)
    for key in keys:
        by_question[key.question].append(key)
    touched = history.last_touched(connection, moment.entry, by_question)
    old = sorted(
        (at, key.id, key)
        for question, at in touched.items()
        if at[:10] <= until.isoformat()
        for key in by_question[question]
    )
    return [key for _, _, key in old]


def _shifted(day: date, by: timedelta) -> date:
    """A day moved, but not out of the calendar."""
    days = min(max(day.toordinal() + by.days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(days)
