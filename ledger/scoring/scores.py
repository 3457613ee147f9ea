"""Scores of probabilities: how far what was forecast lay from what came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.forecast import is_share, squared_error
from ledger.scoring.design import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LogScore:
    """The mean logarithmic score, in nats; lower is better, 0 is best.

    ``infinite`` counts the claims of any weight that gave no chance at all to what came about.
    ``mean`` is over all claims, None where one is infinite; ``finite_mean`` is over the others.
    Both are None where there is no weight.
    """

    mean: float | None
    finite_mean: float | None
    infinite: int


def check_probabilities(p: NDArray[np.float64]) -> None:
    """Refuse what is no probability.

    Raises:
        ValueError: one of ``p`` is below 0, above 1 or not a number.
    """
    wrong = p[~is_share(p)]
    if wrong.size:
        raise ValueError(f"A probability lies between 0 and 1; {wrong[0]} does not.")


def brier(p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> float | None:
    """The Brier score: the mean of the squared distance from forecast to outcome.

    G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
    Review 78 (1950), 1-3; here over the event alone, so that the worst is 1, not 2.

    Args:
        p: for each claim the probability that its question would come about.
        y: 1 where it did, else 0.
        w: how much each claim weighs, 0 or more.

    Returns:
        0 (best) to 1; None where there is no weight.

    Raises:
        ValueError: ``p`` holds what is no probability.
    """
    check_probabilities(p)
    return weighted_mean(squared_error(p, y), w)


def log_score(p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> LogScore:
    """The logarithmic score: minus the logarithm of the chance given to what came about.

    I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952), 107-114.
    Arguments and errors as for `brier`.
    """
    check_probabilities(p)
    heard = w > 0
    p, y, w = p[heard], y[heard], w[heard]
    with np.errstate(divide="ignore"):
        losses = -np.where(y == 1, np.log(p), np.log1p(-p))
    finite = np.isfinite(losses)
    infinite = int(np.count_nonzero(~finite))
    finite_mean = weighted_mean(losses[finite], w[finite])
    return LogScore(None if infinite else finite_mean, finite_mean, infinite)


def brier_skill(
    p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]
) -> float | None:
    """The Brier skill score against the share of these same claims that came about.

    1 is perfect, 0 is as good as always saying that share, below 0 is worse.
    D. S. Wilks, Statistical Methods in the Atmospheric Sciences, 4th ed. (2019), section 9.4.
    Arguments and errors as for `brier`.

    Returns:
        At most 1; None where there is no weight or all outcomes are the same.
    """
    score, base = brier(p, y, w), weighted_mean(y, w)
    reference = None if base is None else weighted_mean((base - y) ** 2, w)
    return None if score is None or not reference else 1 - score / reference
