"""Scores of points and intervals for a number or a day: one for each forecast, lower is better.

All are in the unit of what is forecast, so that a mean is of one unit only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def errors(x: Floats, y: Floats) -> Floats:
    """How far each point ``x`` lay above what came about, ``y``; their mean is the bias.

    R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021),
    section 5.8, with the sign turned round: above 0 is too high.
    """
    return x - y


def absolute_errors(x: Floats, y: Floats) -> Floats:
    """How far each point lay from what came about: |x - y|.

    Proper for the median: who says that has the least error that can be expected (T. Gneiting,
    "Making and evaluating point forecasts", Journal of the American Statistical Association 106
    (2011), 746-762).
    """
    return np.abs(x - y)


def relative_errors(x: Floats, y: Floats) -> Floats:
    """How far each point lay from what came about, as a share of that: |x - y| / |y|.

    NaN where what came about is 0.  Not proper: it is kinder to what is too low, which is never
    wrong by more than all of it (Gneiting 2011, as above).
    """
    found = np.full(x.size, np.nan)
    np.divide(np.abs(x - y), np.abs(y), out=found, where=y != 0)
    return found


def is_covered(low: Floats, high: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether what came about lies within each interval, both ends included."""
    found: NDArray[np.bool_] = (low <= y) & (y <= high)
    return found


def interval_scores(low: Floats, high: Floats, level: Floats, y: Floats) -> Floats:
    """The interval score: how wide an interval is, and a penalty for missing.

    (high - low) + 2 / a (low - y) where y is below, + 2 / a (y - high) where it is above, with
    a = 1 - level: T. Gneiting and A. E. Raftery, "Strictly proper scoring rules, prediction, and
    estimation", Journal of the American Statistical Association 102 (2007), 359-378, equation 43.

    Args:
        low: the lower end of each interval.
        high: the upper end, not below it.
        level: the probability that each has of holding the answer, below 1.
        y: what came about.

    Raises:
        ValueError: ends are the wrong way round, or a level is no probability below 1.
    """
    if (low > high).any():
        raise ValueError("The lower end of an interval is not above its upper end.")
    if not ((level > 0) & (level < 1)).all():
        raise ValueError("The level of an interval lies between 0 and 1.")
    missed = np.maximum(low - y, 0) + np.maximum(y - high, 0)
    found: Floats = (high - low) + 2 / (1 - level) * missed
    return found
