"""Probabilities as trackers write them: floats with all their digits, or percentages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from ledger.model.raw import PLACES, decimal_of

FINEST: Final = Decimal((0, (1,), -PLACES))
"""The last place that the ledger keeps; what a float has behind it is noise."""


def share_of(value: Any, *, percent: bool = False) -> Any:  # noqa: ANN401 - whatever a file holds
    """A number from 0 to 1 as a decimal; anything else as it is, for the model to refuse."""
    number = None if isinstance(value, bool) else _number(value)
    whole = 100 if percent else 1
    if number is None or not 0 <= number <= whole:
        return value
    return (number / whole).quantize(FINEST).normalize()


def _number(value: object) -> Decimal | None:
    return decimal_of(value) if isinstance(value, str | int | float | Decimal) else None
