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
    scores = _scores(found, shown)
    n = shown.size
    ratios = np.ones((n, n))
    for one in range(n):
        both = ~np.isnan(scores) & ~np.isnan(scores[one])
        own = np.where(both, scores[one], 0.0).sum(axis=1)
        others = np.where(both, scores, 0.0).sum(axis=1)
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
    scores, n = _scores(found, shown), shown.size
    cluster = np.zeros(found.questions, dtype=np.intp)
    cluster[found.question] = found.cluster
    level = LEVEL
    if n > 1:
        drifts = (_drifts(scores, one, cluster % SECTIONS) for one in range(n - 1))
        level = joint_level(drifts, LEVEL, SEED)
    best, worst = np.ones(n, dtype=np.intp), np.full(n, n)
    for one in range(n):
        for other in range(one + 1, n):
            way = _certain(scores[one] - scores[other], cluster, level)
            ahead, behind = (one, other) if way < 0 else (other, one)
            worst[ahead] -= way != 0
            best[behind] += way != 0
    return best, worst, level


SEED: Final = 1


def _scores(found: Answers, shown: Places) -> Floats:
    """By side and question the Brier score, NaN where a side did not answer."""
    place = np.full(len(found.names), -1)
    place[shown] = np.arange(shown.size)
    scores = np.full((shown.size, found.questions), np.nan)
    here = place[found.who] >= 0
    scores[place[found.who[here]], found.question[here]] = found.brier[here]
    return scores


def _drifts(scores: Floats, one: int, section: Places) -> Floats:
    """By section, and by each later side, how far the sum of differences lies off their mean."""
    apart = scores[one] - scores[one + 1 :]
    shared = ~np.isnan(apart)
    held = np.where(shared, apart, 0.0)
    means = held.sum(axis=1) / np.maximum(shared.sum(axis=1), 1)
    off = np.where(shared, held - means[:, None], 0.0)
    sums = np.zeros((min(SECTIONS, int(section.max(initial=0)) + 1), off.shape[0]))
    np.add.at(sums, section, off.T)
    return sums


def _certain(apart: Floats, cluster: Places, level: float) -> int:
    """Whether the first of two is certainly better (-1) or worse (1); 0 where nobody can tell."""
    shared = ~np.isnan(apart)
    if not shared.any():
        return 0
    sums, sizes = cluster_sums(cluster[shared], apart[shared], np.ones(int(shared.sum())))
    interval = mean_interval(sums, sizes, level, lowest=-1.0)
    if interval is None or interval[0] <= 0 <= interval[1]:
        return 0
    return -1 if interval[1] < 0 else 1
