"""Several speakers held against each other: against scipy, brute force and arithmetic by hand."""

from __future__ import annotations

import json
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from commands import Desk
from conftest import SEED
from scipy import stats
from small_ledgers import SmallLedger

from ledger import Filters, Settings
from ledger.errors import BadValue
from ledger.report.comparing.contest import contest
from ledger.report.comparing.contest_forms import as_json, as_text
from ledger.report.comparing.pairs import ranks
from ledger.scoring.contest import (
    false_discovery,
    joint_level,
    medians_of_others,
    peers,
    relative_skill,
    student_p,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.report.comparing.contest import Contest, Contestant


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


# Arithmetic


def test_peer_scores_are_what_a_count_day_by_day_gives() -> None:
    random = np.random.default_rng(SEED)
    rows: list[tuple[int, int, int, int, float]] = []
    for question in range(6):
        for who in range(5):
            days = np.unique(random.integers(0, 12, random.integers(0, 4)))
            stops = [*days[1:].tolist(), 12][: days.size]
            rows += [
                (question, who, start, stop, float(random.random()))
                for start, stop in zip(days.tolist(), stops, strict=True)
            ]
    order = random.permutation(len(rows))
    rows = [rows[place] for place in order]
    asked, _, start, stop, loss = (np.array(one) for one in zip(*rows, strict=True))
    found = peers(asked, start, stop, loss)
    for place, (question, who, first, last, own) in enumerate(rows):
        days, gain = 0, 0.0
        for day in range(first, last):
            others = [
                each
                for one, other, a, b, each in rows
                if one == question and other != who and a <= day < b
            ]
            if others:
                days, gain = days + 1, gain + sum(others) / len(others) - own
        assert found.days[place] == days
        assert found.gain[place] == pytest.approx(gain, abs=1e-9)


def test_the_median_of_others_leaves_oneself_out() -> None:
    random = np.random.default_rng(SEED)
    sizes = [0, 1, 2, 3, 4, 7, 8]
    values = random.integers(0, 5, sum(sizes)).astype(float)
    bounds = np.cumsum([0, *sizes])
    found = medians_of_others(values, bounds)
    for first, end in pairwise(bounds.tolist()):
        for place in range(first, end):
            others = [*values[first:place], *values[place + 1 : end]]
            if others:
                assert found[place] == median(others)
            else:
                assert np.isnan(found[place])


def test_relative_skill_is_a_geometric_mean_over_all() -> None:
    """By hand: 1, 1/2 and 1/4 against the three of them; who shares nothing leaves it out."""
    ratios = np.array([[1, 0.5, 0.25], [2, 1, np.nan], [4, np.nan, 1]])
    expected = [(1 * 0.5 * 0.25) ** (1 / 3), 2**0.5, 4**0.5]
    assert relative_skill(ratios) == pytest.approx(expected)


def test_lists_are_adjusted_as_scipy_adjusts_them() -> None:
    p = np.random.default_rng(SEED).random(20) ** 3
    assert false_discovery(p) == pytest.approx(stats.false_discovery_control(p))
    with_none = np.array([0.01, np.nan, 0.04])
    assert false_discovery(with_none)[[0, 2]] == pytest.approx([0.02, 0.04])


@pytest.mark.parametrize(("t", "freedom"), [(0.0, 3), (2.5, 7), (-1.1, 50.5)])
def test_the_p_of_students_t_is_scipys(t: float, freedom: float) -> None:
    assert student_p(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom))


def test_of_intervals_that_have_nothing_in_common_the_level_is_sidaks() -> None:
    """Four that rest on other clusters each: all hold at 95% where each does at 0.95^(1/4)."""
    random = np.random.default_rng(SEED)
    parts = np.zeros((400, 4))
    for column in range(4):
        parts[column::4, column] = random.standard_normal(100)
    assert joint_level([parts[:, :3], parts[:, 3:]], 0.95, 1) == pytest.approx(
        0.95**0.25, abs=0.004
    )


def test_of_copies_the_level_is_that_of_one() -> None:
    parts = np.random.default_rng(SEED).standard_normal((50, 1)) @ np.ones((1, 6))
    assert joint_level([parts], 0.95, 1) == pytest.approx(0.95, abs=0.012)


# What a ledger says

CLAIMS = """
speaker | question | made       | probability | due        | verdict        | happened_on
Ann     | rain     | 2023-03-01 | 0.9         | 2023-03-10 | happened       | 2023-03-10
Bob     | rain     | 2023-03-01 | 0.5         |            |                |
Cyd     | rain     | 2023-03-06 | 0.7         |            |                |
Ann     | snow     | 2023-03-01 | 0.2         | 2023-03-10 | did-not-happen |
Bob     | snow     | 2023-03-01 | 0.6         |            |                |
Bob     | snow     | 2023-03-06 | 0.1         |            |                |
Dan     | hail     | 2023-03-01 | 0.3         | 2023-03-10 | did-not-happen |
"""


