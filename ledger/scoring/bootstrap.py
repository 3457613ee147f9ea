"""The cluster bootstrap: intervals for means of claims that share a fate.

Whole clusters are drawn with replacement, as many as there are, so that claims which were settled
together stay together.  C. A. Field and A. H. Welsh, "Bootstrapping clustered data", Journal of
the Royal Statistical Society B 69 (2007), 369-390; the ends are percentiles of the resampled means,
B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.

A weighted mean is sum(w * x) / sum(w), so a cluster is no more than its two sums.  Clusters are put
in order of these before any is drawn: neither the order of claims nor the names of clusters matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RESAMPLES: Final = 2_000
DRAWS: Final = 2**16
"""How many clusters are drawn at a time, so that the memory in use does not grow with the data."""
LEAST: Final = 2
"""Of fewer clusters than this, every resample is the same."""


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


def cluster_interval(
    numerators: NDArray[np.float64],
    denominators: NDArray[np.float64],
    level: float,
    resamples: int = RESAMPLES,
    *,
    seed: int,
) -> tuple[float, float] | None:
    """The interval of a weighted mean, sum(w * x) / sum(w).

    Args:
        numerators: sum(w * x) of each cluster.
        denominators: sum(w) of each cluster, 0 or more; clusters of no weight are left out.
        level: the confidence level, between 0 and 1.
        resamples: how many times the clusters are drawn anew.
        seed: where the random numbers begin; the same seed gives the same interval.

    Returns:
        The lower and the upper end; None where fewer than two clusters have weight.
    """
    sums = np.stack([numerators, denominators])[:, denominators > 0]
    if sums.shape[1] < LEAST:
        return None
    return _ends([top / bottom for top, bottom in _resampled(sums, resamples, seed)], level)


def difference_interval(
    first: tuple[NDArray[np.float64], NDArray[np.float64]],
    second: tuple[NDArray[np.float64], NDArray[np.float64]],
    level: float,
    resamples: int = RESAMPLES,
    *,
    seed: int,
) -> tuple[float, float] | None:
    """The interval of the first weighted mean less the second, both over the same clusters.

    A cluster is drawn for both at once, so what the two have in common cancels out.  Resamples in
    which one of the two has no weight are left out.

    Args:
        first: sum(w * x) and sum(w) of each cluster, 0 and 0 where it has none.
        second: the same of the other mean, cluster by cluster.
        level: the confidence level, between 0 and 1.
        resamples: how many times the clusters are drawn anew.
        seed: where the random numbers begin; the same seed gives the same interval.

    Returns:
        The lower and the upper end; None where either mean has no weight, in all or in every
        resample, or fewer than two clusters have any.
    """
    sums = np.stack([*first, *second])[:, (first[1] > 0) | (second[1] > 0)]
    if sums.shape[1] < LEAST:
        return None
    differences = []
    for drawn in _resampled(sums, resamples, seed):
        one, one_weight, other, other_weight = drawn[:, (drawn[1] > 0) & (drawn[3] > 0)]
        differences.append(one / one_weight - other / other_weight)
    return _ends(differences, level)


def _resampled(
    sums: NDArray[np.float64], resamples: int, seed: int
) -> Iterator[NDArray[np.float64]]:
    """The sums of each row over clusters (columns) drawn anew, some resamples at a time."""
    clusters = sums.shape[1]
    ordered = sums[:, np.lexsort(sums)]
    random = np.random.Generator(np.random.PCG64(seed))
    at_once = max(1, DRAWS // clusters)
    for done in range(0, resamples, at_once):
        drawn = random.integers(clusters, size=(min(at_once, resamples - done), clusters))
        yield np.stack([row.take(drawn).sum(axis=1) for row in ordered])


def _ends(values: list[NDArray[np.float64]], level: float) -> tuple[float, float] | None:
    """The percentiles between which the level's share of all values lies."""
    drawn = np.concatenate(values)
    if not drawn.size:
        return None
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return low, high
