"""Scores over time: of all that was said up to each year, and of the last three years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.report.forecasts import brier_certainties, forecasts
from ledger.report.sample import Parts, scored
from ledger.scoring.intervals import LEVEL, shares
from ledger.scoring.scores import briers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.sample import Scorable

ROLLING: Final = 3
"""So many years are taken together where scores roll."""

AT_ONCE: Final = 200_000
"""Years are taken together until their claims are about so many, which bounds the memory."""

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
    counts = np.flatnonzero(known & (found.credited | found.forecast))
    said = first[counts]
    years = np.unique(said).tolist()
    several = max(1, AT_ONCE // max(1, counts.size))
    for some in (years[place : place + several] for place in range(0, len(years), several)):
        until = [counts[said <= year] for year in some]
        lately = [counts[(said <= year) & (said > year - ROLLING)] for year in some]
        found_in = _stretches(found, Parts.of([*until, *lately]))
        for place, year in enumerate(some):
            rolling = found_in[len(some) + place]
            yield Past(year=year, cumulative=found_in[place], rolling=rolling)


def _stretches(found: Scorable, parts: Parts) -> list[Stretch]:
    counting, given = scored(found, parts), forecasts(found, parts)
    told = zip(
        counting.pairs,
        shares(counting.credit, counting.weighing, counting.cells, LEVEL),
        given.sample.pairs,
        briers(given.p, given.y, given.sample.weighing),
        brier_certainties(given),
        strict=True,
    )
    return [
        Stretch(
            scored=number,
            accuracy=None if share is None else share.mean,
            accuracy_interval=None if share is None else share.interval,
            forecasts=given_in,
            brier=score,
            brier_interval=interval,
        )
        for number, share, given_in, score, (_, interval) in told
    ]
