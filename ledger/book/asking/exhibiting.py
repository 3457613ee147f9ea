"""Claims with all that an export says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.asking.outcomes import outcomes_of
from ledger.book.asking.sources import sources_of
from ledger.model.exhibit import Exhibit
from ledger.store.records import Known

if TYPE_CHECKING:
    from ledger.book.asking.selection import Selection


def exhibits(selection: Selection) -> list[Exhibit]:
    """The claims of a selection, in the order of its rows."""
    connection, moment = selection.connection, selection.moment
    found = selection.rows()
    sources = Known("source", sources_of(connection, moment, {one.source for one in found}))
    outcomes = outcomes_of(connection, moment, {one.question for one in found})
    return [
        Exhibit(one, sources[one.source], tuple(outcomes.get(one.question, ()))) for one in found
    ]
