"""Finding a place again in a text that was edited since."""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from ledger.quote.article import occurrences, selector_of
from ledger.quote.folding import folded
from ledger.quote.selector import CONTEXT

if TYPE_CHECKING:
    from ledger.quote.article import Article, Span
    from ledger.quote.selector import Selector

# Of two contexts one must fit wholly, or both by half; two that have nothing to do with each other
# agree by a quarter each, in English, and in 99 of 100 cases by less than 0.85 together.
_SAME_PLACE: Final = 1.0
_LIGHTLY_EDITED: Final = 0.6


def find_again(article: Article, selector: Selector) -> Selector | None:
    """The place in a newer text that a selector made on an older one means; None if it is gone.

    Where the words occur several times the contexts choose.
    Where they occur nowhere, or nowhere with contexts like these, what now stands between prefix
    and suffix is taken if it is like the words.
    So light edits are followed, but not where words and contexts were both rewritten.
    """
    words = folded(selector.exact)
    if not words:
        return None
    here = [selector_of(article, span) for span in occurrences(article, words)]
    if selector in here:
        return selector
    scores = [
        _ratio(selector.prefix, place.prefix) + _ratio(selector.suffix, place.suffix)
        for place in here
    ]
    best = max(scores, default=0.0)
    if best < _SAME_PLACE and (edited := _between(article, selector)):
        return selector_of(article, edited)
    return here[scores.index(best)] if here else None


def _ratio(one: str, other: str) -> float:
    """How like two stretches of text are, case ignored, from 0 to 1."""
    one, other = folded(one).lower(), folded(other).lower()
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _between(article: Article, selector: Selector) -> Span | None:
    """What stands between prefix and suffix, or the nearer parts of them, if like the words."""
    words = folded(selector.exact)
    before, after = folded(selector.prefix), folded(selector.suffix)
    for size in (CONTEXT, CONTEXT // 2, CONTEXT // 4):
        starts = [stop for _, stop in occurrences(article, before[-size:])] if before else [0]
        ends = [start for start, _ in occurrences(article, after[:size])] if after else None
        stops = [len(article.folded)] if ends is None else ends
        spans = [
            _trimmed(article, start, stop)
            for start in starts
            for stop in stops[bisect_right(stops, start) :]
            if stop - start <= 2 * len(words) + CONTEXT
        ]
        likest = max(
            ((_ratio(words, article.folded[slice(*span)]), span) for span in spans), default=None
        )
        if likest and likest[0] >= _LIGHTLY_EDITED:
            return likest[1]
    return None


def _trimmed(article: Article, start: int, stop: int) -> Span:
    """The span without the spaces at its ends."""
    passage = article.folded[start:stop]
    return start + len(passage) - len(passage.lstrip()), start + len(passage.rstrip())
