"""The design effect: how much less claims tell that share a fate than as many apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.bootstrap import cluster_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING: Final = 1e-12
"""Values nearer to each other than this count as the same."""


def design_effect(
    values: NDArray[np.float64], weights: NDArray[np.float64], clusters: NDArray[np.intp]
) -> float | None:
    """The variance of a weighted mean over clusters, in units of what n separate claims would have.

    Here n is the sum of the weights, and a claim heard in full weighs 1.  With r = value - mean, m
    clusters and W = n, the linearised ("ultimate cluster") variance of the mean is
    m / (m - 1) * sum over clusters of (sum(w * r) / W)^2, that of a simple random sample is
    sum(w * r^2) / W / (n - 1), and the effect is the first over the second: exactly 1 where each
    cluster holds one claim of weight 1, or repeats of one that weigh 1 together.
    L. Kish, Survey Sampling (1965), section 8.2; E. L. Korn and B. I. Graubard,
    "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998), 193-201.

    Where the claims cannot tell how alike a cluster is (one cluster, or values all the same), its
    claims count as copies of one another, and the effect is sum(W_c^2) / W.  It is never below 1:
    a few clusters that happen to balance are no reason to claim more than was counted.

    Args:
        values: for each claim a value, such as its credit.
        weights: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.

    Returns:
        1 or more; None where there is no weight.
    """
    mean = weighted_mean(values, weights)
    if mean is None:
        return None
    heard = weights > 0
    values, weights, clusters = values[heard], weights[heard], clusters[heard]
    residuals = values - mean
    sizes, drifts = cluster_sums(clusters, weights, weights * residuals)
    m, n = sizes.size, _sum(weights)
    if m == 1 or np.ptp(values) < ROUNDING:
        return max(1.0, _sum(sizes**2) / n)
    correction = m * (n - 1) / ((m - 1) * n)
    return max(1.0, correction * _sum(drifts**2) / _sum(weights * residuals**2))


def effective_n(
    values: NDArray[np.float64], weights: NDArray[np.float64], clusters: NDArray[np.intp]
) -> float | None:
    """How many separate claims would tell as much: the sum of the weights over the design effect.

    This is the n that Wilson's interval takes (Korn and Graubard 1998); arguments as for
    `design_effect`.

    Returns:
        At most the sum of the weights; None where there is no weight.
    """
    effect = design_effect(values, weights, clusters)
    return None if effect is None else _sum(weights) / effect


def _sum(values: NDArray[np.float64]) -> float:
    """The exact sum, rounded once, so that the order of claims does not matter."""
    return math.fsum(values.tolist())
