"""The crowd as a side: the mean, the median and the mean of log odds of what others forecast.

Each side has one vote, that of its forecast which stood at the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.forecast import squared_error
from ledger.scoring.clusters import whole
from ledger.scoring.contest import medians_of_others
from ledger.scoring.scores import log_losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ledger.report.comparing.answers import Answers

    Floats = NDArray[np.float64]

LEAST: Final = 3
"""Fewer than this are no crowd."""

WAYS: Final = ("mean", "median", "log odds")
"""How a crowd is made of chances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What a crowd of all sides scored, with the forecasts that stood on each question's last day.

    ``way`` is one of `WAYS`; only ``questions`` with at least three sides count.
    """

    way: str
    questions: int
    brier: float | None
    log_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideCrowd:
    """A side beside the crowd of all others, at the times when it made its forecasts.

    Counted are the ``questions`` on which at least three others stood then; there its own Brier
    score is ``own``, and the crowd's by each of `WAYS` the others.
    """

    questions: int
    own: float | None
    mean: float | None
    median: float | None
    log_odds: float | None


def crowds(found: Answers, floor: float, power: float = 1.0) -> Iterator[Crowd]:
    """What each sort of crowd scored at the end.

    Args:
        found: what everybody said.
        floor: the least chance that odds take.
        power: by how much the mean log odds are multiplied, above 0.  Each of many knows but a part
            of what all know together, so that their mean is too timid: J. Baron, B. A. Mellers, P.
            E. Tetlock, E. Stone and L. H. Ungar, "Two reasons to make aggregated probability
            forecasts more extreme", Decision Analysis 11 (2014), 133-145.
    """
    chances: list[list[float]] = []
    came: list[float] = []
    said = found.said
    for rows in _by_question(found):
        last = dict(zip(said.side[rows].tolist(), said.p[rows].tolist(), strict=True))
        if len(last) < LEAST:
            continue
        p = np.array([*last.values()])
        odds = _log_odds(p, floor)
        chances.append([p.mean(), float(np.median(p)), 1 / (1 + np.exp(-power * odds.mean()))])
        came.append(float(said.y[rows[0]]))
    y = np.array(came)
    for way, p in zip(WAYS, np.array(chances).reshape(-1, len(WAYS)).T, strict=True):
        many = y.size > 0
        yield Crowd(
            way=way,
            questions=y.size,
            brier=float(squared_error(p, y).mean()) if many else None,
            log_score=float(log_losses(p, y, floor).mean()) if many else None,
        )


def beside_crowd(found: Answers, floor: float, power: float = 1.0) -> dict[int, BesideCrowd]:
    """For each side how it fared beside the crowd of the others; as `crowds`."""
    said = found.said
    sums: dict[tuple[int, int], list[Floats]] = {}
    for question, rows in enumerate(_by_question(found)):
        if rows.size <= LEAST:
            continue
        y = float(said.y[rows[0]])
        for side, values in _day_by_day(found, rows, floor, power):
            sums.setdefault((side, question), []).append((values - y) ** 2)
    scores: dict[int, list[Floats]] = {}
    for (side, _), several in sums.items():
        scores.setdefault(side, []).append(np.mean(several, axis=0))
    return {side: _beside(scores.get(side, [])) for side in range(len(found.names))}


def _beside(scores: list[Floats]) -> BesideCrowd:
    if not scores:
        return BesideCrowd(questions=0, own=None, mean=None, median=None, log_odds=None)
    own, mean, median, odds = np.mean(scores, axis=0).tolist()
    return BesideCrowd(questions=len(scores), own=own, mean=mean, median=median, log_odds=odds)


def _by_question(found: Answers) -> Iterator[NDArray[np.intp]]:
    """The places of the forecasts on each question, in the order they stood from."""
    said = found.said
    order = np.lexsort((np.arange(said.p.size), said.spans.start, said.asked))
    bounds = np.searchsorted(said.asked[order], np.arange(found.questions + 1))
    for first, end in pairwise(bounds.tolist()):
        yield order[first:end]


def _day_by_day(
    found: Answers, rows: NDArray[np.intp], floor: float, power: float
) -> Iterator[tuple[int, Floats]]:
    """Each side with the last of its forecasts of a day, and those of the crowd of the others."""
    said = found.said
    standing: dict[int, float] = {}
    days = said.spans.start[rows]
    firsts = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
    for first, end in pairwise([*firsts.tolist(), rows.size]):
        new = said.side[rows[first:end]].tolist()
        standing.update(zip(new, said.p[rows[first:end]].tolist(), strict=True))
        others = len(standing) - 1
        if others < LEAST:
            continue
        p, places = np.array([*standing.values()]), {one: n for n, one in enumerate(standing)}
        odds = _log_odds(p, floor)
        crowd = np.stack([
            p,
            (p.sum() - p) / others,
            medians_of_others(p, whole(p.size)),
            1 / (1 + np.exp(-power * (odds.sum() - odds) / others)),
        ])  # fmt: skip
        for side in dict.fromkeys(new):
            yield side, crowd[:, places[side]]


def _log_odds(p: Floats, floor: float) -> Floats:
    clipped = np.clip(p, floor, 1 - floor)
    return np.log(clipped / (1 - clipped))
