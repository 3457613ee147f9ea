"""The scores of probabilities in a report, compared with what a reader works out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats
from small_ledgers import SmallLedger, group, some, total

from ledger import Settings, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


SIX = """
probability | due        | verdict        | happened_on
0.4         | 2023-06-30 | did-not-happen |
0.3         | 2023-06-30 | did-not-happen |
0.2         | 2023-06-30 | did-not-happen |
0.1         | 2023-06-30 | happened       | 2023-06-01
0.5         | 2023-06-30 | happened       | 2023-06-01
0.9         | 2023-06-30 | happened       | 2023-06-01
"""


def test_six_forecasts_score_as_in_the_published_example(small: SmallLedger) -> None:
    """Brier and its parts as `Dimitriadis et al.` 2021 define them; sums of squares by hand.

    (.16 + .09 + .04 + .81 + .25 + .01) / 6; half came about, so uncertainty is 1/4.
    """
    found = total(small.take(SIX))
    assert some(found, "forecasts", "forecasts_implied", "forecasts_partly") == [6, 0, 0]
    assert found["brier"] == found["brier_stated"] == pytest.approx(1.36 / 6)
    parts = some(found, "miscalibration", "discrimination", "uncertainty")
    assert parts == pytest.approx([0.1016667, 0.125, 0.25], abs=5e-8)
    assert found["brier_skill"] == pytest.approx(1 - 0.2266667 / 0.25, abs=5e-7)
    assert found["log_score"] == found["log_score_finite"] == pytest.approx(0.6986228, abs=5e-8)
    assert found["log_score_infinite"] == 0
    assert some(found, "wording_unknown", "brier_timid", "brier_bold") == [None, None, None]


def test_only_binary_outcomes_of_what_can_be_scored_count(small: SmallLedger) -> None:
    """Of these only two: 0.8 that came about (.04), and 0.6 that did too late (.36)."""
    found = total(
        small.take("""
        probability | due        | verdict     | happened_on | made       | checkable | stance
        0.8         | 2023-06-30 | happened    | 2023-06-01  |            |           |
        0.6         | 2023-06-30 | late        | 2023-08-01  |            |           |
        0.9         | 2023-06-30 | partly      | 2023-06-01  |            |           |
        0.9         | 2023-06-30 | void        | 2023-06-01  |            |           |
        0.9         | 2023-06-30 | unclear     | 2023-06-01  |            |           |
        0.9         | 2023-06-30 | in-progress | 2023-06-01  |            |           |
        0.9         | 2023-06-30 |             |             |            |           |
        0.9         |            | happened    | 2023-06-01  |            |           |
        0.9         | 2023-06-30 | happened    | 2023-06-01  | 2023-06-02 |           |
        0.9         | 2023-06-30 | happened    | 2023-06-01  |            | false     |
                    | 2023-06-30 | happened    | 2023-06-01  |            |           |
    """)
    )
    assert some(found, "forecasts", "forecasts_partly") == [2, 1]
    assert found["brier"] == pytest.approx(0.2)


@pytest.mark.slow
def test_one_half_takes_no_side_and_is_a_forecast_all_the_same(small: SmallLedger) -> None:
    found = total(
        small.take("probability|due|verdict|happened_on\n0.5|2023-06-30|happened|2023-06-01")
    )
    assert some(found, "scored", "no_side", "forecasts", "brier") == [0, 1, 1, 0.25]
    assert found["forecasts_no_side"] == 1


@pytest.mark.parametrize(
    ("repeats", "forecasts", "brier"),
    [
        ("mean", 2, (0.5 * 0.04 + 0.5 * 0.16 + 0.25) / 2),
        ("first", 2, (0.04 + 0.25) / 2),
        ("last", 2, (0.16 + 0.25) / 2),
        ("all", 3, (0.04 + 0.16 + 0.25) / 3),
    ],
)
def test_a_speaker_who_says_it_twice_counts_once(
    small: SmallLedger, repeats: str, forecasts: int, brier: float
) -> None:
    small.take("""
        speaker | question | probability | made       | due        | verdict  | happened_on
        Ann     | bridge   | 0.8         | 2023-01-11 | 2023-06-30 | happened | 2023-06-01
        Ann     | bridge   | 0.6         | 2023-01-12 |            |          |
        Ann     | bridge   |             | 2023-01-13 |            |          |
        Bob     | bridge   | 0.5         | 2023-01-11 |            |          |
    """)
    found = total(small, settings=Settings(repeats=repeats))
    assert found["forecasts"] == forecasts
    assert found["brier"] == pytest.approx(brier)


def test_certain_and_wrong_is_infinite_and_the_others_have_their_mean(small: SmallLedger) -> None:
    found = total(
        small.take("""
        probability | due        | verdict        | happened_on
        1           | 2023-06-30 | did-not-happen |
        0           | 2023-06-30 | happened       | 2023-06-01
        0.5         | 2023-06-30 | happened       | 2023-06-01
        1           | 2023-06-30 | happened       | 2023-06-01
    """)
    )
    assert some(found, "log_score_infinite", "log_score") == [2, None]
    assert found["log_score_finite"] == pytest.approx(math.log(2) / 2)


def test_where_one_question_has_most_of_the_weight_there_is_no_interval(
    small: SmallLedger,
) -> None:
    """Two of three forecasts are on the bridge: 9/5 effective questions."""
    small.take("""
        speaker | question | probability | due        | verdict  | happened_on
        Ann     | bridge   | 0.9         | 2023-06-30 | happened | 2023-06-01
        Bob     | bridge   | 0.9         |            |          |
        Ann     | tunnel   | 0.6         | 2023-06-30 | happened | 2023-06-01
    """)
    found = total(small)
    assert (found["brier_interval"], found["brier_rough"]) == (None, None)
    assert (found["forecasts"], found["forecast_clusters"]) == (3, 2)
    assert found["forecast_effective_clusters"] == 1.8
    assert found["brier_skill"] is None
    bob = group(report(small.ledger), "Bob")
    assert (bob["brier"], bob["brier_interval"]) == (pytest.approx(0.01), None)


def test_the_interval_is_that_of_students_t_with_half_a_question_at_either_bound(
    small: SmallLedger,
) -> None:
    """Errors (1 - p)^2 of ten forecasts; by a peer's t, on a sample with two halves more."""
    rows = [f"0.{n}7|2023-06-30|happened|2023-06-01" for n in range(10)]
    small.take("\n".join(["probability|due|verdict|happened_on", *rows]))
    errors = [(1 - float(f"0.{n}7")) ** 2 for n in range(10)]
    values, w = np.array([*errors, 0, 1]), np.array([*[1.0] * 10, 0.5, 0.5])
    mean, shares = np.average(values, weights=w), w / w.sum()
    variance = (shares**2 * (values - mean) ** 2).sum()
    squares, cubes = (shares**2).sum(), (shares**3).sum()
    variance *= squares / (squares - 2 * cubes + squares**2)
    reach = stats.t.ppf(0.975, 9) * math.sqrt(variance)
    found = total(small)
    assert found["brier_interval"] == pytest.approx((mean - reach, mean + reach), abs=1e-7)
    assert found["brier_rough"] is False
    assert total(small, settings=Settings(seed=2))["brier_interval"] == found["brier_interval"]


