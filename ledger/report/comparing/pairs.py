"""The sides of a contest two by two: ratios of scores, and which ranks the differences allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.scoring.clusters import cluster_sums
from ledger.scoring.contest import joint_level, relative_skill
from ledger.scoring.intervals import LEVEL, mean_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.report.comparing.answers import Answers

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

SECTIONS: Final = 1000
"""Of more clusters than this several are resampled as one."""


def skills(found: Answers, shown: Places) -> Floats:
    """The relative skill of the sides that are shown, against one another."""
    scores = _by_side(found, shown, found.brier)
    weights = _by_side(found, shown, found.weight)
    n = shown.size
    ratios = np.ones((n, n))
    for one in range(n):
        both = _shared(weights[one], weights)
        own = np.where(both > 0, both * scores[one], 0.0).sum(axis=1)
        others = np.where(both > 0, both * scores, 0.0).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios[one] = own / others
        ratios[one, one] = 1.0
    return relative_skill(ratios)


def ranks(found: Answers, shown: Places) -> tuple[Places, Places, float]:
    """The best and the worst rank of each side that is shown, all of them to hold at once.

    A side ranks below whoever is certainly better, and above whoever is certainly worse: M.
    Mogstad, J. P. Romano, A. M. Shaikh and D. Wilhelm, "Inference for ranks with applications to
    mobility across neighbourhoods and academic achievement across countries", Review of Economic
    Studies 91 (2024), 476-518.  Differences are of Brier scores, on the questions that two share.

    Returns:
        Them, from 1 on, and the level of each interval of a difference.
    """
    scores, n = _by_side(found, shown, found.brier), shown.size
    weights = _by_side(found, shown, found.weight)
    cluster = np.zeros(found.questions, dtype=np.intp)
    cluster[found.question] = found.cluster
    level = LEVEL
    if n > 1:
        drifts = (_drifts(scores, weights, one, cluster % SECTIONS) for one in range(n - 1))
        level = joint_level(drifts, LEVEL, SEED)
    best, worst = np.ones(n, dtype=np.intp), np.full(n, n)
    for one in range(n):
        for other in range(one + 1, n):
            both = _shared(weights[one], weights[other])
            way = _certain(scores[one] - scores[other], both, cluster, level)
            ahead, behind = (one, other) if way < 0 else (other, one)
            worst[ahead] -= way != 0
            best[behind] += way != 0
    return best, worst, level


SEED: Final = 1


def _by_side(found: Answers, shown: Places, values: Floats) -> Floats:
    """By side and question what there is of its answer, NaN where a side has none."""
    place = np.full(len(found.names), -1)
    place[shown] = np.arange(shown.size)
    scores = np.full((shown.size, found.questions), np.nan)
    here = place[found.who] >= 0
    scores[place[found.who[here]], found.question[here]] = values[here]
    return scores


def _shared(one: Floats, other: Floats) -> Floats:
    """What questions weigh between two sides: the lesser of their weights, 0 where one has none.

    A forecast stands to the end, so that of two the shorter stood for as long as both.
    """
    return np.nan_to_num(np.minimum(one, other))


def _drifts(scores: Floats, weights: Floats, one: int, section: Places) -> Floats:
    """By section, and by each later side, how far the sum of differences lies off their mean."""
    apart = scores[one] - scores[one + 1 :]
    shared = _shared(weights[one], weights[one + 1 :])
    held = np.where(shared > 0, shared * apart, 0.0)
    of = shared.sum(axis=1)
    means = held.sum(axis=1) / np.where(of > 0, of, 1.0)
    off = np.where(shared > 0, held - shared * means[:, None], 0.0)
    sums = np.zeros((min(SECTIONS, int(section.max(initial=0)) + 1), off.shape[0]))
    np.add.at(sums, section, off.T)
    return sums


def _certain(apart: Floats, weights: Floats, cluster: Places, level: float) -> int:
    """Whether the first of two is certainly better (-1) or worse (1); 0 where nobody can tell."""
    shared = weights > 0
    if not shared.any():
        return 0
    weights = weights[shared]
    sums, sizes = cluster_sums(cluster[shared], weights * apart[shared], weights)
    interval = mean_interval(sums, sizes, level, lowest=-1.0)
    if interval is None or interval[0] <= 0 <= interval[1]:
        return 0
    return -1 if interval[1] < 0 else 1
