"""Scores of the probabilities that claims gave: how near they lay to what came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.forecast import squared_error
from ledger.report.sample import sample
from ledger.scoring import calibration, hypothesis_tests, simulated_outcomes
from ledger.scoring.calibration import decomposition
from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.design import weighted_mean
from ledger.scoring.intervals import FEW, LEVEL, mean_interval
from ledger.scoring.scores import brier, brier_skill, log_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.report.sample import Rows, Sample, Scorable


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Claims with a chance and a binary outcome, as arrays in the order of ``sample.rows``.

    ``p`` is the chance of the question coming about, ``timid`` and ``bold`` the ends of the range
    that words imply, ``y`` 1 where it came about, ``implied`` whether the words gave the chance.
    """

    sample: Sample
    p: NDArray[np.float64]
    timid: NDArray[np.float64]
    bold: NDArray[np.float64]
    y: NDArray[np.float64]
    implied: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScores:
    """How good the probabilities were; None where there is nothing to work a figure out from.

    ``forecasts`` counts pairs of a speaker and a question (under the rule ``all``, claims),
    ``forecast_clusters`` what settled them, and ``forecast_effective_clusters`` how many of one
    weight would tell as much; on few of them ``brier_rough`` marks the interval.  In
    ``forecasts_implied`` of them no probability was stated, so that the wording gave all.
    ``no_horizon`` have a question that nothing settles if it does not come about: with
    ``guard_early`` they are not among ``forecasts``.  Of these came about the share
    ``no_horizon_yes``, of the others ``horizon_yes``.  ``forecasts_partly`` claims have a
    probability and are left out because their question came about partly; ``forecasts_no_side`` of
    the scored claims take no side, as one half does not, and so have no part in the accuracy;
    ``wording_unknown`` claims have no probability because the yardstick does not know their words.
    Brier scores run from 0 (best) to 1, logarithmic ones are in nats, 0 best; ``_timid`` and
    ``_bold`` read every implied range at that end.
    """

    forecasts: int
    forecast_clusters: int
    forecast_effective_clusters: float | None
    forecasts_implied: int
    no_horizon: int
    no_horizon_yes: float | None
    horizon_yes: float | None
    forecasts_partly: int
    forecasts_no_side: int
    wording_unknown: int | None
    brier: float | None
    brier_interval: tuple[float, float] | None
    brier_rough: bool | None
    brier_stated: float | None
    brier_timid: float | None
    brier_bold: float | None
    brier_skill: float | None
    log_score: float | None
    log_score_finite: float | None
    log_score_infinite: int
    log_score_timid: float | None
    log_score_bold: float | None
    miscalibration: float | None
    discrimination: float | None
    uncertainty: float | None


def forecasts(found: Scorable, rows: Rows) -> Forecasts:
    """Those of the claims at ``rows`` whose chances can be scored."""
    return _forecasts(found, rows[found.forecast[rows]])


def _forecasts(found: Scorable, rows: Rows) -> Forecasts:
    chosen = sample(found, rows)
    return Forecasts(
        chosen,
        p=found.chance[rows],
        timid=found.timid[rows],
        bold=found.bold[rows],
        y=found.came[rows],
        implied=found.implied[rows],
    )


def forecast_scores(able: Scorable, rows: Rows) -> ForecastScores:
    """The scores of those of the claims at ``rows`` whose chances can be scored."""
    found = forecasts(able, rows)
    chosen, p, y, w = found.sample, found.p, found.y, found.sample.weights
    implied = able.settings.yardstick is not None
    stated = _forecasts(able, chosen.rows[~found.implied]) if implied else found
    loose = rows[able.no_horizon[rows]]
    ended = _forecasts(able, loose[~np.isnan(able.came[loose])])
    held = ~able.no_horizon[chosen.rows]
    parts, logs = decomposition(p, y, w), log_score(p, y, w)
    several, interval = brier_certainty(p, y, w, chosen.clusters)
    return ForecastScores(
        forecasts=chosen.pairs,
        forecast_clusters=chosen.cluster_count,
        forecast_effective_clusters=several,
        forecasts_implied=chosen.pairs - stated.sample.pairs,
        no_horizon=ended.sample.pairs,
        no_horizon_yes=weighted_mean(ended.y, ended.sample.weights),
        horizon_yes=weighted_mean(y[held], w[held]),
        forecasts_partly=_number(able.partly[rows]),
        forecasts_no_side=_number(able.alone[chosen.rows]),
        wording_unknown=_number(able.unread[rows]) if implied else None,
        brier=brier(p, y, w),
        brier_interval=interval,
        brier_rough=None if several is None or interval is None else several < FEW,
        brier_stated=brier(stated.p, stated.y, stated.sample.weights),
        brier_timid=brier(found.timid, y, w) if implied else None,
        brier_bold=brier(found.bold, y, w) if implied else None,
        brier_skill=brier_skill(p, y, w),
        log_score=logs.mean,
        log_score_finite=logs.finite_mean,
        log_score_infinite=logs.infinite,
        log_score_timid=log_score(found.timid, y, w).mean if implied else None,
        log_score_bold=log_score(found.bold, y, w).mean if implied else None,
        miscalibration=None if parts is None else parts.miscalibration,
        discrimination=None if parts is None else parts.discrimination,
        uncertainty=None if parts is None else parts.uncertainty,
    )


def brier_certainty(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
) -> tuple[float | None, tuple[float, float] | None]:
    """How many effective clusters a Brier score rests on, and its interval; None without weight."""
    errors, of = cluster_sums(clusters, w * squared_error(p, y), w)
    heard = of[of > 0]
    return effective_clusters(heard) if heard.size else None, mean_interval(errors, of, LEVEL)


def _number(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))


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
    test: hypothesis_tests.CalibrationTest | None


def calibrate(found: Forecasts, seed: int) -> Calibration:
    """The calibration of forecasts; ``seed`` is where the band's random numbers begin."""
    p, y, w, clusters = found.p, found.y, found.sample.weights, found.sample.clusters
    bins = tuple(calibration.bins(p, y, w, clusters, LEVEL))
    drawn = simulated_outcomes.RESAMPLES
    if found.sample.pairs < LEAST:
        return Calibration(bins=bins, isotonic=(), band=(), band_resamples=drawn, test=None)
    curve = calibration.isotonic(p, y, w)
    coupled = simulated_outcomes.coupled(p, w, clusters, seed=seed)
    strip = hypothesis_tests.consistency_band(coupled, LEVEL)
    columns = curve.forecast.tolist(), curve.recalibrated.tolist(), curve.weight.tolist()
    edges = strip.forecast.tolist(), strip.lower.tolist(), strip.upper.tolist()
    return Calibration(
        bins=bins,
        isotonic=tuple(CurvePoint(*one) for one in zip(*columns, strict=True)),
        band=tuple(BandPoint(*one) for one in zip(*edges, strict=True)),
        band_resamples=drawn,
        test=hypothesis_tests.calibration_test(coupled, y, w, clusters),
    )
