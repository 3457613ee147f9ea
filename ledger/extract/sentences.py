"""Paragraphs cut into sentences, and the quotations in them, also those that run on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "col",
        "capt",
        "lt",
        "sgt",
        "sen",
        "rep",
        "gov",
        "st",
        "no",
        "nos",
        "vs",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "fig",
        "approx",
        "rev",
        "hon",
        "maj",
        "adm",
        "al",
        "dept",
        "est",
        "cllr",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "d.c",
        "ph.d",
    ]
)
STOP: Final = re.compile(r"(?P<stop>[.?!…]+)(?P<after>[\"”’)\]]*)\s+(?=[\"“‘'(\[]?[A-Z0-9£$€])")
STARTS: Final = re.compile(
    r"[\"“‘'(]?(?:The|An?|In|At|On|By|He|She|It|They|We|I|But|And|So|That|This|These|Those|There|If"
    r"|When|While|As|For|His|Her|Its|Their|Our|My|After|Before|Since|Some|Many|Most|No|Not|One|Two"
    r"|Both|Under|With|What|Who|How|Why|Officials|Police|According)\b"
)
"""How a sentence begins behind a short form that may also stand before a name: U.S., p.m."""

LAST_WORD: Final = re.compile(r"(\S+)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``text`` is that of its paragraph from ``start`` to ``end``.

    ``quoted`` are the parts of it that stand between quotation marks, as spans in ``text`` without
    the marks.  ``number`` counts the sentences of the article from 0.
    """

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    quoted: tuple[tuple[int, int], ...]

    def is_quoted(self, place: int) -> bool:
        """Whether what stands at ``place`` is within quotation marks."""
        return any(start <= place < end for start, end in self.quoted)

    @property
    def own(self) -> str:
        """The sentence with its quotations blanked out, as long as it is."""
        text = self.text
        for start, end in self.quoted:
            text = text[:start] + "\0" * (end - start) + text[end:]
        return text


def sentences(paragraphs: Sequence[str]) -> list[Sentence]:
    """The sentences of all paragraphs, in their order."""
    found: list[Sentence] = []
    for number, text in enumerate(paragraphs):
        spans = quotations(text)
        for start, end in _cuts(text):
            inside = tuple(
                (max(one, start) - start, min(other, end) - start)
                for one, other in spans
                if one < end and other > start
            )
            found.append(Sentence(len(found), number, start, end, text[start:end], inside))
    return found


LONGEST: Final = 1000
"""Nobody writes longer sentences; a text without full stops is cut, and takes no longer."""


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(text):
        begin = start
        while end - begin > LONGEST:
            middle = text.rfind(" ", begin + 1, begin + LONGEST)
            middle = begin + LONGEST if middle < 0 else middle
            yield begin, middle
            begin = middle
        yield begin, end


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for stop in STOP.finditer(text):
        if _is_abbreviated(text, stop):
            continue
        yield begin, stop.end("after")
        begin = stop.end()
    if begin < len(text):
        yield begin, len(text)


def _is_abbreviated(text: str, stop: re.Match[str]) -> bool:
    """Whether a point belongs to the word before it: Dr., J., Jan."""
    if stop["stop"] != "." or stop["after"]:
        return False
    word = LAST_WORD.search(text, max(0, stop.start() - 12), stop.start())
    if word is None:
        return False
    plain = word[1].strip("“\"‘'([").lower()
    if plain in {"a.m", "p.m", "u.s", "u.k", "u.n", "d.c"}:
        return STARTS.match(text, stop.end()) is None
    return plain in ABBREVIATIONS or (len(plain) == 1 and plain.isalpha() and plain != "i")


MARKS: Final = re.compile(r"[“”\"„«»]")
SINGLE: Final = re.compile(r"(?:^|(?<=[\s(]))‘(?=\w)[^‘]{2,600}?[,.?!…]’(?=[\s,.;)]|$)")


def quotations(text: str) -> list[tuple[int, int]]:
    """What stands between quotation marks in a paragraph.

    A quotation of several paragraphs opens at each and closes at its last, so that one which has
    not closed goes to the end of its paragraph.
    """
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for mark in MARKS.finditer(text):
        opens = mark[0] in "“„«" or (mark[0] == '"' and begin is None)
        if opens and begin is None:
            begin = mark.end()
        elif not opens and begin is not None:
            spans.append((begin, mark.start()))
            begin = None
    if begin is not None:
        spans.append((begin, len(text)))
    spans = [one for one in spans if not _is_phrase(text, *one)]
    return spans or [(one.start() + 1, one.end() - 1) for one in SINGLE.finditer(text)]


FEW: Final = 6
GOES_ON: Final = re.compile(
    r"\b(?:would|will|to|is|are|was|were|be|the|an?|of|for|by|not|may|could|might|should|must|in|with"
    r"|as|its|their|his|her) .$"
)
"""What cannot stand before a sentence of its own: would “launch an effort”."""


def _is_phrase(text: str, start: int, end: int) -> bool:
    """Whether words between marks are a part of the sentence around them, and none of their own."""
    words = text[start:end]
    if not words[:1].islower():
        return False
    is_short = len(words.split()) <= FEW and words[-1:] not in {",", ".", "!"}
    return is_short or GOES_ON.search(text[max(0, start - 12) : start]) is not None