# Words

WORDS = """
speaker | wording        | stance  | probability | due        | verdict        | happened_on
Ann     | is likely to   |         |             | 2023-06-30 | happened       | 2023-06-01
Ann     | Unlikely       | against |             | 2023-06-30 | did-not-happen |
Bob     | likely         |         | 0.9         | 2023-06-30 | happened       | 2023-06-01
Bob     | will           |         |             | 2023-06-30 | happened       | 2023-06-01
Bob     | likely         | none    |             | 2023-06-30 | happened       | 2023-06-01
Bob     |                |         |             | 2023-06-30 | happened       | 2023-06-01
"""


def test_words_are_read_by_the_yardstick_and_what_is_stated_is_left_as_stated(
    small: SmallLedger,
) -> None:
    """ICD 203: likely is 55-80%, so 67.5%; unlikely 20-45%, so 32.5%; both miss by 32.5%."""
    small.take(WORDS)
    plain = total(small)
    assert some(plain, "forecasts", "forecasts_implied", "wording_unknown") == [1, 0, None]
    found = total(small, settings=Settings(yardstick="icd203"))
    assert some(found, "forecasts", "forecasts_implied", "wording_unknown") == [3, 2, 1]
    assert found["brier"] == pytest.approx((2 * 0.325**2 + 0.01) / 3)
    assert found["brier_stated"] == pytest.approx(0.01)
    assert found["brier_timid"] == pytest.approx((2 * 0.45**2 + 0.01) / 3)
    assert found["brier_bold"] == pytest.approx((2 * 0.2**2 + 0.01) / 3)
    logs = [-math.log(end) for end in (0.55, 0.8)]
    stated = -math.log(0.9)
    assert some(found, "log_score_timid", "log_score_bold") == pytest.approx(
        [(2 * log + stated) / 3 for log in logs]
    )


