"""Means of errors and scores, by group: each of one sort of answer, one unit and one measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.answers.question_types import TYPES
from ledger.model.claim_arrays import VERDICTS
from ledger.model.verdicts import Verdict
from ledger.report.groups import members_of
from ledger.report.sample import Parts, Sample
from ledger.report.settings import days_ahead
from ledger.scoring.clusters import bounds_within, effective_clusters_of
from ledger.scoring.intervals import FEW, LEVEL, UNSEEN, mean_intervals, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ledger.book.asking.selection import Selected
    from ledger.model.claim_arrays import Columns
    from ledger.report.answered.values import Placed, Scored, Values
    from ledger.report.groups import Group, Labels
    from ledger.report.sample import Scorable

    Floats = NDArray[np.float64]

FAR: Final = 1e300
"""An error has no bounds; this is none that anything comes near."""

BOUNDS: Final = {
    "brier": (0.0, 1.0),
    "brier_sum": (0.0, 2.0),
    "ranked_probability_score": (0.0, 1.0),
    "bias": (-FAR, FAR),
}
"""Between what the measures lie that are not simply 0 or more."""

BINS: Final = 10
"""Into so many bins what distributions said of the answers is put."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The mean of one measure, over claims that give one ``sort`` of answer in one ``unit``.

    ``of`` is what their questions name as measured; empty where they name none, or where it does
    not matter (`ledger.report.answered.values.Scored`).
    ``key`` is that of the group, None where it is of all.  ``level`` is that of the intervals it is
    about, ``n`` counts pairs of a speaker and a question (under the rule ``all``, claims), and
    ``clusters`` what settled them.  ``infinite`` of them gave no chance to what came about; where
    there are any, there is no mean.  ``interval`` is where the mean lies at 95%; ``rough`` marks
    one that rests on little.
    """

    key: str | None
    sort: str
    unit: str
    of: str
    measure: str
    level: float | None
    n: int
    clusters: int
    effective_clusters: float | None
    mean: float | None
    interval: tuple[float, float] | None
    rough: bool | None
    infinite: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pit:
    """Where answers in one unit lay in the distributions that were given, as shares of ``n``.

    Ten ``bins`` of the probability integral transform, each a tenth if distributions are right.
    """

    unit: str
    n: int
    bins: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is measured of claims on questions that are not yes or no.

    ``beyond`` claims have no error and no score, for of the answer it is only known that it lies
    beyond a number or a day.
    """

    measured: tuple[Measured, ...] = ()
    pit: tuple[Pit, ...] = ()
    beyond: int = 0


def asks_for_more(columns: Columns) -> bool:
    """Whether any of some claims is on a question that is not yes or no."""
    return bool((columns.type != TYPES.index("binary")).any())


def answered(
    found: Scorable,
    selection: Selected,
    groups: Sequence[Group],
    by: str,
    labels: Labels | None,
) -> Answered | None:
    """What is measured of some claims, in all and by group; None of questions of yes or no.

    Args:
        found: the claims, and under what settings.
        selection: what they are read from.
        groups: the groups, in their order.
        by: what they are groups by.
        labels: as `ledger.report.groups.groups` takes them.
    """
    columns = found.columns
    if not asks_for_more(columns):
        return None
    told = values_of(found, selection)
    own = members_of(columns, by, found.settings, labels)
    keys = [group.key for group in groups if group.key in own]
    members = [np.arange(len(columns)), *(own[key] for key in keys)]
    parts = Parts(np.concatenate(members), np.cumsum([0, *(one.size for one in members)]))
    measured = (one for scored in told.scored for one in _measured(found, parts, keys, scored))
    return Answered(
        measured=tuple(measured),
        pit=tuple(_pit(found, placed) for placed in told.placed),
        beyond=told.beyond,
    )


def values_of(found: Scorable, selection: Selected) -> Values:
    """The scores of those of some claims that can be scored, one by one."""
    from ledger.report.answered.values import values  # noqa: PLC0415 - most ask for yes or no

    rows = np.flatnonzero(_able(found))
    claims = selection.rows_of(found.columns, rows.tolist())
    return values(claims, rows, found.settings.log_floor)


def _able(found: Scorable) -> NDArray[np.bool_]:
    """Which claims were made in time, on a question that is answered and whose time has come."""
    columns, settings = found.columns, found.settings
    able = columns.counting & ~columns.made_too_late
    able &= columns.verdict == VERDICTS.index(Verdict.ANSWERED)
    if settings.guard_early:
        able = able & columns.horizon_passed
    days = days_ahead(settings.at)
    return able if days is None else able & found.standing.ahead(days)


def _measured(
    found: Scorable, parts: Parts, keys: Sequence[str], scored: Scored
) -> Iterator[Measured]:
    """The mean of one measure, of all and then of each group that has any."""
    by_row = np.full(len(found.columns), np.nan)
    by_row[scored.rows] = scored.values
    sample = Sample(found, parts.where(~np.isnan(by_row)))
    each = by_row[sample.parts.rows]
    infinite = np.diff(bounds_within(np.isinf(each) & sample.weighing.heard, sample.parts.bounds))
    columns: tuple[Sequence[Any], ...] = (
        [None, *keys],
        sample.pairs,
        sample.cluster_counts,
        infinite.tolist(),
        *_means(sample, each, scored.measure),
    )
    for key, n, clusters, endless, several, mean, interval, rough in zip(*columns, strict=True):
        if n:
            yield Measured(
                key=key,
                sort=scored.sort,
                unit=scored.unit,
                of=scored.of,
                measure=scored.measure,
                level=scored.level,
                n=n,
                clusters=clusters,
                effective_clusters=several,
                mean=None if endless else mean,
                interval=None if endless else interval,
                rough=None if endless or interval is None else rough,
                infinite=endless,
            )


def _means(sample: Sample, each: Floats, measure: str) -> tuple[Sequence[Any], ...]:
    """For each part on how many effective clusters it rests, its mean, and where that lies."""
    weighing, cells = sample.weighing, sample.cells
    if measure == "coverage":
        found = shares(each, weighing, cells, LEVEL)
        return (
            [None if one is None else one.design.effective_clusters for one in found],
            [None if one is None else one.mean for one in found],
            [None if one is None else one.interval for one in found],
            [None if one is None else one.rough for one in found],
        )
    means = weighing.means(each)
    heard = weighing.heard
    finite = np.where(np.isinf(each), 0.0, each)[heard]
    weights = weighing.weights[heard]
    sums, of = cells.sums(weights * finite, weights)
    several = effective_clusters_of(of, cells.bounds)
    lowest, highest = BOUNDS.get(measure, (0.0, FAR))
    bound = {"lowest": lowest, "highest": highest, "unseen": UNSEEN if highest < FAR else 0.0}
    intervals = [
        None if interval is None or interval[0] == interval[1] else interval
        for interval in mean_intervals(sums, of, cells.bounds, LEVEL, **bound)
    ]
    return several, means, intervals, [one is not None and one < FEW for one in several]


def _pit(found: Scorable, placed: Placed) -> Pit:
    from ledger.scoring.quantile_scores import pit_histogram  # noqa: PLC0415 - as above

    order = np.argsort(placed.rows)
    rows = placed.rows[order]
    sample = Sample(found, Parts(rows, np.array([0, rows.size])))
    bins = pit_histogram(placed.low[order], placed.high[order], sample.weights, BINS)
    return Pit(unit=placed.unit, n=sample.pairs[0], bins=tuple(bins.tolist()))
