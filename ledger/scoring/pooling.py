"""The beta-binomial model: groups whose rates are drawn from one beta distribution.

J. G. Skellam, "A probability distribution derived from the binomial distribution by regarding the
probability of success as variable between the sets of trials", Journal of the Royal Statistical
Society B 10 (1948), 257-261.  Of a group with s right and f wrong the log-likelihood is, but for a
number that does not depend on a and b, log(gamma(a + s) / gamma(a)) + log(gamma(b + f) / gamma(b))
- log(gamma(a + b + s + f) / gamma(a + b)).

Each group has a rate of its own, drawn from that distribution (B. Efron and C. Morris, Journal of
the American Statistical Association 70 (1975), 311-319).  Which one it is, a few groups hardly
tell; so all that are likely have their say, and the doubt about it widens the intervals (R. E. Kass
and D. Steffey, the same, 84 (1989), 717-726).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import DECIMALS, cluster_sums, exact_sum
from ledger.scoring.distributions import beta_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray


LEAST_GROUPS: Final = 3
LEAST_APART: Final = 2.0
"""Groups that tell less than so many apart would tell no distribution."""
STRENGTHS: Final = 17
"""How many strengths a likelihood is taken at, evenly in their logarithms."""
WEAKEST: Final = 1.0
"""A weaker distribution would say that every rate is near 0 or 1, and take two claims at their
word."""
STRONGEST: Final = 1000.0
"""So many times what a group is worth: as good as all groups alike."""
MEANS: Final = np.polynomial.hermite.hermgauss(7)
"""Where means are taken at each strength, and what each stands for: M. Abramowitz and I. A. Stegun,
Handbook of Mathematical Functions (1964), 25.4.46."""
EDGE: Final = 1e-9
"""How near to 0 and 1 a mean is sought."""
STRIDE: Final = 0.01
"""How far apart, in log odds, two slopes are taken to see how sharp a peak is."""
PRECISION: Final = 1e-9
STEPS: Final = 60
SHIFT: Final = np.arange(10.0)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Priors:
    """Beta distributions that the rates of groups may be drawn from, and the chance of each.

    ``strength`` is in claims: a + b of the beta distribution.
    """

    mean: NDArray[np.float64]
    strength: NDArray[np.float64]
    chance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Prior:
    """What is known of a group before its own claims: its likely rate, and what that is worth."""

    mean: float
    strength: float

    @property
    def a(self) -> float:
        """What is known in favour, in claims."""
        return self.mean * self.strength

    @property
    def b(self) -> float:
        """What is known against, in claims."""
        return (1 - self.mean) * self.strength


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """What was right and wrong in each different group, and how many groups tell so."""

    right: NDArray[np.float64]
    wrong: NDArray[np.float64]
    times: NDArray[np.float64]


def likely_priors(
    successes: NDArray[np.float64], n: NDArray[np.float64], apart: NDArray[np.float64]
) -> Priors | None:
    """The beta distributions that what all groups did makes likely, and how likely each is.

    Nothing is known of their mean beforehand (it is uniform), and of their strength that a group of
    middling size is as likely to keep any share of its own figure as any other: the strength k has
    the density n / (n + k)^2.  C. L. Christiansen and C. N. Morris, "Hierarchical Poisson
    regression modeling", Journal of the American Statistical Association 92 (1997), 618-632.
    At each strength, means are taken about the likeliest, on a scale of log odds.
    What groups tell together counts once: the logarithm of a group's likelihood counts by the share
    that it tells apart, as in R. E. Chandler and S. Bate, "Inference for clustered data using the
    independence loglikelihood", Biometrika 94 (2007), 167-183.

    Args:
        successes: the weighted credit of each group, 0 to its ``n``; not always a whole number.
        n: the sum of the weights of each group's claims.
        apart: the share of what each group tells that no other tells (`apart.told_apart`).

    Returns:
        None where fewer than three groups have claims, or these tell less than two apart would.
    """
    heard = n > 0
    if np.count_nonzero(heard) < LEAST_GROUPS:
        return None
    if round(exact_sum(apart[heard]), DECIMALS) < LEAST_APART:
        return None
    pairs = np.stack([successes[heard], (n - successes)[heard]], axis=1)
    kinds, like = np.unique(pairs, axis=0, return_inverse=True)
    (times,) = cluster_sums(like.reshape(-1), apart[heard])
    groups = _Groups(kinds[:, 0], kinds[:, 1], times)
    middling = _median(n[heard], apart[heard])
    strongest = math.log(STRONGEST * max(middling, WEAKEST))
    # The density n / (n + k)^2 is one of k; evenly in log k, each k stands for a width of k itself.
    found = [
        (mean, math.exp(log_k), height + log_k - 2 * math.log(middling + math.exp(log_k)))
        for log_k in np.linspace(math.log(WEAKEST), strongest, STRENGTHS).tolist()
        for mean, height in _means(groups, math.exp(log_k))
    ]
    mean, strength, heights = np.array(found).T
    chance = np.exp(heights - heights.max())
    return Priors(mean, strength, chance / chance.sum())


def _median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The weighted median: half way between the two values that have half the weight on a side."""
    order = np.lexsort((weights, values))
    below = np.round(np.cumsum(weights[order]) / exact_sum(weights), DECIMALS)
    low = int(np.searchsorted(below, 0.5))
    high = min(int(np.searchsorted(below, 0.5, "right")), values.size - 1)
    return float(values[order][[low, high]].mean())


