"""What a report's settings change: clusters, early settlement, ranking, digits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger, group, keys, some, total

from ledger import Refusal, Settings, report
from ledger.report.json_csv import as_json
from ledger.report.prose import sentences
from ledger.report.text_markdown import as_text
from ledger.scoring.intervals import wilson
from ledger.text import percent, score, weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


def claims(*rows: tuple[str, int, int]) -> str:
    """For each speaker so many claims that were right, of so many."""
    lines = ["speaker|due|verdict|happened_on"]
    for speaker, right, of in rows:
        lines += [f"{speaker}|2023-06-30|happened|2023-06-01"] * right
        lines += [f"{speaker}|2023-06-30|did-not-happen|"] * (of - right)
    return "\n".join(lines)


# Clusters

TWO_FATES = "\n".join([
    "source|speaker|question|due|verdict|happened_on",
    *(f"herald|{name}|bridge|2023-06-30|happened|2023-06-01" for name in "ABCDE"),
    *(f"mail|{name}|tunnel|2023-06-30|did-not-happen|" for name in "ABCDE"),
])  # fmt: skip


def test_ten_claims_on_two_questions_tell_little_more_than_one(small: SmallLedger) -> None:
    """By hand: the drifts are 1/4 and -1/4, so the mean varies by 2 x 2/16 = 1/4, like one claim.

    Of that t with one degree of freedom, 12.7062, leaves (1.959964 / 12.7062)^2.
    """
    found = total(small.take(TWO_FATES))
    assert some(found, "scored", "clusters", "accuracy") == [10, 2, 0.5]
    assert some(found, "effective_clusters", "heaviest_cluster", "effective_n") == [2, 0.5, 1]
    n = (1.959964 / 12.7062) ** 2
    assert found["accuracy_interval"] == pytest.approx(wilson(0.5, n, 0.95), abs=1e-5)
    assert found["accuracy_rough"]
    one = group(report(small.ledger), "A")
    assert (one["clusters"], one["effective_n"]) == (2, 2)
    assert one["accuracy_interval"] == wilson(0.5, 2, 0.95)


def test_on_request_claims_of_one_source_are_taken_together(small: SmallLedger) -> None:
    """Two and two that came out alike: four claims tell as much as one."""
    small.take("""
        source | due        | verdict        | happened_on
        herald | 2023-06-30 | happened       | 2023-06-01
        herald | 2023-06-30 | happened       | 2023-06-01
        mail   | 2023-06-30 | did-not-happen |
        mail   | 2023-06-30 | did-not-happen |
    """)
    assert some(total(small), "clusters", "effective_n") == [4, 4]
    found = report(small.ledger, settings=Settings(cluster="source"))
    accuracy = found.total.accuracy
    assert (accuracy.clusters, accuracy.effective_n) == (2, pytest.approx(1))
    told = list(sentences(found))
    assert "Intervals take all claims in one source to be settled together." in told
    assert "* A rough interval: it rests on fewer than 10 sources of equal weight." in told
    assert "The 4 that are scored stand in 2 sources." in told[0]


def test_from_ten_questions_on_nothing_is_said_of_few(small: SmallLedger) -> None:
    few = report(small.take(claims(("Ann", 5, 9))).ledger)
    assert "rough" in as_text(few)
    enough = report(small.take(claims(("Ann", 0, 1))).ledger)
    assert "rough" not in as_text(enough)
    assert "*" not in as_text(enough)


# Early settlement

EARLY = """
due        | verdict        | happened_on
2023-12-31 | happened       | 2023-06-01
2023-12-31 | did-not-happen | 2023-06-01
2023-06-30 | happened       | 2023-06-01
"""


def test_guarded_scores_a_question_only_when_its_day_is_over(small: SmallLedger) -> None:
    small.take(EARLY)
    plain = total(small)
    assert some(plain, "scored", "early", "accuracy_guarded") == [3, 2, 1]
    assert plain["accuracy"] == pytest.approx(2 / 3)
    guarded = report(small.ledger, settings=Settings(guard_early=True))
    found = guarded.total.as_dict()
    assert some(found, "scored", "early", "accuracy", "accuracy_guarded") == [1, 2, 1, 1]
    told = " ".join(sentences(guarded))
    assert "2 predictions were settled before their due day, and are not scored." in told


def test_guarded_leaves_early_forecasts_out_too(small: SmallLedger) -> None:
    small.take("""
        probability | due        | verdict  | happened_on
        0.9         | 2023-12-31 | happened | 2023-06-01
        0.8         | 2023-06-30 | happened | 2023-06-01
    """)
    assert total(small)["forecasts"] == 2
    found = total(small, settings=Settings(guard_early=True))
    assert (found["forecasts"], found["brier"]) == (1, pytest.approx(0.04))


# Ranking


def test_two_of_two_do_not_outrank_45_of_50(small: SmallLedger) -> None:
    small.take(claims(("Few", 2, 2), ("Many", 45, 50), ("Bad", 5, 40), ("Middling", 12, 20)))
    found = report(small.ledger, settings=Settings(min_claims=0))
    assert keys(found) == ["Many", "Few", "Middling", "Bad"]
    assert {one.place for one in found.groups} == {"ranked"}
    pooled = {one.key: one.pooled.mean for one in found.groups if one.pooled}
    assert 0.6 < pooled["Few"] < pooled["Many"] < 0.9
    assert 0.125 < pooled["Bad"] < 0.2
    assert json.loads(as_json(found))["total"]["pooled_accuracy"] is None


def test_groups_with_few_scored_are_listed_apart_and_not_dropped(small: SmallLedger) -> None:
    small.take(claims(("Few", 9, 9), ("Bad", 1, 10), ("Enough", 5, 10)))
    found = report(small.ledger)
    assert [(one.key, one.place) for one in found.groups] == [
        ("Enough", "ranked"),
        ("Bad", "ranked"),
        ("Few", "few"),
    ]
    lines = as_text(found).splitlines()
    assert lines[5] == "Fewer than 10 scored:"
    fewer = report(small.ledger, settings=Settings(min_claims=9))
    assert {one.place for one in fewer.groups} == {"ranked"}


def test_with_fewer_than_three_groups_nothing_is_pooled(small: SmallLedger) -> None:
    found = report(small.take(claims(("Ann", 5, 9), ("Bob", 1, 9))).ledger)
    assert {one.pooled for one in found.groups} == {None}
    assert "pooled" not in as_text(found)


def test_where_nothing_tells_groups_apart_a_reader_learns_it(small: SmallLedger) -> None:
    found = report(small.take(claims(("A", 5, 10), ("B", 5, 10), ("C", 5, 10))).ledger)
    assert [one.pooled.mean for one in found.groups if one.pooled] == pytest.approx([0.5] * 3)
    assert (
        "A test finds no difference in accuracy between the 3 groups (p > 0.99): chance alone "
        "could set them this far apart."
    ) in list(sentences(found))
    assert found.homogeneity is not None
    assert (found.homogeneity.groups, found.homogeneity.f) == (3, 0)


@pytest.mark.slow
def test_where_groups_differ_a_reader_learns_how_sure_that_is(small: SmallLedger) -> None:
    """20, 10 and 2 of 20: chi-squared is 33.5 (32 of 60 are right), of two degrees of freedom."""
    found = report(small.take(claims(("A", 20, 20), ("B", 10, 20), ("C", 2, 20))).ledger)
    assert found.homogeneity is not None
    rate = 32 / 60
    chi_squared = 20 * sum((one - rate) ** 2 for one in (1, 0.5, 0.1)) / (rate * (1 - rate))
    assert found.homogeneity.f == pytest.approx(chi_squared / 2, rel=0.05)
    assert "A test finds that the 3 groups differ in accuracy (p < 0.001)." in [*sentences(found)]


def test_a_crowd_that_is_right_and_wrong_together_is_not_told_apart(small: SmallLedger) -> None:
    """Five speakers on two questions: all have one of two."""
    found = report(small.take(TWO_FATES).ledger)
    assert found.homogeneity is not None
    assert found.homogeneity.p == 1
    assert found.effective_groups == 1
    assert not any(one.pooled for one in found.groups)


def test_years_and_kinds_come_in_their_order(small: SmallLedger) -> None:
    small.take("""
        kind       | made       | due        | verdict        | happened_on
        plan       | 2021-01-01 | 2023-06-30 | did-not-happen |
        prediction | 2022-01-01 | 2023-06-30 | happened       | 2023-06-01
        prediction | 2020-01-01 | 2023-06-30 | did-not-happen |
    """)
    assert keys(report(small.ledger, by="year")) == ["2020", "2022"]
    assert keys(report(small.ledger, by="kind")) == ["prediction", "plan"]


# Timing


def test_lead_times_are_medians_in_days(small: SmallLedger) -> None:
    """From 31 January 150 days to 30 June and 121 to 1 June; 171, 20 and 202 from 10 January.

    What is too vague, or made too late, is left out.
    """
    found = total(
        small.take("""
        made       | due        | verdict        | happened_on | checkable
        2023-01    | 2023-06-30 | happened       | 2023-06-01  |
        2023-01-10 | 2023-06-30 | late           | 2023-07-31  |
        2023-01-10 | 2023-01-30 |                |             |
        2023-01-10 | 2023-02-28 | happened       | 2023-02-01  | false
        2023-07-10 | 2023-06-30 | did-not-happen |             |
    """)
    )
    assert found["lead_to_due"] == 150
    assert found["lead_to_settlement"] == (121 + 202) / 2
    assert found["late_share"] == 0.5


# Yardsticks and numbers


def test_an_unknown_yardstick_is_refused_and_close_ones_are_named(small: SmallLedger) -> None:
    with pytest.raises(Refusal, match=r"Unknown yardstick 'icd-203'. Did you mean icd203\?"):
        report(small.ledger, settings=Settings(yardstick="icd-203"))


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (2 / 3, 3, "66.7%"),
        (2 / 3, 4, "66.67%"),
        (0.0004, 3, "<0.1%"),
        (0.9999, 3, ">99.9%"),
        (1.0, 3, "100.0%"),
        (0.0, 4, "0.00%"),
    ],
)
def test_shares_have_as_many_digits_as_asked_for(share: float, digits: int, shown: str) -> None:
    assert percent(share, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (0.2265, "0.227"), (-0.0004, "0.000"), (-0.12, "-0.120"), (0.25, "0.250")],
)
def test_scores_are_rounded_as_people_round(value: float | None, shown: str) -> None:
    assert score(value, 3) == shown


def test_weights_are_whole_where_they_are_whole() -> None:
    assert [weight(3.0), weight(1234.0), weight(2.5)] == ["3", "1,234", "2.5"]


def test_digits_change_what_is_shown_and_no_figure(small: SmallLedger) -> None:
    small.take("probability|due|verdict|happened_on\n0.87|2023-06-30|happened|2023-06-01")
    fine = report(small.ledger, settings=Settings(digits=4))
    assert "0.01690" in as_text(fine)
    assert "100.00%" in as_text(fine)
    assert json.loads(as_json(fine)) == json.loads(as_json(report(small.ledger)))


# Weights


def test_on_request_each_question_weighs_one(small: SmallLedger) -> None:
    """Three right on one question and one wrong on another: 3 of 4 speakers, 1 of 2 questions."""
    small.take("""
        speaker | question | probability | due        | verdict        | happened_on
        Ann     | bridge   | 0.9         | 2023-06-30 | happened       | 2023-06-01
        Bob     | bridge   | 0.9         |            |                |
        Cyd     | bridge   | 0.6         |            |                |
        Ann     | tunnel   | 0.7         | 2023-06-30 | did-not-happen |
    """)
    assert some(total(small), "scored", "accuracy") == [4, 0.75]
    even = Settings(weight="question")
    found = total(small, settings=even)
    assert some(found, "scored", "accuracy", "clusters") == [2, 0.5, 2]
    assert found["accuracy_interval"] == pytest.approx(wilson(0.5, 2, 0.95))
    assert found["brier"] == pytest.approx(((0.01 + 0.01 + 0.16) / 3 + 0.49) / 2)
    assert group(report(small.ledger, settings=even), "Ann")["scored"] == 2
    assert any("Each question weighs 1" in one for one in
               sentences(report(small.ledger, settings=even)))  # fmt: skip
