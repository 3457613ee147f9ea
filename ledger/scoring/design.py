"""The design of a sample: weighted means, and how much less claims tell that share a fate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.scoring.clusters import (
    DECIMALS,
    Cells,
    bounds_within,
    cluster_sums,
    exact_sum,
    exact_sums,
    whole,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.clusters import Bounds


class Weighing:
    """The weights of claims, by part (`clusters.whole`).

    The sums are exact before they are rounded, so a mean is the same in every order and on every
    machine, and never outside the values.
    """

    def __init__(self, weights: NDArray[np.float64], bounds: Bounds) -> None:
        self.weights, self.bounds, self.heard = weights, bounds, weights > 0
        self.totals = exact_sums(weights, bounds)

    def means(self, values: NDArray[np.float64]) -> list[float | None]:
        """The mean of ``values`` by the weights, in each part; None where there is no weight."""
        sums = exact_sums(values * self.weights, self.bounds)
        return [
            one / total if total > 0 else None for one, total in zip(sums, self.totals, strict=True)
        ]

    def per_claim(self, of_parts: list[float | None]) -> NDArray[np.float64]:
        """For each claim what there is of its part; NaN where there is none."""
        return np.repeat(np.array(of_parts, dtype=float), np.diff(self.bounds))

    def cells(self, clusters: NDArray[np.integer[Any]]) -> Cells:
        """The clusters in each part of the claims of any weight; ``clusters`` are of all claims."""
        return Cells(clusters[self.heard], bounds_within(self.heard, self.bounds))

    def among(self, chosen: NDArray[np.bool_]) -> Weighing:
        """The weights of those claims that are ``chosen``."""
        return Weighing(self.weights[chosen], bounds_within(chosen, self.bounds))


def weighted_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float | None:
    """The mean of ``values`` by ``weights`` (`Weighing`); None where there is no weight."""
    return Weighing(weights, whole(weights.size)).means(values)[0]


ROUNDING: Final = 1e-12
"""Values nearer to each other than this count as the same."""


@dataclass(frozen=True, slots=True)
class Design:
    """What the mean of clustered claims rests on.

    ``effective_clusters`` is how many clusters of one size would tell as much, ``heaviest`` the
    share of all weight that the heaviest has, ``effective_n`` how many separate claims would tell
    as much.  ``apart`` says that no cluster weighs more than one claim, so that none share a fate.
    """

    effective_clusters: float
    heaviest: float
    effective_n: float
    apart: bool


def design(
    values: NDArray[np.float64], weights: NDArray[np.float64], clusters: NDArray[np.intp]
) -> Design | None:
    """The design of the weighted mean of ``values``, 0 to 1.

    The effective n is that of Wilson's interval as E. L. Korn and B. I. Graubard use it,
    "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24 (1998), 193-201: the variance that the values have,
    over that of their mean.  It is the least of three, so that luck with a few clusters does not
    pass for knowledge: the sum of the weights, what the clusters' drift from the mean makes it
    (`_by_drift`), and what the likeness of claims within a cluster makes it (`_by_likeness`).
    Claims that are all alike count as copies of one another: the effective number of clusters.

    Args:
        values: for each claim a value, such as its credit.
        weights: how much each claim weighs, 0 or more; one that is heard in full weighs 1.
        clusters: for each claim the number of its cluster.

    Returns:
        None where there is no weight.
    """
    weighing = Weighing(weights, whole(weights.size))
    return designs(values, weighing, weighing.cells(clusters))[0]


def designs(values: NDArray[np.float64], weighing: Weighing, cells: Cells) -> list[Design | None]:
    """The design of each part of some claims, as `design` has it; ``cells`` are their clusters."""
    heard, means = weighing.heard, weighing.means(values)
    values, weights = values[heard], weighing.weights[heard]
    bounds = bounds_within(heard, weighing.bounds)
    sizes, hits = cells.sums(weights, weights * values)
    sums = zip(exact_sums(sizes, cells.bounds), exact_sums(sizes**2, cells.bounds), strict=True)
    found: list[Design | None] = []
    for mean, claims, clusters_of, (n, squares) in zip(
        means, _slices(bounds), _slices(cells.bounds), sums, strict=True
    ):
        if mean is None:
            found.append(None)
            continue
        several, own = round(n**2 / squares, DECIMALS), sizes[clusters_of]
        apart = bool(own.max() <= 1 + ROUNDING)
        effective = n
        if not apart:
            among = cells.own[claims] - clusters_of.start
            part = _Part(values[claims], weights[claims], among, own, hits[clusters_of])
            effective = min(n, _effective(part, mean, n, several))
        found.append(Design(several, float(own.max()) / n, effective, apart))
    return found


def _slices(bounds: Bounds) -> list[slice]:
    return [slice(first, end) for first, end in pairwise(bounds.tolist())]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Claims of some weight, each with the place of its cluster among ``sizes`` and ``hits``."""

    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp]
    sizes: NDArray[np.float64]
    hits: NDArray[np.float64]


def _effective(part: _Part, mean: float, n: float, several: float) -> float:
    """The effective n of claims that share a fate."""
    if np.ptp(part.values) < ROUNDING:
        return several
    spread = exact_sum(part.weights * (part.values - mean) ** 2) / n
    means = (part.hits / part.sizes)[part.clusters]
    within = exact_sum(part.weights * (part.values - means) ** 2)
    by_drift = _by_drift(part.sizes, part.hits, mean, spread)
    return min(by_drift, _by_likeness(part.sizes, within, spread))


