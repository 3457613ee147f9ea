"""Intervals: how far a figure, or a share of claims that share a fate, may be from the truth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import (
    DECIMALS,
    bounds_within,
    effective_clusters_of,
    exact_sums,
    whole,
)
from ledger.scoring.design import Weighing, designs, mean_variances
from ledger.scoring.distributions import student_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.clusters import Bounds, Cells
    from ledger.scoring.design import Design


LEVEL: Final = 0.95
"""The confidence level of every interval that is shown."""
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
    bounds = whole(numerators.size)
    bound = {"lowest": lowest, "highest": highest, "unseen": unseen}
    return mean_intervals(numerators, denominators, bounds, level, **bound)[0]


def mean_intervals(  # noqa: PLR0913 - as above
    numerators: NDArray[np.float64],
    denominators: NDArray[np.float64],
    bounds: Bounds,
    level: float,
    *,
    lowest: float = 0.0,
    highest: float = 1.0,
    unseen: float = UNSEEN,
) -> list[tuple[float, float] | None]:
    """The same of each part of some clusters (`ledger.scoring.clusters.whole`)."""
    heard = denominators > 0
    bounds = bounds_within(heard, bounds)
    sums, sizes = numerators[heard], denominators[heard]
    several = effective_clusters_of(sizes, bounds)
    wholes = np.array(exact_sums(sizes, bounds))
    enough = np.array([one is not None and one >= LEAST for one in several], dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.array(exact_sums(sums, bounds)) / wholes
        added = unseen * wholes / np.array(several, dtype=float)
    ends = np.repeat(bounds[1:], 2)
    sums = np.insert(sums, ends, np.stack([added * lowest, added * highest], axis=1).ravel())
    sizes = np.insert(sizes, ends, np.repeat(added, 2))
    bounds = bounds + 2 * np.arange(bounds.size)
    kept = np.repeat(enough, np.diff(bounds))
    sums, sizes, bounds = sums[kept], sizes[kept], _of_parts(bounds, enough)
    all_weight = exact_sums(sizes, bounds)
    centres = [a / b for a, b in zip(exact_sums(sums, bounds), all_weight, strict=True)]
    variances = iter(zip(centres, mean_variances(sums, sizes, centres, bounds), strict=True))
    found: list[tuple[float, float] | None] = []
    for mean, clusters in zip(means.tolist(), several, strict=True):
        if clusters is None or clusters < LEAST:
            found.append(None)
            continue
        centre, variance = next(variances)
        reach = student_quantile(clusters - 1, level) * math.sqrt(variance)
        low, high = max(lowest, centre - reach), min(highest, centre + reach)
        found.append((min(low, mean), max(high, mean)))
    return found


def _of_parts(bounds: Bounds, chosen: NDArray[np.bool_]) -> Bounds:
    """The bounds of some of the parts, where the others are left out."""
    return np.concatenate([[0], np.cumsum(np.diff(bounds)[chosen])])


ONE_SIDE: Final = 2
"""Where claims share a fate, an interval with fewer effective clusters on one side is rough."""


@dataclass(frozen=True, slots=True)
class Share:
    """The weighted mean of values from 0 to 1, what it rests on, and where it may lie.

    ``interval`` is None where one cluster of several claims has most of the weight: how it came out
    is then most of what there is to know.  ``rough`` says that the interval holds less often than
    it says in some worlds.
    """

    mean: float
    design: Design
    interval: tuple[float, float] | None
    rough: bool


def share(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp],
    level: float,
) -> Share | None:
    """The share of claims, with its interval.

    Args:
        values: for each claim a value from 0 to 1, such as its credit.
        weights: how much each claim weighs, 0 or more; one that is heard in full weighs 1.
        clusters: for each claim the number of its cluster.
        level: the confidence level, between 0 and 1.

    Returns:
        None where there is no weight.
    """
    weighing = Weighing(weights, whole(weights.size))
    return shares(values, weighing, weighing.cells(clusters), level)[0]


def shares(
    values: NDArray[np.float64], weighing: Weighing, cells: Cells, level: float
) -> list[Share | None]:
    """The same of each part of some claims; ``cells`` are their clusters (`Weighing.cells`)."""
    found: list[Share | None] = []
    both = zip(weighing.means(values), designs(values, weighing, cells), strict=True)
    for mean, of_part in both:
        if mean is None or of_part is None:
            found.append(None)
            continue
        interval = share_interval(mean, of_part, level)
        rough = interval is not None and is_rough(mean, of_part)
        found.append(Share(mean, of_part, interval, rough))
    return found


def share_interval(mean: float, found: Design, level: float) -> tuple[float, float] | None:
    """The interval of a share: Wilson's, on as many claims as tell the same apart.

    Where some claims share a fate, it takes the effective n times (z / t)^2, with t of as many
    degrees of freedom as there are effective clusters, less one: Korn and Graubard 1998, as in
    `ledger.scoring.design`.

    Args:
        mean: the share observed, 0 to 1.
        found: what it rests on.
        level: the confidence level, between 0 and 1.

    Returns:
        None on fewer than `LEAST` effective clusters of several claims.
    """
    if found.apart:
        return wilson(mean, found.effective_n, level)
    if found.effective_clusters < LEAST:
        return None
    return wilson(mean, sure_n(found, level), level)


def sure_n(found: Design, level: float) -> float:
    """The effective n, less what is lost because the variance it rests on is itself estimated.

    Args:
        found: a design of `LEAST` effective clusters or more.
        level: the confidence level, between 0 and 1.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    return found.effective_n * (z / student_quantile(found.effective_clusters - 1, level)) ** 2


def is_rough(mean: float, found: Design) -> bool:
    """Whether the interval of a share may hold less often than it says.

    On few clusters; and, where claims share a fate, with few clusters on one side, since what fails
    as a whole may not have been seen yet.  The numbers are from simulations: docs/reports.md.
    """
    on_one_side = found.effective_clusters * min(mean, 1 - mean)
    return found.effective_clusters < FEW or (
        not found.apart and round(on_one_side, DECIMALS) < ONE_SIDE
    )