def _means(groups: _Groups, strength: float) -> Iterator[tuple[float, float]]:
    """Likely means of one strength, and the logarithm of how much each stands for."""

    def slope(log_odds: float) -> float:
        # On this scale a uniform mean is as good as one claim right and one wrong, so that there is
        # a peak between 0 and 1 even where all claims are right.
        mean = _logistic(log_odds)
        along_mean = _slope(groups, _Prior(mean, strength))
        return mean * (1 - mean) * along_mean + 1 - 2 * mean

    peak = _root(slope, *(math.log(end / (1 - end)) for end in (EDGE, 1 - EDGE)))
    sharpness = (slope(peak - STRIDE) - slope(peak + STRIDE)) / (2 * STRIDE)
    wide = math.sqrt(2 / max(sharpness, PRECISION))
    # The rule weighs by exp(-x^2), which is taken out again as place**2; that a mean moves by
    # mean * (1 - mean) with its log odds comes in, so that it is uniform as a mean.
    for place, stands_for in zip(*(values.tolist() for values in MEANS), strict=True):
        mean = min(max(_logistic(peak + wide * place), EDGE), 1 - EDGE)
        density = _height(groups, _Prior(mean, strength)) + math.log(mean) + math.log1p(-mean)
        yield mean, density + place**2 + math.log(stands_for * wide)


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _height(groups: _Groups, prior: _Prior) -> float:
    """The log-likelihood, but for a number that does not depend on the prior."""
    all_claims = _log_rise(prior.strength, groups.right + groups.wrong)
    terms = _log_rise(prior.a, groups.right) + _log_rise(prior.b, groups.wrong) - all_claims
    return float(groups.times @ terms)


def _slope(groups: _Groups, prior: _Prior) -> float:
    """How the log-likelihood changes with the mean."""
    right = _rise_of_slope(prior.a, groups.right)
    wrong = _rise_of_slope(prior.b, groups.wrong)
    return float(groups.times @ (prior.strength * (right - wrong)))


def _root(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling slope is 0, or the end that is nearest to it.

    The Illinois variant of false position: M. Dowell and P. Jarratt, "A modified regula falsi
    method for computing the root of an equation", BIT 11 (1971), 168-174.
    """
    at_low, at_high = slope(low), slope(high)
    if at_low <= 0 or at_high >= 0:
        return low if at_low <= 0 else high
    for _ in range(STEPS):
        step = at_high * (high - low) / (at_high - at_low)
        point = high - step
        at_point = slope(point)
        if at_point * at_high < 0:
            low, at_low = high, at_high
        else:  # the low end is kept again: by half its height it does not stay for good
            at_low /= 2
        high, at_high = point, at_point
        if abs(step) < PRECISION or at_point == 0:
            break
    return high


def _log_rise(a: float, s: NDArray[np.float64]) -> NDArray[np.float64]:
    """log(gamma(a + s) / gamma(a)) without the loss of taking two large logarithms apart.

    Stirling's series at a + 10 and the recurrence from there back to a: NIST Digital Library of
    Mathematical Functions, 5.11.1 and 5.5.1.
    """
    low, high = a + SHIFT.size, a + s + SHIFT.size

    def tail(x: NDArray[np.float64] | float) -> NDArray[np.float64] | float:
        z = 1 / (x * x)
        return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / x

    series = (high - 0.5) * np.log1p(s / low) + s * math.log(low) - s + tail(high) - tail(low)
    product: NDArray[np.float64] = np.prod(1 + s / (a + SHIFT), axis=0)
    return series - np.log(product)


def _rise_of_slope(a: float, s: NDArray[np.float64]) -> NDArray[np.float64]:
    """psi(a + s) - psi(a), the derivative of `_log_rise`: the same source, 5.11.2 and 5.5.2."""
    low, high = a + SHIFT.size, a + s + SHIFT.size

    def tail(x: NDArray[np.float64] | float) -> NDArray[np.float64] | float:
        z = 1 / (x * x)
        return 0.5 / x + z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z / 132))))

    back: NDArray[np.float64] = np.sum(s / ((a + SHIFT) * (a + s + SHIFT)), axis=0)
    return np.log1p(s / low) - tail(high) + tail(low) + back


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
        # The variances so far take what all groups tell for that of `whole` separate claims; it is
        # that of `together`.  By the difference the rate of all is less sure, and each group's.
        variances += max(0.0, rate * (1 - rate) * (1 / together - 1 / whole))
        low, high = _ends(means, variances, level)
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
    columns = (column.tolist() for column in (priors.mean, priors.strength, priors.chance))
    for mean, strength, chance in zip(*columns, strict=True):
        own = (mean * strength + successes) / (strength + n)
        means += chance * own
        squares += chance * (own * (1 - own) / (strength + n + 1) + own**2)
    return means, squares - means**2