def effective_n(
    values: NDArray[np.float64], weights: NDArray[np.float64], clusters: NDArray[np.intp]
) -> float | None:
    """How many separate claims would tell as much; arguments as for `design`.

    Returns:
        At most the sum of the weights; None where there is no weight.
    """
    found = design(values, weights, clusters)
    return None if found is None else found.effective_n


def likeness(
    values: NDArray[np.float64], weights: NDArray[np.float64], clusters: NDArray[np.intp]
) -> float:
    """How alike claims in one cluster are, 0 to 1: the intraclass correlation.

    1 where each cluster is of one mind, and where all values are the same.

    Args:
        values: for each claim a value, such as its credit.
        weights: how much each claim weighs, more than 0; at least one.
        clusters: for each claim the number of its cluster.
    """
    cells = Cells(clusters, whole(clusters.size))
    sizes, hits = cells.sums(weights, weights * values)
    n = exact_sum(sizes)
    spread = exact_sum(weights * (values - exact_sum(hits) / n) ** 2) / n
    if spread < ROUNDING:
        return 1.0
    within = exact_sum(weights * (values - (hits / sizes)[cells.own]) ** 2)
    return _likeness(sizes, within, spread)


def mean_variance(
    numerators: NDArray[np.float64], denominators: NDArray[np.float64], mean: float
) -> float:
    """The variance of a weighted mean over clusters, sum(w * x) / sum(w), linearised.

    The sum of the clusters' squared drifts from the mean over the square of all weight ("ultimate
    cluster": Kish 1965, section 8.2), times what makes it unbiased where claims in one cluster are
    copies of one another.  With shares h of the weight, a squared drift then is too small by
    1 - 2 h + sum(h^2); with equal clusters that gives the usual m / (m - 1).  After R. M. Bell and
    D. F. McCaffrey, "Bias reduction in standard errors for linear regression with multi-stage
    samples", Survey Methodology 28 (2002), 169-181.

    Args:
        numerators: sum(w * x) of each cluster.
        denominators: sum(w) of each cluster, more than 0; at least two clusters.
        mean: the weighted mean itself.
    """
    one = whole(numerators.size)
    return mean_variances(numerators, denominators, [mean], one)[0]


def mean_variances(
    numerators: NDArray[np.float64],
    denominators: NDArray[np.float64],
    means: list[float],
    bounds: Bounds,
) -> list[float]:
    """The same of each part of some clusters."""
    sizes = np.diff(bounds)
    all_weight = np.repeat(exact_sums(denominators, bounds), sizes)
    shares = denominators / all_weight
    drifts = (numerators - np.repeat(means, sizes) * denominators) / all_weight
    sums = (exact_sums(one, bounds) for one in (shares**2, shares**3, drifts**2))
    return [
        drift * squares / (squares * (1 + squares) - 2 * cubes)
        for squares, cubes, drift in zip(*sums, strict=True)
    ]


def _by_drift(
    sizes: NDArray[np.float64], hits: NDArray[np.float64], mean: float, spread: float
) -> float:
    """The effective n by how far the clusters drift from the mean."""
    if sizes.size == 1:
        return 1.0
    variance = mean_variance(hits, sizes, mean)
    return spread / variance if variance > 0 else float("inf")


def _by_likeness(sizes: NDArray[np.float64], within: float, spread: float) -> float:
    """The effective n by how alike claims in one cluster are: Kish 1965, section 5.4.

    A few large clusters that happen to be right say little of how far others drift, but every
    cluster says how alike its own claims are.
    """
    n, alike = exact_sum(sizes), _likeness(sizes, within, spread)
    return n * n / ((1 - alike) * n + alike * exact_sum(sizes**2))


def _likeness(sizes: NDArray[np.float64], within: float, spread: float) -> float:
    """The intraclass correlation by analysis of variance, from 0 to 1."""
    spare = exact_sum(sizes) - sizes.size
    return min(1.0, max(0.0, 1 - within / spare / spread)) if spare > ROUNDING else 1.0


def told_apart(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp],
    groups: NDArray[np.intp],
    many: int,
) -> NDArray[np.float64]:
    """For each group the share of what its claims tell that no other group tells, 0 to 1.

    A hundred groups that are right on one question are right once.  Where a group has the weight w
    of a cluster's weight W, and claims in a cluster are as alike as the intraclass correlation r
    says, so much of its part is its own: w / (w + r (W - w)); by Kish 1965, section 5.4.

    Args:
        values: for each claim a value from 0 to 1, such as its credit.
        weights: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.
        groups: for each claim the number of its group; what is in several groups is there for each.
        many: how many groups there are; one without a claim of any weight has a share of 1.
    """
    shares = np.ones(many)
    heard = weights > 0
    if not heard.any():
        return shares
    if not heard.all():
        values, weights = values[heard], weights[heard]
        clusters, groups = clusters[heard], groups[heard]
    alike = likeness(values, weights, clusters)
    cells = Cells(clusters, whole(groups.size))
    (of_all,) = cells.sums(weights)
    places = cells.own * many
    places += groups
    del cells  # all this is there once a claim
    parts = Cells(places, whole(groups.size))
    (own,) = parts.sums(weights)
    of_cluster, of_group = np.divmod(parts.keys, many)
    del parts, places
    apart = own * own / (own + alike * np.maximum(0.0, of_all[of_cluster] - own))
    told, all_told = cluster_sums(of_group, apart, own)
    shares[np.unique(of_group)] = np.minimum(1.0, told / all_told)
    return shares
