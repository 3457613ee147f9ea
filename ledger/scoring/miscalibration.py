"""A test of calibration: whether chance alone would set outcomes so far from the forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.clusters import DECIMALS, cluster_sums, effective_clusters
from ledger.scoring.isotonic import rising_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.coupling import Coupling

FEW: Final = 10
"""Where claims share a fate, there is no test on fewer effective clusters than this."""
ONE_SIDE: Final = 5
"""Nor where fewer effective clusters than this came out the rarer way."""
ROUNDING: Final = 1e-12
"""Statistics nearer to each other than this, in units of a claim, count as the same."""


@dataclass(frozen=True, slots=True)
class CalibrationTest:
    """How often chance alone would set outcomes as far from forecasts that are right.

    ``p_value`` is None where that cannot be told: claims share a fate, and there are few
    ``effective_clusters`` of them, or few that came out the rarer way, ``rarer_clusters``.
    """

    p_value: float | None
    effective_clusters: float
    rarer_clusters: float


def calibration_test(
    coupling: Coupling,
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
) -> CalibrationTest | None:
    """Test whether every forecast is right: what is given 70% comes about 7 times in 10.

    The statistic is the miscalibration of the Brier score (Dimitriadis, Gneiting and Jordan 2021):
    what recalibrating the forecasts would gain.  It is worked out for the real outcomes and for
    those drawn from the forecasts, a number a cluster (Bröcker and Smith 2007); with k of R drawn
    ones as large or larger, p = (k + 1) / (R + 1): A. C. Davison and D. V. Hinkley, Bootstrap
    Methods and Their Application (1997), section 4.2.

    Where each cluster is one claim, p is exact but for the drawing.  Where claims share a fate it
    is exact if they share their forecast; otherwise it has been found by simulation to reject too
    often on few clusters, and says nothing there.

    Args:
        coupling: the forecasts of the claims, and outcomes drawn from them.
        y: for each claim 1 where its question came about, else 0.
        w: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.

    Returns:
        None where there is no weight.
    """
    share = weighted_mean(y, w)
    if share is None:
        return None
    heard = w > 0
    sizes = cluster_sums(clusters[heard], w[heard])[0]
    several = effective_clusters(sizes)
    rarer = several * min(share, 1 - share)
    apart = sizes.max() <= 1 + ROUNDING
    if not apart and (several < FEW or round(rarer, DECIMALS) < ONE_SIDE):
        return CalibrationTest(None, several, rarer)
    (real,) = cluster_sums(coupling.place[heard], w[heard] * y[heard])
    found, drawn = _lost(coupling, real[None, :])[0], _lost(coupling, coupling.hits)
    larger = np.count_nonzero(drawn >= found - ROUNDING * coupling.weight.sum())
    return CalibrationTest((int(larger) + 1) / (drawn.size + 1), several, rarer)


def _lost(coupling: Coupling, hits: NDArray[np.float64]) -> NDArray[np.float64]:
    """What recalibration would gain, times the sum of weights; a number for each row of hits."""
    f, curves = coupling.forecast, rising_means(hits, coupling.weight)
    lost: NDArray[np.float64] = coupling.weight * (f**2 - curves**2) - 2 * hits * (f - curves)
    return np.asarray(lost.sum(axis=1))
