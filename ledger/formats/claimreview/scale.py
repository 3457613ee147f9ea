"""Where a rating stands between false and true, if its publisher's own scale or words say so.

Nothing is guessed: a rating whose words are not plain and whose numbers make no scale is left
unplaced, and so is one whose words and numbers contradict each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ledger.model.raw import decimal_of
from ledger.model.verdicts import ENDS, Verdict

HALF: Final = Decimal("0.5")
FINEST: Final = Decimal("0.0001")
MOST: Final = Decimal(1000000)
LEAST: Final = Decimal("0.000001")
"""The largest number that is taken for one of a scale, and the smallest beside 0."""

NO_RATING: Final = Decimal(-1)
"""What many publishers write as a value where they give no rating."""

WORDS: Final = {
    "true": """
        true correct accurate verdadero cierto verdadeiro vrai wahr richtig vero juist supported""",
    "false": """
        false incorrect inaccurate untrue falso falsa faux falsch pants-on-fire pants-fire
        onjuist refuted""",
    "mostly true": """
        mostly-true largely-true mostly-correct mostly-accurate""",
    "mostly false": """
        mostly-false barely-true largely-false mostly-incorrect mostly-inaccurate""",
    "partly": """
        half-true partly-true partly-false partially-true partially-false partly-correct
        partially-correct mixture mixed""",
    "unclear": """
        unproven unverified unverifiable inconclusive undetermined no-evidence not-enough-evidence
        insufficient-evidence conflicting-evidence
        conflicting-evidence-cherrypicking no-rating not-rated""",
}
"""Words that say plainly how true a claim is, small, with hyphens between them."""

SIDES: Final = {word: side for side, words in WORDS.items() for word in words.split()}

UPPER: Final = frozenset({"true", "mostly true"})
"""What stands in the upper half of a scale; ``false`` and ``mostly false`` do in the lower one."""

PLAIN: Final = {"true": ENDS[Decimal(1)], "false": ENDS[Decimal(0)]}
"""The verdicts that words alone come to."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its publisher gives it; None for what is not given."""

    words: str | None
    value: str | None
    best: str | None
    worst: str | None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.words is None and self.value is None


@dataclass(frozen=True, slots=True)
class Placement:
    """The verdict a rating comes to, the share with ``partly``, and what is odd about it.

    Where it is not ``placed``, the verdict is ``unclear`` for want of a scale.
    """

    verdict: Verdict
    value: Decimal | None = None
    placed: bool = True
    oddity: str = ""


def place(rating: Rating) -> Placement:
    """Where a rating stands."""
    words = rating.words or rating.value or ""
    side = SIDES.get(re.sub(r"[\W_]+", "-", words.casefold()).strip("-"))
    share = position(rating)
    if side == "unclear":
        return Placement(Verdict.UNCLEAR)
    if side is None and share is None:
        oddity = "neither its words nor its numbers say where"
        return Placement(Verdict.UNCLEAR, placed=False, oddity=oddity)
    if side is not None and share is not None and not _agree(side, share):
        oddity = "its words and its numbers contradict each other"
        return Placement(Verdict.UNCLEAR, placed=False, oddity=oddity)
    if side in PLAIN:
        return Placement(PLAIN[side])
    if side is None and share in ENDS:
        return Placement(ENDS[share])
    return Placement(Verdict.PARTLY, None if share in ENDS else share)


def position(rating: Rating) -> Decimal | None:
    """How far the value is from worst to best, 0 to 1, to four places; None where nothing says.

    A scale on which the best number is below the worst is read as it is declared.  Bounds that are
    not given have no default (https://schema.org/bestRating).
    """
    value, best, worst = (_number(one) for one in (rating.value, rating.best, rating.worst))
    if value is None or best is None or worst is None or best == worst or value == NO_RATING:
        return None
    if not min(best, worst) <= value <= max(best, worst):
        return None
    share = (value - worst) / (best - worst)
    rounded = share.quantize(FINEST)
    if rounded in ENDS and share != rounded:
        return None  # too near to an end to be told from it
    return rounded.normalize()


def _agree(side: str, share: Decimal) -> bool:
    if side == "partly":
        return 0 < share < 1
    return share > HALF if side in UPPER else share < HALF


def _number(text: str | None) -> Decimal | None:
    number = None if text is None else decimal_of(text.replace(",", ".", 1))
    if number is None or not -MOST <= number <= MOST or 0 < number < LEAST or -LEAST < number < 0:
        return None
    return number
