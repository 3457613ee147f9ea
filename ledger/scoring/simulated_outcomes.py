"""Outcomes drawn from the forecasts themselves, as if each were right: what chance alone does.

One uniform number is drawn a cluster, shared by all its forecasts: each comes about where the
number is below it.  So every forecast comes about as often as it says, and equal forecasts on one
question come about together, as they do.  It is a coupling, not a world: unequal forecasts on one
question may come out in two ways, which no question does.  How well it does where speakers know
different things is measured: docs/reports.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import cluster_sums
from ledger.scoring.scores import check_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RESAMPLES: Final = 1_000
MOST_PLACES: Final = 1_001
"""So many places hold the forecasts: as many as there are thousandths from 0 to 1."""
FEWER: Final = 101
"""So many do where outcomes are not drawn one by one: as many as there are hundredths."""
DRAWN: Final = 2_000
"""Of more clusters at several places than this, sums are drawn by their covariance."""
AT_ONCE: Final = 2**19
"""So many numbers are drawn at a time, so that memory does not grow with the number of claims."""
CLUSTERS_AT_ONCE: Final = 4_096
DECIMALS: Final = 6
"""Sums drawn by their covariance are rounded to so many: other processors add in other orders."""


@dataclass(frozen=True, slots=True, eq=False)
class Coupling:
    """Forecasts at places, and how often outcomes drawn from them came about there.

    ``forecast`` rises; ``weight`` is the sum of the weights at each, ``place`` the number of each
    claim's place, -1 for a claim of no weight.  ``hits`` has a row for each time that outcomes were
    drawn: the weight of what came about, place by place.
    """

    forecast: NDArray[np.float64]
    weight: NDArray[np.float64]
    place: NDArray[np.intp]
    hits: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """What a cluster holds at a place: the ``weight`` there, together.

    In order of places; the clusters are numbered from 0, those alike beside each other.
    """

    cluster: NDArray[np.intp]
    place: NDArray[np.intp]
    weight: NDArray[np.float64]


def coupled(
    p: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
    resamples: int = RESAMPLES,
    *,
    seed: int,
) -> Coupling:
    """Outcomes drawn from forecasts, as if each were right; a number a cluster.

    Args:
        p: for each claim the probability that its question would come about.
        w: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.
        resamples: how many times outcomes are drawn.
        seed: where the random numbers begin; the same seed gives the same outcomes, whatever the
            order of claims and the numbers of clusters.

    Raises:
        ValueError: ``p`` holds what is no probability.
    """
    check_probabilities(p)
    heard = w > 0
    place = np.full(p.size, -1, dtype=np.intp)
    if not heard.any():
        return Coupling(p[heard], w[heard], place, np.zeros((resamples, 0)))
    random = np.random.Generator(np.random.PCG64(seed))
    forecast, place[heard] = _places(p[heard], w[heard], MOST_PLACES)
    lone, shared = _cells(place[heard], w[heard], clusters[heard])
    by_covariance = np.unique(shared.cluster).size > DRAWN
    if by_covariance:
        forecast, place[heard] = _places(p[heard], w[heard], FEWER)
        lone, shared = _cells(place[heard], w[heard], clusters[heard])
    weight = cluster_sums(place[heard], w[heard])[0]
    hits = _of_lone(lone, forecast, resamples, random)
    if by_covariance:
        hits += _by_covariance(shared, forecast, resamples, random)
        hits = np.clip(hits, 0, weight)
    elif shared.place.size:
        _add_drawn(hits, shared, forecast, random)
    return Coupling(forecast, weight, place, hits)


def _places(
    p: NDArray[np.float64], w: NDArray[np.float64], most: int
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The distinct forecasts, neighbours put together where there are too many, and whose is which.

    Neighbours are put together to places of about the same weight, at the mean of their forecasts.
    """
    forecast, place = np.unique(p, return_inverse=True)
    if forecast.size <= most:
        return forecast, place
    weight = cluster_sums(place, w)[0]
    below = np.cumsum(weight) - weight / 2
    _, group = np.unique((below / weight.sum() * most).astype(np.intp), return_inverse=True)
    return np.bincount(group, forecast) / np.bincount(group), group[place]


