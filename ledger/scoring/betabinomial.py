"""The beta-binomial model: groups whose rates are drawn from one beta distribution.

J. G. Skellam, "A probability distribution derived from the binomial distribution by regarding the
probability of success as variable between the sets of trials", Journal of the Royal Statistical
Society B 10 (1948), 257-261.  Of a group with s right and f wrong the log-likelihood is, but for a
number that does not depend on a and b, log(gamma(a + s) / gamma(a)) + log(gamma(b + f) / gamma(b))
- log(gamma(a + b + s + f) / gamma(a + b)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LEAST_GROUPS: Final = 3
STRENGTHS: Final = tuple(math.log(10) * power / 2 for power in range(13))
"""Where the search for the best prior looks first: logarithms of its strength, 1 to a million."""
GAIN: Final = 1e-6
"""A gain in log-likelihood below this is no sign that groups differ."""
EDGE: Final = 1e-9
"""How near to 0 and 1 a mean is sought."""
PRECISION: Final = 1e-9
STEPS: Final = 60
SHIFT: Final = np.arange(10.0)[:, None]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a group before its own claims: its likely rate, and what that is worth.

    ``strength`` is in claims: a + b of the beta distribution, infinite where nothing shows that
    groups differ.
    """

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
    """What was right and wrong in each different group, and how many groups are like it."""

    right: NDArray[np.float64]
    wrong: NDArray[np.float64]
    times: NDArray[np.float64]


def fit_prior(successes: NDArray[np.float64], n: NDArray[np.float64]) -> Prior | None:
    """The beta distribution under which what all groups did is likeliest.

    It is sought among those worth at least one claim: a weaker one would say that every rate is
    near 0 or 1, and take a group of two claims at its word.

    Args:
        successes: the weighted credit of each group, 0 to its ``n``; not always a whole number.
        n: the sum of the weights of each group's claims.

    Returns:
        None where fewer than three groups have claims.
    """
    heard = n > 0
    if np.count_nonzero(heard) < LEAST_GROUPS:
        return None
    pairs = np.stack([successes[heard], (n - successes)[heard]], axis=1)
    kinds, times = np.unique(pairs, axis=0, return_counts=True)
    groups = _Groups(kinds[:, 0], kinds[:, 1], times.astype(np.float64))
    right, wrong = float(groups.times @ groups.right), float(groups.times @ groups.wrong)
    alike = Prior(right / (right + wrong), math.inf)
    if not right or not wrong:
        return alike
    best = _likeliest(groups)
    limit = right * math.log(alike.mean) + wrong * math.log1p(-alike.mean)
    return best if _height(groups, best) > limit + GAIN else alike


def _likeliest(groups: _Groups) -> Prior:
    """The peak of the likelihood: for each strength the best mean, and of strengths the best."""

    def best(log_strength: float) -> Prior:
        strength = math.exp(log_strength)

        def slope(mean: float) -> float:
            # Of one strength the likelihood is concave; so scaled, its slope is finite throughout.
            return mean * (1 - mean) * _slopes(groups, Prior(mean, strength))[0]

        return Prior(_root(slope, EDGE, 1 - EDGE), strength)

    heights = [_height(groups, best(one)) for one in STRENGTHS]
    top = heights.index(max(heights))
    low, high = STRENGTHS[max(0, top - 1)], STRENGTHS[min(len(STRENGTHS) - 1, top + 1)]
    return best(_root(lambda one: _slopes(groups, best(one))[1], low, high))


def _height(groups: _Groups, prior: Prior) -> float:
    """The log-likelihood, but for a number that does not depend on the prior."""
    all_claims = _log_rise(prior.strength, groups.right + groups.wrong)
    terms = _log_rise(prior.a, groups.right) + _log_rise(prior.b, groups.wrong) - all_claims
    return float(groups.times @ terms)


def _slopes(groups: _Groups, prior: Prior) -> tuple[float, float]:
    """How the log-likelihood changes with the mean, and with the logarithm of the strength."""
    right = _rise_of_slope(prior.a, groups.right)
    wrong = _rise_of_slope(prior.b, groups.wrong)
    all_claims = _rise_of_slope(prior.strength, groups.right + groups.wrong)
    along_mean = prior.strength * (right - wrong)
    along_strength = prior.a * right + prior.b * wrong - prior.strength * all_claims
    return float(groups.times @ along_mean), float(groups.times @ along_strength)


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
        else:
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
