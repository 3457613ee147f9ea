"""Intervals: how far a figure may be from the truth it estimates."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import effective_clusters, exact_sum
from ledger.scoring.design import mean_variance
from ledger.scoring.student import student_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST: Final = 2
"""On fewer effective clusters than this there is no interval."""
FEW: Final = 10
"""On fewer effective clusters than this an interval is rough."""
UNSEEN: Final = 0.5
"""So many clusters are added at either bound of what a score can be."""


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


def mean_interval(  # noqa: PLR0913 - what the mean is of, and how it is bounded
    numerators: NDArray[np.float64],
    denominators: NDArray[np.float64],
    level: float,
    *,
    lowest: float = 0.0,
    highest: float = 1.0,
    unseen: float = UNSEEN,
) -> tuple[float, float] | None:
    """The interval of a weighted mean, sum(w * x) / sum(w), of what lies between two bounds.

    Student's t on the variance between clusters, with as many degrees of freedom as there are
    effective clusters, less one.  Scores are lopsided: who has not failed yet has errors that are
    all small and all alike, and t alone would be sure of them.  So ``unseen`` effective clusters
    are added at either bound, as is done for paired proportions: A. Agresti and Y. Min, "Simple
    improved confidence intervals for comparing matched proportions", Statistics in Medicine 24
    (2005), 729-740 (a half), and D. G. Bonett and R. M. Price, "Adjusted Wald confidence interval
    for a difference of binomial proportions based on paired data", Journal of Educational and
    Behavioral Statistics 37 (2012), 479-488 (one).  No interval is ever without a width.

    Args:
        numerators: sum(w * x) of each cluster.
        denominators: sum(w) of each cluster, 0 or more; clusters of no weight are left out.
        level: the confidence level, between 0 and 1.
        lowest: below this no x can be.
        highest: above this no x can be.
        unseen: how many clusters to add at either bound.

    Returns:
        The lower and the upper end, which hold the mean; None on fewer than `LEAST` effective
        clusters.
    """
    sums, sizes = numerators[denominators > 0], denominators[denominators > 0]
    if not sizes.size or (several := effective_clusters(sizes)) < LEAST:
        return None
    whole = exact_sum(sizes)
    mean, added = exact_sum(sums) / whole, unseen * whole / several
    sums = np.concatenate([sums, [added * lowest, added * highest]])
    sizes = np.concatenate([sizes, [added, added]])
    centre = exact_sum(sums) / exact_sum(sizes)
    reach = student_quantile(several - 1, level) * math.sqrt(mean_variance(sums, sizes, centre))
    low, high = max(lowest, centre - reach), min(highest, centre + reach)
    return min(low, mean), max(high, mean)
