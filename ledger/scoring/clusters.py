"""Clusters: claims that share a fate, summed up and counted.

A weighted mean is sum(w * x) / sum(w), so a cluster is no more than its two sums.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DECIMALS: Final = 9


def cluster_sums(
    clusters: NDArray[np.intp], *values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """For each of ``values`` its sum in every cluster, by the number of the cluster.

    Values are put in order before they are added, so that the sums are the same to the last bit
    whatever the order of claims.

    Args:
        clusters: for each claim the number of its cluster; numbers may be left out.
        values: arrays with one value a claim.
    """
    order = np.lexsort((*values, clusters))
    starts = np.unique(clusters[order], return_index=True)[1]
    return tuple(np.add.reduceat(one[order], starts) for one in values)


def effective_clusters(sizes: NDArray[np.float64]) -> float:
    """How many clusters of one size would tell as much as clusters of these, never more than these.

    (sum of W)^2 / sum of W^2: L. Kish, Survey Sampling (1965), section 11.7.  Rounded to nine
    decimals, so that two clusters of three thirds each are two.

    Args:
        sizes: the weight W of each cluster, more than 0; at least one.
    """
    return round(exact_sum(sizes) ** 2 / exact_sum(sizes**2), DECIMALS)


def exact_sum(values: NDArray[np.float64]) -> float:
    """The exact sum, rounded once, so that the order of values does not matter."""
    return math.fsum(values.tolist())
