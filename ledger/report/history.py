"""Scores over time: of all that was said up to each year, and of the last three years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.report.forecasts import brier_certainties, forecasts
from ledger.report.sample import every, scored
from ledger.scoring.intervals import LEVEL, shares
from ledger.scoring.scores import briers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.sample import Parts, Scorable

ROLLING: Final = 3
"""So many years are taken together where scores roll."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The scores of what was said in some years; None where nothing of it is scored."""

    scored: int
    accuracy: float | None
    accuracy_interval: Interval | None
    forecasts: int
    brier: float | None
    brier_interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Scores as of the end of a ``year`` in which something scored was said.

    ``cumulative`` are those of all that was said up to then, ``rolling`` of the last `ROLLING`
    years.
    """

    year: int
    cumulative: Stretch
    rolling: Stretch


def history(found: Scorable) -> Iterator[Past]:
    """The scores as of each year, by the year in which claims were made for sure."""
    columns = found.columns
    ends = (one.astype("M8[Y]") for one in (columns.made_earliest, columns.made_latest))
    first, last = (one.astype(np.int64) + 1970 for one in ends)
    known = (first == last) & ~np.isnat(columns.made_earliest)
    counts = known & (found.credited | found.forecast)
    for year in np.unique(first[counts]).tolist():
        until = every(columns).where(counts & (first <= year))
        yield Past(
            year=year,
            cumulative=_stretch(found, until),
            rolling=_stretch(found, until.where(first > year - ROLLING)),
        )


def _stretch(found: Scorable, parts: Parts) -> Stretch:
    counting, given = scored(found, parts), forecasts(found, parts)
    (share,) = shares(counting.credit, counting.weighing, counting.cells, LEVEL)
    (score,) = briers(given.p, given.y, given.sample.weighing)
    ((_, interval),) = brier_certainties(given)
    return Stretch(
        scored=counting.pairs[0],
        accuracy=None if share is None else share.mean,
        accuracy_interval=None if share is None else share.interval,
        forecasts=given.sample.pairs[0],
        brier=score,
        brier_interval=interval,
    )
