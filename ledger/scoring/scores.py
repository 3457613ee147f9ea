"""Scores of probabilities: how far what was forecast lay from what came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.forecast import is_share, squared_error
from ledger.scoring.clusters import bounds_within, whole
from ledger.scoring.design import Weighing

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
    return briers(p, y, Weighing(w, whole(w.size)))[0]


def briers(
    p: NDArray[np.float64], y: NDArray[np.float64], weighing: Weighing
) -> list[float | None]:
    """The same of each part of some claims (`ledger.scoring.clusters.whole`)."""
    check_probabilities(p)
    return weighing.means(squared_error(p, y))


def log_score(p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> LogScore:
    """The logarithmic score: minus the logarithm of the chance given to what came about.

    I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952), 107-114.
    Arguments and errors as for `brier`.
    """
    return log_scores(p, y, Weighing(w, whole(w.size)))[0]


def log_losses(
    p: NDArray[np.float64], y: NDArray[np.float64], floor: float | None = None
) -> NDArray[np.float64]:
    """For each claim minus the logarithm of the chance it gave to what came about, in nats.

    With a ``floor`` that chance counts as no less than that, be what came about a yes or a no.
    Such a score is finite, and no longer proper: below the floor nobody gains by saying what they
    think.
    """
    check_probabilities(p)
    with np.errstate(divide="ignore"):
        losses: NDArray[np.float64] = -np.where(y == 1, np.log(p), np.log1p(-p))
    return losses if floor is None else np.minimum(losses, -np.log(floor))


def log_scores(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    weighing: Weighing,
    floor: float | None = None,
) -> list[LogScore]:
    """The same of each part of some claims (`ledger.scoring.clusters.whole`); as `log_losses`."""
    losses = log_losses(p, y, floor)
    finite = np.isfinite(losses)
    lost = bounds_within(~finite & (weighing.weights > 0), weighing.bounds)
    if not finite.all():
        weighing, losses = weighing.among(finite), losses[finite]
    return [
        LogScore(None if infinite else mean, mean, infinite)
        for mean, infinite in zip(weighing.means(losses), np.diff(lost).tolist(), strict=True)
    ]


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
    return brier_skills(p, y, Weighing(w, whole(w.size)))[0]


def brier_skills(
    p: NDArray[np.float64], y: NDArray[np.float64], weighing: Weighing
) -> list[float | None]:
    """The same of each part of some claims (`ledger.scoring.clusters.whole`)."""
    reference = weighing.means((weighing.per_claim(weighing.means(y)) - y) ** 2)
    return [
        None if score is None or not always else 1 - score / always
        for score, always in zip(briers(p, y, weighing), reference, strict=True)
    ]
