"""Baselines: what simple rules would have scored, against arithmetic by hand."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from small_ledgers import SmallLedger, group, some, total

from ledger import Settings, report
from ledger.report.prose import sentences
from ledger.report.text_markdown import as_text
from ledger.scoring.clusters import whole
from ledger.scoring.design import Weighing
from ledger.scoring.scores import log_losses, log_scores
from ledger.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator

SURVEY = Path(__file__).parents[1] / "claims" / "1968"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


def test_the_survey_is_as_right_as_always_saying_no(small: SmallLedger) -> None:
    """169 of its 202 quarters had no decline."""
    small.on("2026-11-23").ledger.import_([SURVEY])
    found = report(small.ledger)
    baselines = found.total.baselines
    assert baselines.commoner_answer == "no"
    assert baselines.accuracy_commoner == pytest.approx(169 / 202)
    assert any('"no" would have an accuracy of 84% in this sample (169 of 202)' in one
               for one in sentences(found))  # fmt: skip


def test_the_base_rate_is_what_was_known_on_the_day_before(small: SmallLedger) -> None:
    """Ann on 10 January knows nothing: 1/2.  Bob in March knows one yes of one, 2/3, then 3/5.

    The third of these days is that of the second outcome, which he cannot count on yet.
    """
    small.take("""
        speaker | question | made       | probability | due        | verdict        | happened_on
        Ann     | q1       |            | 0.9         | 2023-02-28 | happened       | 2023-02-01
        Bob     | q2       | 2023-03-01 | 0.2         | 2023-03-31 | did-not-happen | 2023-03-15
        Bob     | q3       | 2023-03-15 | 0.8         | 2023-06-30 | happened       | 2023-06-01
        Bob     | q4       | 2023-06-02 | 0.6         | 2023-08-31 | did-not-happen |
    """)
    found = total(small)
    given = [1 / 2, 2 / 3, 2 / 3, 3 / 5]
    came = [1, 0, 1, 0]
    errors = [(p - y) ** 2 for p, y in zip(given, came, strict=True)]
    logs = [-math.log(p if y else 1 - p) for p, y in zip(given, came, strict=True)]
    assert found["brier_base_rate"] == pytest.approx(sum(errors) / 4)
    assert found["log_score_base_rate"] == pytest.approx(sum(logs) / 4)
    assert found["accuracy_base_rate"] == pytest.approx((1 / 2 + 0 + 1 + 0) / 4)
    bob = group(report(small.ledger), "Bob")
    assert bob["brier_base_rate"] == pytest.approx(sum(errors[1:]) / 3)
    assert some(bob, "commoner_answer", "accuracy_commoner") == ["no", pytest.approx(2 / 3)]


def test_a_claim_is_held_against_the_price_of_its_market_that_was_recorded_by_then(
    small: SmallLedger,
) -> None:
    """Ann's first claim came before any price; at her second it was 60%, Bob's has another day."""
    small.take("""
        speaker           | question | made       | probability | due | verdict | happened_on
        Manifold (market) | q1 | 2023-02-01 | 0.4 | 2023-06-30 | happened | 2023-06-01
        Manifold (market) | q1 | 2023-03-01 | 0.6 | 2023-06-30 | happened | 2023-06-01
        Manifold (market) | q1 | 2023-04-01 | 0.9 | 2023-06-30 | happened | 2023-06-01
        Bob               | q1 | 2023-04-02 | 0.5 | 2023-06-30 | happened | 2023-06-01
        Ann               | q1 | 2023-03-20 | 0.8 | 2023-06-30 | happened | 2023-06-01
        Ann               | q2 | 2023-03-20 | 0.8 | 2023-06-30 | happened | 2023-06-01
    """)
    found = report(small.ledger)
    beside = "market_forecasts", "brier_market", "brier_beside_market"
    assert some(group(found, "Ann"), *beside) == [1, pytest.approx(0.16), pytest.approx(0.04)]
    assert some(group(found, "Bob"), *beside) == [1, pytest.approx(0.01), pytest.approx(0.25)]
    assert some(group(found, "Manifold (market)"), *beside) == [0, None, None]
    assert some(found.total.as_dict(), *beside) == [2, pytest.approx(0.085), pytest.approx(0.145)]


def test_a_floor_makes_the_logarithmic_score_finite_and_is_told(small: SmallLedger) -> None:
    """By hand: -log 0.01 for who was certain and wrong, -log 0.8 for the other."""
    small.take("""
        speaker | probability | due        | verdict        | happened_on
        Ann     | 1           | 2023-06-30 | did-not-happen |
        Ann     | 0.8         | 2023-06-30 | happened       | 2023-06-01
    """)
    assert some(total(small), "log_score", "log_score_infinite") == [None, 1]
    floored = Settings(log_floor=0.01)
    found = total(small, settings=floored)
    assert found["log_score"] == pytest.approx(-(math.log(0.01) + math.log(0.8)) / 2)
    assert found["log_score_infinite"] == 0
    told = list(sentences(report(small.ledger, settings=floored)))
    assert any("given less than 0.01 to what came about" in one for one in told)


def test_a_floor_changes_nothing_above_it() -> None:
    p, y = np.array([0.3, 0.01, 0.999]), np.array([1.0, 0.0, 1.0])
    assert log_losses(p, y, 0.05).tolist() == log_losses(p, y).tolist()
    (found,) = log_scores(p, y, Weighing(np.ones(3), whole(3)), 0.05)
    assert found.infinite == 0


# The table


def _said(who: str, n: int, p: str, first: int = 1) -> str:
    """Forecasts of what did not come about, one of ten apart, all made in March."""
    rows = [
        f"{who} | q{one} | 2023-03-01 | {p} | 2023-03-31 | "
        f"{'did-not-happen |' if one % 10 else 'happened | 2023-03-20'}"
        for one in range(first, first + n)
    ]
    return "\n".join(rows) + "\n"


HEAD = "speaker | question | made | probability | due | verdict | happened_on\n"


def test_the_table_has_them_by_group_where_ten_are_scored(small: SmallLedger) -> None:
    """By hand: one of ten comes about; all 39 are off by 2.0 + .36 + 1.3 together."""
    small.take(HEAD + _said("Ann", 20, "0.2") + _said("Bob", 9, "0.2") + _said("Rare", 10, "0.3"))
    text = as_text(report(small.ledger))
    lines = text[text.index("Beside simple rules") :].split("\n\n")[1].splitlines()
    assert lines[0].split() == ["accuracy", "commoner", "base", "rate", "Brier", "base", "rate"]
    told = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert told["Ann"] == ["90%", "90%", "50%", "0.100", "0.250"]
    assert told["Rare"] == ["90%", "90%", "50%", "0.130", "0.250"]
    assert "Bob" not in told
    assert told["All"][-5:] == ["92%", "92%", "50%", "0.094", "0.250"]


def test_a_market_stands_beside_what_was_said_on_the_same_questions(small: SmallLedger) -> None:
    small.take(HEAD + _said("Ann", 20, "0.2"))
    small.take(HEAD + _said("Poly (market)", 10, "0.1").replace("2023-03-01", "2023-02-01"))
    text = as_text(report(small.ledger))
    (line,) = (
        line for line in text[text.index("Beside") :].splitlines() if line.startswith("Ann ")
    )
    assert line.split() == ["Ann", "90%", "90%", "50%", "0.100", "0.250", "0.100", "0.090"]


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize("digits", [2, 9])
def test_the_table_is_never_wider_than_the_terminal(
    small: SmallLedger, columns: int, digits: int
) -> None:
    small.take(HEAD + _said("Ann with a name of many words", 20, "0.2"))
    small.take(HEAD + _said("Poly (market)", 10, "0.1").replace("2023-03-01", "2023-02-01"))
    text = as_text(report(small.ledger, settings=Settings(digits=digits)), columns)
    table = text[text.index("Beside simple rules") : text.index("Biggest misses")]
    assert max(map(width, table.splitlines())) <= columns


def test_there_is_none_of_few(small: SmallLedger) -> None:
    small.take(HEAD + _said("Ann", 9, "0.2"))
    assert "Beside simple rules" not in as_text(report(small.ledger))
