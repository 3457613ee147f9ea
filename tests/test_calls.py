"""Misses and best calls, two more tests, and one row a scored claim."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from commands import Desk
from conftest import SEED
from scipy import stats
from sklearn.metrics import roc_auc_score
from small_ledgers import SmallLedger, total

from ledger import Settings, report
from ledger.report.layout import tables
from ledger.report.score_rows import NAMES, score_rows
from ledger.scoring.discrimination import auc, spiegelhalter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


HEAD = "id | speaker | probability | due | verdict | happened_on\n"


def forecast(identifier: str, p: float, *, came: bool) -> str:
    end = "happened | 2023-06-01" if came else "did-not-happen | "
    return f"{identifier} | Ann | {p} | 2023-06-30 | {end}"


def test_misses_and_best_calls_are_as_many_and_told_by_what_they_gained(
    small: SmallLedger,
) -> None:
    """Three of twelve came about, a quarter: saying that scores 9/16 for each yes, 1/16 for a no.

    By hand: the best is 0.9 that came about, by .5525; 0.1 that did not gains .0525.
    """
    rows = [
        forecast("bold", 0.9, came=True),
        forecast("good", 0.6, came=True),
        forecast("missed", 0.05, came=True),
        forecast("alarm", 0.7, came=False),
        *(forecast(f"quiet{n}", 0.1, came=False) for n in range(8)),
    ]
    found = report(small.take(HEAD + "\n".join(rows)).ledger).calls
    assert [one.claim for one in found.misses] == ["alarm", "missed"]
    assert [one.claim for one in found.best] == ["bold", "good"]
    assert found.best[0].gain == pytest.approx(9 / 16 - 0.01)
    assert found.misses[0].gain == pytest.approx(1 / 16 - 0.49)
    shown = {one.title: one for one in tables(report(small.ledger))}
    assert shown["Biggest misses"].rows[0].name == "Ann: It comes about: alarm-q."
    assert shown["Best calls"].rows[0].cells == ("90%", "yes", "0.010")


def test_of_few_probabilities_none_is_told(small: SmallLedger) -> None:
    rows = [forecast(f"c{n}", 0.9, came=n % 2 == 0) for n in range(9)]
    found = report(small.take(HEAD + "\n".join(rows)).ledger)
    assert (found.calls.misses, found.calls.best) == ((), ())


def test_the_area_under_the_curve_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(SEED)
    p, w = random.integers(0, 11, 300) / 10, random.random(300)
    y = (random.random(300) < p).astype(float)
    assert auc(p, y, w) == pytest.approx(roc_auc_score(y, p, sample_weight=w))
    assert auc(p, np.ones(300), w) is None


def test_spiegelhalters_z_is_his_formula_and_is_standard_where_forecasts_are_right() -> None:
    """By hand for two; then in 2,000 worlds in which every chance is right it is normal."""
    p, y = np.array([0.8, 0.3]), np.array([1.0, 1.0])
    above = (0.2 * -0.6) + (0.7 * 0.4)
    below = math.sqrt(0.36 * 0.16 + 0.16 * 0.21)
    found = spiegelhalter(p, y, np.ones(2))
    assert found is not None
    assert found[0] == pytest.approx(above / below)
    assert found[1] == pytest.approx(2 * stats.norm.sf(abs(above / below)))
    random = np.random.default_rng(SEED)
    chances = random.random(200)
    z = [
        (
            spiegelhalter(chances, (random.random(200) < chances).astype(float), np.ones(200))
            or (0,)
        )[0]
        for _ in range(2000)
    ]
    assert stats.kstest(z, "norm").pvalue > 0.001
    assert spiegelhalter(np.array([0.5, 1.0]), np.ones(2), np.ones(2)) is None


def test_tests_are_told_where_they_are_asked_for(small: SmallLedger, tmp_path: Path) -> None:
    rows = [forecast(f"c{n}", 0.3 + 0.05 * n, came=n % 3 == 0) for n in range(12)]
    small.take(HEAD + "\n".join(rows))
    desk = Desk(tmp_path)
    assert "ROC" not in desk.done("report")
    assert "ROC" in desk.done("report", "--tests")
    assert json.loads(desk.done("report", "--format", "json"))["tests"] is None
    found = report(small.ledger, settings=Settings(tests=True)).tests
    assert found is not None
    assert found.auc == pytest.approx(
        roc_auc_score([n % 3 == 0 for n in range(12)], [0.3 + 0.05 * n for n in range(12)])
    )


# One row a scored claim


def test_a_row_a_scored_claim_gives_the_figures_again(small: SmallLedger, tmp_path: Path) -> None:
    small.take("""
        id | speaker | stance | probability | due        | verdict        | happened_on
        a  | Ann     |        | 0.8         | 2023-06-30 | happened       | 2023-06-01
        b  | =Bob    |        | 0.3         | 2023-06-30 | happened       | 2023-06-01
        c  | Ann     |        |             | 2023-06-30 | did-not-happen |
        d  | Ann     | none   |             | 2023-06-30 | did-not-happen |
        e  | Ann     |        | 0.5         | 2023-12-31 |                |
    """)
    told = Desk(tmp_path).done("export", "--to", "scores")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["claim"] for row in rows] == ["a", "b", "c"]
    assert tuple(rows[0]) == NAMES
    assert rows[1]["speaker"].startswith("'")  # no formula for a spreadsheet
    assert (rows[2]["probability"], rows[2]["brier"], rows[2]["credit"]) == ("", "", "0.0")
    assert rows[0]["lead"] == str((31 - 10) + 28 + 31 + 30 + 31 + 30)
    figures = total(small)
    briers = [float(row["brier"]) for row in rows if row["brier"]]
    logs = [float(row["log_score"]) for row in rows if row["log_score"]]
    earned = [float(row["credit"]) for row in rows if row["credit"]]
    assert sum(briers) / 2 == pytest.approx(figures["brier"])
    assert sum(logs) / 2 == pytest.approx(figures["log_score"])
    assert sum(earned) / 3 == pytest.approx(figures["accuracy"])


def test_a_file_of_scores_ends_as_sheets_do(small: SmallLedger, tmp_path: Path) -> None:
    small.take("speaker\nAnn")
    Desk(tmp_path).done("export", "--to", "scores", "-o", tmp_path / "scores.csv")
    assert (tmp_path / "scores.csv").read_text("utf-8").strip() == ",".join(NAMES)
    assert "".join(score_rows(small.ledger)).strip() == ",".join(NAMES)
