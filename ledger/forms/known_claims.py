"""Claims that the ledger may have already, looked for before a proposed one is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment

ALIKE: Final = 0.6
"""The share of words that two statements have in common which may be one."""


def known_claims(
    ledger: Ledger, speaker: str, statement: str, quote: str | None
) -> Iterator[Assessment]:
    """The claims of a speaker with the same quote, or with a statement that is near."""
    try:
        found = ledger.list(speaker=speaker)
    except NotFound:
        return
    for one in found:
        if (quote and one.quote == quote) or _alike(one.statement, statement) >= ALIKE:
            yield one


def _alike(one: str, other: str) -> float:
    """The share of all words of two statements that both have."""
    first, second = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0
