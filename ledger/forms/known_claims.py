"""Claims that the ledger may have already, looked for before a proposed one is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment

ALIKE: Final = 0.6
"""The share of words that two statements have in common which may be one."""


def claims_of(ledger: Ledger, speaker: str) -> list[Assessment]:
    """The claims of a speaker; none of one that the ledger does not know."""
    try:
        return ledger.list(speaker=speaker)
    except NotFound:
        return []


def alike(claims: Iterable[Assessment], statement: str, quote: str | None) -> Iterator[Assessment]:
    """Those of some claims with the same quote, or with a statement that is near."""
    for one in claims:
        if (quote and one.quote == quote) or _shared(one.statement, statement) >= ALIKE:
            yield one


def _shared(one: str, other: str) -> float:
    """The share of all words of two statements that both have."""
    first, second = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0
