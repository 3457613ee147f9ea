"""Selections: the claims that a list, a report, an export, a calendar or a feed is about.

Every filter means here what it means everywhere, and all are decided by the database.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.book import lookup
from ledger.errors import NotFound
from ledger.model import codec
from ledger.model.filters import FILTERS, chosen
from ledger.model.name_keys import name_key, tokens
from ledger.model.outcome import question_of
from ledger.store import assessments, history, journal_table, lookups, records
from ledger.store.lookups import spellings_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import timedelta

    from ledger.journal.entry import Entry
    from ledger.model.claim import Source
    from ledger.model.claim_columns import Columns
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.filters import Filters
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims that ``filters`` let through at ``moment``, read while ``connection`` is open.

    People read rows; figures are made of columns.  Both are of the same claims.  ``filters`` have
    each name in all its spellings.
    """

    connection: Connection
    moment: Moment
    filters: Filters

    def rows(self) -> list[Assessment]:
        """The claims by due day or scheduled end, those without either last."""
        found = assessments.assess(self.connection, self.moment, self.filters)
        return sorted(found, key=by_horizon)

    def in_order(self) -> Iterator[Assessment]:
        """The same claims in the same order, read as they are used, so that memory stays flat."""
        return assessments.assess_in_order(self.connection, self.moment, self.filters)

    def sheet(self, fields: Sequence[str]) -> Iterator[Mapping[str, Sequence[Any]]]:
        """The same in the same order as columns of a sheet, some rows at a time."""
        from ledger.store import sheet_query  # noqa: PLC0415 - only an export needs it

        return sheet_query.batches(self.connection, self.moment, self.filters, fields)

    def columns(self) -> Columns:
        """The claims as `ledger.model.claim_columns` has them."""
        from ledger.store import column_query  # noqa: PLC0415 - numpy is slow to load

        return column_query.columns(self.connection, self.moment, self.filters)

    def withdrawn(self) -> list[Assessment]:
        """The claims that were withdrawn, as they last were, by id; of every status."""
        found = assessments.assess_withdrawn(self.connection, self.moment, self.filters)
        return sorted(found, key=lambda one: one.id)

    def columns_withdrawn(self) -> Columns:
        """The same as columns."""
        from ledger.store import column_query  # noqa: PLC0415 - as above

        return column_query.columns_withdrawn(self.connection, self.moment, self.filters)

    def ids_ever(self) -> set[str]:
        """The ids of the claims, withdrawn ones among them."""
        return assessments.ids_ever(self.connection, self.moment, self.filters)

    def root(self) -> bytes:
        """The root hash of the journal at the moment (RFC 9162), 32 bytes."""
        return journal_table.root(self.connection, self.moment.entry)


def select(connection: Connection, moment: Moment, filters: Filters) -> Selection:
    """The claims that ``filters`` let through at ``moment``.

    Raises:
        NotFound: nothing the ledger knew had one of the names; close ones are named.
    """
    return Selection(connection, moment, _resolved(connection, moment, filters))


def by_horizon(claim: Assessment) -> tuple[str, str]:
    """What lists are put in order by."""
    return claim.horizon or assessments.END, claim.id


def _resolved(connection: Connection, moment: Moment, filters: Filters) -> Filters:
    """The filters with each name as the ledger spells it, whatever its case.

    A name stands for every spelling that nobody can tell from it, and a speaker for every one that
    was joined with it.
    """
    found: dict[str, Any] = {}
    for name, wanted in chosen(filters).items():
        if FILTERS[name].known:
            known = lookups.names(connection, name, moment.entry)
            found[name] = tuple(each for one in wanted for each in spelled(name, one, known))
            if name == "speaker":
                spellings = spellings_at(connection, moment.entry)
                found[name] = tuple(spellings.all_of(found[name], known))
    return replace(filters, **found)


def spelled(name: str, wanted: str, known: list[str]) -> list[str]:
    """Those of the ``known`` names of a sort that ``wanted`` is, in all their spellings.

    They are those that nobody can tell from it, or else those that differ in case.

    Raises:
        NotFound: it is none of them; close ones are named.
    """
    key = name_key(wanted)
    if same := [one for one in known if name_key(one) == key]:
        return same
    folded = key.casefold()
    if same := [one for one in known if name_key(one).casefold() == folded]:
        return same
    inside = [one for one in known if folded and folded in one.casefold()]
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise NotFound(name, wanted, list(dict.fromkeys([*inside, *close]))[:3])


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
    touched = history.last_touched(connection, moment.entry, {one.question for one in undated})
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
        return list(journal_table.entries(connection, first, moment.entry))
    near = records.entries_about(connection, identifier)
    known = journal_table.entries_by_number(
        connection, {one for one in near if one <= moment.entry}
    )
    found = [
        (number, entry)
        for number, entry in sorted(known.items())
        if identifier in {entry.id, (question_of(entry.id) or (entry.id,))[0]}
    ]
    if not found:
        close = lookup.close_ids(connection, lookup.KINDS, identifier)
        raise NotFound("entry about", identifier, close)
    return found if last is None else found[-last:]


def evidence(connection: Connection, outcome: str) -> list[dict[str, Any]]:
    """The evidence of one outcome in force, as keys of the claim file.

    Raises:
        NotFound: there is no such outcome.
    """
    found = lookup.standing(connection, "outcome", outcome)
    return [dict(one) for one in found.body.get("evidence", ())]


def last_source(connection: Connection) -> Source | None:
    """The source that was used last, or None in an empty ledger."""
    found = lookups.last_source(connection)
    if found is None:
        return None
    return codec.source_of(found, records.latest(connection, "source", [found])[found].body)
