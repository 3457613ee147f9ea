"""Intervals: how far a figure may be from the truth it estimates."""

from __future__ import annotations

import math
from statistics import NormalDist


def wilson(mean: float, n: float, level: float) -> tuple[float, float]:
    """Wilson's score interval for a proportion.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927), 209-212.

    Args:
        mean: the proportion observed, 0 to 1.
        n: how many trials it rests on; more than 0, not always a whole number.
        level: the confidence level, between 0 and 1.

    Returns:
        The lower and the upper end, within 0 to 1.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    shrink = 1 + z * z / n
    centre = (mean + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n))
    low = centre - half if mean > 0 else 0.0
    high = centre + half if mean < 1 else 1.0
    return max(0.0, low), min(1.0, high)
