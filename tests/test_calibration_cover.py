"""Bins, band and test of calibration hold what they say, also where speakers share a fate.

With LEDGER_LONG=1 the whole grid is measured, in 2,000 worlds a cell (with 0.1 in a tenth of them),
which gives the table of docs/reports.md.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calibration_cover import found, grid, table
from conftest import SHARE, many
from worlds import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST, MOST, COUNT = 0.92, 0.08, 200
THREE_ERRORS = 3 * math.sqrt(LEAST * MOST / COUNT)


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [
        Cell(5),
        Cell(20, rate=0.95),
        Cell(200),
        Cell(10, 20),
        Cell(20, 9, rate=0.8),
        Cell(20, 20, signals="own"),
        Cell(50, 3, "zipf", rate=0.8),
        Cell(50, 9, "zipf", "own"),
        Cell(50, 9, signals="own", rate=0.8),
        Cell(50, 9, "giant", "own", rate=0.8),
        Cell(200, 3, signals="own", rate=0.95),
    ],
    ids=str,
)
def test_bins_and_band_cover_and_the_test_seldom_alarms(cell: Cell) -> None:
    seen = found(cell, COUNT)
    assert seen.bins >= LEAST - THREE_ERRORS or seen.starred == 1
    assert seen.band >= LEAST - THREE_ERRORS
    assert seen.alarms <= MOST + THREE_ERRORS


def test_the_table_of_the_docs(note: Callable[[str], None]) -> None:
    """In a short run it has its first line alone; the docs have each line, if not each figure."""
    rows = list(grid())
    docs = (Path(__file__).parents[1] / "docs" / "reports.md").read_text(encoding="utf-8")
    assert all(f"\n| {name} | " in docs for name, _ in rows)
    head, _, *lines = table(many(10, 2_000), rows if SHARE else rows[:1])
    assert f"\n{head}\n" in docs
    assert [line.split(" | ")[:2] for line in lines] == [
        f"| {name}".split(" | ") for name, _ in rows[: len(lines)]
    ]
    if SHARE:
        for place, line in enumerate([head, *lines]):
            note(f"{place:03} {line}")
