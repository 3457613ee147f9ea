"""The text-quote selector of the W3C: find exact words in a text, and find them after edits.

A selector is the words as the text spells them, with up to 32 characters of what stands before and
after, which tell two places with the same words apart:

    prefix 'o see 2% of GDP as “'   exact 'a floor, not a ceiling'   suffix ',” he said.'

People retype quotes, so texts are compared *folded*.
White space of any kind and length is one space; quotation marks are straight; dashes of any kind,
with the space around them, are one hyphen; the ellipsis is three points; accents stand apart from
their letters; soft hyphens and other characters without width are gone.
What is found is always given in the text's own spelling.

Source: https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from heapq import nlargest
from itertools import accumulate, chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT: Final = 32
"""Characters of the text kept before and after the exact words."""

GAP: Final = 300
"""The most folded characters that an ellipsis within a quote may stand for."""

Span: TypeAlias = tuple[int, int]
"""Start and stop of a passage in a folded text."""

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
_PUNCTUATION: Final = " \"'()[].,:;!?-"
_ELLIPSIS: Final = re.compile(r"[\[(]?\s?\.(?:\s?\.){2,}\s?[\])]?")

# Of two contexts one must fit wholly, or both by half; two that have nothing to do with each other
# agree by a quarter each, in English, and in 99 of 100 cases by less than 0.85 together.
_SAME_PLACE: Final = 1.0
_LIGHTLY_EDITED: Final = 0.6

# How many passages are compared closely, and how many characters of them: the time is bounded.
_TRIED: Final = 32
_COMPARED: Final = 8_000


@dataclass(frozen=True, slots=True)
class Selector:
    """A place in a text: ``exact`` is its words, ``prefix`` and ``suffix`` what stands around.

    All three are in the text's own spelling; the contexts are shorter only at the text's ends.
    """

    prefix: str
    exact: str
    suffix: str


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
        folded, places = _fold(text)
        return cls(text, f"sha256:{sha256(text.encode()).hexdigest()}", folded, places)


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
    return _selector(article, span) if span else None


def find_again(article: Article, selector: Selector) -> Selector | None:
    """The place in a newer text that a selector made on an older one means; None if it is gone.

    Where the words occur several times the contexts choose.
    Where they occur nowhere, or nowhere with contexts like these, what now stands between prefix
    and suffix is taken if it is like the words.
    So light edits are followed, but not where words and contexts were both rewritten.
    """
    words = _folded(selector.exact)
    if not words:
        return None
    here = [_selector(article, span) for span in _occurrences(article, words)]
    if selector in here:
        return selector
    scores = [
        _ratio(selector.prefix, place.prefix) + _ratio(selector.suffix, place.suffix)
        for place in here
    ]
    best = max(scores, default=0.0)
    if best < _SAME_PLACE and (edited := _between(article, selector)):
        return _selector(article, edited)
    return here[scores.index(best)] if here else None


def closest(article: Article, quote: str) -> str:
    """The passage most like the quote, about as long and of whole words, in the text's spelling.

    Likeness is the share of trigrams in common, without case and without the punctuation at both
    ends; the passage is empty if there are none in common.
    """
    wanted = _folded(quote).lower().strip(_PUNCTUATION)
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
    folded = article.folded.lower()
    padded = f" {folded} "
    shared = [0, *accumulate(padded[i : i + 3] in grams for i in range(len(folded)))]
    words = [word.span() for word in re.finditer(r"\S+", article.text)]
    starts = [bisect_left(article.places, start) for start, _ in words]
    stops = [bisect_left(article.places, stop) for _, stop in words]

    def hits(word: int) -> int:
        return shared[min(starts[word] + len(wanted), len(folded))] - shared[starts[word]]

    tried = min(_TRIED, 1 + _COMPARED // len(wanted))
    for first in nlargest(tried, range(len(words)), key=hits):
        near = bisect_left(stops, starts[first] + len(wanted))
        for last in range(max(first, near - 2), min(near + 3, len(words))):
            window = folded[starts[first] : stops[last]].strip(_PUNCTUATION)
            yield words[first][0], words[last][1], window


def _likeness(grams: Counter[str], text: str) -> float:
    """The share of trigrams in common (Dice), from 0 to 1."""
    others = _trigrams(text)
    return 2 * (grams & others).total() / (grams.total() + others.total())


def _trigrams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + 3] for i in range(len(text)))


def _fold(text: str) -> tuple[str, tuple[int, ...]]:
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


def _folded(text: str) -> str:
    return _fold(text)[0].strip()


def _readings(quote: str) -> list[str]:
    """The folded quote without the marks around it; as it stands too, if they may be of two quotes.

    In ``"this" and "that"`` the outer marks do not belong together.
    """
    words = _folded(quote)
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
        here = list(_occurrences(article, piece, same_case=same_case, whole_words=whole_words))
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


def _occurrences(
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


def _selector(article: Article, span: Span) -> Selector:
    start, stop = article.places[span[0]], article.places[span[1] - 1] + 1
    text = article.text
    return Selector(
        prefix=text[max(start - CONTEXT, 0) : start],
        exact=text[start:stop],
        suffix=text[stop : stop + CONTEXT],
    )


def _ratio(one: str, other: str) -> float:
    """How like two stretches of text are, case ignored, from 0 to 1."""
    one, other = _folded(one).lower(), _folded(other).lower()
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _between(article: Article, selector: Selector) -> Span | None:
    """What stands between prefix and suffix, or the nearer parts of them, if like the words."""
    words = _folded(selector.exact)
    before, after = _folded(selector.prefix), _folded(selector.suffix)
    for size in (CONTEXT, CONTEXT // 2, CONTEXT // 4):
        starts = [stop for _, stop in _occurrences(article, before[-size:])] if before else [0]
        ends = [start for start, _ in _occurrences(article, after[:size])] if after else None
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
