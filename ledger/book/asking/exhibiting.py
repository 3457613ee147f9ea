"""Claims with all that an export says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import facts
from ledger.book.asking.lists import list_claims
from ledger.book.asking.outcomes import outcomes_of
from ledger.model import body
from ledger.model.exhibit import Exhibit
from ledger.store import records

if TYPE_CHECKING:
    from ledger.model.filters import Filters
    from ledger.model.moment import Moment
    from ledger.model.source import Source
    from ledger.store.database import Connection


def exhibits(connection: Connection, moment: Moment, filters: Filters) -> list[Exhibit]:
    """The claims that ``filters`` let through at ``moment``, in the order of `list_claims`."""
    found = list_claims(connection, moment, filters)
    sources = _sources(connection, moment, {one.source for one in found})
    outcomes = outcomes_of(connection, moment, {one.question for one in found})
    return [
        Exhibit(one, sources[one.source], tuple(outcomes.get(one.question, ()))) for one in found
    ]


def _sources(connection: Connection, moment: Moment, wanted: set[str]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for one, revisions in records.revisions(connection, "source", wanted).items():
        known = facts.state(revisions, moment.entry)
        if known is not None:
            found[one] = body.source_of(one, known.body)
    return found
