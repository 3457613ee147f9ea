"""A contest as data: speakers or publishers held against each other, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.errors import BadValue
from ledger.model.claim import KINDS
from ledger.model.filters import Filters, narrowed
from ledger.model.name_keys import name_key
from ledger.report.build import of_kinds
from ledger.report.comparing.answers import answers_of
from ledger.report.comparing.crowds import beside_crowd, crowds
from ledger.report.comparing.pairs import ranks, skills
from ledger.report.forecasts import forecasts
from ledger.report.groups import headline
from ledger.report.sample import every, scorable
from ledger.report.settings import Settings
from ledger.scoring.clusters import cluster_sums, effective_clusters, whole
from ledger.scoring.contest import false_discovery, medians_of_others, student_p
from ledger.scoring.design import mean_variances
from ledger.scoring.intervals import LEAST, LEVEL, mean_interval
from ledger.wording import yardstick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ledger.book.ledger import Ledger
    from ledger.book.reader import AsOf
    from ledger.model.claim_state import Moment
    from ledger.report.comparing.answers import Answers
    from ledger.report.comparing.crowds import BesideCrowd, Crowd

    Floats = NDArray[np.float64]

FLOOR: Final = 0.001
"""The least chance that logarithmic scores and log odds take anybody to have given, by default."""

MOST: Final = 40
"""So many speakers have a line of their own, those with the most questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """How one side fared against the others; None where there is nothing to say.

    Of ``questions`` it answered, which are the share ``coverage`` of all, it was ``alone`` on some.
    ``time_coverage`` is the share of the days on which anybody's forecast stood on any question
    that its own stood.  ``relative_brier`` is the mean of its Brier score less the median of the
    others' on the same question, less than 0 being better.  ``peer_brier`` and ``peer_log`` are
    peer scores (`ledger.scoring.contest.peers`), more than 0 being better; ``peer_p`` tests whether
    the first differs from 0, and ``peer_q`` is that adjusted for the whole list.
    ``relative_skill`` is the geometric mean of its ratios of Brier scores to all, on the questions
    that each two share; below 1 is better.  Its true rank lies from ``rank_best`` to
    ``rank_worst``, and so do at once those of all others, in 95 of 100 such contests.
    """

    name: str
    questions: int
    alone: int
    coverage: float
    time_coverage: float
    brier: float
    relative_brier: float | None
    peer_brier: float | None
    peer_interval: tuple[float, float] | None
    peer_p: float | None
    peer_q: float | None
    peer_log: float | None
    peer_log_interval: tuple[float, float] | None
    relative_skill: float | None
    rank_best: int
    rank_worst: int
    crowd: BesideCrowd


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """How several sides fared against each other, as of a moment.

    ``root`` is the journal's root hash (hex) as of ``moment``; ``by``, ``kinds`` and ``others`` are
    as in `ledger.report.comparing.comparison.Comparison`.  ``floor`` is the least chance that
    anybody is taken to have given to what came about, and that crowds of log odds are made of.
    ``left_out`` counts the sides without a line: they are among the others that each is held
    against.  ``level`` is that of each interval of a difference, so that all of them hold at once.
    """

    moment: Moment
    root: str
    by: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    others: dict[str, int]
    filters: Filters
    settings: Settings
    floor: float
    questions: int
    contestants: tuple[Contestant, ...]
    left_out: int
    crowds: tuple[Crowd, ...]
    level: float