def side(found: Contest, name: str) -> Contestant:
    (one,) = [one for one in found.contestants if one.name == name]
    return one


def test_each_is_held_against_the_others_who_stood_at_the_same_time(small: SmallLedger) -> None:
    """By hand.  Rain stands from 1 to 9 March, nine days, five of them with Bob alone beside Ann.

    Ann's loss is .01, Bob's .25, Cyd's .09.  On snow Ann's is .04, and Bob's .36, then .01.
    """
    found = contest(small.take(CLAIMS).ledger)
    assert found.questions == 3
    ann = side(found, "Ann")
    snow = (5 * (0.36 - 0.04) + 5 * (0.01 - 0.04)) / 10
    rain = (5 * (0.25 - 0.01) + 4 * ((0.25 + 0.09) / 2 - 0.01)) / 9
    assert ann.peer_brier == pytest.approx((rain + snow) / 2)
    assert ann.brier == pytest.approx((0.01 + 0.04) / 2)
    assert ann.relative_brier == pytest.approx(
        ((0.01 - (0.25 + 0.09) / 2) + (0.04 - (0.36 + 0.01) / 2)) / 2
    )
    assert (ann.questions, ann.alone, ann.coverage) == (2, 0, 2 / 3)
    assert ann.time_coverage == pytest.approx((9 + 10) / (9 + 10 + 10))
    dan = side(found, "Dan")
    assert (dan.alone, dan.peer_brier, dan.relative_brier, dan.relative_skill) == (1, None, None, 1)
    assert (dan.rank_best, dan.rank_worst) == (1, 4)


def test_skill_is_over_the_questions_that_two_share(small: SmallLedger) -> None:
    """Ann to Bob .05 to .25 + .185, Ann to Cyd .01 to .09; with Dan she shares none."""
    found = contest(small.take(CLAIMS).ledger)
    bob, cyd = 0.05 / (0.25 + 0.185), 0.01 / 0.09
    assert side(found, "Ann").relative_skill == pytest.approx((bob * cyd) ** (1 / 3))


CROWD = """
speaker | question | made       | probability | due        | verdict  | happened_on
Ann     | q        | 2023-03-01 | 0.9         | 2023-03-10 | happened | 2023-03-10
Bob     | q        | 2023-03-01 | 0.5         |            |          |
Cyd     | q        | 2023-03-01 | 0.6         |            |          |
Dan     | q        | 2023-03-02 | 0.8         |            |          |
Ann     | q        | 2023-03-03 | 0.7         |            |          |
"""


def test_a_crowd_is_of_three_others_and_one_has_one_vote(small: SmallLedger) -> None:
    """Dan has three others on 2 March, and Ann on the 3rd; what she said first has no crowd."""
    found = contest(small.take(CROWD).ledger)
    dan, ann = side(found, "Dan").crowd, side(found, "Ann").crowd
    assert (dan.questions, ann.questions, side(found, "Bob").crowd.questions) == (1, 1, 0)
    assert dan.mean == pytest.approx((2 / 3 - 1) ** 2)
    assert dan.median == pytest.approx((0.6 - 1) ** 2)
    odds = (9 / 1 * 1 * 6 / 4) ** (1 / 3)
    assert dan.log_odds == pytest.approx((odds / (1 + odds) - 1) ** 2)
    assert ann.mean == pytest.approx(((0.5 + 0.6 + 0.8) / 3 - 1) ** 2)
    assert ann.own == pytest.approx(0.09)
    mean, middle, _ = found.crowds
    assert mean.brier == pytest.approx(((0.7 + 0.5 + 0.6 + 0.8) / 4 - 1) ** 2)
    assert middle.brier == pytest.approx((0.65 - 1) ** 2)


def test_a_crowd_is_made_more_extreme_on_request(small: SmallLedger) -> None:
    """Odds of the others' mean log odds to the power that is given; the rest stays as it is."""
    small.take(CROWD)
    plain, bold = (
        contest(small.ledger, settings=Settings(extremise=power)) for power in (None, 2.0)
    )
    odds = (9 / 1 * 1 * 6 / 4) ** (2 / 3)
    assert side(bold, "Dan").crowd.log_odds == pytest.approx((odds / (1 + odds) - 1) ** 2)
    assert side(bold, "Dan").crowd.mean == side(plain, "Dan").crowd.mean
    assert bold.crowds[2].brier < plain.crowds[2].brier
    assert "multiplied by 2." in as_text(bold)
    assert "multiplied" not in as_text(plain)
    assert "--extremise 2.0" in as_text(bold)
    assert json.loads(as_json(bold))["extremise"] == 2
    assert "extremise" not in as_json(plain)


