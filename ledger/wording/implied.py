"""What a claim's wording implies: the one term in it, turned to the side the speaker took."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.wording.yardsticks import DECIMALS, HALF

if TYPE_CHECKING:
    from ledger.wording.yardsticks import Term, Yardstick

_STRAIGHT: Final = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032\u02bc`\u00b4"), "'"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")),
}
_BLANK: Final = re.compile(
    r"(?:[\s_*\"\u201c-\u201f\u00ab\u00bb()\[\]]"
    r"|(?<=\w)[-\u2010\u2011]|(?<!\w)'|'(?!\w))+"
)

_NEGATION: Final = (
    r"not|no|never|none|nobody|nothing|neither|nor|cannot|without|hardly|scarcely|barely|seldom"
    r"|far from|(?<!\ba )few|doubt\w*|\w+n't|(?:is|are|was|were|do|does|did|ca|wo|would|could)nt"
)
# "July likely" is "likely", in July; but "politically impossible" is less than impossible.
_SAME_DEGREE: Final = (
    "july|italy|family|assembly|supply|currently|presently|finally|eventually|ultimately"
    "|apparently|reportedly|allegedly|roughly|approximately"
)
_OTHER_DEGREE: Final = (
    "more|most|less|least|far|very|quite|rather|pretty|somewhat|so|too|how|much|bit|little|half"
    "|almost|near|next to|close to|short of|all but|anything but|nothing but|than|above|below"
    r"|(?:just|twice|half|times) as|un|im|non"
    rf"|(?!(?:{_SAME_DEGREE})\b)\w+ly"
)


@dataclass(frozen=True, slots=True)
class Implied:
    """A probability taken from words: that of the question coming about, not of being right.

    ``term`` is the phrase with its published figures; ``low``, ``point`` and ``high`` are those
    figures after ``stance`` (``for`` or ``against``) has given the side.
    """

    term: Term
    low: float
    point: float
    high: float
    stance: str


def implied(wording: str, stance: str, yardstick: Yardstick) -> Implied | None:
    """The probability of the question that a wording and a stance imply; None where they don't.

    *The words give the strength.*  The longest whole phrase counts, whatever its case, hyphens,
    quotation marks and blanks: "unlikely" holds no "likely".  A phrase is unknown where a negation
    comes before it ("not likely", "isn't thought likely") or another degree directly ("most
    likely", "fairly certain"), unless the yardstick lists the whole ("not often").  What follows
    is no matter: "will probably not" is "probably".  Phrases with different figures in one wording
    are two readings, so none; phrases of one row are one reading.

    *The stance gives the side.*  The words speak of the sentence they stand in, and that may deny
    what the question's statement asserts; only the stance says which.  So they tell how strongly
    the speaker holds his own side: "unlikely" (20-45%) is as strong as 55-80%, whoever says it.
    For a speaker ``for`` the statement the strength is its probability, 55-80%; for one
    ``against`` it is that of the opposite, so the statement has 20-45%.  A term counts as below
    one half where its ``point`` is.  Any other stance takes no side and has no probability.
    """
    term = _term(wording, yardstick)
    if term is None or stance not in {"for", "against"}:
        return None
    figures = term.low, term.point, term.high
    if term.below_half != (stance == "against"):
        low, point, high = (round(1 - figure, DECIMALS) for figure in reversed(figures))
        return Implied(term, low, point, high, stance)
    return Implied(term, *figures, stance)


def timid(implied: Implied) -> float:
    """The end of the range nearest one half; of two as near, the one off the speaker's side."""
    return min(_ends(implied), key=_from_half)


def bold(implied: Implied) -> float:
    """The end of the range farthest from one half; of two as far, the one on his side."""
    return max(reversed(_ends(implied)), key=_from_half)


def _ends(implied: Implied) -> tuple[float, float]:
    """The end off the speaker's side, and the one on it."""
    ends = implied.low, implied.high
    return ends if implied.stance == "for" else (implied.high, implied.low)


def _from_half(probability: float) -> float:
    return round(abs(probability - HALF), DECIMALS)


def _term(wording: str, yardstick: Yardstick) -> Term | None:
    """The term that the wording holds, if it can be read in one way only."""
    terms = {term.phrase: term for term in yardstick.terms}
    found: Term | None = None
    negated = False
    for match in _scanner(tuple(terms)).finditer(_folded(wording)):
        if match.lastgroup == "negation":
            negated = True
            continue
        if negated or match.lastgroup == "other":
            return None
        term = terms[match["term"]]
        if found is not None and _figures(term) != _figures(found):
            return None
        found = found or term
    return found


def _figures(term: Term) -> tuple[float, float, float]:
    return term.low, term.point, term.high


def _folded(text: str) -> str:
    """The text in lower case, straight quotes and single blanks, hyphens and brackets gone."""
    return _BLANK.sub(" ", text.translate(_STRAIGHT).casefold())


@lru_cache(maxsize=32)
def _scanner(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds terms, phrases that only hold a term, and negations, from left to right.

    A term is tried first, so that "not often" and "very likely" win where the yardstick has them.
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    term = f"(?:{'|'.join(map(re.escape, longest_first))})"
    return re.compile(
        rf"(?<!\w)(?:(?P<term>{term}(?!\w)(?! (?:as|or) not\b))"
        rf"|(?P<other>(?:(?:{_OTHER_DEGREE}) (?:an? |the )?{term}|as {term} as|a certain)(?!\w))"
        rf"|(?P<negation>(?:{_NEGATION})(?!\w)))"
    )
