"""Tests whether more than chance is at work: between groups, and in a reliability curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.calibration import rising_means
from ledger.scoring.clusters import (
    DECIMALS,
    Cells,
    cluster_sums,
    effective_clusters,
    exact_sum,
    whole,
)
from ledger.scoring.design import ROUNDING, weighted_mean
from ledger.scoring.distributions import snedecor_tail
from ledger.scoring.intervals import LEAST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.simulated_outcomes import Coupling


LEAST_GROUPS: Final = 2
EXACTLY: Final = 500
"""Of more groups than this, what each pair has in common is estimated."""
PROBES: Final = 100
AT_ONCE: Final = 2_000
"""So many clusters are laid out in full at a time."""


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """A test of whether all of so many ``groups`` have the same mean.

    ``f`` is about 1 where they do, larger where they are less alike; ``freedom`` are the two
    degrees of freedom of its F distribution, and ``p`` is the chance of so large an ``f`` where
    all have the same mean.
    """

    groups: int
    f: float
    freedom: tuple[float, float]
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class _Drifts:
    """How far each group drifts from the mean of all in each cluster it has claims in.

    One place for each group in each cluster; ``shares`` are of all weight, by group.
    """

    group: NDArray[np.intp]
    cluster: NDArray[np.intp]
    drift: NDArray[np.float64]
    sizes: NDArray[np.float64]
    shares: NDArray[np.float64]


def homogeneity(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp],
    groups: NDArray[np.intp],
) -> Homogeneity | None:
    """Test whether groups of claims that may share a fate have the same mean.

    Pearson's chi-squared of the groups' means against that of all, divided by what it would be in
    the mean, and its degrees of freedom chosen, by the covariance that the groups' sums have over
    clusters: J. N. K. Rao and A. J. Scott, "On chi-squared tests for multiway contingency tables
    with cell proportions estimated from survey data", Annals of Statistics 12 (1984), 46-60; with
    F in place of chi-squared: D. R. Thomas and J. N. K. Rao, "Small-sample comparisons of level and
    power for simple goodness-of-fit statistics under cluster sampling", Journal of the American
    Statistical Association 82 (1987), 630-636.

    Args:
        values: for each claim a value, such as its credit.
        weights: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.
        groups: for each claim the number of its group; what is in several groups is there for each.

    Returns:
        None where fewer than two groups or two effective clusters have weight, or where all values
        are the same.
    """
    heard = weights > 0
    if not heard.all():
        values, weights = values[heard], weights[heard]
        clusters, groups = clusters[heard], groups[heard]
    mean = weighted_mean(values, weights)
    if mean is None or np.ptp(values) < ROUNDING:
        return None
    found = _drifts(values - mean, weights, clusters, groups)
    (of_clusters,) = cluster_sums(clusters, weights)
    several = effective_clusters(of_clusters)
    if found.sizes.size < LEAST_GROUPS or several < LEAST:
        return None
    in_all = _summed(found.group, found.drift)
    chi_squared = exact_sum(in_all**2 / found.sizes)
    expected, squares = _traces(found)
    if expected <= ROUNDING:
        return Homogeneity(found.sizes.size, 0.0, (1.0, several - 1), 1.0)
    f = chi_squared / (expected * several / (several - 1))
    freedom = expected**2 / squares
    below = freedom * (several - 1)
    return Homogeneity(found.sizes.size, f, (freedom, below), snedecor_tail(f, freedom, below))


def _drifts(
    residuals: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp],
    groups: NDArray[np.intp],
) -> _Drifts:
    own, group = np.unique(groups, return_inverse=True)
    _, cluster = np.unique(clusters, return_inverse=True)
    (sizes,) = cluster_sums(group, weights)
    cluster *= own.size
    cluster += group
    del group  # all this is there once a claim
    cells = Cells(cluster, whole(cluster.size))
    (drift,) = cells.sums(weights * residuals)
    places = cells.keys
    return _Drifts(
        group=places % own.size,
        cluster=places // own.size,
        drift=drift,
        sizes=sizes,
        shares=sizes / exact_sum(sizes),
    )


def _traces(found: _Drifts) -> tuple[float, float]:
    """The sum, and the sum of squares, of what the parts of chi-squared have for their means."""
    whole = _summed(found.cluster, found.drift)
    size = exact_sum(found.sizes)
    first = exact_sum(found.drift**2 / found.sizes[found.group]) - exact_sum(whole**2) / size
    together = _in_common(found, whole) if found.sizes.size <= EXACTLY else _probed(found, whole)
    return first, together


def _in_common(found: _Drifts, whole: NDArray[np.float64]) -> float:
    """The squares of what each two groups have in common, added up; clusters some at a time."""
    common = np.zeros((found.sizes.size, found.sizes.size))
    for start in range(0, whole.size, AT_ONCE):
        some = (found.cluster >= start) & (found.cluster < start + AT_ONCE)
        laid = -np.outer(whole[start : start + AT_ONCE], found.shares)
        laid[found.cluster[some] - start, found.group[some]] += found.drift[some]
        laid /= np.sqrt(found.sizes)
        common += laid.T @ laid
    return float((common**2).sum())


def _probed(found: _Drifts, whole: NDArray[np.float64]) -> float:
    """The same, estimated from what random signs of the groups make of it.

    M. F. Hutchinson, "A stochastic estimator of the trace of the influence matrix", Communications
    in Statistics: Simulation and Computation 19 (1990), 433-450.
    """
    random = np.random.Generator(np.random.PCG64(1))
    root, total = np.sqrt(found.sizes), 0.0
    each = np.empty_like(found.drift)  # the same room every time: to get it costs as much as to use
    for _ in range(PROBES):
        signs = random.choice([-1.0, 1.0], root.size) / root
        np.take(signs, found.group, out=each, mode="clip")
        each *= found.drift
        by_cluster = _summed(found.cluster, each)
        by_cluster -= whole * (found.shares * signs).sum()
        np.take(by_cluster, found.cluster, out=each, mode="clip")
        each *= found.drift
        by_group = _summed(found.group, each)
        # Not a product of vectors: how that adds hangs on the processor and on its cores.
        by_group -= found.shares * (whole * by_cluster).sum()
        total += float(((by_group / root) ** 2).sum())
    return total / PROBES


def _summed(numbers: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of the values at each number from 0 on."""
    return np.bincount(numbers, values).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """At each ``forecast``, where a calibrated reliability curve lies with the level's chance."""

    forecast: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def consistency_band(coupling: Coupling, level: float) -> Band:
    """The band in which the curve of `ledger.scoring.calibration.isotonic` should lie, by chance.

    Outcomes drawn from the forecasts are regressed on them as the real ones are; at each forecast
    the band leaves out (1 - level) / 2 of the resampled curves at either side.  It is pointwise: a
    calibrated curve leaves it somewhere more often than that, so leaving it is no test; for one see
    `ledger.scoring.hypothesis_tests`.  J. Bröcker and L. A. Smith, "Increasing the reliability of
    reliability diagrams", Weather and Forecasting 22 (2007), 651-661; T. Dimitriadis, T. Gneiting
    and A. I. Jordan, "Stable reliability diagrams for probabilistic classifiers", PNAS 118 (2021),
    e2016191118.

    Args:
        coupling: forecasts, and outcomes drawn from them.
        level: how much of the resampled curves lies within, at each forecast; between 0 and 1.

    Returns:
        The band at each place of the coupling; empty where there is no weight.
    """
    curves = rising_means(coupling.hits, coupling.weight)
    lower, upper = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Band(coupling.forecast, lower, upper)


