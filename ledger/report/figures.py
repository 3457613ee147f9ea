"""The figures of some claims: the one source of what every form of a report shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import STANCES
from ledger.model.claim_arrays import VERDICTS
from ledger.model.filters import STATUSES
from ledger.model.verdicts import COUNTED, Verdict
from ledger.report.baselines import baselines
from ledger.report.forecasts import forecast_scores, forecasts
from ledger.report.sample import FATES
from ledger.report.scorability import scorabilities
from ledger.report.timing import timings
from ledger.scoring.intervals import LEVEL, shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Columns
    from ledger.report.baselines import Baselines
    from ledger.report.forecasts import ForecastScores
    from ledger.report.sample import Parts, Sample, Scorable
    from ledger.report.scorability import Scorability
    from ledger.report.timing import Timing


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all claims of a report, or of one group of them.  Nothing is rounded."""

    counts: Counts
    accuracy: Accuracy
    forecasts: ForecastScores
    timing: Timing
    baselines: Baselines
    scorability: Scorability

    def as_dict(self) -> dict[str, Any]:
        """Every figure by its public name."""
        found: dict[str, Any] = self.counts.as_dict()
        for name in self.__dataclass_fields__:
            if (part := getattr(self, name)) is not self.counts:
                found |= {one: getattr(part, one) for one in part.__dataclass_fields__}
        return found


def figures(
    found: Scorable,
    parts: Parts,
    counting: Sample,
    withdrawn: Sequence[int],
    amended: NDArray[np.bool_],
) -> list[Figures]:
    """The figures of each part of some claims.

    Args:
        found: the claims, and what of them can be scored.
        parts: where they are.
        counting: those of them that count in accuracy.
        withdrawn: how many more there were in each part that were taken back.
        amended: for each claim of ``found`` whether it was changed after the fact.
    """
    given = forecasts(found, parts)
    figures_of = (
        counts(found.columns, parts, withdrawn, amended),
        accuracies(counting),
        forecast_scores(found, parts, given),
        timings(found.columns, parts, counting),
        baselines(found, counting, given),
        scorabilities(found.columns, parts),
    )
    counting.let_go()
    return list(map(Figures, *figures_of))


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


def accuracies(counting: Sample) -> list[Accuracy]:
    """The accuracy of each part of the claims that count in it."""
    weighing, credit, rows = counting.weighing, counting.credit, counting.parts.rows
    partly = counting.columns.verdict[rows] == VERDICTS.index(Verdict.PARTLY)
    over = counting.columns.horizon_passed[rows]
    columns = (
        counting.pairs,
        counting.cluster_counts,
        shares(credit, weighing, counting.cells, LEVEL),
        weighing.means(np.where(partly, 0.0, credit)),
        weighing.means(np.where(partly, 1.0, credit)),
        weighing.means(credit) if over.all() else weighing.among(over).means(credit[over]),
    )
    return [
        Accuracy(
            scored=pairs,
            clusters=clusters,
            effective_clusters=None if found is None else found.design.effective_clusters,
            heaviest_cluster=None if found is None else found.design.heaviest,
            effective_n=None if found is None else found.design.effective_n,
            accuracy=None if found is None else found.mean,
            accuracy_interval=None if found is None else found.interval,
            accuracy_rough=None if found is None or found.interval is None else found.rough,
            accuracy_strict=strict,
            accuracy_lenient=lenient,
            accuracy_guarded=guarded,
        )
        for pairs, clusters, found, strict, lenient, guarded in zip(*columns, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many claims there are of each sort.

    ``claims`` = ``open + overdue + settled + not_checkable + proposed``.  ``verdicts`` has a count
    for each verdict: ``settled`` is the sum of the final ones, and the others are among open and
    overdue.
    The counts after these overlap with the others: of the claims that can be checked they say how
    many have no due day (of these ``scheduled`` have a day by which they were meant to be
    settled), were made too late to count, entered the ledger after their due day, or are settled
    while the day by which they were to be is still to come; how many take no side, and so are
    never right or wrong; how many are ``not_judged`` though their question is answered, for they
    name neither an option nor a threshold, or the answer may lie on both sides of it; on how many
    one import brought verdicts that differ, so that none stands; of all claims, how many more were
    withdrawn, and how many were changed after the fact.
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
    not_judged: int
    disputed: int
    scheduled: int
    proposed: int

    def as_dict(self) -> dict[str, int]:
        """Every count by its public name, that of a verdict under the verdict's own."""
        found: dict[str, int] = {}
        for name in self.__dataclass_fields__:
            if name == "verdicts":
                found |= {verdict.column: number for verdict, number in self.verdicts.items()}
            else:
                found[name] = getattr(self, name)
        return found


def counts(
    columns: Columns, parts: Parts, withdrawn: Sequence[int], amended: NDArray[np.bool_]
) -> list[Counts]:
    """The counts of each part of some claims, besides which ``withdrawn`` more were taken back.

    ``amended`` says of each claim of ``columns`` whether it was changed after the fact.
    """
    checkable = parts.where(columns.counting)
    undated = checkable.where(np.isnat(columns.due_latest))
    statuses = {_field(name): n for name, n in parts.counts_of(columns.status, STATUSES).items()}
    verdicts = checkable.counts_of(columns.verdict, VERDICTS)
    others = {
        "no_due": np.diff(undated.bounds).tolist(),
        "made_too_late": checkable.counts(columns.made_too_late),
        "withdrawn": withdrawn,
        "amended_after": parts.counts(amended),
        "recorded_after_due": checkable.counts(columns.recorded_after_due),
        "early": checkable.counts(columns.early),
        "no_side": checkable.counts(columns.stance == STANCES.index("none")),
        "not_judged": checkable.counts(_not_judged(columns)),
        "disputed": checkable.counts(columns.disputed),
        "scheduled": undated.counts(~np.isnat(columns.horizon)),
    }
    return [
        Counts(
            claims=claims,
            verdicts={verdict: verdicts[verdict][place] for verdict in COUNTED},
            **{name: numbers[place] for name, numbers in (statuses | others).items()},
        )
        for place, claims in enumerate(np.diff(parts.bounds).tolist())
    ]


def _not_judged(columns: Columns) -> NDArray[np.bool_]:
    """Which claims take a side on an answered question, and are neither right nor wrong."""
    answered = columns.verdict == VERDICTS.index(Verdict.ANSWERED)
    sided = (columns.stance != STANCES.index("none")) & ~columns.made_too_late
    told: NDArray[np.bool_] = answered & sided & np.isnan(columns.rightness)
    return told


def _field(name: str) -> str:
    return name.replace("-", "_")


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
