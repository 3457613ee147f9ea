"""A share of claims that may share a fate: how large it is, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.clusters import DECIMALS
from ledger.scoring.design import design
from ledger.scoring.intervals import FEW, LEAST, wilson
from ledger.scoring.student import student_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ledger.scoring.design import Design

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
    mean, found = weighted_mean(values, weights), design(values, weights, clusters)
    if mean is None or found is None:
        return None
    interval = share_interval(mean, found, level)
    return Share(mean, found, interval, rough=interval is not None and is_rough(mean, found))


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
