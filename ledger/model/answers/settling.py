"""What an answer is, and what a stand comes to for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledger.model.answers.stands import NOT_JUDGED, Named, Relation, Threshold

if TYPE_CHECKING:
    from decimal import Decimal

    from ledger.model.answers.stands import Stand


@dataclass(frozen=True, slots=True)
class Answer:
    """What came about: an ``option``, or a range of numbers or days.

    ``low`` and ``high`` are the ends of what the answer can be: the same where it is known, apart
    where the source is uncertain or a date is fuzzy, and None where it is only known to lie beyond
    the other (censored: ``after 2030-12-31``).  ``open_low`` and ``open_high`` say that the end
    itself is left out.
    """

    option: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False

    @property
    def is_censored(self) -> bool:
        """Whether it is only known to lie beyond a number or a day."""
        return self.option is None and (self.low is None or self.high is None)

    @property
    def middle(self) -> Decimal | None:
        """The number or day that errors are measured from; None of an option or beyond a bound."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


class Result(StrEnum):
    """What a stand comes to."""

    RIGHT = "right"
    WRONG = "wrong"
    UNCLEAR = "unclear"
    """What is known of the answer lies on both sides of the threshold."""
    NOT_APPLICABLE = "not_applicable"
    """Such a stand has scores or an error, and is neither right nor wrong."""


def comes_to(stand: Stand, answer: Answer) -> Result:
    """What a stand comes to for an answer: right or wrong for named options and thresholds only."""
    if type(stand) in NOT_JUDGED:
        return Result.NOT_APPLICABLE
    if isinstance(stand, Named):
        return Result.RIGHT if stand.option == answer.option else Result.WRONG
    if isinstance(stand, Threshold):
        return _beside(_region(stand), answer)
    raise TypeError(type(stand))


def _region(stand: Threshold) -> Answer:
    """Where an answer lies that makes a threshold right, in the terms of one."""
    value = stand.value
    match stand.relation:
        case Relation.ABOVE:
            return Answer(low=value.high, open_low=True)
        case Relation.AT_LEAST:
            return Answer(low=value.low)
        case Relation.BELOW:
            return Answer(high=value.low, open_high=True)
        case Relation.AT_MOST:
            return Answer(high=value.high)
        case _:
            return Answer(low=value.low, high=(stand.upper or value).high)


def _beside(region: Answer, answer: Answer) -> Result:
    if _apart(answer, region) or _apart(region, answer):
        return Result.WRONG
    return Result.RIGHT if _within(answer, region) else Result.UNCLEAR


def _apart(first: Answer, second: Answer) -> bool:
    """Whether all of the first is below all of the second."""
    if first.high is None or second.low is None:
        return False
    if first.high == second.low:
        return first.open_high or second.open_low
    return first.high < second.low


def _within(answer: Answer, region: Answer) -> bool:
    if region.low is not None:
        if answer.low is None or answer.low < region.low:
            return False
        if answer.low == region.low and region.open_low and not answer.open_low:
            return False
    if region.high is None:
        return True
    if answer.high is None or answer.high > region.high:
        return False
    return not (answer.high == region.high and region.open_high and not answer.open_high)