def _cells(
    place: NDArray[np.intp], w: NDArray[np.float64], clusters: NDArray[np.intp]
) -> tuple[_Cells, _Cells]:
    """The cells of clusters that are at one place only, and those of the others."""
    order = np.lexsort((w, place, clusters))
    place, w, clusters = place[order], w[order], clusters[order]
    new = np.diff(clusters, prepend=clusters[0] - 1) != 0
    starts = np.flatnonzero(new | (np.diff(place, prepend=-1) != 0))
    place, weight, cluster = place[starts], np.add.reduceat(w, starts), np.cumsum(new)[starts] - 1
    cluster = _alike_together(place, weight, cluster)
    order = np.lexsort((cluster, place))
    cluster, place, weight = cluster[order], place[order], weight[order]
    alone = (np.bincount(cluster) == 1)[cluster]
    return tuple(_Cells(cluster[of], place[of], weight[of]) for of in (alone, ~alone))  # type: ignore[return-value]


def _alike_together(
    place: NDArray[np.intp], weight: NDArray[np.float64], cluster: NDArray[np.intp]
) -> NDArray[np.intp]:
    """For each cell its cluster's number in an order that hangs on what clusters hold alone.

    A cluster is known by the sum of a random number for each of its cells, modulo 2^64: who holds
    the same has the same sum, and changes nothing by changing places.
    """
    marks = np.random.Generator(np.random.PCG64(0)).integers(2**63, size=place.max() + 1)
    of_cells = marks.astype(np.uint64)[place] * (weight.view(np.uint64) | np.uint64(1))
    mark = np.add.reduceat(of_cells, np.flatnonzero(np.diff(cluster, prepend=-1)))
    numbers = np.empty(mark.size, dtype=np.intp)
    numbers[np.argsort(mark, kind="stable")] = np.arange(mark.size)
    return numbers[cluster]


def _of_lone(
    cells: _Cells, forecast: NDArray[np.float64], resamples: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """What comes about of clusters at one place: a binomial number of those that weigh the same."""
    hits = np.zeros((resamples, forecast.size))
    weights, kind = np.unique(cells.weight, return_inverse=True)
    alike, clusters = np.unique(cells.place * weights.size + kind, return_counts=True)
    for one, count in zip(alike.tolist(), clusters.tolist(), strict=True):
        place, of_weight = divmod(one, weights.size)
        drawn = random.binomial(count, forecast[place], resamples)
        hits[:, place] += drawn * weights[of_weight]
    return hits


def _add_drawn(
    hits: NDArray[np.float64],
    cells: _Cells,
    forecast: NDArray[np.float64],
    random: np.random.Generator,
) -> None:
    """Add to each row of ``hits`` what comes about of clusters, by a number drawn for each."""
    cluster = np.unique(cells.cluster, return_inverse=True)[1]
    starts = np.unique(cells.place, return_index=True)[1]
    for numbers, rows in _numbers(hits.shape[0], cluster.size, cluster.max() + 1, random):
        came = (numbers[cluster] < forecast[cells.place, None]) * cells.weight[:, None]
        hits[rows, cells.place[starts][:, None]] += np.add.reduceat(came, starts, axis=0)


def _numbers(
    resamples: int, cells: int, clusters: int, random: np.random.Generator
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.intp]]]:
    """A uniform number for each cluster (row) and resample (column), and which resamples."""
    at_once = max(1, AT_ONCE // cells)
    for done in range(0, resamples, at_once):
        rows = np.arange(done, min(done + at_once, resamples))
        drawn = np.stack([random.random(clusters, dtype=np.float32) for _ in rows])
        yield np.ascontiguousarray(drawn.T), rows


def _by_covariance(
    cells: _Cells, forecast: NDArray[np.float64], resamples: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """What comes about of a great many clusters: normal, with the mean and covariance it has.

    Two forecasts f and g that share a number have the covariance min(f, g) - f g; with the weights
    they have in a cluster it is summed over clusters.  The square root is the symmetric one, which
    is the same whatever signs a library gives to eigenvectors.
    """
    order = np.argsort(cells.cluster, kind="stable")
    cluster = np.unique(cells.cluster[order], return_inverse=True)[1]
    place, weight = cells.place[order], cells.weight[order]
    products = np.zeros((forecast.size, forecast.size))
    for first in range(0, int(cluster[-1]) + 1, CLUSTERS_AT_ONCE):
        part = slice(*np.searchsorted(cluster, [first, first + CLUSTERS_AT_ONCE]))
        held = np.zeros((CLUSTERS_AT_ONCE, forecast.size))
        held[cluster[part] - first, place[part]] = weight[part]
        products += held.T @ held
    covariance = products * (np.minimum.outer(forecast, forecast) - np.outer(forecast, forecast))
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    mean = np.bincount(place, weight, forecast.size) * forecast
    drawn = random.standard_normal((resamples, forecast.size)) @ root
    rounded: NDArray[np.float64] = np.round(mean + drawn, DECIMALS)
    return rounded