def test_the_nameless_are_no_side(small: SmallLedger) -> None:
    small.take(CLAIMS.replace("Cyd", "unnamed: experts"))
    assert {one.name for one in contest(small.ledger).contestants} == {"Ann", "Bob", "Dan"}


def test_some_names_are_held_against_each_other_alone(small: SmallLedger) -> None:
    found = contest(small.take(CLAIMS).ledger, ["Ann", "Bob", "Dan"])
    assert side(found, "Ann").relative_brier == pytest.approx((-0.24 + (0.04 - 0.185)) / 2)


@pytest.mark.parametrize("again", ["Ann", "ann", " Ann"])
def test_a_name_that_is_given_twice_is_refused(small: SmallLedger, again: str) -> None:
    with pytest.raises(BadValue, match=f"^{again} is named twice; name each once.$"):
        contest(small.ledger, ["Ann", "Bo", again])


def test_nobody_with_a_probability_is_no_contest(small: SmallLedger) -> None:
    found = contest(small.take("speaker\nAnn").ledger)
    assert (found.contestants, found.crowds[0].questions) == ((), 0)
    assert "Nobody gave a probability here that can be scored." in as_text(found)


@pytest.mark.parametrize("cluster", ["question", "source"])
def test_what_is_shared_by_source_widens_what_cannot_be_told(
    small: SmallLedger, cluster: str
) -> None:
    """Twelve questions of one source are twelve, or one, on which nothing can be told apart."""
    small.take("speaker | question | probability | due | verdict | happened_on\n" + "\n".join(
        f"{name} | q{n} | {p} | 2023-06-30 | happened | 2023-06-01"
        for n in range(12)
        for name, p in (("Ann", 0.95), ("Bob", 0.2))
    ))  # fmt: skip
    found = contest(small.ledger, settings=Settings(cluster=cluster))
    told = [(one.name, one.rank_best, one.rank_worst) for one in found.contestants]
    apart = [("Ann", 1, 1), ("Bob", 2, 2)]
    assert told == (apart if cluster == "question" else [("Ann", 1, 2), ("Bob", 1, 2)])


def test_ranks_of_equals_are_told_apart_in_one_contest_of_twenty_at_most(
    small: SmallLedger,
) -> None:
    """In 100 worlds of five who are as good as each other, on 25 questions they all answer."""
    random = np.random.default_rng(SEED)
    names = "\n".join(
        f"{name} | q{n} | 0.5 | 2023-06-30 | happened | 2023-06-01"
        for n in range(25)
        for name in "ABCDE"
    )
    small.take("speaker | question | probability | due | verdict | happened_on\n" + names)
    from ledger.report.comparing.answers import answers_of  # noqa: PLC0415
    from ledger.report.forecasts import forecasts  # noqa: PLC0415
    from ledger.report.sample import every, scorable  # noqa: PLC0415

    with small.ledger.select(Filters(), None) as selection:
        able = scorable(selection.columns(), Settings())
    found = answers_of(forecasts(able, every(able.columns)), "speaker", Settings(), 0.01)
    wrong = 0
    for _ in range(100):
        shared = random.random((25, 1)) * 0.5
        scores = np.clip(shared + random.random((25, 5)) * 0.5, 0, 1)
        found.brier[:] = scores.reshape(-1)
        best, worst, _ = ranks(found, np.arange(5))
        wrong += not ((best == 1).all() and (worst == 5).all())
    assert wrong <= 11  # of 100 at 5%, 11 or fewer in 99.6 of 100 runs


# At the command


def test_three_names_or_none_are_a_contest(small: SmallLedger, tmp_path: Path) -> None:
    small.take(CLAIMS)
    desk = Desk(tmp_path)
    told = desk.done("compare", "--as-of", "2023-09-01")
    assert "Predictions of speakers, held against each other" in told
    found: dict[str, Any] = json.loads(
        desk.done("compare", "Ann", "Bob", "Cyd", "--format", "json")
    )
    assert found["names"] == ["Ann", "Bob", "Cyd"]
    assert len(found["contestants"]) == 3


def test_json_has_every_key(small: SmallLedger) -> None:
    found = json.loads(as_json(contest(small.take(CLAIMS).ledger)))
    assert found.keys() == {
        "as_of", "entry", "root", "by", "names", "kinds", "others", "filters", "repeats", "window",
        "cluster",
        "yardstick", "guard_early", "seed", "log_floor", "level", "pair_level", "questions",
        "contestants", "left_out", "crowds",
    }  # fmt: skip
    assert found["contestants"][0].keys() == {
        "name", "questions", "alone", "coverage", "time_coverage", "brier", "relative_brier",
        "peer_brier", "peer_interval", "peer_p", "peer_q", "peer_log", "peer_log_interval",
        "relative_skill", "rank_best", "rank_worst", "crowd",
    }  # fmt: skip
    assert found["crowds"][0].keys() == {"way", "questions", "brier", "log_score"}
