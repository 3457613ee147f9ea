"""The outcomes of a report over time: how many claims came out right and wrong in each period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.report.sample import can_score
from ledger.report.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.assessment import Assessment
    from ledger.report.making import Report
    from ledger.report.settings import Settings

FATES: Final = ("right", "partly", "wrong", "unscored")
"""How a settled claim came out, in the order in which they are stacked and listed."""

NAMES: Final = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "unscored": "not scored",
}
"""What readers call them."""

MOST: Final = {"quarter": 12, "year": 30, "decade": 40}
"""So many periods of a length are shown at most; where there are more, they are longer."""


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


def timeline(report: Report) -> Timeline:
    """The settled claims of a report by when they were settled."""
    settled = [one for one in report.claims if one.status == "settled"]
    dated = [(one.happened_latest, one) for one in settled if one.happened_latest]
    unit, number = _unit(day for day, _ in dated)
    counts = Counter((number(day), fate(one, report.settings)) for day, one in dated)
    numbers = [number(day) for day, _ in dated]
    periods = tuple(
        Period(_name(unit, n), tuple(counts[n, one] for one in FATES))
        for n in (range(min(numbers), max(numbers) + 1) if numbers else ())
    )
    return Timeline(unit, periods, len(settled) - len(dated))


def fate(claim: Assessment, settings: Settings) -> str:
    """How a settled claim came out: one of `FATES`, agreeing with what accuracy is made of."""
    if claim.credit is None or not can_score(claim, settings):
        return "unscored"
    return claim.result or "unscored"


def timeline_table(found: Timeline) -> Table:
    """The counts as a table, without the periods in which nothing was settled."""
    rows = [
        Row(one.name, tuple(f"{n:,}" for n in one.counts))
        for one in found.periods
        if any(one.counts)
    ]
    if len(rows) > 1:
        sums = zip(*(one.counts for one in found.periods), strict=True)
        rows.append(Row("All", tuple(f"{sum(several):,}" for several in sums), total=True))
    return Table("Outcomes over time", found.unit, tuple(NAMES.values()), tuple(rows))


def _unit(days: Iterable[str]) -> tuple[str, Callable[[str], int]]:
    """The shortest unit that gives few enough periods, and what numbers its periods."""
    known = sorted(days)
    for unit, most in MOST.items():
        number = NUMBERS[unit]
        if not known or number(known[-1]) - number(known[0]) < most:
            return unit, number
    return "century", NUMBERS["century"]


NUMBERS: Final[dict[str, Callable[[str], int]]] = {
    "quarter": lambda day: int(day[:4]) * 4 + (int(day[5:7]) - 1) // 3,
    "year": lambda day: int(day[:4]),
    "decade": lambda day: int(day[:4]) // 10,
    "century": lambda day: int(day[:4]) // 100,
}
"""The number of the period that a day (YYYY-MM-DD) lies in."""


def _name(unit: str, number: int) -> str:
    if unit == "quarter":
        return f"{number // 4:04} Q{number % 4 + 1}"
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    return f"{number * years:04}" + ("s" if years > 1 else "")
