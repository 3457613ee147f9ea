"""The names that claims bear, each with how many do: speakers, publishers, sources and topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.store import name_counts

if TYPE_CHECKING:
    from ledger.model.claim_state import Moment
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class Named:
    """A name, or the id of a source, the claims that bear it, and what else is known of it."""

    name: str
    claims: int
    about: str = ""


COUNTED: Final = {
    "speaker": name_counts.speakers,
    "publisher": name_counts.publishers,
    "topic": name_counts.topics,
}
"""What counts the claims of each name."""


def named(connection: Connection, moment: Moment, what: str) -> list[Named]:
    """Every one of ``what``, ``source`` or one of `COUNTED`: those with the most claims first."""
    if what == "source":
        known = name_counts.of_sources(connection, moment.entry)
        found = [Named(one, number, about) for one, (about, number) in known.items()]
    else:
        found = [Named(*one) for one in COUNTED[what](connection, moment.entry).items()]
    return sorted(found, key=lambda one: (-one.claims, one.name))
