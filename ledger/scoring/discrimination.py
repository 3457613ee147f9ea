"""Two tests of forecasts as a whole: how well they rank, and whether they hold what they say."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def auc(p: Floats, y: Floats, w: Floats) -> float | None:
    """The area under the ROC curve: how often what came about had been given the higher chance.

    The share of pairs, of one that came about and one that did not, in which the first had the
    higher chance, ties counting half: J. A. Hanley and B. J. McNeil, "The meaning and use of the
    area under a receiver operating characteristic (ROC) curve", Radiology 143 (1982), 29-36.

    Args:
        p: for each claim the probability that its question would come about.
        y: 1 where it did, else 0.
        w: how much each claim weighs, 0 or more.

    Returns:
        0 to 1, one half being chance; None where all came out the same way.
    """
    chances, place = np.unique(p, return_inverse=True)
    yes = np.bincount(place, w * y, minlength=chances.size)
    no = np.bincount(place, w * (1 - y), minlength=chances.size)
    pairs = yes.sum() * no.sum()
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / pairs) if pairs > 0 else None


def spiegelhalter(p: Floats, y: Floats, w: Floats) -> tuple[float, float] | None:
    """Spiegelhalter's z for calibration, and how often chance alone would bring it so far from 0.

    D. J. Spiegelhalter, "Probabilistic prediction in patient management and clinical trials",
    Statistics in Medicine 5 (1986), 421-433.  It takes outcomes to be independent of each other.
    Arguments as for `auc`.

    Returns:
        z and p; None where no forecast but 0, one half and 1 has a weight.
    """
    lean = w * (1 - 2 * p)
    variance = float((lean**2 * p * (1 - p)).sum())
    if variance <= 0:
        return None
    z = float((lean * (y - p)).sum()) / math.sqrt(variance)
    return z, 2 * NormalDist().cdf(-abs(z))
