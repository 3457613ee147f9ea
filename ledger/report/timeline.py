"""The outcomes of a report over time: how many claims came out right and wrong in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.filters import STATUSES
from ledger.report.scorable import FATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.report.scorable import Scorable

NAMES: Final = {
    "right": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "unscored": "not scored",
}
"""What readers call them."""

MOST: Final = {"quarter": 12, "year": 30, "decade": 40}
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
    for unit, most in MOST.items():
        numbers = quarters // QUARTERS[unit]
        if not numbers.size or np.ptp(numbers) < most:
            return unit, numbers
    return "century", quarters // QUARTERS["century"]


def _name(unit: str, number: int) -> str:
    if unit == "quarter":
        return f"{number // 4:04} Q{number % 4 + 1}"
    years = QUARTERS[unit] // QUARTERS["year"]
    return f"{number * years:04}" + ("s" if years > 1 else "")
