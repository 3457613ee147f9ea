"""A text prepared for many look-ups, and where folded words stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from ledger.quote.folding import fold
from ledger.quote.selector import CONTEXT, Selector

if TYPE_CHECKING:
    from collections.abc import Iterator

Span: TypeAlias = tuple[int, int]
"""Start and stop of a passage in a folded text."""


@dataclass(frozen=True, slots=True)
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
