"""Calibration of all forecasts of a report: bins, the reliability curve and its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.report.settings import LEVEL
from ledger.scoring import band, calibration

if TYPE_CHECKING:
    from ledger.report.forecasts import Forecasts

LEAST: Final = 10
"""Of fewer forecasts than this no curve is drawn."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A forecast, how often such forecasts came about, and how much they weigh together."""

    forecast: float
    recalibrated: float
    n: float


@dataclass(frozen=True, slots=True)
class BandPoint:
    """Where the curve would lie at a forecast, but for chance, if the forecasts were right."""

    forecast: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Whether what was given a chance of 70% came about 7 times in 10.

    There are always ten ``bins``; ``isotonic`` and ``band`` are empty where fewer than `LEAST`
    forecasts were made.  ``band_resamples`` is how many times the band's outcomes were drawn.
    """

    bins: tuple[calibration.Bin, ...]
    isotonic: tuple[CurvePoint, ...]
    band: tuple[BandPoint, ...]
    band_resamples: int


def calibrate(found: Forecasts, seed: int) -> Calibration:
    """The calibration of forecasts; ``seed`` is where the band's random numbers begin."""
    p, y, w = found.p, found.y, found.sample.weights
    bins = tuple(calibration.bins(p, y, w, LEVEL))
    if found.sample.pairs < LEAST:
        return Calibration(bins=bins, isotonic=(), band=(), band_resamples=band.RESAMPLES)
    curve = calibration.isotonic(p, y, w)
    strip = band.consistency_band(p, w, LEVEL, seed=seed)
    columns = curve.forecast.tolist(), curve.recalibrated.tolist(), curve.weight.tolist()
    edges = strip.forecast.tolist(), strip.lower.tolist(), strip.upper.tolist()
    return Calibration(
        bins=bins,
        isotonic=tuple(CurvePoint(*one) for one in zip(*columns, strict=True)),
        band=tuple(BandPoint(*one) for one in zip(*edges, strict=True)),
        band_resamples=band.RESAMPLES,
    )
