"""Partial pooling: what few claims say of a group, moderated by what all groups say.

Each group has a rate of its own, drawn from one beta distribution, and its claims come out right at
that rate.  The distribution is found from all groups and then read as what is known of a group
before its own claims are seen.  B. Efron and C. Morris, "Data analysis using Stein's estimator and
its generalizations", Journal of the American Statistical Association 70 (1975), 311-319.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.beta import beta_quantile
from ledger.scoring.betabinomial import fit_prior
from ledger.scoring.intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pooled:
    """The rate of one group after pooling, and the interval it lies in by the level's chance."""

    mean: float
    interval: tuple[float, float]


def pool(
    successes: NDArray[np.float64], n: NDArray[np.float64], level: float
) -> list[Pooled | None]:
    """The rate of each group, drawn towards that of all the more, the fewer its claims.

    Where the prior and a group's own claims together are worth more than all claims there are, the
    interval is Wilson's on all claims: nothing is known better than the prior itself.

    Args:
        successes: the weighted credit of each group, 0 to its ``n``; not always a whole number.
        n: the sum of the weights of each group's claims.
        level: the share of the rate's posterior distribution within the interval.

    Returns:
        One for each group; None where a group has no claims, and everywhere where fewer than three
        groups have any.
    """
    prior, total = fit_prior(successes, n), math.fsum(n.tolist())
    if prior is None:
        return [None] * n.size
    means = prior.mean + (successes - n * prior.mean) / (prior.strength + n)
    ends = _intervals(means, prior.strength + n, total, level)
    return [
        Pooled(mean, own) if of > 0 else None
        for mean, own, of in zip(means.tolist(), ends, n.tolist(), strict=True)
    ]


def _intervals(
    means: NDArray[np.float64], worth: NDArray[np.float64], total: float, level: float
) -> list[tuple[float, float]]:
    """Of groups that are ``worth`` so many claims, of ``total`` that there are."""
    ends = np.array([wilson(mean, total, level) for mean in means.tolist()])
    known = worth <= total
    right, wrong = means[known] * worth[known], (1 - means[known]) * worth[known]
    shares = np.repeat([(1 - level) / 2, (1 + level) / 2], right.size)
    ends[known] = beta_quantile(np.tile(right, 2), np.tile(wrong, 2), shares).reshape(2, -1).T
    return [(low, high) for low, high in ends.tolist()]
