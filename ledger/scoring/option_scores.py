"""Scores of probabilities given to several options, of which exactly one came about.

Each function takes a row for each forecast and a column for each option, and gives a score for each
row; lower is better, 0 is best.  Probabilities are taken as shares of their sum, so that those that
were typed as 33% each count as a third each.  Questions with different numbers of options have
scores on different footings, and a mean over both means nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.integer[Any]]

TOLERANCE: Final = 0.01 + 1e-9
"""Probabilities may add up to so much more or less than 1, as they do once they are rounded."""


def shares_of_one(p: Floats) -> Floats:
    """The probabilities of each row over their sum.

    Raises:
        ValueError: fewer than two options, a probability that is none, or a row that does not add
            up to 1 within `TOLERANCE`.
    """
    least = 2
    if p.shape[1] < least:
        raise ValueError("A question of categories has two options or more.")
    if wrong := p[~((p >= 0) & (p <= 1))].tolist():
        raise ValueError(f"A probability lies between 0 and 1; {wrong[0]} does not.")
    sums = p.sum(axis=1)
    if wrong := sums[np.abs(sums - 1) > TOLERANCE].tolist():
        raise ValueError(f"Probabilities of all options add up to 1; these make {wrong[0]:g}.")
    found: Floats = p / sums[:, np.newaxis]
    return found


def brier_sums(p: Floats, came: Places) -> Floats:
    """The Brier score over all options: the sum of the squared distances, from 0 to 2.

    sum((p - o)^2), with o 1 for the option that came about, else 0: G. W. Brier, "Verification of
    forecasts expressed in terms of probability", Monthly Weather Review 78 (1950), 1-3.

    Args:
        p: for each forecast the probability of each option.
        came: for each forecast the place of the option that came about.

    Raises:
        ValueError: as `shares_of_one`.
    """
    p = shares_of_one(p)
    found: Floats = ((p - np.eye(p.shape[1])[came]) ** 2).sum(axis=1)
    return found


def option_briers(p: Floats, came: Places) -> Floats:
    """The same halved, from 0 to 1: with two options it is the Brier score of either."""
    return brier_sums(p, came) / 2


def option_log_losses(p: Floats, came: Places, floor: float | None = None) -> Floats:
    """Minus the logarithm of the probability of the option that came about, in nats.

    I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952), 107-114.
    Infinite where none was given; with a ``floor`` that probability counts as no less than that,
    and the score is no longer proper.
    """
    given = shares_of_one(p)[np.arange(came.size), came]
    with np.errstate(divide="ignore"):
        losses: Floats = -np.log(given)
    return losses if floor is None else np.minimum(losses, -np.log(floor))


def ranked_probability_scores(p: Floats, came: Places) -> Floats:
    """The ranked probability score of ordered options, from 0 to 1: nearer misses cost less.

    The mean, over the K - 1 boundaries between options, of the squared distance between the
    probability of lying below and whether it did: E. S. Epstein, "A scoring system for probability
    forecasts of ranked categories", Journal of Applied Meteorology 8 (1969), 985-987, in the form
    of A. H. Murphy, "A note on the ranked probability score", ibid. 10 (1971), 155-156.  Good
    Judgment's ordered score is twice this.

    Arguments and errors as for `brier_sums`; options are in their order.
    """
    below = np.cumsum(shares_of_one(p), axis=1)[:, :-1]
    at = came[:, np.newaxis] <= np.arange(below.shape[1])
    found: Floats = ((below - at) ** 2).mean(axis=1)
    return found