FEW: Final = 10
"""Where claims share a fate, there is no test on fewer effective clusters than this."""
ONE_SIDE: Final = 5
"""Nor where fewer effective clusters than this came out the rarer way."""
TIED: Final = 1e-12
"""Statistics nearer to each other than this, in units of a claim, count as the same."""


@dataclass(frozen=True, slots=True)
class CalibrationTest:
    """How often chance alone would set outcomes as far from forecasts that are right.

    ``p_value`` is None where that cannot be told: claims share a fate, and there are few
    ``effective_clusters`` of them, or few that came out the rarer way, ``rarer_clusters``.
    """

    p_value: float | None
    effective_clusters: float
    rarer_clusters: float


def calibration_test(
    coupling: Coupling,
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
) -> CalibrationTest | None:
    """Test whether every forecast is right: what is given 70% comes about 7 times in 10.

    The statistic is the miscalibration of the Brier score (Dimitriadis, Gneiting and Jordan 2021):
    what recalibrating the forecasts would gain.  It is worked out for the real outcomes and for
    those drawn from the forecasts, a number a cluster (Bröcker and Smith 2007); with k of R drawn
    ones as large or larger, p = (k + 1) / (R + 1): A. C. Davison and D. V. Hinkley, Bootstrap
    Methods and Their Application (1997), section 4.2.

    Where each cluster is one claim, p is exact but for the drawing.  Where claims share a fate it
    is exact if they share their forecast; otherwise it has been found by simulation to reject too
    often on few clusters, and says nothing there.

    Args:
        coupling: the forecasts of the claims, and outcomes drawn from them.
        y: for each claim 1 where its question came about, else 0.
        w: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.

    Returns:
        None where there is no weight.
    """
    share = weighted_mean(y, w)
    if share is None:
        return None
    heard = w > 0
    sizes = cluster_sums(clusters[heard], w[heard])[0]
    several = effective_clusters(sizes)
    rarer = several * min(share, 1 - share)
    apart = sizes.max() <= 1 + TIED
    if not apart and (several < FEW or round(rarer, DECIMALS) < ONE_SIDE):
        return CalibrationTest(None, several, rarer)
    (real,) = cluster_sums(coupling.place[heard], w[heard] * y[heard])
    found, drawn = _lost(coupling, real[None, :])[0], _lost(coupling, coupling.hits)
    larger = np.count_nonzero(drawn >= found - TIED * coupling.weight.sum())
    return CalibrationTest((int(larger) + 1) / (drawn.size + 1), several, rarer)


def _lost(coupling: Coupling, hits: NDArray[np.float64]) -> NDArray[np.float64]:
    """What recalibration would gain, times the sum of weights; a number for each row of hits."""
    f, curves = coupling.forecast, rising_means(hits, coupling.weight)
    lost: NDArray[np.float64] = coupling.weight * (f**2 - curves**2) - 2 * hits * (f - curves)
    return np.asarray(lost.sum(axis=1))
