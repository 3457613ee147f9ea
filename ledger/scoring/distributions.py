"""The beta distribution, Student's t and F: distribution functions and quantiles, for arrays.

W. H. Press, S. A. Teukolsky, W. T. Vetterling and B. P. Flannery, Numerical Recipes, 3rd ed.
(2007), section 6.4: the continued fraction of the incomplete beta function by Lentz's method.

M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.6.2 and 26.7.1.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import count
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


PRECISION: Final = 1e-14
TINY: Final = 1e-300
CLOSE: Final = 1e-13


def beta_share(
    a: NDArray[np.float64], b: NDArray[np.float64], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of a beta distribution below ``x``: the regularised incomplete beta function.

    Args:
        a: how much is known in favour; more than 0.
        b: how much is known against; more than 0.
        x: above 0 and below 1; all three arrays of one length.
    """
    return _share(a, b, x, _log_beta(a, b))


def _share(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    x: NDArray[np.float64],
    log_whole: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The same, where `_log_beta` of both is known: it is slow, and the same either way round."""
    # The fraction converges fast below this point; above it, that of the mirror image does.
    mirrored = x > (a + 1) / (a + b + 2)
    one, other = np.where(mirrored, b, a), np.where(mirrored, a, b)
    near, far = np.where(mirrored, 1 - x, x), np.where(mirrored, x, 1 - x)
    log_front = one * np.log(near) + other * np.log(far) - log_whole
    share: NDArray[np.float64] = np.exp(log_front) / one * _fraction(one, other, near)
    return np.where(mirrored, 1 - share, share)


def beta_quantile(
    a: NDArray[np.float64], b: NDArray[np.float64], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The point below which ``share`` of each beta distribution lies, to within 1e-12.

    Newton's method, halving wherever it would leave the interval or be slower: the same, 9.4.

    Args:
        a: how much is known in favour; more than 0.
        b: how much is known against; more than 0; as many as ``a``.
        share: above 0 and below 1; as many as ``a``.
    """
    log_whole = _log_beta(a, b)
    low, high, point = np.zeros_like(a), np.ones_like(a), a / (a + b)
    step, before = np.ones_like(a), np.ones_like(a)
    while (moving := np.abs(step) > CLOSE).any():
        error = _share(a, b, point, log_whole) - share
        low, high = np.where(error < 0, point, low), np.where(error < 0, high, point)
        log_density = (a - 1) * np.log(point) + (b - 1) * np.log1p(-point) - log_whole
        newton = error / np.maximum(np.exp(log_density), TINY)
        there = point - newton
        halve = (there <= low) | (there >= high) | (2 * np.abs(newton) > np.abs(before))
        there = np.where(halve, (low + high) / 2, there)
        before, step = step, np.where(moving, there - point, step)
        point = np.where(moving, there, point)
    return point


def _log_beta(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.array(
        [math.lgamma(one) + math.lgamma(two) - math.lgamma(one + two) for one, two in pairs]
    )


def _fraction(
    a: NDArray[np.float64], b: NDArray[np.float64], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    c = np.ones_like(x)
    d = 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in count(1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _off_zero(1 + step * d)
            c = _off_zero(1 + step / c)
            value = value * c * d
        if np.all(np.abs(c * d - 1) < PRECISION):
            break
    return value


def _off_zero(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(values) < TINY, TINY, values)


NEAR: Final = 1e-5
"""A step by less than this share of what it is taken from is the last: the error is its square."""


@lru_cache(maxsize=4096)
def student_quantile(freedom: float, level: float) -> float:
    """How far from 0 the middle ``level`` of Student's t reaches: 1.96 for 95% of very many.

    The start is the expansion 26.7.5 of the same source; from there Newton's method, on logarithms,
    since in the tail the logarithm of what lies beyond falls almost straight.

    Args:
        freedom: the degrees of freedom, 1 or more and not always a whole number.
        level: the share in the middle, between 0 and 1.
    """
    z: float = NormalDist().inv_cdf((1 + level) / 2)
    reach: float = (
        z + z * (z**2 + 1) / (4 * freedom) + z * (5 * z**4 + 16 * z**2 + 3) / 96 / freedom**2
    )
    log_front = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
    step = 1.0
    while abs(step) > NEAR:
        beyond = snedecor_tail(reach**2, 1, freedom)
        log_density = log_front - (freedom + 1) / 2 * math.log1p(reach**2 / freedom)
        density = 2 * math.exp(log_density) / math.sqrt(math.pi * freedom)
        step = math.log(beyond / (1 - level)) * beyond / (density * reach)
        reach *= math.exp(step)
    return reach


def snedecor_tail(ratio: float, above: float, below: float) -> float:
    """The chance that an F distribution exceeds ``ratio``.

    Args:
        ratio: the quotient of two mean squares, 0 or more.
        above: the degrees of freedom of what is divided, more than 0.
        below: those of what it is divided by, more than 0.
    """
    if ratio <= 0:
        return 1.0
    share = below / (below + above * ratio)
    return _one_share(below / 2, above / 2, share) if 0 < share < 1 else share


def _one_share(a: float, b: float, x: float) -> float:
    """What `beta_share` gives for one number, to the bit, and many times as fast."""
    mirrored = x > (a + 1) / (a + b + 2)
    one, other = (b, a) if mirrored else (a, b)
    near, far = (1 - x, x) if mirrored else (x, 1 - x)
    log_beta = math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)
    # The logarithms of numpy are not always those of the C library.
    log_front = one * float(np.log(near)) + other * float(np.log(far)) - log_beta
    share = float(np.exp(log_front)) / one * _one_fraction(one, other, near)
    return 1 - share if mirrored else share


def _one_fraction(a: float, b: float, x: float) -> float:
    def off_zero(value: float) -> float:
        return TINY if abs(value) < TINY else value

    c = 1.0
    d = value = 1 / off_zero(1 - (a + b) * x / (a + 1))
    for m in count(1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / off_zero(1 + step * d)
            c = off_zero(1 + step / c)
            value = value * c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value
