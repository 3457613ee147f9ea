"""The consistency band: how far a reliability curve strays by chance where forecasts are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.isotonic import rising_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.scoring.coupling import Coupling


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """At each ``forecast``, where a calibrated reliability curve lies with the level's chance."""

    forecast: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def consistency_band(coupling: Coupling, level: float) -> Band:
    """The band in which the curve of `ledger.scoring.calibration.isotonic` should lie, by chance.

    Outcomes drawn from the forecasts are regressed on them as the real ones are; at each forecast
    the band leaves out (1 - level) / 2 of the resampled curves at either side.  It is pointwise: a
    calibrated curve leaves it somewhere more often than that, so leaving it is no test; for one see
    `ledger.scoring.miscalibration`.  J. Bröcker and L. A. Smith, "Increasing the reliability of
    reliability diagrams", Weather and Forecasting 22 (2007), 651-661; T. Dimitriadis, T. Gneiting
    and A. I. Jordan, "Stable reliability diagrams for probabilistic classifiers", PNAS 118 (2021),
    e2016191118.

    Args:
        coupling: forecasts, and outcomes drawn from them.
        level: how much of the resampled curves lies within, at each forecast; between 0 and 1.

    Returns:
        The band at each place of the coupling; empty where there is no weight.
    """
    curves = rising_means(coupling.hits, coupling.weight)
    lower, upper = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Band(coupling.forecast, lower, upper)
