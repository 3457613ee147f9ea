"""Metaculus's types of questions, its resolutions, and its forecasts of several probabilities.

Numbers and dates are forecast as the chances (a CDF) that the answer is not above each of some
values, of which quantiles are taken.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.trackers.answers import asks_which, quantiles, resolved_as, shares, value_of
from ledger.formats.trackers.question import Resolution, unknown
from ledger.model.answers.question_types import QuestionType
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.formats.trackers.assembly import Assembly
    from ledger.model.bundle import Origin

VERDICTS: Final = {
    "yes": Verdict.HAPPENED,
    "no": Verdict.DID_NOT_HAPPEN,
    "ambiguous": Verdict.UNCLEAR,
    "annulled": Verdict.VOID,
}


TYPES: Final = {
    "numeric": QuestionType.NUMBER,
    "discrete": QuestionType.NUMBER,
    "date": QuestionType.DATE,
}


def asks_of(
    word: str, options: Sequence[str], bounds: Mapping[str, object], unit: str = ""
) -> dict[str, Any] | None:
    """The keys of a question of a type that is not binary; none of one that is.

    It is None of other types, and where options cannot be told apart.
    """
    if word == "binary":
        return {}
    if word == "multiple_choice":
        return asks_which(options)
    if word not in TYPES:
        return None
    kind = TYPES[word].value
    told = {key: value_of(value, kind) for key, value in bounds.items() if value not in {"", None}}
    asks: dict[str, Any] = {key: text for key, text in told.items() if text is not None}
    if kind == QuestionType.NUMBER and unit:
        asks["unit"] = unit
    return {"type": kind, **asks}


def resolution_of(
    assembly: Assembly, at: Origin, word: str, asks: Mapping[str, Any]
) -> Resolution | None:
    """What became of a question; what no resolution is known by is left out, and told."""
    verdict = VERDICTS.get(word.lower())
    if asks and verdict in {None, Verdict.HAPPENED, Verdict.DID_NOT_HAPPEN} and word:
        answer = resolved_as(word, asks)
        if answer is not None:
            return Resolution(Verdict.ANSWERED, answer, answer=answer)
        verdict = None
    if word and verdict is None:
        message = unknown(word, VERDICTS)
        assembly.complain(at, "verdict", message, code="unknown-verdict", warning=True)
    return None if verdict is None else Resolution(verdict, word.lower())


def answer_of(
    asks: Mapping[str, Any],
    each: Sequence[object],
    values: Sequence[object],
    chances: Sequence[object],
) -> str | None:
    """A forecast as a claim file writes it: shares by option, or quantiles; None where it is none.

    Args:
        asks: what is asked for.
        each: the probability of each option.
        values: the values of a distribution.
        chances: for each the chance that the answer is not above it.
    """
    if asks["type"] == QuestionType.CATEGORIES:
        options = asks["options"]
        if len(each) != len(options):
            return None
        return shares(dict(zip(options, each, strict=True)))
    return quantiles(values, chances, asks["type"]) if len(values) == len(chances) else None


CENTRE: Final = (
    ("interval_lower_bounds", Decimal("0.25")),
    ("centers", Decimal("0.5")),
    ("interval_upper_bounds", Decimal("0.75")),
)
"""The quantiles that an aggregate tells, as places on the scale from 0 to 1."""


def spread(
    forecast: Mapping[str, Any], chances: object, scale: Mapping[str, Any]
) -> tuple[list[object], list[object]]:
    """The values of a distribution, and for each the chance that the answer is not above it.

    What an aggregate tells are its quartiles; a forecaster's is whole, at even steps of the scale.
    """
    told = [(forecast.get(name), level) for name, level in CENTRE]
    places = [(one[0], level) for one, level in told if isinstance(one, list) and one]
    if places:
        values: list[object] = [_on_scale(place, scale) for place, _ in places]
        return values, [level for _, level in places]
    if not isinstance(chances, list) or len(chances) < LEAST:
        return [], []
    steps = len(chances) - 1
    return [_on_scale(Decimal(n) / steps, scale) for n in range(len(chances))], list(chances)


LEAST: Final = 2


def _on_scale(place: object, scale: Mapping[str, Any]) -> Decimal | None:
    """The value at a place from 0 to 1 of a scale, which is logarithmic where it has a zero point.

    Source: https://www.metaculus.com/api/, "scaling"
    """
    low, high, zero = (scale.get(name) for name in ("range_min", "range_max", "zero_point"))
    known = [one for one in (place, low, high) if isinstance(one, Decimal | int | float)]
    if len(known) < len((place, low, high)):
        return None
    at, first, last = map(float, known)
    if zero is None:
        return Decimal(str(first + (last - first) * at))
    ratio = (last - float(zero)) / (first - float(zero))
    return Decimal(str(first + (last - first) * (ratio**at - 1) / (ratio - 1)))
