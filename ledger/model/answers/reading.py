"""Stands and answers as people write them: ``at least 2%``, ``Labour=0.6; Tories=0.4``.

The grammar of a stand, told in docs/claim-file.md:

    Labour                          an option; ``Labour @ 60%`` with its probability
    Labour=0.6; Tories=0.3; other=0.1
                                    a probability for each option
    350, about 350                  a point
    320 to 380 @ 90%                an interval with its level
    at least 2%, more than 300      a threshold; with ``@ 90%`` its probability
    5%=300; 50%=350; 95%=410        quantiles
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.model.answers.quantities import BadAnswer, plain, quantity
from ledger.model.answers.question_types import AnswerSpace, QuestionType
from ledger.model.answers.settling import Answer
from ledger.model.answers.stands import (
    Interval,
    Named,
    Point,
    Quantiles,
    Relation,
    Shares,
    Threshold,
)

if TYPE_CHECKING:
    from ledger.model.answers.stands import Stand

WORDS: Final = {
    Relation.AT_LEAST: "at least|no less than|no fewer than|not before|>=|≥",
    Relation.AT_MOST: "at most|no more than|up to|not after|no later than|by|<=|≤",
    Relation.ABOVE: "more than|above|over|greater than|later than|after|>",
    Relation.BELOW: "less than|fewer than|below|under|earlier than|before|<",
    Relation.EXACTLY: "exactly|in|on|=",
}
"""How thresholds are written; the longer of two that begin alike comes first."""

THRESHOLD: Final = re.compile(
    "|".join(
        rf"(?P<{one.name}>(?:{words.replace('|', '(?![a-z])|')})(?![a-z]))"
        for one, words in WORDS.items()
    ),
    re.IGNORECASE,
)
ABOUT: Final = re.compile(
    r"(?:about|around|approximately|roughly|circa|ca\.|~|≈)\s*", re.IGNORECASE
)
BETWEEN: Final = re.compile(r"between\s+(.+?)\s+and\s+(.+)", re.IGNORECASE)
FROM_TO: Final = re.compile(r"(?:from\s+)?(.+?)\s+to\s+(.+)", re.IGNORECASE)
DASHED: Final = re.compile(r"(\d[\d.,]*)\s?[\u2013-]\s?(\d.*)")
BESIDE: Final = re.compile(
    r"(.*?)\s*(?:@|,(?=\s*[\d.]+\s*%\s*$)|\((?=\s*[\d.]+\s*%\s*\)$))\s*([^@]*?)\)?"
)
SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,20})?|\.\d{1,20})\s*(%?)")
AS_KEPT: Final = {
    QuestionType.NUMBER: {one: one.value.replace("_", " ") for one in Relation},
    QuestionType.DATE: {
        Relation.ABOVE: "after",
        Relation.AT_LEAST: "not before",
        Relation.BELOW: "before",
        Relation.AT_MOST: "by",
    },
}
"""How an answer beyond a number or a day is written."""

TOLERANCE: Final = Decimal("0.01")
"""How far probabilities of options may be from adding up to 1."""


@lru_cache(maxsize=4096)
def space_of(  # noqa: PLR0913, PLR0917 - the fields of a question
    type_: str | None,
    options: tuple[str, ...] = (),
    ordered: bool = False,  # noqa: FBT001, FBT002 - as above
    unit: str | None = None,
    lower_bound: str | None = None,
    upper_bound: str | None = None,
) -> AnswerSpace | None:
    """The space of a question's answers, from its fields as they are kept; None of yes and no.

    Raises:
        BadAnswer: a bound is no number or date.
    """
    if type_ is None or type_ == QuestionType.BINARY:
        return None
    plainly = AnswerSpace(QuestionType(type_), options, ordered, unit)
    lower = None if lower_bound is None else quantity(lower_bound, plainly).low
    upper = None if upper_bound is None else quantity(upper_bound, plainly).high
    return replace(plainly, lower=lower, upper=upper)


def canonical_answer(text: str, space: AnswerSpace) -> str:
    """An answer as the journal keeps it: an option by its name, a number in the question's unit.

    Raises:
        BadAnswer: it is none.
    """
    if space.type is QuestionType.CATEGORIES:
        return _known_option(text, space)
    found = THRESHOLD.match(text.strip())
    if found and found.lastgroup != "EXACTLY":
        value = text.strip()[found.end() :]
        words = AS_KEPT[space.type][Relation[str(found.lastgroup)]]
        return f"{words} {canonical_answer(value, space)}"
    value_of = quantity(text, space)
    if space.type is QuestionType.NUMBER and value_of.low is not None:
        return plain(value_of.low)
    return str(edtf.read(text.strip()))


@lru_cache(maxsize=16_384)
def read_stand(text: str, space: AnswerSpace) -> Stand:
    """The stand that a text is on a question of that space.

    Raises:
        BadAnswer: it is none, with what is wrong and how to write it.
    """
    if space.type is QuestionType.CATEGORIES:
        return _on_options(text, space)
    return _on_quantity(text.strip(), space)


def _on_options(text: str, space: AnswerSpace) -> Stand:
    if (option := _option(text, space)) is not None:
        return Named(option)
    name, at, likely = text.rpartition("@")
    if at:
        return Named(_known_option(name, space), _share(likely))
    if "=" in text:
        return _shares(text, space)
    return Named(_known_option(text, space))


def _option(text: str, space: AnswerSpace) -> str | None:
    """The option of the question that is meant, whatever its case; None where none is."""
    wanted = " ".join(text.split())
    if wanted in space.options:
        return wanted
    alike = [one for one in space.options if one.casefold() == wanted.casefold()]
    return alike[0] if len(alike) == 1 else None


def _known_option(text: str, space: AnswerSpace) -> str:
    found = _option(text, space)
    if found is None:
        known = ", ".join(space.options)
        raise BadAnswer(f"{text.strip()!r} is no option of the question; its options are {known}.")
    return found


def _shares(text: str, space: AnswerSpace) -> Shares:
    found: dict[str, Decimal] = {}
    for part in filter(str.strip, text.split(";")):
        name, equals, share = part.rpartition("=")
        if not equals:
            raise BadAnswer(f"{part.strip()!r} has no probability: write {part.strip()}=0.3.")
        option = _known_option(name, space)
        if option in found:
            raise BadAnswer(f"The option {option!r} has two probabilities.")
        found[option] = _share(share)
    total = sum(found.values(), Decimal(0))
    if abs(total - 1) > TOLERANCE:
        unsaid = [one for one in space.options if one not in found]
        nothing = f"; nothing is said of {', '.join(unsaid)}" if unsaid else ""
        how = "missing" if total < 1 else "too much"
        off = plain(abs(1 - total))
        raise BadAnswer(f"The probabilities add up to {plain(total)}: {off} is {how}{nothing}.")
    return Shares(tuple((one, found.get(one, Decimal(0))) for one in space.options))


def _share(text: str) -> Decimal:
    found = SHARE.fullmatch(text.strip())
    share = None if found is None else Decimal(found[1]) * (PERCENT if found[2] else 1)
    if share is None or not 0 <= share <= 1:
        raise BadAnswer(f"{text.strip()!r} is no probability: write it such as 90% or 0.9.")
    return share


PERCENT: Final = Decimal("0.01")


def _on_quantity(text: str, space: AnswerSpace) -> Stand:
    if ";" in text or (text.count("=") == 1 and SHARE.match(text) and "=" not in text[:1]):
        return _quantiles(text, space)
    found = BESIDE.fullmatch(text)
    said, beside = (text, None) if found is None else (found[1], _share(found[2]))
    if between := BETWEEN.fullmatch(said):
        low, high = quantity(between[1], space), quantity(between[2], space)
        _refuse_turned(low.low, high.high)
        return Threshold(Relation.BETWEEN, low, high, beside)
    if relation := THRESHOLD.match(said):
        value = quantity(said[relation.end() :], space)
        return Threshold(Relation[str(relation.lastgroup)], value, probability=beside)
    ends = FROM_TO.fullmatch(said)
    if ends is None and space.type is QuestionType.NUMBER:
        ends = DASHED.fullmatch(said)
    if ends is not None:
        return _interval(ends[1], ends[2], beside, space)
    if beside is not None:
        raise BadAnswer(
            "A point has no probability: write an interval, such as 320 to 380 @ 90%, "
            "or a threshold, such as at least 350 @ 90%."
        )
    about = ABOUT.match(said)
    return Point(quantity(said[about.end() :] if about else said, space))


def _interval(first: str, last: str, level: Decimal | None, space: AnswerSpace) -> Interval:
    low, high = quantity(first, space).low, quantity(last, space).high
    if low is None or high is None:
        raise BadAnswer("An interval has two ends; one that is open is a threshold.")
    _refuse_turned(low, high)
    if level is not None and not 0 < level < 1:
        raise BadAnswer("The level of an interval lies between 0 and 1, such as 90%.")
    return Interval(low, high, level)


def _refuse_turned(low: Decimal | None, high: Decimal | None) -> None:
    if low is not None and high is not None and low > high:
        raise BadAnswer("The first end of a range is above the second.")


def _quantiles(text: str, space: AnswerSpace) -> Quantiles:
    found: list[tuple[Decimal, Decimal | None]] = []
    for part in filter(str.strip, text.split(";")):
        level, equals, value = part.partition("=")
        if not equals:
            raise BadAnswer(f"{part.strip()!r} is no quantile: write it such as 50%=350.")
        found.append((_share(level), quantity(value, space).middle))
    points = [
        (level, value) for level, value in sorted(found, key=itemgetter(0)) if value is not None
    ]
    if len(points) < len(found):
        raise BadAnswer("A quantile is a number or a date, without an open end.")
    for (below, low), (share, high) in pairwise(points):
        if share == below:
            raise BadAnswer(f"The quantile {plain(share)} is given twice.")
        if high < low:
            raise BadAnswer(
                f"The quantiles cross: that of {plain(share)} is below that of {plain(below)}."
            )
    if any(not 0 < level < 1 for level, _ in points):
        raise BadAnswer("The level of a quantile lies between 0 and 1, such as 50%.")
    return Quantiles(tuple(points))


@lru_cache(maxsize=16_384)
def read_answer(
    text: str, space: AnswerSpace, low: str | None = None, high: str | None = None
) -> Answer:
    """The answer that a text is; ``low`` and ``high`` are the ends of what the source leaves open.

    Raises:
        BadAnswer: it is none, with what is wrong and how to write it.
    """
    if space.type is QuestionType.CATEGORIES:
        if low is not None or high is not None:
            raise BadAnswer("An answer that is an option has no range.")
        return Answer(_known_option(text, space))
    relation = THRESHOLD.match(text.strip())
    if relation and relation.lastgroup != "EXACTLY":
        if low is not None or high is not None:
            raise BadAnswer("An answer that is beyond a number or a day has no range.")
        return _beyond(Relation[str(relation.lastgroup)], text.strip()[relation.end() :], space)
    value = quantity(text, space)
    lowest = value.low if low is None else quantity(low, space).low
    highest = value.high if high is None else quantity(high, space).high
    if value.low is not None and value.high is not None:
        _refuse_turned(lowest, value.low)
        _refuse_turned(value.high, highest)
    return Answer(low=lowest, high=highest)


def _beyond(relation: Relation, text: str, space: AnswerSpace) -> Answer:
    value = quantity(text, space)
    match relation:
        case Relation.ABOVE:
            return Answer(low=value.high, open_low=True)
        case Relation.AT_LEAST:
            return Answer(low=value.low)
        case Relation.BELOW:
            return Answer(high=value.low, open_high=True)
        case _:
            return Answer(high=value.high)
