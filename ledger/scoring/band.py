"""The consistency band: how far a reliability curve strays by chance where forecasts are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.isotonic import rising_means
from ledger.scoring.scores import check_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RESAMPLES: Final = 1_000
MOST: Final = 1_001
"""At how many forecasts a band is worked out: as many as there are thousandths from 0 to 1."""
DRAWS: Final = 2**18
"""How many counts of outcomes are drawn at a time, so that memory does not grow with resamples."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """At each ``forecast``, where a calibrated reliability curve lies with the level's chance."""

    forecast: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Claims alike in forecast and weight, in order: how many there are, their forecast and weight.

    ``starts`` are the numbers of the cells with which a new forecast begins.
    """

    claims: NDArray[np.intp]
    forecast: NDArray[np.float64]
    weight: NDArray[np.float64]
    starts: NDArray[np.intp]


def consistency_band(
    p: NDArray[np.float64],
    w: NDArray[np.float64],
    level: float,
    resamples: int = RESAMPLES,
    *,
    seed: int,
) -> Band:
    """The band in which the curve of `ledger.scoring.calibration.isotonic` should lie, by chance.

    Outcomes are drawn from the forecasts themselves, each claim for itself, and regressed on them
    as the real ones are; at each forecast the band leaves out (1 - level) / 2 of the resampled
    curves at either side.  J. Bröcker and L. A. Smith, "Increasing the reliability of reliability
    diagrams", Weather and Forecasting 22 (2007), 651-661; Dimitriadis, Gneiting and Jordan 2021.

    Args:
        p: for each claim the probability that its question would come about.
        w: how much each claim weighs, 0 or more.
        level: how much of the resampled curves lies within, at each forecast; between 0 and 1.
        resamples: how many times outcomes are drawn.
        seed: where the random numbers begin; the same seed gives the same band.

    Returns:
        The band at each distinct forecast of a claim of any weight.  Where there are more than
        `MOST`, neighbours are put together to make so many, each at the mean of its forecasts.

    Raises:
        ValueError: ``p`` holds what is no probability.
    """
    check_probabilities(p)
    heard = w > 0
    if not heard.any():
        return Band(p[heard], p[heard], p[heard])
    cells = _cells(p[heard], w[heard])
    curves = np.concatenate(list(_curves(cells, resamples, seed)))
    lower, upper = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Band(cells.forecast[cells.starts], lower, upper)


def _cells(p: NDArray[np.float64], w: NDArray[np.float64]) -> _Cells:
    forecast, place = _neighbours(p)
    weights, kind = np.unique(w, return_inverse=True)
    cells, claims = np.unique(place * weights.size + kind, return_counts=True)
    places, kinds = np.divmod(cells, weights.size)
    starts = np.unique(places, return_index=True)[1]
    return _Cells(claims, forecast[places], weights[kinds], starts)


def _neighbours(p: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The distinct forecasts, neighbours put together where there are too many, and whose is which.

    A group of neighbours has the mean of its distinct forecasts.
    """
    forecast, place = np.unique(p, return_inverse=True)
    if forecast.size <= MOST:
        return forecast, place
    group = np.arange(forecast.size) * MOST // forecast.size
    return np.bincount(group, forecast) / np.bincount(group), group[place]


def _curves(cells: _Cells, resamples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Reliability curves of outcomes drawn from the forecasts; one curve a row."""
    random = np.random.Generator(np.random.PCG64(seed))
    weight = np.add.reduceat(cells.claims * cells.weight, cells.starts)
    at_once = max(1, DRAWS // cells.claims.size)
    for done in range(0, resamples, at_once):
        size = (min(at_once, resamples - done), cells.claims.size)
        hits = random.binomial(cells.claims, cells.forecast, size) * cells.weight
        yield rising_means(np.add.reduceat(hits, cells.starts, axis=1), weight)
