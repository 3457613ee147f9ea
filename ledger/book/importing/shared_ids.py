"""Ids that several checks of one claim had: which of them the ledger has, its outcomes tell.

Who said what, and so the question, is the same for all of them.  Where each appeared and what it
found is not, so a check is the one that the ledger has where both are as they are there, or were.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ledger.book.importing.comparing import by_question, is_told
from ledger.model import naming
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.importing.entering import Revisions
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection


class SharedIds:
    """What the ledger has of claims whose ids may be another's, and what bundles say of theirs."""

    def __init__(
        self, connection: Connection, bundles: Sequence[Bundle], ids: Iterable[str]
    ) -> None:
        self._claims = records.revisions(connection, "claim", ids)
        asked = {str(one.body["question"]) for each in self._claims.values() for one in each}
        known = records.revisions(connection, "outcome", asked) if asked else {}
        self._outcomes: Mapping[str, Revisions] = by_question(known)
        self._told: dict[str, list[Item[Outcome]]] = defaultdict(list)
        self._sources: dict[str, frozenset[str]] = {}
        for bundle in bundles:
            sources = frozenset(map(_texts_of, ids_of(bundle.source)))
            self._sources |= {item.record.id: sources for item in bundle.claims}
            for outcome in bundle.outcomes:
                self._told[outcome.record.question].append(outcome)

    def is_of(self, identifier: str, item: Item[Claim]) -> bool:
        """Whether the ledger's claim of an id is the item: from the same source, found the same."""
        states = self._claims.get(identifier, [])
        sources = self._sources.get(item.record.id, frozenset())
        if not any(_texts_of(str(one.body["source"])) in sources for one in states):
            return False
        asked = {str(one.body["question"]) for one in states}
        there = [each for one in asked for each in self._outcomes.get(one, {}).values()]
        told = self._told.get(item.record.question, [])
        return any(is_told(there, one) for one in told) if told else not there


def ids_of(item: Item[Any]) -> list[str]:
    """The ids a record had, the oldest first, and the one it has."""
    return list(dict.fromkeys([*(one.id for one in item.former if one.id), item.record.id]))


def _texts_of(identifier: str) -> str:
    return naming.made_of(identifier) or identifier
