"""A text prepared for many look-ups, and where folded words stand in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from ledger.quote.folding import fold
from ledger.quote.selector import CONTEXT, Selector

if TYPE_CHECKING:
    from collections.abc import Iterator

Span: TypeAlias = tuple[int, int]
"""Start and stop of a passage in a folded text."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: their spans in it, and where they start and stop in the folded text."""

    spans: list[Span]
    starts: list[int]
    stops: list[int]


@dataclass(frozen=True)
class Article:
    """A text prepared once for many look-ups; made by `Article.of`.

    ``digest`` is ``sha256:`` and the hex SHA-256 of the text's UTF-8 bytes.
    ``places`` has, for each character of ``folded``, the index in ``text`` it comes from.
    """

    text: str
    digest: str
    folded: str = field(repr=False)
    places: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Article:
        """Prepare a text.

        Raises:
            UnicodeEncodeError: the text holds half of a surrogate pair, so has no UTF-8 bytes.
        """
        folded, places = fold(text)
        return cls(text, f"sha256:{sha256(text.encode()).hexdigest()}", folded, places)

    @cached_property
    def lowered(self) -> str:
        """The folded text without case, as long as that.

        A capital that becomes two characters stays as it is.
        """
        lowered = self.folded.lower()
        if len(lowered) == len(self.folded):
            return lowered
        small = (one.lower() for one in self.folded)
        return "".join(
            new if len(new) == 1 else one for one, new in zip(self.folded, small, strict=True)
        )

    @cached_property
    def words(self) -> Words:
        """Its words."""
        spans = [word.span() for word in re.finditer(r"\S+", self.text)]
        starts = [bisect_left(self.places, start) for start, _ in spans]
        stops = [bisect_left(self.places, stop) for _, stop in spans]
        return Words(spans, starts, stops)

    @cached_property
    def trigrams(self) -> dict[str, array[int]]:
        """Where in `lowered` the middle of each trigram stands, from the first on."""
        padded = f" {self.lowered} "
        found: dict[str, array[int]] = {}
        for place in range(len(self.lowered)):
            trigram = padded[place : place + 3]
            if trigram not in found:
                found[trigram] = array("L")
            found[trigram].append(place)
        return found


def occurrences(
    article: Article, words: str, *, same_case: bool = True, whole_words: bool = False
) -> Iterator[Span]:
    """Where folded words stand, from the first on; never part of what is one character unfolded."""
    folded, sought = article.folded, words
    if not same_case:
        folded, sought = folded.lower(), words.lower()
    edges_of = _is_word_edge if whole_words else _is_edge
    start = folded.find(sought)
    while start >= 0:
        stop = start + len(sought)
        if edges_of(article, start) and edges_of(article, stop):
            yield start, stop
        start = folded.find(sought, start + 1)


def _is_edge(article: Article, index: int) -> bool:
    places = article.places
    return not 0 < index < len(places) or places[index - 1] != places[index]


def _is_word_edge(article: Article, index: int) -> bool:
    beside = article.folded[max(index - 1, 0) : index + 1]
    return _is_edge(article, index) and not (len(beside) > 1 and beside.isalnum())


def selector_of(article: Article, span: Span) -> Selector:
    """The place of a span, in the text's own spelling."""
    start, stop = article.places[span[0]], article.places[span[1] - 1] + 1
    text = article.text
    return Selector(
        prefix=text[max(start - CONTEXT, 0) : start],
        exact=text[start:stop],
        suffix=text[stop : stop + CONTEXT],
    )
