"""Sources as they were as of a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import facts
from ledger.model import body
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.moment import Moment
    from ledger.model.source import Source
    from ledger.store.database import Connection


def sources_of(connection: Connection, moment: Moment, wanted: Iterable[str]) -> dict[str, Source]:
    """The ``wanted`` sources in force at ``moment``, by id; those that are not are missing."""
    found = {}
    for identifier, revisions in records.revisions(connection, "source", wanted).items():
        known = facts.state(revisions, moment.entry)
        if known is not None:
            found[identifier] = body.source_of(identifier, known.body)
    return found
