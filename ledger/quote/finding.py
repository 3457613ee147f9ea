"""Finding the words of a quote in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING, Final

from ledger.quote.article import occurrences, selector_of
from ledger.quote.folding import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.quote.article import Article, Span
    from ledger.quote.selector import Selector

GAP: Final = 300
"""The most folded characters that an ellipsis within a quote may stand for."""

_ELLIPSIS: Final = re.compile(r"[\[(]?\s?\.(?:\s?\.){2,}\s?[\])]?")


def find(article: Article, quote: str) -> Selector | None:
    """The first place where the text has these words; None if it has none.

    Quotation marks around the whole quote are ignored.
    A match in the same case comes before one in another, one of whole words before one within.
    Only where the quote as such is nowhere does ``...`` or ``[...]`` in it stand for up to `GAP`
    characters, between whole words; then ``exact`` is all from the first words to the last.
    """
    readings = _readings(quote)
    gapped = [pieces for reading in readings if (pieces := _pieces(reading)) != [reading]]
    spans = chain(
        (
            _locate(article, [reading], same_case=same_case, whole_words=whole_words)
            for same_case in (True, False)
            for whole_words in (True, False)
            for reading in readings
        ),
        (
            _locate(article, pieces, same_case=same_case, whole_words=True)
            for same_case in (True, False)
            for pieces in gapped
        ),
    )
    span = next(filter(None, spans), None)
    return selector_of(article, span) if span else None


def _readings(quote: str) -> list[str]:
    """The folded quote without the marks around it; as it stands too, if they may be of two quotes.

    In ``"this" and "that"`` the outer marks do not belong together.
    """
    words = folded(quote)
    inner = words[1:-1].strip()
    if not inner or words[0] != words[-1] or words[0] not in "'\"":
        return [words] if words else []
    return [words, inner] if words[0] in inner else [inner]


def _pieces(words: str) -> list[str]:
    """What stands between the ellipses of a folded quote; ellipses at its ends go."""
    return [piece.strip() for piece in _ELLIPSIS.split(words) if piece.strip()]


def _locate(
    article: Article, pieces: Sequence[str], *, same_case: bool, whole_words: bool
) -> Span | None:
    """The first span that has all pieces in order, with no gap longer than `GAP`."""
    found: list[Span] | None = None
    for piece in pieces:
        here = list(occurrences(article, piece, same_case=same_case, whole_words=whole_words))
        found = here if found is None else _joined(found, here)
    return found[0] if found else None


def _joined(before: Sequence[Span], after: Sequence[Span]) -> list[Span]:
    """Each span of ``after`` together with the last of ``before`` that ends near it."""
    stops = [stop for _, stop in before]
    joined = []
    for start, stop in after:
        nearest = bisect_right(stops, start) - 1
        if nearest >= 0 and start - stops[nearest] <= GAP:
            joined.append((before[nearest][0], stop))
    return joined
