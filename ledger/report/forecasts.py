"""Scores of the probabilities that claims gave: how near they lay to what came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.forecast import squared_error
from ledger.report.sample import Sample
from ledger.scoring import calibration, hypothesis_tests, simulated_outcomes
from ledger.scoring.calibration import Decomposition, decompositions
from ledger.scoring.clusters import Cells, bounds_within, effective_clusters_of
from ledger.scoring.intervals import FEW, LEVEL, mean_intervals
from ledger.scoring.scores import brier_skills, briers, log_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.report.sample import Parts, Scorable


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Claims with a chance and a binary outcome, as arrays in the order of ``sample.parts.rows``.

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


def forecasts(found: Scorable, parts: Parts) -> Forecasts:
    """Those of some claims whose chances can be scored."""
    return _forecasts(found, parts.where(found.forecast))


def _forecasts(found: Scorable, parts: Parts) -> Forecasts:
    rows = parts.rows
    return Forecasts(
        Sample(found, parts),
        p=found.chance[rows],
        timid=found.timid[rows],
        bold=found.bold[rows],
        y=found.came[rows],
        implied=found.implied[rows],
    )


def forecast_scores(able: Scorable, parts: Parts, found: Forecasts) -> list[ForecastScores]:
    """The scores of each part of some claims; ``found`` are those whose chances can be scored."""
    floor = able.settings.log_floor
    columns = {
        **_counts(able, parts, found),
        **_scores(found, floor),
        **_by_words(able, parts, found),
    }
    rows = zip(*columns.values(), strict=True)
    return [ForecastScores(**dict(zip(columns, row, strict=True))) for row in rows]


def _counts(able: Scorable, parts: Parts, found: Forecasts) -> dict[str, list[Any]]:
    """How many there are, and how many are left out."""
    chosen, weighing = found.sample, found.sample.weighing
    ended = _forecasts(able, parts.where(able.no_horizon & ~np.isnan(able.came)))
    held = ~able.no_horizon[chosen.parts.rows]
    return {
        "forecasts": chosen.pairs,
        "forecast_clusters": chosen.cluster_counts,
        "no_horizon": ended.sample.pairs,
        "no_horizon_yes": ended.sample.weighing.means(ended.y),
        "horizon_yes": (weighing if held.all() else weighing.among(held)).means(found.y[held]),
        "forecasts_partly": parts.counts(able.partly),
        "forecasts_no_side": chosen.parts.counts(able.alone),
    }


def _scores(found: Forecasts, floor: float | None) -> dict[str, list[Any]]:
    """How far the chances lay from what came about."""
    p, y, weighing = found.p, found.y, found.sample.weighing
    certainty = brier_certainties(found)
    logs = log_scores(p, y, weighing, floor)
    parts = decompositions(p, y, weighing)
    return {
        "forecast_effective_clusters": [several for several, _ in certainty],
        "brier": briers(p, y, weighing),
        "brier_interval": [interval for _, interval in certainty],
        "brier_rough": [
            None if several is None or interval is None else several < FEW
            for several, interval in certainty
        ],
        "brier_skill": brier_skills(p, y, weighing),
        "log_score": [log.mean for log in logs],
        "log_score_finite": [log.finite_mean for log in logs],
        "log_score_infinite": [log.infinite for log in logs],
        **{
            name: [None if part is None else getattr(part, name) for part in parts]
            for name in Decomposition.__dataclass_fields__
        },
    }


OF_WORDS: Final = (
    "wording_unknown", "brier_timid", "brier_bold", "log_score_timid", "log_score_bold",
)  # fmt: skip
"""What there is only where words are read as chances."""


def _by_words(able: Scorable, parts: Parts, found: Forecasts) -> dict[str, list[Any]]:
    """What is different where words are read as chances."""
    chosen, y = found.sample, found.y
    if able.settings.yardstick is None:
        nothing = [None] * len(chosen.pairs)
        names = (
            "wording_unknown",
            "brier_timid",
            "brier_bold",
            "log_score_timid",
            "log_score_bold",
        )
        return {
            "forecasts_implied": [0] * len(chosen.pairs),
            "brier_stated": briers(found.p, y, chosen.weighing),
            **dict.fromkeys(names, nothing),
        }
    stated = _forecasts(able, chosen.parts.where(~able.implied))
    both = zip(chosen.pairs, stated.sample.pairs, strict=True)
    ends = {"timid": found.timid, "bold": found.bold}
    return {
        "forecasts_implied": [every - own for every, own in both],
        "wording_unknown": parts.counts(able.unread),
        "brier_stated": briers(stated.p, stated.y, stated.sample.weighing),
        **{f"brier_{end}": briers(p, y, chosen.weighing) for end, p in ends.items()},
        **{
            f"log_score_{end}": [
                score.mean for score in log_scores(p, y, chosen.weighing, able.settings.log_floor)
            ]
            for end, p in ends.items()
        },
    }


def brier_certainties(
    found: Forecasts,
) -> list[tuple[float | None, tuple[float, float] | None]]:
    """How many effective clusters each Brier score rests on, and its interval.

    Both are None without weight.
    """
    chosen, weighing = found.sample, found.sample.weighing
    # What weighs nothing is added too: where in a sum it stands can change how that is rounded.
    cells = chosen.cells if weighing.heard.all() else Cells(chosen.clusters, weighing.bounds)
    errors, of = cells.sums(weighing.weights * squared_error(found.p, found.y), weighing.weights)
    heard = of > 0
    several = effective_clusters_of(of[heard], bounds_within(heard, cells.bounds))
    return list(zip(several, mean_intervals(errors, of, cells.bounds, LEVEL), strict=True))


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
    if sum(found.sample.pairs) < LEAST:
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
