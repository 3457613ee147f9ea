"""Calibration: whether what was given a chance of 70% came about 7 times in 10."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import Cells, cluster_sums, whole
from ledger.scoring.design import Weighing, weighted_mean
from ledger.scoring.intervals import share
from ledger.scoring.scores import briers, check_probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rising_means(sums: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rising sequences nearest to the means ``sums / weights``, by weighted least squares.

    Pool adjacent violators: neighbours that do not rise share one mean, until all rise.  M. Ayer,
    H. D. Brunk, G. M. Ewing, W. T. Reid and E. Silverman, "An empirical distribution function for
    sampling with incomplete information", Annals of Mathematical Statistics 26 (1955), 641-647.
    In which order violators are pooled does not matter, so each round pools all there are; there
    are few rounds unless the data are made for it.

    Args:
        sums: sum(w * x) of each place; one sequence a row.
        weights: sum(w) of each place, more than 0, the same in all rows.

    Returns:
        As many rows of the fitted values; no row ever falls.
    """
    rows = np.repeat(np.arange(sums.shape[0]), sums.shape[1])
    return _rising(sums.ravel(), np.tile(weights, sums.shape[0]), rows).reshape(sums.shape)


def _rising(
    totals: NDArray[np.float64], blocks: NDArray[np.float64], rows: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The same of rows of any length, one behind the other; ``rows`` has the row of each place."""
    sizes = np.ones(totals.size, dtype=np.intp)
    while True:
        means = totals / blocks
        violates = (means[1:] <= means[:-1]) & (rows[1:] == rows[:-1])
        if not violates.any():
            fitted: NDArray[np.float64] = np.repeat(means, sizes)
            return fitted
        starts = np.flatnonzero(np.concatenate([[True], ~violates]))
        totals, blocks, sizes = (
            np.add.reduceat(ndarray, starts) for ndarray in (totals, blocks, sizes)
        )
        rows = rows[starts]


EDGES: Final = tuple(k / 10 for k in range(11))
"""The edges of the bins: each the float nearest to k/10, which is what the text "0.3" is read as.

A forecast is at or above such an edge if and only if the shortest decimal that stands for it is at
or above k/10 itself, so comparing floats decides as comparing what was written would.
"""


@dataclass(frozen=True, slots=True)
class Bin:
    """The forecasts from ``low`` to below ``high``; the last bin holds 1 too.

    ``n`` is the sum of their weights, ``forecast`` their mean, ``observed`` the share of them that
    came about; these are None where ``n`` is 0.  ``interval`` is that of the share, and ``rough``
    says how it does, as in `ledger.scoring.intervals`; it is None also where one cluster has most
    of the weight.  ``effective_clusters`` is how many of one weight would tell as much.
    """

    low: float
    high: float
    n: float
    forecast: float | None
    observed: float | None
    interval: tuple[float, float] | None
    rough: bool = False
    effective_clusters: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Recalibration:
    """The reliability curve: at each distinct forecast, how often such forecasts came about.

    ``forecast`` rises, ``recalibrated`` never falls, ``weight`` is the sum of the weights there.
    """

    forecast: NDArray[np.float64]
    recalibrated: NDArray[np.float64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The parts of a Brier score: miscalibration - discrimination + uncertainty; none negative.

    Less miscalibration and more discrimination are better; uncertainty is not the speaker's doing.
    """

    miscalibration: float
    discrimination: float
    uncertainty: float


def bins(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
    level: float,
) -> list[Bin]:
    """Ten bins of forecasts, each a tenth wide, and what came about in them.

    Args:
        p: for each claim the probability that its question would come about.
        y: 1 where it did, else 0.
        w: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster: claims that share a fate.
        level: the confidence level of the intervals, between 0 and 1.

    Raises:
        ValueError: ``p`` holds what is no probability.
    """
    check_probabilities(p)
    place = np.searchsorted(EDGES[1:-1], p, side="right")
    found = []
    for k in range(10):
        held = (place == k) & (w > 0)
        found.append(_bin(k, p[held], y[held], w[held], clusters[held], level))
    return found


def _bin(  # noqa: PLR0913, PLR0917 - the claims, their bin and the level
    k: int,
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
    level: float,
) -> Bin:
    n, found = math.fsum(w.tolist()), share(y, w, clusters, level)
    if found is None:
        return Bin(EDGES[k], EDGES[k + 1], n, None, None, None)
    mean = weighted_mean(p, w)
    return Bin(
        EDGES[k],
        EDGES[k + 1],
        n,
        mean,
        found.mean,
        found.interval,
        rough=found.rough,
        effective_clusters=found.design.effective_clusters,
    )


def isotonic(
    p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]
) -> Recalibration:
    """The CORP reliability curve: outcomes regressed on forecasts, isotonically, without bins.

    Claims with the same forecast are pooled first; claims of no weight are left out.
    T. Dimitriadis, T. Gneiting and A. I. Jordan, "Stable reliability diagrams for probabilistic
    classifiers", PNAS 118 (2021), e2016191118.  Arguments and errors as for `bins`.
    """
    check_probabilities(p)
    heard = w > 0
    forecast, place = np.unique(p[heard], return_inverse=True)
    weight, hits = cluster_sums(place, w[heard], w[heard] * y[heard])
    return Recalibration(forecast, rising_means(hits[None, :], weight)[0], weight)


def decomposition(
    p: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]
) -> Decomposition | None:
    """The Brier score taken apart (Dimitriadis, Gneiting and Jordan 2021).

    Miscalibration is what recalibrating the forecasts would gain, discrimination what recalibrated
    forecasts gain over always saying the share that came about, uncertainty the score of that.
    Arguments and errors as for `bins`.

    Returns:
        The parts; None where there is no weight.
    """
    return decompositions(p, y, Weighing(w, whole(w.size)))[0]


def decompositions(
    p: NDArray[np.float64], y: NDArray[np.float64], weighing: Weighing
) -> list[Decomposition | None]:
    """The same of each part of some claims (`ledger.scoring.clusters.whole`)."""
    heard = weighing.weights > 0
    scores, bases = briers(p, y, weighing), weighing.means(y)
    weighing = weighing.among(heard)
    p, y, w = p[heard], y[heard], weighing.weights
    places = Cells(np.unique(p, return_inverse=True)[1], weighing.bounds)
    weight, hits = places.sums(w, w * y)
    of_part = np.repeat(np.arange(weighing.bounds.size - 1), np.diff(places.bounds))
    recalibrated = _rising(hits, weight, of_part)[places.own]
    base = weighing.per_claim(bases)
    parts = (
        scores,
        weighing.means((recalibrated - y) ** 2),
        weighing.means((recalibrated - base) ** 2),
        weighing.means((base - y) ** 2),
    )
    return [
        None
        if score is None
        else Decomposition(
            # Recalibrating cannot lose; where it gains nothing, rounding may say it lost 1e-17.
            miscalibration=max(0.0, score - (best or 0.0)),
            discrimination=gained or 0.0,
            uncertainty=uncertainty or 0.0,
        )
        for score, best, gained, uncertainty in zip(*parts, strict=True)
    ]
