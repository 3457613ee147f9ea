"""Scores of several speakers who answered some of the same questions, held against each other.

Whoever chose easier questions has better scores.  So each is held against what others said of the
very same questions, at the very same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.scoring.distributions import snedecor_tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ledger.scoring.clusters import Bounds

    Floats = NDArray[np.float64]
    Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Peers:
    """For each standing forecast how it fared against the others that stood at the same time.

    ``days`` is how long at least one other stood beside it, ``gain`` by how much the others' mean
    loss exceeded its own, added up over these days.
    """

    days: Floats
    gain: Floats


def peers(question: Whole, start: Whole, stop: Whole, loss: Floats) -> Peers:
    """Hold each forecast against the others on its question while both stood.

    The peer score of Metaculus (https://www.metaculus.com/help/scores-faq/), with any loss: the
    mean of the others' losses less one's own, averaged over the days on which others stood.  It is
    above 0 for who did better than the others.

    Args:
        question: for each forecast the number of its question.
        start: the day it stands from, as a number.
        stop: the day it stands no more; not before ``start``.  Of one speaker at most one forecast
            stands on a question at a time.
        loss: its score, of which less is better.
    """
    n = question.size
    asked = np.concatenate([question, question])
    day = np.concatenate([start, stop])
    order = np.lexsort((day, asked))
    change = np.concatenate([np.ones(n), -np.ones(n)])[order]
    standing = np.cumsum(change)
    total = np.cumsum(np.concatenate([loss, -loss])[order])
    same = asked[order][1:] == asked[order][:-1]
    span = np.where(same, np.diff(day[order]), 0).astype(float)
    beside = standing[:-1] > 1
    others = np.where(beside, standing[:-1] - 1, 1.0)
    until = [
        np.concatenate([[0.0], np.cumsum(np.where(beside, span * each, 0.0))])
        for each in (np.ones(span.size), total[:-1] / others, 1 / others)
    ]
    place = np.empty(2 * n, dtype=np.intp)
    place[order] = np.arange(2 * n)
    first, last = place[:n], place[n:]
    days, of_all, shares = (one[last] - one[first] for one in until)
    return Peers(days, of_all - loss * shares - loss * days)


def medians_of_others(values: Floats, bounds: Bounds) -> Floats:
    """For each value the median of the others of its part; NaN where it is alone."""
    found = np.full(values.size, np.nan)
    for first, end in pairwise(bounds.tolist()):
        others = end - first - 1
        if others < 1:
            continue
        order = np.argsort(values[first:end], kind="stable")
        ranked = values[first:end][order]
        places = np.arange(others + 1)
        low, high = (others - 1) // 2, others // 2
        ends = [ranked[np.where(one < places, one, one + 1)] for one in (low, high)]
        found[first + order] = (ends[0] + ends[1]) / 2
    return found


def relative_skill(ratios: Floats) -> Floats:
    """The geometric mean of each speaker's ratios to all, itself among them; below 1 is better.

    As scoringutils has it, after E. Y. Cramer and others, "Evaluation of individual and ensemble
    probabilistic forecasts of COVID-19 mortality in the United States", PNAS 119 (2022),
    e2113561119.

    Args:
        ratios: by row and column the ratio of the mean score of one speaker to that of another, on
            the questions both answered; 1 on the diagonal, NaN where there are none.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(ratios)
    known = np.isfinite(logs)
    sums = np.where(known, logs, 0.0).sum(axis=1)
    found: Floats = np.exp(sums / known.sum(axis=1))
    return found


RESAMPLES: Final = 2000
"""How often the largest of all statistics is drawn."""


def joint_level(parts: Iterable[Floats], level: float, seed: int) -> float:
    """The level at which intervals must be made one by one, for all to hold at ``level`` together.

    A multiplier bootstrap of the largest of all t statistics, for which questions are resampled
    jointly for all pairs: V. Chernozhukov, D. Chetverikov and K. Kato, "Gaussian approximations and
    multiplier bootstrap for maxima of sums of high-dimensional random vectors", Annals of
    Statistics 41 (2013), 2786-2819.

    Args:
        parts: some intervals at a time, a row a cluster, a column an interval: by how much the sum
            of the cluster lies off what its weight would make it, 0 where it has no part in that.
        level: how often all intervals shall hold.
        seed: where the random numbers begin.
    """
    random = np.random.default_rng(seed)
    largest, intervals = np.zeros(RESAMPLES), 0
    draws: Floats | None = None
    for several in parts:
        spread = np.sqrt((several**2).sum(axis=0))
        apart = several[:, spread > 0] / spread[spread > 0]
        if not apart.shape[1]:
            continue
        if draws is None:
            draws = random.standard_normal((RESAMPLES, apart.shape[0]))
        np.maximum(largest, np.abs(draws @ apart).max(axis=1), out=largest)
        intervals += apart.shape[1]
    if intervals < 2:  # noqa: PLR2004 - one is as good as alone
        return level
    reach = float(np.quantile(largest, level, method="higher"))
    return max(level, 2 * NormalDist().cdf(reach) - 1)


def student_p(statistic: float, freedom: float) -> float:
    """How often Student's t lies at least this far from 0, on either side."""
    return snedecor_tail(statistic**2, 1, freedom)


def false_discovery(p: Floats) -> Floats:
    """The p values adjusted for a list, so that of what stays below a level that share is false.

    Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal
    Statistical Society B 57 (1995), 289-300.  NaN stays, and does not count.
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(-p[known], kind="stable")]
    n = order.size
    raised = p[order] * n / np.arange(n, 0, -1)
    found = np.full(p.size, np.nan)
    found[order] = np.minimum(1.0, np.minimum.accumulate(raised))
    return found
