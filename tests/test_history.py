"""Scores over time, cumulative and rolling: those of reports on the same claims alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger

from ledger import Filters, report
from ledger.report.layout import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2030-09-01")
    yield made
    made.ledger.close()


def test_scores_over_time_are_those_of_the_claims_of_these_years_alone(small: SmallLedger) -> None:
    rows = ["source | published | probability | due | verdict | happened_on"]
    for number, year in enumerate((2020, 2020, 2021, 2023, 2023, 2025)):
        end = "happened | {0}-12-01" if number % 2 else "did-not-happen | "
        rows.append(
            f"s{number} | {year}-01-10 | 0.{number + 2} | {year}-12-31 | {end.format(year)}"
        )
    small.take("\n".join(rows))
    found = report(small.ledger, by="year")
    assert [one.year for one in found.history] == [2020, 2021, 2023, 2025]
    for one in found.history:
        for first, stretch in ((2000, one.cumulative), (one.year - 2, one.rolling)):
            chosen = Filters(due_after=date(first - 1, 12, 31), due_before=date(one.year + 1, 1, 1))
            alone = report(small.ledger, filters=chosen).total
            assert stretch.accuracy == alone.accuracy.accuracy
            assert stretch.accuracy_interval == alone.accuracy.accuracy_interval
            assert stretch.brier == alone.forecasts.brier
            assert stretch.brier_interval == alone.forecasts.brier_interval
            assert stretch.scored == alone.accuracy.scored
    assert "Scores over time" in [one.title for one in tables(found)]
    assert report(small.ledger).history == ()
