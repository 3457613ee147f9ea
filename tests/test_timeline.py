"""Outcomes over time: every settled claim once, in periods that follow one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import claim, keep, keep_everything
from small_ledgers import SmallLedger

from ledger.model.array_filling import of_rows
from ledger.report.build import report
from ledger.report.figures import MOST_PERIODS, timeline
from ledger.report.layout import timeline_table
from ledger.report.sample import scorable
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger import Ledger
    from ledger.model.claim_state import Assessment
    from ledger.report.build import Report
    from ledger.report.figures import Timeline

    Write = Callable[[str, str], Path]


def on(one: Assessment, *days: str) -> Timeline:
    """The timeline of a settled claim for each of some days."""
    claims = [
        replace(one, id=f"c{n}", entry=n, stated_happened_on=day, stated_happened_latest=day)
        for n, day in enumerate(days)
    ]
    return timeline(scorable(of_rows(claims), Settings()))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """A settled claim, for tests that change its day."""
    small = SmallLedger(tmp_path_factory.mktemp("one")).on("2023-09-01")
    small.take("due | verdict\n2023-06-30 | did-not-happen")
    with small.ledger:
        (found,) = small.ledger.list()
        return found


@pytest.fixture
def found(ledger: Ledger, write: Write, clock: Clock) -> Report:
    """A report with claims of every sort."""
    keep_everything(ledger, write, clock)
    return report(ledger)


@pytest.mark.parametrize(
    ("days", "unit", "names"),
    [
        (["2023-07-11"], "quarter", ["2023 Q3"]),
        (["2022-12-31", "2023-07-01"], "quarter", ["2022 Q4", "2023 Q1", "2023 Q2", "2023 Q3"]),
        (["2020-01-01", "2023-01-01"], "year", ["2020", "2021", "2022", "2023"]),
        (["1968-11-20", "1999-01-01"], "decade", ["1960s", "1970s", "1980s", "1990s"]),
        (["0999-01-01", "1500-01-01"], "century", ["0900s", *(f"{n}00s" for n in range(10, 16))]),
    ],
)
def test_periods_are_as_short_as_there_is_room_for(
    one: Assessment, days: list[str], unit: str, names: list[str]
) -> None:
    history = on(one, *days)
    assert history.unit == unit
    assert [one.name for one in history.periods] == names


def test_each_settled_claim_is_counted_once(found: Report) -> None:
    history = found.timeline
    dated = sum(sum(one.counts) for one in history.periods)
    assert dated + history.undated == found.total.counts.settled
    right, partly, wrong, _ = (
        sum(one) for one in zip(*(p.counts for p in history.periods), strict=True)
    )
    assert right + partly + wrong <= found.total.accuracy.scored


def test_a_claim_whose_day_is_not_known_is_counted_apart(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-09-01")
    keep(ledger, write, [claim("a", "did-not-happen"), claim("b", "void")])
    history = report(ledger).timeline
    assert [(one.name, one.counts) for one in history.periods] == [("2023 Q2", (0, 0, 1, 0))]
    assert history.undated == 1


def test_the_table_leaves_out_what_is_empty_and_adds_up(one: Assessment) -> None:
    table = timeline_table(on(one, "2020-01-01", "2023-01-01", "2023-02-01"))
    assert [row.name for row in table.rows] == ["2020", "2023", "All"]
    sums = [sum(int(row.cells[k]) for row in table.rows[:-1]) for k in range(4)]
    assert sums == [int(cell) for cell in table.rows[-1].cells]
    assert timeline_table(on(one)).rows == ()


days = st.dates().map(lambda day: day.isoformat())


@given(st.lists(days, min_size=1, max_size=8))
def test_periods_follow_one_another_and_hold_every_claim(
    one: Assessment, happened: list[str]
) -> None:
    history = on(one, *happened)
    assert sum(sum(one.counts) for one in history.periods) == len(happened)
    assert len(history.periods) <= {**MOST_PERIODS, "century": 100}[history.unit]
    names = [one.name for one in history.periods]
    assert all(before < after for before, after in pairwise(names))
    assert any(history.periods[0].counts)
    assert any(history.periods[-1].counts)
