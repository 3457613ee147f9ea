"""Scores of distributions for a number or a day: of quantiles, or of samples.

Quantiles come as the ``levels`` that all forecasts have in common, and as ``values``, a row for
each forecast and a column for each level.  Scores are in the unit of what is forecast; lower is
better, 0 is best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDING: Final = 1e-9
"""Levels nearer to each other than this are the same."""


def check_quantiles(levels: Floats, values: Floats) -> None:
    """Refuse what are no quantiles.

    Raises:
        ValueError: levels do not rise from 0 to 1, or a value is below one of a lower level.
    """
    if not levels.size or levels[0] < 0 or levels[-1] > 1 or (np.diff(levels) <= 0).any():
        raise ValueError("The levels of quantiles rise, from 0 to 1.")
    if (np.diff(values, axis=1) < 0).any():
        raise ValueError("Quantiles cross: a value is below that of a lower level.")


def pinball_losses(levels: Floats, values: Floats, y: Floats) -> Floats:
    """The pinball loss of each quantile, a row for each forecast.

    (y - q) level where y is above the quantile q, (q - y) (1 - level) where it is below: R. Koenker
    and G. Bassett, "Regression quantiles", Econometrica 46 (1978), 33-50.

    Raises:
        ValueError: as `check_quantiles`.
    """
    check_quantiles(levels, values)
    above = y[:, np.newaxis] - values
    found: Floats = np.maximum(levels * above, (levels - 1) * above)
    return found


def weighted_interval_scores(levels: Floats, values: Floats, y: Floats) -> Floats:
    """The weighted interval score: of a median and of central intervals, weighed by a / 2.

    (|y - m| / 2 + sum(a / 2 of each interval's score)) / (K + 1 / 2) with K intervals, a being 1
    less the level of each: J. Bracher, E. L. Ray, T. Gneiting and N. G. Reich, "Evaluating epidemic
    forecasts in an interval format", PLOS Computational Biology 17 (2021), e1008618, equation 1.
    It is twice the mean of the pinball losses (equation 3 there), which is how it is worked out.

    Raises:
        ValueError: as `check_quantiles`, or levels are not a median with levels in pairs about it.
    """
    if not is_central(levels):
        raise ValueError("A weighted interval score takes a median and levels in pairs about it.")
    found: Floats = 2 * pinball_losses(levels, values, y).mean(axis=1)
    return found


def is_central(levels: Floats) -> bool:
    """Whether levels are those of a median and of central intervals, such as 5%, 50% and 95%."""
    return bool(levels.size % 2) and bool((np.abs(levels + levels[::-1] - 1) < ROUNDING).all())


def crps_of_quantiles(levels: Floats, values: Floats, y: Floats) -> Floats:
    """The continuous ranked probability score of the distribution that quantiles draw.

    The integral of the squared distance between the probability of lying below x and whether y
    does: J. E. Matheson and R. L. Winkler, "Scoring rules for continuous probability
    distributions", Management Science 22 (1976), 1087-1096.  The probability of lying below rises
    evenly between two quantiles.  Its tails: what lies beyond the outermost quantiles lies at them,
    since nobody said where else; so somebody who gives few quantiles is taken to be surer than they
    are, and a miss costs no more than its distance.  For that reason it is nearly proper only:
    `pinball_losses` and `weighted_interval_scores` of the same quantiles are proper.

    Raises:
        ValueError: as `check_quantiles`.
    """
    check_quantiles(levels, values)
    y = y[:, np.newaxis]
    beyond = np.maximum(values[:, :1] - y, 0) + np.maximum(y - values[:, -1:], 0)
    left, right, low, high = values[:, :-1], values[:, 1:], levels[:-1], levels[1:]
    width = right - left
    at = np.clip(y, left, right)
    part = np.divide(at - left, width, out=np.zeros_like(width), where=width > 0)
    middle = low + (high - low) * part
    below = (at - left) * _mean_square(low, middle)
    above = (right - at) * _mean_square(1 - middle, 1 - high)
    found: Floats = (below + above).sum(axis=1) + beyond[:, 0]
    return found


def _mean_square(one: Floats, other: Floats) -> Floats:
    """The mean of the square of what goes evenly from one number to another."""
    return (one * one + one * other + other * other) / 3


def crps_of_samples(samples: Floats, y: Floats) -> Floats:
    """The continuous ranked probability score of the distribution of some samples.

    The mean of |X - y| less half the mean of |X - X'|, over all samples and all pairs of them:
    Gneiting and Raftery 2007, equation 21.  With one sample it is the absolute error.

    Args:
        samples: a row for each forecast, a column for each sample.
        y: what came about.
    """
    many = samples.shape[1]
    ordered = np.sort(samples, axis=1)
    apart = ordered @ (2 * np.arange(1, many + 1) - many - 1.0) / many**2
    found: Floats = np.abs(samples - y[:, np.newaxis]).mean(axis=1) - apart
    return found


def pit_ranges(levels: Floats, values: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Between which levels what came about lay: all that quantiles tell of its PIT.

    The probability integral transform is the probability that was given to lying below what came
    about: A. P. Dawid, "Statistical theory: the prequential approach", Journal of the Royal
    Statistical Society A 147 (1984), 278-292.  Below the lowest quantile it is from 0 to its level,
    above the highest from its level to 1.  At a quantile, or where several are the same, it is from
    the level below to the level above.

    Raises:
        ValueError: as `check_quantiles`.
    """
    check_quantiles(levels, values)
    edges = np.concatenate([[0.0], levels, [1.0]])
    y = y[:, np.newaxis]
    return edges[(values < y).sum(axis=1)], edges[(values <= y).sum(axis=1) + 1]


def pit_histogram(low: Floats, high: Floats, weights: Floats, bins: int = 10) -> Floats:
    """How much weight each of so many bins of the PIT has, as shares of one; level if calibrated.

    What lies somewhere between two levels is spread evenly between them: C. Czado, T. Gneiting and
    L. Held, "Predictive model assessment for count data", Biometrics 65 (2009), 1254-1261.
    Zeros where there is no weight.

    Args:
        low: where the PIT of each forecast begins (`pit_ranges`).
        high: where it ends, above that.
        weights: how much each weighs, 0 or more.
        bins: how many bins there are.
    """
    edges = np.linspace(0, 1, bins + 1)
    until = np.clip((edges[:, np.newaxis] - low) / (high - low), 0, 1) @ weights
    total = weights.sum()
    found: Floats = np.diff(until) / total if total > 0 else np.zeros(bins)
    return found
