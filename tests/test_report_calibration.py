"""What a report says of calibration: bins, band and test, with claims that share a fate or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scipy.stats import binom
from small_ledgers import SmallLedger

from ledger import Settings, report
from ledger.report import illustration_words
from ledger.report.forecast_prose import about_calibration
from ledger.report.layout import tables
from ledger.report.prose import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


def test_twenty_speakers_on_ten_questions_are_as_unsure_as_ten_questions(
    small: SmallLedger,
) -> None:
    """Half of what all gave 75% comes about: no bin and no test is surer than ten claims are."""
    rows = [
        f"q{n}|Speaker {k}|0.75|2023-06-30|{'happened|2023-06-01' if n < 5 else 'did-not-happen|'}"
        for n in range(10)
        for k in range(20)
    ]
    small.take("\n".join(["question|speaker|probability|due|verdict|happened_on", *rows]))
    found = report(small.ledger)
    assert found.calibration.bins[7].interval == found.total.accuracy.accuracy_interval
    assert found.calibration.bins[7].n == 200
    (point,) = found.calibration.band
    assert point.lower == pytest.approx(binom.ppf(0.025, 10, 0.75) / 10)
    assert point.upper == pytest.approx(binom.ppf(0.975, 10, 0.75) / 10)
    assert found.calibration.test is not None
    assert found.calibration.test.p_value == pytest.approx(0.134, abs=0.03)
    (told,) = about_calibration(found)
    assert told.startswith("A test finds no sign that the chances given are wrong (p = 0.1")
    words = illustration_words.of_reliability(found)
    assert words.startswith(
        "Only one chance was given, and the dot shows how often it came about, over 200 forecasts."
    )
    assert words.endswith(told)


def test_chances_that_are_far_off_are_found_out(small: SmallLedger) -> None:
    rows = [f"0.9|2023-06-30|{'happened|2023-06-01' if n < 5 else 'did-not-happen|'}"
            for n in range(30)]  # fmt: skip
    small.take("\n".join(["probability|due|verdict|happened_on", *rows]))
    (told,) = about_calibration(report(small.ledger))
    assert told == (
        "A test finds that the chances given are not all right (p < 0.001): if they were, outcomes "
        "would seldom lie this far from them."
    )


def test_few_questions_of_many_speakers_are_too_few_for_a_test(small: SmallLedger) -> None:
    rows = [
        f"q{n}|Speaker {k}|0.75|2023-06-30|{'happened|2023-06-01' if n else 'did-not-happen|'}"
        for n in range(4)
        for k in range(5)
    ]
    small.take("\n".join(["question|speaker|probability|due|verdict|happened_on", *rows]))
    found = report(small.ledger)
    assert found.calibration.test is not None
    assert found.calibration.test.p_value is None
    (told,) = about_calibration(found)
    assert told == (
        "There is too little to test whether the chances given are right: the forecasts tell as "
        "much as 4.0 questions of equal weight, of which 1.0 came out the rarer way; a test takes "
        "10 and 5."
    )


def test_forecasts_that_share_the_weight_of_one_are_not_counted_as_forecasts(
    small: SmallLedger,
) -> None:
    """Two forecasts by one speaker on one question, in two bins, are half of one in each."""
    small.take("""
        question | probability | due        | verdict        | happened_on
        rain     | 0.6         | 2023-06-30 | happened       | 2023-06-01
        rain     | 0.8         | 2023-06-30 | happened       | 2023-06-01
        snow     | 0.5         | 2023-06-30 | did-not-happen |
    """)
    shown = report(small.ledger)
    (table,) = [one for one in tables(shown) if one.first == "forecast"]
    assert table.heads[0] == "weight"
    assert [row.cells[0] for row in table.rows] == ["1", "0.5", "0.5"]
    assert any("is their weight, not their number" in one for one in sentences(shown))
    alone = report(small.ledger, settings=Settings(repeats="last"))
    (table,) = [one for one in tables(alone) if one.first == "forecast"]
    assert table.heads[0] == "forecasts"
    assert not any("is their weight, not their number" in one for one in sentences(alone))


def test_one_half_is_neither_right_nor_wrong_and_scored_all_the_same(small: SmallLedger) -> None:
    small.take("probability|due|verdict|happened_on\n0.5|2023-06-30|happened|2023-06-01")
    assert (
        "1 prediction takes no side (may, could, 50%), and so is neither right nor wrong; its "
        "probability is scored all the same."
    ) in list(sentences(report(small.ledger)))
    small.take("""
        probability | stance | due        | verdict  | happened_on
        0.5         |        | 2023-06-30 | happened | 2023-06-01
                    | none   | 2023-06-30 | happened | 2023-06-01
    """)
    assert (
        "3 predictions take no side (may, could, 50%), and so are neither right nor wrong; the "
        "probabilities of 2 are scored all the same."
    ) in list(sentences(report(small.ledger)))
