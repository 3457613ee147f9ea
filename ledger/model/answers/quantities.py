"""Quantities: numbers with their units, and dates, as ranges of decimals that can be compared.

A number is one decimal in the unit of its question; a date the ordinals (`date.toordinal`) of the
first and the last day it may mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import BadDate
from ledger.model.answers.question_types import QuestionType

if TYPE_CHECKING:
    from ledger.model.answers.question_types import AnswerSpace


class BadAnswer(ValueError):  # noqa: N818 - named as other refusals are
    """A text is no answer to a question; the message says why, and how to write one."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a date: ``low`` and ``high`` are the ends of what it may be, both included.

    Of a number both are the same.  None is an end that is open.
    """

    low: Decimal | None
    high: Decimal | None

    @property
    def middle(self) -> Decimal | None:
        """What an error is measured from; None where an end is open."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


PLACES: Final = 18
NUMBER: Final = re.compile(
    r"(?P<number>[+\-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})?(?:\.\d{1,18})?)\s*(?P<unit>.*)"
)
SCALES: Final = {
    "thousand": Decimal(1000),
    "thousands": Decimal(1000),
    "million": Decimal(1_000_000),
    "millions": Decimal(1_000_000),
}
OF_A_SHARE: Final = {
    "": "", "%": "%", "percent": "%", "per cent": "%", "share": "share",
}  # fmt: skip
PERCENT: Final = Decimal("0.01")


def quantity(text: str, space: AnswerSpace) -> Quantity:
    """The number or date that a text is, in the unit of the question.

    Raises:
        BadAnswer: it is none, or in a unit that cannot be converted.
    """
    return _day(text) if space.type is QuestionType.DATE else _number(text, space.unit)


def _day(text: str) -> Quantity:
    try:
        found = edtf.read(text.strip())
    except BadDate as trouble:
        raise BadAnswer(f"{text.strip()!r} is no date: write it such as 2030-12-31.") from trouble
    return Quantity(_ordinal(found.earliest), _ordinal(found.latest))


def _ordinal(day: date | None) -> Decimal | None:
    return None if day is None else Decimal(day.toordinal())


def _number(text: str, unit: str | None) -> Quantity:
    found = NUMBER.fullmatch(text.strip())
    digits = "" if found is None else found["number"].replace(",", "").replace("\u2212", "-")
    if found is None or not digits.strip("+-."):
        asked = f", in {unit}" if unit else ""
        raise BadAnswer(f"{text.strip()!r} is no number: write it such as 350{asked}.")
    number = Decimal(digits) * _factor(found["unit"], unit or "")
    return Quantity(number, number)


def _factor(given: str, wanted: str) -> Decimal:
    """By what a number in one unit is multiplied to be in another.

    Per cent and shares, and thousands and millions of anything are converted, and nothing else.
    """
    own, base = _taken_apart(given)
    asked, of = _taken_apart(wanted)
    if not given.strip() or _alike(given) == _alike(wanted):
        return Decimal(1)
    shares = (OF_A_SHARE.get(base), OF_A_SHARE.get(of))
    if shares == ("%", "share"):
        return PERCENT * own / asked
    if shares == ("share", "%"):
        return own / PERCENT / asked
    same = None not in shares and shares[0] == shares[1]
    if base == of or (not base and own != 1) or same:
        return own / asked
    unit = wanted or "a number without a unit"
    raise BadAnswer(
        f"The unit {given.strip()!r} is not that of the question, {unit}: "
        f"only per cent and shares, thousands and millions are converted."
    )


def _taken_apart(unit: str) -> tuple[Decimal, str]:
    """A unit as how many of what: ``million euros`` is a million of euros."""
    first, _, rest = _alike(unit).partition(" ")
    if first in SCALES:
        return SCALES[first], rest.removeprefix("of ").strip()
    return Decimal(1), _alike(unit)


def _alike(unit: str) -> str:
    """A unit without what makes no difference: case, blanks, and the s of a plural."""
    folded = " ".join(unit.casefold().split())
    return folded.removesuffix("s") if len(folded) > 2 else folded  # noqa: PLR2004 - "ms", "s"


def plain(number: Decimal) -> str:
    """A number as text: without exponent and needless noughts."""
    return format(number.normalize(), "f")


def as_text(number: Decimal, space: AnswerSpace) -> str:
    """A number of a question as people read it: with its unit, or as the day it is."""
    if space.type is QuestionType.DATE:
        return date.fromordinal(int(number)).isoformat()
    return plain(number)
