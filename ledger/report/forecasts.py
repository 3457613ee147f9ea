"""Scores of the probabilities that claims gave: how near they lay to what came about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.verdicts import WORTH, Verdict
from ledger.report.chances import chance
from ledger.report.sample import can_score, can_score_chance, has_no_horizon, sample
from ledger.report.settings import LEVEL
from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.calibration import decomposition
from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.intervals import FEW, mean_interval
from ledger.scoring.scores import brier, brier_skill, log_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ledger.model.assessment import Assessment
    from ledger.report.sample import Sample
    from ledger.report.settings import Settings

BINARY: Final = {verdict: float(share) for verdict, share in WORTH.items()}
"""The verdicts that a probability can be scored by: 1 where the question came about in time."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """Claims with a chance and a binary outcome, as arrays in the order of ``sample.claims``.

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


def forecasts(claims: Sequence[Assessment], settings: Settings) -> Forecasts:
    """Those of ``claims`` whose probabilities can be scored."""
    given = {
        one.id: found
        for one in claims
        if one.verdict in BINARY and can_score_chance(one, settings)
        if (found := chance(one, settings.yardstick)) is not None
    }
    chosen = sample((one for one in claims if one.id in given), settings)
    chances = [given[one.id] for one in chosen.claims]
    return Forecasts(
        chosen,
        p=np.array([one.probability for one in chances]),
        timid=np.array([one.timid for one in chances]),
        bold=np.array([one.bold for one in chances]),
        y=np.array([BINARY[Verdict(one.verdict or "")] for one in chosen.claims]),
        implied=np.array([one.implied for one in chances], dtype=bool),
    )


def forecast_scores(claims: Sequence[Assessment], settings: Settings) -> ForecastScores:
    """The scores of those of ``claims`` whose probabilities can be scored."""
    found = forecasts(claims, settings)
    chosen, p, y, w = found.sample, found.p, found.y, found.sample.weights
    stated = found if settings.yardstick is None else forecasts(claims, _plain(settings))
    parts, logs = decomposition(p, y, w), log_score(p, y, w)
    several, interval = brier_certainty(p, y, w, chosen.clusters)
    implied = bool(settings.yardstick)
    loose = _without_horizon(claims, settings)
    held = np.array([not has_no_horizon(one) for one in chosen.claims], dtype=bool)
    return ForecastScores(
        forecasts=chosen.pairs,
        forecast_clusters=chosen.cluster_count,
        forecast_effective_clusters=several,
        forecasts_implied=chosen.pairs - stated.sample.pairs,
        no_horizon=loose.sample.pairs,
        no_horizon_yes=weighted_mean(loose.y, loose.sample.weights),
        horizon_yes=weighted_mean(y[held], w[held]),
        forecasts_partly=_partly(claims, settings),
        forecasts_no_side=sum(is_forecast_alone(one, settings) for one in chosen.claims),
        wording_unknown=_unknown(claims, settings) if implied else None,
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


def is_forecast_alone(claim: Assessment, settings: Settings) -> bool:
    """Whether a claim takes no side, as one half does not, and its probability is scored."""
    return (
        claim.stance == "none"
        and claim.probability is not None
        and claim.verdict in BINARY
        and can_score(claim, settings)
    )


def _plain(settings: Settings) -> Settings:
    """The same settings without a yardstick, so that only what is stated counts."""
    return replace(settings, yardstick=None)


def _without_horizon(claims: Sequence[Assessment], settings: Settings) -> Forecasts:
    """The stated probabilities on settled questions without a horizon, guarded or not."""
    loose = [one for one in claims if has_no_horizon(one)]
    return forecasts(loose, replace(settings, yardstick=None, guard_early=False))


def brier_certainty(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
) -> tuple[float | None, tuple[float, float] | None]:
    """How many effective clusters a Brier score rests on, and its interval; None without weight."""
    errors, of = cluster_sums(clusters, w * (p - y) ** 2, w)
    heard = of[of > 0]
    return effective_clusters(heard) if heard.size else None, mean_interval(errors, of, LEVEL)


def _partly(claims: Sequence[Assessment], settings: Settings) -> int:
    """How many claims have a probability, and a question that came about partly."""
    partly = (one for one in claims if one.verdict == Verdict.PARTLY)
    scored = (one for one in partly if can_score_chance(one, settings))
    return sum(chance(one, settings.yardstick) is not None for one in scored)


def _unknown(claims: Sequence[Assessment], settings: Settings) -> int:
    """How many claims could be scored if only the yardstick knew their words."""
    return sum(
        one.wording is not None
        and one.stance != "none"
        and one.verdict in BINARY
        and can_score(one, settings)
        and chance(one, settings.yardstick) is None
        for one in claims
    )
