"""The passage of a text that is most like a quote it does not have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from heapq import nlargest
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ledger.quote.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.quote.article import Article

_PUNCTUATION: Final = " \"'()[].,:;!?-"

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


def _windows(article: Article, wanted: str, grams: Counter[str]) -> Iterator[tuple[int, int, str]]:
    """Passages of whole words that may be like the wanted: start and stop in the text, and folded.

    They begin where a window of the wanted length holds most of its trigrams, counted for every
    word by one running sum, and end at the words nearest to that length.
    """
    passage = article.folded.lower()
    padded = f" {passage} "
    shared = [0, *accumulate(padded[i : i + 3] in grams for i in range(len(passage)))]
    words = [word.span() for word in re.finditer(r"\S+", article.text)]
    starts = [bisect_left(article.places, start) for start, _ in words]
    stops = [bisect_left(article.places, stop) for _, stop in words]

    def hits(word: int) -> int:
        return shared[min(starts[word] + len(wanted), len(passage))] - shared[starts[word]]

    tried = min(_TRIED, 1 + _COMPARED // len(wanted))
    for first in nlargest(tried, range(len(words)), key=hits):
        near = bisect_left(stops, starts[first] + len(wanted))
        for last in range(max(first, near - 2), min(near + 3, len(words))):
            window = passage[starts[first] : stops[last]].strip(_PUNCTUATION)
            yield words[first][0], words[last][1], window


def _likeness(grams: Counter[str], text: str) -> float:
    """The share of trigrams in common (Dice), from 0 to 1."""
    others = _trigrams(text)
    return 2 * (grams & others).total() / (grams.total() + others.total())


def _trigrams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + 3] for i in range(len(text)))