def contest(  # noqa: PLR0913, PLR0917 - each an option of the command
    ledger: Ledger,
    names: Sequence[str] = (),
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: AsOf = None,
    settings: Settings | None = None,
) -> Contest:
    """Hold all speakers or publishers with probabilities against each other, or some of them.

    Args:
        ledger: the ledger that holds their claims.
        names: those of the sides; all by default.
        by: what they are, ``speaker`` or ``publisher``.
        filters: which claims to select.
        as_of: a day or ``ENTRY@DAY``; now by default.
        settings: how claims are scored and shown.

    Raises:
        BadValue: one of them is named twice.
        NotFound: one of them, or what a filter names, is not in the ledger.
        BadDate: ``as_of`` is no moment.
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    settings, rest = settings or Settings(), filters or Filters()
    if settings.yardstick is not None:
        yardstick(settings.yardstick)
    _refuse_twice(names)
    chosen = narrowed(rest, {by: tuple(names)}) if names else rest
    with ledger.select(chosen, as_of) as selection:
        columns, moment, root = selection.columns(topics=False), selection.moment, selection.root()
    counts = np.bincount(columns.kind, minlength=len(KINDS)).tolist()
    present = {kind: n for kind, n in zip(KINDS, counts, strict=True) if n}
    kinds = headline(present, rest)
    able = scorable(of_kinds(columns, kinds), settings)
    floor = settings.log_floor or FLOOR
    found = answers_of(forecasts(able, every(able.columns)), by, settings, floor)
    shown = np.argsort(-found.counts, kind="stable")[:MOST]
    shown = shown[found.counts[shown] > 0]
    sides, level = _contestants(found, shown, floor, settings.extremise or 1.0)
    return Contest(
        moment=moment,
        root=root.hex(),
        by=by,
        names=tuple(names),
        kinds=kinds,
        others=dict(sorted((kind, n) for kind, n in present.items() if kind not in kinds)),
        filters=rest,
        settings=settings,
        floor=floor,
        questions=found.questions,
        contestants=tuple(sides),
        left_out=int(np.count_nonzero(found.counts)) - shown.size,
        crowds=tuple(crowds(found, floor, settings.extremise or 1.0)),
        level=level,
    )


def _refuse_twice(names: Sequence[str]) -> None:
    known: set[str] = set()
    for name in names:
        key = name_key(name).casefold()
        if key in known:
            raise BadValue("also", f"{name} is named twice; name each once.")
        known.add(key)


def _contestants(
    found: Answers, shown: NDArray[np.intp], floor: float, power: float
) -> tuple[list[Contestant], float]:
    """The sides that are shown, the best first; the level of each interval of a difference."""
    relative = found.brier - medians_of_others(found.brier, found.by_question)
    skill = skills(found, shown)
    best, worst, level = ranks(found, shown)
    beside = beside_crowd(found, floor, power)
    made: list[Contestant] = []
    tests = [_peer(found, side) for side in shown.tolist()]
    adjusted = false_discovery(np.array([np.nan if p is None else p for *_, p in tests]))
    for place, side in enumerate(shown.tolist()):
        own = found.who == side
        gain, interval, p = tests[place]
        logs, days = found.peer_log[own], found.peer_days[own] > 0
        weights, beside_others = found.weight[own], ~np.isnan(relative[own])
        made.append(
            Contestant(
                name=found.names[side],
                questions=int(found.counts[side]),
                alone=int(np.count_nonzero(~beside_others)),
                coverage=int(found.counts[side]) / found.questions,
                time_coverage=float(found.days[own].sum() / found.window.sum()),
                brier=float(np.average(found.brier[own], weights=weights)),
                relative_brier=_mean(relative[own], weights, beside_others),
                peer_brier=gain,
                peer_interval=interval,
                peer_p=p,
                peer_q=None if p is None else float(adjusted[place]),
                peer_log=_mean(logs, weights, days),
                peer_log_interval=_interval(
                    logs[days], weights[days], found.cluster[own][days], -np.log(floor)
                ),
                relative_skill=None if np.isnan(skill[place]) else float(skill[place]),
                rank_best=int(best[place]),
                rank_worst=int(worst[place]),
                crowd=beside[side],
            )
        )
    made.sort(key=lambda one: (one.rank_best + one.rank_worst, one.brier, one.name))
    return made, level


def _peer(
    found: Answers, side: int
) -> tuple[float | None, tuple[float, float] | None, float | None]:
    """The peer score of a side by its Brier scores, its interval, and the p of its being 0."""
    own = (found.who == side) & (found.peer_days > 0)
    gains = found.peer_brier[own]
    if not gains.size:
        return None, None, None
    clusters, weights = found.cluster[own], found.weight[own]
    mean = float(np.average(gains, weights=weights))
    interval = _interval(gains, weights, clusters, 1.0)
    if interval is None:
        return mean, None, None
    sums, sizes = cluster_sums(clusters, gains * weights, weights)
    (variance,) = mean_variances(sums, sizes, [mean], whole(sizes.size))
    freedom = effective_clusters(sizes) - 1
    p = 1.0 if variance <= 0 else student_p(mean / variance**0.5, freedom)
    return mean, interval, p


def _mean(values: Floats, weights: Floats, chosen: NDArray[np.bool_]) -> float | None:
    """The weighted mean of those values that are chosen; None where there are none."""
    if not chosen.any():
        return None
    return float(np.average(values[chosen], weights=weights[chosen]))


def _interval(
    gains: Floats, weights: Floats, clusters: NDArray[np.intp], reach: float
) -> tuple[float, float] | None:
    """The interval of a mean of gains, by Student's t on the variance between questions."""
    if gains.size < LEAST:
        return None
    sums, sizes = cluster_sums(clusters, gains * weights, weights)
    return mean_interval(sums, sizes, LEVEL, lowest=-reach, highest=reach, unseen=0.0)
