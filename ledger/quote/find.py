"""The words of a quote found in a text, whatever its quotation marks, dashes and white space."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_MARKS: Final = {
    ord(mark): straight
    for straight, marks in (
        ("'", "\u2018\u2019\u201a\u201b\u2032\u2039\u203a"),
        ('"', "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"),
        ("...", "\u2026"),
    )
    for mark in marks
}
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_DASHES: Final = r"\-\u2010-\u2015\u2212"
_PIECE: Final = re.compile(
    rf"[\s{_UNSEEN}]*(?P<dash>[{_DASHES}])[\s{_UNSEEN}{_DASHES}]*"
    rf"|(?P<blank>[\s{_UNSEEN}]+)"
    r"|[^\x00-\x7f]"
)


def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the index it comes from."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for piece in _PIECE.finditer(text):
        place = max(piece.start(), piece.start("dash"))
        folded = _fold_piece(piece)
        parts += (text[done : piece.start()], folded)
        places += (*range(done, piece.start()), *[place] * len(folded))
        done = piece.end()
    parts.append(text[done:])
    places += range(done, len(text))
    return "".join(parts), tuple(places)


def _fold_piece(piece: re.Match[str]) -> str:
    if piece["dash"]:
        return "-"
    if piece["blank"]:
        return " " if piece["blank"].strip(_UNSEEN) else ""
    return _MARKS.get(ord(piece[0])) or normalize("NFD", piece[0])


def folded(text: str) -> str:
    """The folded text, without white space around it."""
    return fold(text)[0].strip()


CONTEXT: Final = 32
"""Characters of the text kept before and after the exact words."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A place in a text: ``exact`` is its words, ``prefix`` and ``suffix`` what stands around.

    All three are in the text's own spelling; the contexts are shorter only at the text's ends.
    """

    prefix: str
    exact: str
    suffix: str


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
