"""A quote's place found again: in a text edited since, or the passage most like it.

What is looked at is bounded, however long the text is: a passage is tried where the quote's rarest
trigrams stand close together, so many of them as stand `SOUGHT` times in the whole text.  In an
article of a hundred thousand characters those are all of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ledger.quote.find import CONTEXT, folded, occurrences, selector_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.quote.find import Article, Selector, Span


_PUNCTUATION: Final = " \"'()[].,:;!?-"

SOUGHT: Final = 30_000
"""How many places of trigrams are looked at for a quote."""

# How many passages are compared closely, and how many characters of them: the time is bounded.
_TRIED: Final = 32
_COMPARED: Final = 8_000


def closest(article: Article, quote: str) -> str:
    """The passage most like the quote, about as long and of whole words, in the text's spelling.

    Likeness is the share of trigrams in common, without case and without the punctuation at both
    ends; the passage is empty if there are none in common.
    """
    wanted = folded(quote).lower().strip(_PUNCTUATION)
    if not wanted:
        return ""
    grams = _trigrams(wanted)
    ranked = (
        (_likeness(grams, window), start, stop)
        for start, stop, window in _windows(article, wanted, grams)
    )
    likeness, start, stop = max(ranked, key=itemgetter(0), default=(0, 0, 0))
    return article.text[start:stop] if likeness else ""


def not_there(article: Article, quote: str) -> str:
    """Where a quote is not in a text, what of it is most like the quote, in words."""
    passage = closest(article, quote)
    return f"the closest passage is {passage!r}" if passage else "nothing there is like it"


def _windows(article: Article, wanted: str, grams: Counter[str]) -> Iterator[tuple[int, int, str]]:
    """Passages of whole words that may be like the wanted: start and stop in the text, and folded.

    They begin where a window of the wanted length holds most of the places sought, and end at the
    words nearest to that length.
    """
    passage, words = article.lowered, article.words
    for first in _beginnings(article, places_of(article, grams), len(wanted)):
        start = words.starts[first]
        near = bisect_left(words.stops, start + len(wanted))
        for last in range(max(first, near - 2), min(near + 3, len(words.starts))):
            window = passage[start : words.stops[last]].strip(_PUNCTUATION)
            yield words.spans[first][0], words.spans[last][1], window


def places_of(article: Article, grams: Counter[str]) -> list[int]:
    """Where in the folded text the trigrams stand, in order: the rarest first, up to `SOUGHT`."""
    several = sorted(
        (article.trigrams[gram] for gram in grams if gram in article.trigrams), key=len
    )
    found: list[int] = []
    for places in several:
        found += islice(places, SOUGHT - len(found))
        if len(found) == SOUGHT:
            break
    return sorted(found)


def _beginnings(article: Article, places: list[int], length: int) -> list[int]:
    """The words at which a window of a length begins that holds most of the places.

    A window begins in a cell of its length and ends in that or the next.  So cells are looked
    through in the order of how many places they and the next hold, until no other can hold more
    than what was found.
    """
    starts = article.words.starts
    tried = min(_TRIED, 1 + _COMPARED // length)
    cells = Counter(place // length for place in places)
    most = {
        cell: cells[cell] + cells[cell + 1] for one in cells for cell in (one - 1, one) if cell >= 0
    }
    found: list[tuple[int, int]] = []
    for cell in sorted(most, key=lambda one: (-most[one], one)):
        if len(found) == tried and most[cell] < found[-1][0]:
            break
        first, last = (bisect_left(starts, edge * length) for edge in (cell, cell + 1))
        counted = [
            (
                bisect_left(places, starts[word] + length) - bisect_left(places, starts[word]),
                word,
            )
            for word in range(first, last)
        ]
        found = nlargest(tried, [*found, *counted], key=lambda one: (one[0], -one[1]))
    return [word for _, word in found]


def _likeness(grams: Counter[str], text: str) -> float:
    """The share of trigrams in common (Dice), from 0 to 1."""
    others = _trigrams(text)
    return 2 * (grams & others).total() / (grams.total() + others.total())


def _trigrams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + 3] for i in range(len(text)))


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
