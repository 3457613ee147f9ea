"""Numbers as a report shows them: rounded here, and nowhere before."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NONE: Final = "-"
"""Stands for a figure that is not defined."""


def percent(share: float | None, digits: int) -> str:
    """A share from 0 to 1 in percent, halves rounded up; a dash for None.

    ``digits`` are those of the share: 2 for whole percents.  What is not quite nothing or not quite
    all never reads as 0% or 100%.
    """
    if share is None:
        return NONE
    exact = Decimal(repr(round(share, 12))) * 100
    step = Decimal(1).scaleb(2 - digits)
    shown = exact.quantize(step, ROUND_HALF_UP)
    if shown == 0 != exact:
        return f"<{step}%"
    if shown == 100 != exact:  # noqa: PLR2004 - all of it, in percent
        return f">{100 - step}%"
    return f"{shown}%"


def score(value: float | None, digits: int) -> str:
    """A score with so many digits after the point, halves away from 0; a dash for None."""
    if value is None:
        return NONE
    exact = Decimal(repr(round(value, 12)))
    shown = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(abs(shown) if shown == 0 else shown)


def p_value(p: float) -> str:
    """A p value as it follows on "p": "= 0.30", "= 0.004", "< 0.001", or "> 0.99"."""
    for digits, least in ((2, 0.1), (3, 0.001)):
        if p >= least:
            shown = score(p, digits)
            return "> 0.99" if float(shown) == 1 else f"= {shown}"
    return "< 0.001"


def is_whole(weight: float) -> bool:
    """Whether a sum of weights is a number of claims, but for rounding."""
    return round(weight, 9).is_integer()


def weight(value: float) -> str:
    """How many claims there are, counting repeats as parts of one."""
    return f"{value:,.0f}" if is_whole(value) else f"{value:,.1f}"


def between(
    interval: tuple[float, float] | None, digits: int, shown: Callable[[float, int], str]
) -> str:
    """Both ends of an interval; nothing for None."""
    return "" if interval is None else " to ".join(shown(end, digits) for end in interval)
