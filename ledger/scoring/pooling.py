"""Partial pooling: what few claims say of a group, moderated by what all groups say.

Each group has a rate of its own, drawn from one beta distribution, and its claims come out right at
that rate.  B. Efron and C. Morris, "Data analysis using Stein's estimator and its generalizations",
Journal of the American Statistical Association 70 (1975), 311-319.  Which distribution that is, a
few groups hardly tell; so all that are likely have their say, and the doubt about it widens the
intervals: R. E. Kass and D. Steffey, "Approximate Bayesian inference in conditionally independent
hierarchical models", Journal of the American Statistical Association 84 (1989), 717-726.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.beta import beta_quantile
from ledger.scoring.betabinomial import likely_priors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.betabinomial import Priors

LEAST_WORTH: Final = 1.0
"""In claims: however little is known of a group, one claim's worth is."""
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Pooled:
    """The rate of one group after pooling, and the interval it lies in by the level's chance.

    There is no interval where nobody can say how far the rate of all may be off.
    """

    mean: float
    interval: tuple[float, float] | None


def pool(
    successes: NDArray[np.float64],
    n: NDArray[np.float64],
    level: float,
    *,
    apart: NDArray[np.float64],
    together: float | None,
) -> list[Pooled | None]:
    """The rate of each group, drawn towards that of all the more, the fewer its claims.

    Groups whose claims share questions are right and wrong together.  So what they tell of the
    rates of all counts once, and what it leaves unsure of that counts for each.

    Args:
        successes: the weighted credit of each group, 0 to its ``n``; not always a whole number.
        n: how many separate claims would tell as much as each group's.
        level: the share of the rate's posterior distribution within the interval.
        apart: the share of what each group tells that no other tells (`apart.told_apart`).
        together: how many separate claims would tell as much as those of all groups together; None
            where one question has most of their weight.

    Returns:
        One for each group; None where a group has no claims, and everywhere where fewer than three
        groups have any, or these tell less than two apart would.
    """
    priors = likely_priors(successes, n, apart)
    if priors is None:
        return [None] * n.size
    means, variances = _moments(successes, n, priors)
    ends: list[tuple[float, float] | None] = [None] * n.size
    if together is not None:
        whole = math.fsum((n * apart).tolist())
        rate = (math.fsum((successes * apart).tolist()) + 1) / (whole + 2)
        variances += max(0.0, rate * (1 - rate) * (1 / together - 1 / whole))
        low, high = _ends(means, variances, level)
        # Who was always right may always be: the tail of a beta distribution alone would deny it.
        low = np.where(successes < ROUNDING, 0.0, low)
        high = np.where(n - successes < ROUNDING, 1.0, high)
        ends = [*zip(low.tolist(), high.tolist(), strict=True)]
    return [
        Pooled(mean, interval) if of > 0 else None
        for mean, interval, of in zip(means.tolist(), ends, n.tolist(), strict=True)
    ]


def _ends(
    means: NDArray[np.float64], variances: NDArray[np.float64], level: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends of the beta distributions that have these means and variances."""
    worth = np.maximum(means * (1 - means) / variances - 1, LEAST_WORTH)
    shares = np.repeat([(1 - level) / 2, (1 + level) / 2], means.size)
    right, wrong = np.tile(means * worth, 2), np.tile((1 - means) * worth, 2)
    low, high = beta_quantile(right, wrong, shares).reshape(2, -1)
    return np.minimum(low, means), np.maximum(high, means)


def _moments(
    successes: NDArray[np.float64], n: NDArray[np.float64], priors: Priors
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean and the variance of each group's rate over all likely distributions."""
    means, squares = np.zeros(n.size), np.zeros(n.size)
    columns = (one.tolist() for one in (priors.mean, priors.strength, priors.chance))
    for mean, strength, chance in zip(*columns, strict=True):
        own = (mean * strength + successes) / (strength + n)
        means += chance * own
        squares += chance * (own * (1 - own) / (strength + n + 1) + own**2)
    return means, squares - means**2
