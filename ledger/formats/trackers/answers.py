"""Options, numbers and dates as trackers have them, made the answers of claim files."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ledger.model.answers.quantities import plain
from ledger.model.answers.question_types import QuestionType
from ledger.model.field_values import decimal_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEVELS: Final = ("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95")
"""The quantiles that are taken of a distribution."""

FEWEST: Final = 2
TOLERANCE: Final = Decimal("0.01")
DIGITS: Final = 8
"""How many digits a value of a distribution is kept with."""


def option_named(text: str) -> str:
    """The name of an option on one line, without the sign that parts options."""
    return " ".join(text.replace(";", ",").split())


def asks_which(options: Sequence[str]) -> dict[str, Any] | None:
    """The keys of a question with these options; None where they cannot be told apart."""
    names = [option_named(one) for one in options]
    told = {one.casefold() for one in names}
    if len(names) < FEWEST or len(told) < len(names) or "" in told:
        return None
    return {"type": QuestionType.CATEGORIES.value, "options": names}


def shares(told: Mapping[str, Any]) -> str | None:
    """Probabilities by option as one text; None where they are none, or do not add up to 1."""
    found = {option_named(name): decimal_of(value) for name, value in told.items() if value != ""}
    parts = {name: value for name, value in found.items() if value is not None and 0 <= value <= 1}
    if len(parts) < len(found) or abs(sum(parts.values(), Decimal(0)) - 1) > TOLERANCE:
        return None
    return "; ".join(f"{name}={plain(value)}" for name, value in parts.items())


def value_of(value: object, kind: str) -> str | None:
    """A number, or the day of a moment, as a text; None where it is none."""
    number = decimal_of(value) if isinstance(value, str | int | float | Decimal) else None
    if kind != QuestionType.DATE:
        return None if number is None else plain(_rounded(number))
    if number is not None:
        return datetime.fromtimestamp(float(number), UTC).date().isoformat()
    try:
        return datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError:
        return None


def _rounded(number: Decimal) -> Decimal:
    return Decimal(f"{number:.{DIGITS}g}")


def quantiles(values: Sequence[object], chances: Sequence[object], kind: str) -> str | None:
    """The quantiles of a distribution as one text; None where it is none.

    Args:
        values: rising values, numbers or moments.
        chances: for each the probability that the answer is not above it.
        kind: the type of the question, ``number`` or ``date``.
    """
    points = [
        (_number(value), _number(chance)) for value, chance in zip(values, chances, strict=False)
    ]
    known = [
        (value, chance) for value, chance in points if value is not None and chance is not None
    ]
    found = []
    for level in map(Decimal, LEVELS):
        for (low, below), (high, upto) in pairwise(known):
            if below <= level <= upto and upto > below:
                at = low + (high - low) * (level - below) / (upto - below)
                text = value_of(at, kind)
                found.append(f"{plain(level * 100)}%={text}")
                break
    return "; ".join(found) if len(found) >= FEWEST else None


def _number(value: object) -> Decimal | None:
    """A number, or the seconds since 1970 of a moment."""
    if isinstance(value, int | float | Decimal):
        return decimal_of(value)
    text = str(value).strip()
    if (number := decimal_of(text)) is not None:
        return number
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Decimal(int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()))


BEYOND: Final = {
    "above_upper_bound": ("upper_bound", {"number": "above", "date": "after"}),
    "below_lower_bound": ("lower_bound", {"number": "below", "date": "before"}),
}
"""Resolutions that only say beyond which bound the answer lies."""


def resolved_as(word: str, asks: Mapping[str, Any]) -> str | None:
    """The answer that a resolution gives, by what is asked for; None where it gives none."""
    kind = asks["type"]
    if kind == QuestionType.CATEGORIES:
        meant = option_named(word).casefold()
        return next((one for one in asks["options"] if one.casefold() == meant), None)
    if word in BEYOND:
        bound, words = BEYOND[word]
        return f"{words[kind]} {asks[bound]}" if bound in asks else None
    return value_of(word, kind)
