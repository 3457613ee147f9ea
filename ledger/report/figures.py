"""The figures of some claims: the one source of what every form of a report shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import STANCES
from ledger.model.claim_columns import VERDICTS
from ledger.model.filters import STATUSES
from ledger.model.verdicts import COUNTED, Verdict
from ledger.report.forecasts import forecast_scores
from ledger.report.sample import FATES
from ledger.scoring.design import weighted_mean
from ledger.scoring.intervals import LEVEL, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ledger.model.claim_columns import Columns
    from ledger.report.forecasts import ForecastScores
    from ledger.report.sample import Rows, Sample, Scorable


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all claims of a report, or of one group of them.  Nothing is rounded."""

    counts: Counts
    accuracy: Accuracy
    forecasts: ForecastScores
    timing: Timing

    def as_dict(self) -> dict[str, Any]:
        """Every figure by its public name."""
        parts = self.accuracy, self.forecasts, self.timing
        others = {name: value for part in parts for name, value in asdict(part).items()}
        return {**self.counts.as_dict(), **others}


def figures(
    found: Scorable, rows: Rows, counting: Sample, withdrawn: int, amended: NDArray[np.bool_]
) -> Figures:
    """The figures of the claims at ``rows``, besides which ``withdrawn`` more were taken back.

    Args:
        found: the claims, and what of them can be scored.
        rows: places of claims, ascending.
        counting: those of them that count in accuracy.
        withdrawn: how many more there were.
        amended: for each claim of ``found`` whether it was changed after the fact.
    """
    return Figures(
        count(found.columns, rows, withdrawn, amended),
        accuracy(counting),
        forecast_scores(found, rows),
        timing(found.columns, rows, counting),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How right the scored claims were, as shares from 0 to 1; None where nothing is scored.

    ``scored`` counts pairs of a speaker and a question (under the rule ``all``, claims), and
    ``clusters`` what settled them: questions, or sources.  ``effective_clusters`` is how many of
    one weight would tell as much, ``heaviest_cluster`` the share of all weight that the heaviest
    has, and ``effective_n`` how many separate claims would tell as much: what the interval rests
    on.  There is none where one cluster has most of the weight; ``rough`` says that it may hold
    less often than it should.  ``strict`` credits what came about partly to nobody, ``lenient`` to
    everybody; ``guarded`` is over the questions whose horizon is over, so that what comes true
    early does not flatter.
    """

    scored: int
    clusters: int
    effective_clusters: float | None
    heaviest_cluster: float | None
    effective_n: float | None
    accuracy: float | None
    accuracy_interval: tuple[float, float] | None
    accuracy_rough: bool | None
    accuracy_strict: float | None
    accuracy_lenient: float | None
    accuracy_guarded: float | None


def accuracy(scored: Sample) -> Accuracy:
    """The accuracy of the claims that count in it."""
    weights = scored.weights
    credit = scored.credit
    partly = scored.columns.verdict[scored.rows] == VERDICTS.index(Verdict.PARTLY)
    over = scored.columns.horizon_passed[scored.rows]
    found = share(credit, weights, scored.clusters, LEVEL)
    return Accuracy(
        scored=scored.pairs,
        clusters=scored.cluster_count,
        effective_clusters=None if found is None else found.design.effective_clusters,
        heaviest_cluster=None if found is None else found.design.heaviest,
        effective_n=None if found is None else found.design.effective_n,
        accuracy=None if found is None else found.mean,
        accuracy_interval=None if found is None else found.interval,
        accuracy_rough=None if found is None or found.interval is None else found.rough,
        accuracy_strict=weighted_mean(np.where(partly, 0.0, credit), weights),
        accuracy_lenient=weighted_mean(np.where(partly, 1.0, credit), weights),
        accuracy_guarded=weighted_mean(credit[over], weights[over]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many claims there are of each sort.

    ``claims`` = ``open + overdue + settled + not_checkable``.  ``verdicts`` has a count for each
    verdict: ``settled`` is the sum of the final ones, and the others are among open and overdue.
    The counts after these overlap with the others: of the claims that can be checked they say how
    many have no due day (of these ``scheduled`` have a day by which they were meant to be
    settled), were made too late to count, entered the ledger after their due day, or are settled
    while the day by which they were to be is still to come; how many take no side, and so are
    never right or wrong; on how many one import brought verdicts that differ, so that none stands;
    of all claims, how many more were withdrawn, and how many were changed after the fact.
    """

    claims: int
    open: int
    overdue: int
    settled: int
    not_checkable: int
    verdicts: Mapping[Verdict, int]
    no_due: int
    made_too_late: int
    withdrawn: int
    amended_after: int
    recorded_after_due: int
    early: int
    no_side: int
    disputed: int
    scheduled: int

    def as_dict(self) -> dict[str, int]:
        """Every count by its public name, that of a verdict under the verdict's own."""
        found: dict[str, int] = {}
        for name in self.__dataclass_fields__:
            if name == "verdicts":
                found |= {one.column: number for one, number in self.verdicts.items()}
            else:
                found[name] = getattr(self, name)
        return found


def count(columns: Columns, rows: Rows, withdrawn: int, amended: NDArray[np.bool_]) -> Counts:
    """The counts of the claims at ``rows``, besides which ``withdrawn`` more were taken back.

    ``amended`` says of each claim of ``columns`` whether it was changed after the fact.
    """
    checkable = rows[columns.checkable[rows]]
    statuses = np.bincount(columns.status[rows], minlength=len(STATUSES)).tolist()
    verdicts = np.bincount(columns.verdict[checkable] + 1, minlength=len(VERDICTS) + 1).tolist()[1:]
    undated = checkable[np.isnat(columns.due_latest[checkable])]
    return Counts(
        claims=rows.size,
        **{_field(name): n for name, n in zip(STATUSES, statuses, strict=True)},
        verdicts={one: verdicts[VERDICTS.index(one)] for one in COUNTED},
        no_due=undated.size,
        made_too_late=_number(columns.made_too_late[checkable]),
        withdrawn=withdrawn,
        amended_after=_number(amended[rows]),
        recorded_after_due=_number(columns.recorded_after_due[checkable]),
        early=_number(columns.early[checkable]),
        no_side=_number(columns.stance[checkable] == STANCES.index("none")),
        disputed=_number(columns.disputed[checkable]),
        scheduled=_number(~np.isnat(columns.horizon[undated])),
    )


def _field(name: str) -> str:
    return name.replace("-", "_")


def _number(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long ahead, in days, and how late.

    ``lead_to_due`` is the median time from the latest day a claim can have been made to its due
    day, over claims not made too late; ``lead_to_settlement`` the same to the latest day on which
    the verdict that settled it can have become true.  ``late_share`` is the share of scored claims
    whose question came about, but only after its due day.  None where there is nothing to measure.
    """

    lead_to_due: float | None
    lead_to_settlement: float | None
    late_share: float | None


def timing(columns: Columns, rows: Rows, scored: Sample) -> Timing:
    """The timing of the claims at ``rows``; ``scored`` are those that count in accuracy."""
    ahead = rows[columns.checkable[rows] & ~columns.made_too_late[rows]]
    settled = ahead[columns.settled[ahead]]
    late = columns.verdict[scored.rows] == VERDICTS.index(Verdict.LATE)
    return Timing(
        lead_to_due=_lead(columns.due_latest[ahead] - columns.made_latest[ahead]),
        lead_to_settlement=_lead(columns.happened_latest[settled] - columns.made_latest[settled]),
        late_share=weighted_mean(late.astype(float), scored.weights),
    )


def _lead(spans: NDArray[np.timedelta64]) -> float | None:
    """The median of some spans in days, of those that are known."""
    days = spans[~np.isnat(spans)].astype(np.int64)
    return float(np.median(days)) if days.size else None


NAMES: Final = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "unscored": "not scored",
}
"""What readers call them."""

MOST_PERIODS: Final = {"quarter": 12, "year": 30, "decade": 40}
"""So many periods of a length are shown at most; where there are more, they are longer."""


QUARTERS: Final = {"quarter": 1, "year": 4, "decade": 40, "century": 400}
"""How long each period is."""
QUARTERS_TO_1970: Final = 1970 * 4
"""Periods are numbered from the year 0 on, days from 1970 on."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, and how many claims settled in it came out each way, as in `FATES`."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods one after another, none left out, each one ``unit`` long.

    A claim is settled on the latest day on which its verdict can have become true; ``undated``
    counts those of which that is not recorded.
    """

    unit: str
    periods: tuple[Period, ...]
    undated: int


def timeline(found: Scorable) -> Timeline:
    """The settled claims by when they were settled."""
    columns = found.columns
    settled = columns.status == STATUSES.index("settled")
    dated = settled & ~np.isnat(columns.happened_latest)
    days, fates = columns.happened_latest[dated], found.fate[dated]
    unit, numbers = _unit(days)
    first, beyond = (int(numbers.min()), int(numbers.max()) + 1) if numbers.size else (0, 0)
    places = (numbers - first) * len(FATES) + fates
    counts = np.bincount(places, minlength=(beyond - first) * len(FATES)).reshape(-1, len(FATES))
    periods = tuple(
        Period(_name(unit, first + place), tuple(several))
        for place, several in enumerate(counts.tolist())
    )
    return Timeline(unit, periods, int(np.count_nonzero(settled & ~dated)))


def _unit(days: NDArray[np.datetime64]) -> tuple[str, NDArray[np.int64]]:
    """The shortest unit that gives few enough periods, and the number of the one of each day."""
    quarters = days.astype("M8[M]").astype(np.int64) // 3 + QUARTERS_TO_1970
    for unit, most in MOST_PERIODS.items():
        numbers = quarters // QUARTERS[unit]
        if not numbers.size or np.ptp(numbers) < most:
            return unit, numbers
    return "century", quarters // QUARTERS["century"]


def _name(unit: str, number: int) -> str:
    if unit == "quarter":
        return f"{number // 4:04} Q{number % 4 + 1}"
    years = QUARTERS[unit] // QUARTERS["year"]
    return f"{number * years:04}" + ("s" if years > 1 else "")
