"""How often the calibration of a report is right, in worlds in which the truth is known.

Speakers of all worlds are calibrated.  So the interval of a bin should hold the mean forecast of
the bin, the curve should lie in its band, and the test should find nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
from worlds import Cell, worlds

from ledger.scoring.calibration import bins, isotonic
from ledger.scoring.hypothesis_tests import calibration_test, consistency_band
from ledger.scoring.simulated_outcomes import coupled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from worlds import World

LEVEL: Final = 0.95
RESAMPLES: Final = 199
"""Fewer than a report takes: p then has a step of a half percent, and is as exact."""
EDGE: Final = 1e-9
QUESTIONS: Final = (5, 10, 20, 50, 200)
SPEAKERS: Final = (1, 3, 9, 20)
RATES: Final = (0.5, 0.8, 0.95)
HEADS: Final = ("bins", "starred", "none", "band", "told", "alarms")


@dataclass(frozen=True, slots=True)
class Found:
    """Shares, from 0 to 1, over the worlds of a cell.

    ``bins``: of the bins' intervals, how many hold the mean forecast; ``starred``: how many bear a
    star; ``none``: of the bins with forecasts, how many have no interval.  ``band``: how much of
    the forecasts has the curve within the band.  ``told``: in how many worlds there is a test;
    ``alarms``: in how many it finds what is not there, at 5%.
    """

    bins: float
    starred: float
    none: float
    band: float
    told: float
    alarms: float


def found(cell: Cell, count: int) -> Found:
    """The shares of a cell, over so many worlds of it."""
    told = np.array([_of_world(world, seed) for seed, world in enumerate(worlds(cell, count))])
    filled, given, held, starred, band, tests, alarms = told.sum(axis=0).tolist()
    return Found(
        bins=held / given,
        starred=starred / given,
        none=1 - given / filled,
        band=band / count,
        told=tests / count,
        alarms=alarms / count,
    )


def _of_world(world: World, seed: int) -> tuple[float, ...]:
    p, y, w, clusters = world.p, world.y, world.weights, world.clusters
    filled = [one for one in bins(p, y, w, clusters, LEVEL) if one.n]
    given = [one for one in filled if one.interval is not None]
    held = [
        one.interval[0] - EDGE <= one.forecast <= one.interval[1] + EDGE
        for one in given
        if one.interval is not None and one.forecast is not None
    ]
    drawn = coupled(p, w, clusters, RESAMPLES, seed=seed)
    band, curve = consistency_band(drawn, LEVEL), isotonic(p, y, w)
    low, high = band.lower - EDGE, band.upper + EDGE
    within = (low <= curve.recalibrated) & (curve.recalibrated <= high)
    test = calibration_test(drawn, y, w, clusters)
    p_value = None if test is None else test.p_value
    return (
        len(filled),
        len(given),
        sum(held),
        sum(one.rough for one in given),
        float((within * curve.weight).sum() / curve.weight.sum()),
        p_value is not None,
        p_value is not None and p_value <= 1 - LEVEL,
    )


def grid() -> Iterator[tuple[str, list[Cell]]]:
    """The rows of the table: how many questions, and what their speakers know and are like."""
    several = SPEAKERS[1:]
    for questions in QUESTIONS:
        yield f"{questions} | one speaker each", _cells(questions, [1], ["equal"], ["shared"])
        for signals in ("shared", "own"):
            cells = _cells(questions, several, ["equal", "zipf"], [signals])
            yield f"{questions} | several, what they know {signals}", cells
        cells = _cells(questions, several, ["giant"], ["shared", "own"])
        yield f"{questions} | several, most on one question", cells


def _cells(questions: int, *rest: Iterable[object]) -> list[Cell]:
    return [Cell(questions, *one) for one in product(*rest, RATES)]  # type: ignore[arg-type]


def table(count: int, rows: Iterable[tuple[str, list[Cell]]]) -> Iterator[str]:
    """The lines of a table in Markdown: the range over the cells of each row, in percent."""
    yield f"| questions | speakers | {' | '.join(HEADS)} |"
    yield f"| --: | :-- |{' --: |' * len(HEADS)}"
    for name, cells in rows:
        all_found = [found(cell, count) for cell in cells]
        ranges = (_range([getattr(one, head) for one in all_found]) for head in HEADS)
        yield f"| {name} | {' | '.join(ranges)} |"


def _range(shares: list[float]) -> str:
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    return low if low == high else f"{low[:-1]} to {high}"
