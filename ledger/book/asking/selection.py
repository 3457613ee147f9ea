"""Selections: the claims that a list, a report, an export, a calendar or a feed is about.

Every filter means here what it means everywhere, and all are decided by the database.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import NotFound
from ledger.model.filters import FILTERS, chosen
from ledger.model.namekeys import name_key
from ledger.store import assessments, journal_table, lookups
from ledger.store.spellings import spellings_at

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment
    from ledger.model.claim_columns import Columns
    from ledger.model.filters import Filters
    from ledger.model.moment import Moment
    from ledger.store.database import Connection

END: Final = "9999-12-31~"
"""Sorts behind every day: where what has no due day belongs."""


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
    return claim.horizon or END, claim.id


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
