"""What the ledger has that may be what somebody is about to add: claims that say much the same."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from ledger.book.asking.newest import entries_holding
from ledger.model import codec
from ledger.model.name_keys import tokens
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment, Moment
    from ledger.store.database import Connection

RARE: Final = 4
"""Of so many words of a text, its longest, each two are searched for."""

NEAR: Final = 20
"""So many claims, the newest, are looked at for each two."""

ALIKE: Final = 0.5
"""What share of all words of two texts both must have (Jaccard index)."""


def similar(connection: Connection, moment: Moment, statement: str, most: int) -> list[Assessment]:
    """The claims in force with a statement that is much the same, of each question one.

    The most alike come first.  What shares only common words with the statement is not found.
    """
    wanted = frozenset(tokens([statement]))
    found: dict[str, tuple[float, Assessment]] = {}
    for claim in _near(connection, moment, wanted):
        share = _shared(wanted, frozenset(tokens([claim.statement])))
        if share >= ALIKE and share > found.get(claim.question, (0.0, None))[0]:
            found[claim.question] = share, claim
    ordered = sorted(found.values(), key=lambda one: (-one[0], one[1].id))
    return [claim for _, claim in ordered[:most]]


def sources_titled(connection: Connection, moment: Moment, title: str, most: int) -> list[Source]:
    """The sources of claims whose title is much the same, the most alike first."""
    wanted = frozenset(tokens([title]))
    ids = {claim.source for claim in _near(connection, moment, wanted)}
    found = []
    for identifier, last in records.latest(connection, "source", ids).items():
        source = codec.source_of(identifier, last.body)
        share = _shared(wanted, frozenset(tokens([source.title or ""])))
        if share >= ALIKE:
            found.append((-share, identifier, source))
    return [source for _, _, source in sorted(found, key=lambda one: one[:2])[:most]]


def _near(connection: Connection, moment: Moment, words: Iterable[str]) -> list[Assessment]:
    """Claims that hold two of the longest of some words, or the only one, in any of their texts."""
    longest = sorted(words, key=lambda word: (-len(word), word))[:RARE]
    pairs: list[tuple[str, ...]] = [*combinations(longest, 2)] or [(word,) for word in longest]
    entries: set[int] = set()
    for pair in pairs:
        found, _ = entries_holding(connection, moment, " ".join(pair), NEAR)
        entries.update(found)
    return list(assessments.assess_entries(connection, moment, entries).values())


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    every = len(one | other)
    return len(one & other) / every if every else 0.0
