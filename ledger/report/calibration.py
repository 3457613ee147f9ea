"""Calibration of all forecasts of a report: bins, the reliability curve and its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.report.settings import LEVEL
from ledger.scoring import band, calibration, coupling, miscalibration

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
    """Where the curve lies at a forecast, in 95 of 100 cases, if the forecasts are right.

    At this forecast alone: such a curve leaves the band somewhere more often than that.
    """

    forecast: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Whether what was given a chance of 70% came about 7 times in 10.

    There are always ten ``bins``; ``isotonic`` and ``band`` are empty, and ``test`` is None, where
    fewer than `LEAST` forecasts were made.  ``band_resamples`` is how many times outcomes were
    drawn for the band and the test.
    """

    bins: tuple[calibration.Bin, ...]
    isotonic: tuple[CurvePoint, ...]
    band: tuple[BandPoint, ...]
    band_resamples: int
    test: miscalibration.CalibrationTest | None


def calibrate(found: Forecasts, seed: int) -> Calibration:
    """The calibration of forecasts; ``seed`` is where the band's random numbers begin."""
    p, y, w, clusters = found.p, found.y, found.sample.weights, found.sample.clusters
    bins = tuple(calibration.bins(p, y, w, clusters, LEVEL))
    drawn = coupling.RESAMPLES
    if found.sample.pairs < LEAST:
        return Calibration(bins=bins, isotonic=(), band=(), band_resamples=drawn, test=None)
    curve = calibration.isotonic(p, y, w)
    coupled = coupling.coupled(p, w, clusters, seed=seed)
    strip = band.consistency_band(coupled, LEVEL)
    columns = curve.forecast.tolist(), curve.recalibrated.tolist(), curve.weight.tolist()
    edges = strip.forecast.tolist(), strip.lower.tolist(), strip.upper.tolist()
    return Calibration(
        bins=bins,
        isotonic=tuple(CurvePoint(*one) for one in zip(*columns, strict=True)),
        band=tuple(BandPoint(*one) for one in zip(*edges, strict=True)),
        band_resamples=drawn,
        test=miscalibration.calibration_test(coupled, y, w, clusters),
    )