def test_by_wording_words_have_a_range_and_what_they_meant(small: SmallLedger) -> None:
    """What "unlikely" speaks of is what the speaker denied, and that did not come about."""
    small.take(WORDS)
    found = report(small.ledger, "wording", settings=Settings(yardstick="icd203"))
    meanings = {one.key: one.meaning for one in found.groups}
    assert {key: it.range for key, it in meanings.items() if it is not None} == {
        "likely": (0.55, 0.8), "unlikely": (0.2, 0.45), "will": None, "(no wording)": None,
    }  # fmt: skip
    shares = {key: (it.n, it.observed) for key, it in meanings.items() if it is not None}
    assert shares == {
        "likely": (2, 1), "unlikely": (1, 0), "will": (1, 1), "(no wording)": (1, 1),
    }  # fmt: skip
    plainly = report(small.ledger, "wording")
    assert {one.key for one in plainly.groups} == {
        "is likely to", "likely", "unlikely", "will", "(no wording)",
    }  # fmt: skip


# Calibration


def test_bins_close_at_their_lower_edge_and_the_last_at_both(small: SmallLedger) -> None:
    small.take("""
        probability | due        | verdict        | happened_on
        0.3         | 2023-06-30 | did-not-happen |
        0.3999      | 2023-06-30 | happened       | 2023-06-01
        0.7         | 2023-06-30 | happened       | 2023-06-01
        1           | 2023-06-30 | happened       | 2023-06-01
    """)
    found = report(small.ledger).calibration
    counted = {(one.low, one.high): one.n for one in found.bins if one.n}
    assert counted == {(0.3, 0.4): 2, (0.7, 0.8): 1, (0.9, 1.0): 1}
    assert found.bins[3].forecast == pytest.approx(0.34995)
    assert found.bins[3].observed == 0.5
    assert (found.isotonic, found.band) == ((), ())


def test_from_ten_forecasts_on_there_is_a_curve_and_its_band(small: SmallLedger) -> None:
    """Nothing of ten at 0.2 and all of ten at 0.6: the curve is 0, then 1."""
    rows = [
        f"0.2|2023-06-30|did-not-happen|\n0.6|2023-06-30|happened|2023-06-0{n}" for n in "12345"
    ]
    small.take("\n".join(["probability|due|verdict|happened_on", *rows]))
    found = report(small.ledger).calibration
    points = [(one.forecast, one.recalibrated, one.n) for one in found.isotonic]
    assert points == [(0.2, 0, 5), (0.6, 1, 5)]
    assert [one.forecast for one in found.band] == [0.2, 0.6]
    assert all(one.lower <= one.forecast <= one.upper for one in found.band)
    assert report(small.ledger).calibration == found
