"""Questions people ask of the whole ledger: search, the agenda and the log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.book import finding
from ledger.book.asking.selection import by_horizon, select
from ledger.errors import NotFound
from ledger.model import body
from ledger.model.outcome import question_of
from ledger.store import assessments, changes, journal, lookups, records
from ledger.store.tokens import tokens

if TYPE_CHECKING:
    from datetime import timedelta

    from ledger.journal.entry import Entry
    from ledger.model.assessment import Assessment
    from ledger.model.filters import Filters
    from ledger.model.moment import Moment
    from ledger.model.source import Source
    from ledger.store.database import Connection

AT_ONCE: Final = 20
"""How many words are looked for at once; a database takes no text of any length."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What wants attention: the claims due soon, those overdue, and old ones without a due day.

    Claims without a due day but with a scheduled end (`Assessment.horizon`) are due to be looked at
    by then.
    """

    due: tuple[Assessment, ...]
    overdue: tuple[Assessment, ...]
    stale: tuple[Assessment, ...]


def search_claims(
    connection: Connection, moment: Moment, words: str, filters: Filters
) -> list[Assessment]:
    """The claims that hold every one of ``words``, the newest first; none for no words."""
    wanted = sorted(tokens([words]), key=len, reverse=True)
    selection = select(connection, moment, filters)
    found: dict[str, Assessment] = {}
    for start in range(0, len(wanted), AT_ONCE):
        few = replace(selection.filters, words=tuple(wanted[start : start + AT_ONCE]))
        have = {one.id: one for one in replace(selection, filters=few).rows()}
        found = have if start == 0 else {one: found[one] for one in found if one in have}
        if not found:
            break
    return sorted(found.values(), key=lambda one: (-one.entry, one.id))


def agenda(connection: Connection, moment: Moment, within: timedelta, stale: timedelta) -> Agenda:
    """What falls due ``within`` a time, is overdue, or was untouched for ``stale`` time.

    The oldest due day comes first, and the longest untouched.
    """
    last = _shifted(moment.day, within)
    until = max(last, moment.day)  # what is overdue is told whatever is asked for
    found = sorted(assessments.assess_due(connection, moment, until), key=by_horizon)
    soon = last.isoformat()
    due = [one for one in found if one.status == "open" and one.horizon and one.horizon <= soon]
    undated = [one for one in found if one.horizon is None]
    touched = changes.last_touched(connection, moment.entry, {one.question for one in undated})
    before = _shifted(moment.day, -stale).isoformat()
    old = [one for one in undated if touched[one.question][:10] <= before]
    old.sort(key=lambda one: (touched[one.question], one.id))
    overdue = [one for one in found if one.status == "overdue"]
    return Agenda(tuple(due), tuple(overdue), tuple(old))


def _shifted(day: date, by: timedelta) -> date:
    """A day moved, but not out of the calendar."""
    days = min(max(day.toordinal() + by.days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(days)


def log(
    connection: Connection, moment: Moment, identifier: str | None, last: int | None
) -> list[tuple[int, Entry]]:
    """The entries up to ``moment`` with their numbers; of one id, its outcomes among them.

    With ``last`` they are no more than so many, the newest.

    Raises:
        NotFound: no entry is about the id.
    """
    if identifier is None:
        first = 1 if last is None else max(1, moment.entry - last + 1)
        return list(journal.entries(connection, first, moment.entry))
    near = records.entries_about(connection, identifier)
    known = journal.entries_by_number(connection, {one for one in near if one <= moment.entry})
    found = [
        (number, entry)
        for number, entry in sorted(known.items())
        if identifier in {entry.id, (question_of(entry.id) or (entry.id,))[0]}
    ]
    if not found:
        close = finding.close_ids(connection, finding.KINDS, identifier)
        raise NotFound("entry about", identifier, close)
    return found if last is None else found[-last:]


def evidence(connection: Connection, outcome: str) -> list[dict[str, Any]]:
    """The evidence of one outcome in force, as keys of the claim file.

    Raises:
        NotFound: there is no such outcome.
    """
    found = finding.standing(connection, "outcome", outcome)
    return [dict(one) for one in found.body.get("evidence", ())]


def last_source(connection: Connection) -> Source | None:
    """The source that was used last, or None in an empty ledger."""
    found = lookups.last_source(connection)
    if found is None:
        return None
    return body.source_of(found, records.latest(connection, "source", [found])[found].body)
