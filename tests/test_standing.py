"""Updates: what each forecast of a series weighs by the days it stood, and what stood at a time."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from hypothesis import given
from small_ledgers import SmallLedger, group, some, total
from strategies import assessments

from ledger import Refusal, Settings, report
from ledger.edtf import parse
from ledger.model.array_filling import of_rows
from ledger.report.comparing.comparison import compare
from ledger.report.comparing.contest import contest
from ledger.report.groups import LEADS, LONGEST
from ledger.report.prose import sentences
from ledger.report.sample import every, scorable, scored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.model.claim_state import Assessment

STANDING = Settings(repeats="standing")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


SERIES = """
speaker | question | made       | probability | due        | verdict        | happened_on
Ann     | rain     | 2023-03-01 | 0.5         | 2023-03-31 | happened       | 2023-03-11
Ann     | rain     | 2023-03-05 | 0.8         |            |                |
Ann     | rain     | 2023-03-10 | 0.9         |            |                |
Ann     | snow     | 2023-03-01 | 0.4         | 2023-03-20 | did-not-happen |
Ann     | snow     | 2023-03-11 | 0.1         |            |                |
Bob     | rain     | 2023-03-08 | 0.7         |            |                |
"""


def test_each_forecast_weighs_the_days_it_stood(small: SmallLedger) -> None:
    """By hand.  Rain: 4, 5 and 1 days, up to the 10th.  Snow: 10 days each, up to the due day."""
    small.take(SERIES)
    rain = (4 * 0.25 + 5 * 0.04 + 1 * 0.01) / 10
    snow = (10 * 0.16 + 10 * 0.01) / 20
    found = report(small.ledger, settings=STANDING)
    ann = group(found, "Ann")
    assert some(ann, "forecasts", "brier") == [2, pytest.approx((rain + snow) / 2)]
    assert group(found, "Bob")["brier"] == pytest.approx(0.09)
    assert any("each weighs by the days it stood" in one for one in sentences(found))


def brute(one: Assessment, claims: list[Assessment]) -> int:
    """How many days a claim stood, day by day, of those that say something on its question."""
    series = sorted(
        (other for other in claims if other.question == one.question
         and other.scored_as == one.scored_as),
        key=lambda other: (other.made_earliest or "", other.recorded_at, other.entry),
    )  # fmt: skip

    def over(other: Assessment) -> date:
        horizon = other.horizon and date.fromisoformat(other.horizon) + timedelta(days=1)
        happened = other.happened_latest and date.fromisoformat(other.happened_latest)
        if other.verdict == "did-not-happen" and other.happened_latest == other.horizon:
            happened = horizon
        closed = other.closes and parse(other.closes).latest
        ends = horizon, happened, closed and closed + timedelta(days=1)
        return min(filter(None, ends))

    def begins(other: Assessment) -> date:
        day = other.made_latest
        return date.fromisoformat(day) if day else over(other) - timedelta(days=1)

    starts = [(begins(other), place) for place, other in enumerate(series)]
    is_last = series[max(starts)[1]] is one
    end = max(over(one), begins(one) + timedelta(days=1)) if is_last else over(one)
    days, day = 0, begins(one)
    while day < end and series[max(start for start in starts if start[0] <= day)[1]] is one:
        days, day = days + 1, day + timedelta(days=1)
    return days


@pytest.mark.slow
@given(assessments())
def test_days_are_what_a_count_day_by_day_gives(claims: list[Assessment]) -> None:
    says = [
        one for one in claims
        if one.checkable and not one.made_too_late
        and (one.stance != "none" or one.probability is not None)
        and (one.horizon or one.happened_latest or one.closes_latest)
    ]  # fmt: skip
    found = scorable(of_rows(says), STANDING)
    by_id = dict(zip(found.columns.ids, found.standing.days.tolist(), strict=True))
    for one in says:
        assert by_id[one.id] == brute(one, says), one.id


@pytest.mark.slow
@given(assessments())
def test_weights_add_up_to_the_pairs(claims: list[Assessment]) -> None:
    columns = of_rows(claims)
    counting = scored(scorable(columns, STANDING), every(columns))
    rows = counting.parts.rows
    pairs = {*zip(columns.speaker[rows].tolist(), columns.question[rows].tolist(), strict=True)}
    assert sum(counting.weights) == pytest.approx(counting.pairs[0])
    assert counting.pairs[0] <= len(pairs)


CLOSED = """
speaker | question | made       | probability | due        | closes     | verdict  | happened_on
Ann     | rain     | 2023-03-01 | 0.5         | 2023-03-31 | 2023-03-08 | happened | 2023-03-11
Ann     | rain     | 2023-03-05 | 0.8         |            |            |          |
Ann     | hail     | 2023-03-01 | 0.5         | 2023-03-31 | 2023-03-20 | happened | 2023-03-11
Ann     | hail     | 2023-03-05 | 0.8         |            |            |          |
"""


def test_forecasts_stand_until_forecasting_closed_or_the_thing_came_about(
    small: SmallLedger,
) -> None:
    """By hand.  Rain closed on the 8th: 4 days each.  Hail came on the 11th: 4 and 6 days."""
    small.take(CLOSED)
    rain, hail = (0.25 + 0.04) / 2, (4 * 0.25 + 6 * 0.04) / 10
    found = total(small, settings=STANDING)
    assert found["brier"] == pytest.approx((rain + hail) / 2)


# From when days count

LATE = """
speaker | question | made       | probability | due        | verdict        | happened_on
Ann     | rain     | 2023-03-01 | 0.5         | 2023-03-10 | happened       | 2023-03-10
Bob     | rain     | 2023-03-07 | 0.9         |            |                |
Ann     | snow     | 2023-03-06 | 0.4         | 2023-03-10 | did-not-happen |
Bob     | snow     | 2023-03-01 | 0.2         |            |                |
Bob     | snow     | 2023-03-06 | 0.1         |            |                |
"""
"""Rain stood for 9 days, of which Bob was there for 3; snow for 10, of which Ann was for 5."""

BY_QUESTION = Settings(repeats="standing", window="question")


def test_who_comes_late_weighs_less_in_the_window_of_the_question(small: SmallLedger) -> None:
    """By hand.  Ann: rain .25 in full, snow .16 by half.  Bob: rain .01 by a third."""
    small.take(LATE)
    found = report(small.ledger, settings=BY_QUESTION)
    snow = (0.04 + 0.01) / 2
    expected = {"Ann": (0.25 + 0.16 / 2) / 1.5, "Bob": (0.01 / 3 + snow) / (4 / 3)}
    for name, brier in expected.items():
        assert some(group(found, name), "forecasts", "brier") == [2, pytest.approx(brier)]
    told = list(sentences(found))
    assert any("who came late weighs less there" in one for one in told)
    own = report(small.ledger, settings=STANDING)
    assert group(own, "Bob")["brier"] == pytest.approx((0.01 + snow) / 2)
    assert not any("who came late" in one for one in sentences(own))


def test_where_all_are_there_from_the_first_the_windows_are_the_same(small: SmallLedger) -> None:
    small.take(CLOSED.replace("0.5 ", "0.6 "))
    own, by_question = (total(small, settings=one) for one in (STANDING, BY_QUESTION))
    assert own == by_question


def test_two_are_compared_by_the_days_on_which_both_stood(small: SmallLedger) -> None:
    """By hand: rain weighs a third, snow a half."""
    small.take(LATE)
    found = compare(small.ledger, "Ann", "Bob", settings=BY_QUESTION)
    assert [one.weight for one in found.questions] == pytest.approx([1 / 3, 1 / 2])
    assert found.brier is not None
    rain, snow, of = 1 / 3, 1 / 2, 5 / 6
    assert found.brier.a == pytest.approx((rain * 0.25 + snow * 0.16) / of)
    assert found.brier.b == pytest.approx((rain * 0.01 + snow * 0.025) / of)
    usual = compare(small.ledger, "Ann", "Bob", settings=STANDING)
    assert [one.weight for one in usual.questions] == [1, 1]


def test_in_a_contest_answers_weigh_the_share_of_the_days_they_stood(small: SmallLedger) -> None:
    """By hand.  Bob stood beside Ann for a third of rain, and for the latter half of snow."""
    small.take(LATE)
    found = contest(small.ledger, settings=BY_QUESTION)
    ann, bob = sorted(found.contestants, key=lambda one: one.name)
    assert ann.brier == pytest.approx((0.25 + 0.16 / 2) / 1.5)
    rain, snow = 0.25 - 0.01, 0.16 - 0.01
    assert bob.peer_brier == pytest.approx((rain / 3 + snow) / (4 / 3))
    assert ann.peer_brier == pytest.approx(-(rain + snow / 2) / 1.5)
    of_ann, of_bob = 0.25 / 3 + 0.16 / 2, 0.01 / 3 + 0.025 / 2
    assert ann.relative_skill == pytest.approx((of_ann / of_bob) ** 0.5)


def test_the_window_is_in_command_json_and_refused_where_no_days_count(
    small: SmallLedger, tmp_path: Path
) -> None:
    small.take(LATE)
    desk = Desk(tmp_path)
    chosen = ("--repeats", "standing", "--window", "question")
    for words in (("report",), ("compare",), ("compare", "Ann", "Bob")):
        told = desk.done(*words, *chosen)
        assert "--repeats standing --window question" in " ".join(told.split())
        found = json.loads(desk.done(*words, *chosen, "--format", "json"))
        assert (found["repeats"], found["window"]) == ("standing", "question")
    refused = desk("report", "--window", "question")
    assert refused.exit_code == 1
    assert "Give repeats standing too." in refused.stderr


# What stood at a time


def test_a_spot_score_is_of_what_stood_then(small: SmallLedger) -> None:
    """12 days before their due days are 19 and 8 March: on the 19th rain was over for 8 days."""
    small.take(SERIES)
    at = Settings(at="12 days before due")
    found = report(small.ledger, settings=at)
    assert some(group(found, "Ann"), "forecasts", "brier") == [1, pytest.approx(0.16)]
    assert found.spot is not None
    spot = found.spot
    assert (spot.days, spot.fell_out, spot.missed) == (12, 5, 1)
    assert (spot.missed_yes, spot.kept_yes) == (1, 0)
    told = list(sentences(found))
    assert "On 1 question nothing is left: 100% of these came about, and 0% of the rest." in told


def test_the_time_may_be_typed_in_other_words(small: SmallLedger) -> None:
    small.take(SERIES)
    wanted = total(small, settings=Settings(at="21 days before due"))
    for typed in ("3 weeks before due", "3w", "21"):
        assert total(small, settings=Settings(at=typed)) == wanted
    with pytest.raises(Refusal, match="no time before the due day"):
        report(small.ledger, settings=Settings(at="yesterday"))


def test_the_command_names_the_time_and_json_what_fell_out(
    small: SmallLedger, tmp_path: Path
) -> None:
    small.take(SERIES)
    desk = Desk(tmp_path)
    told = desk.done("report", "--at", "3w")
    assert "--at '21 days before due'" in told
    found: dict[str, Any] = json.loads(desk.done("report", "--at", "3w", "--format", "json"))
    assert found["at"] == "21 days before due"
    assert found["spot"].keys() == {"days", "fell_out", "missed", "missed_yes", "kept_yes"}
    assert json.loads(desk.done("report", "--format", "json"))["spot"] is None
    assert desk("report", "--at", "soon").exit_code == 2


# How long ahead


def test_leads_are_counted_to_the_due_day_and_never_to_settlement(small: SmallLedger) -> None:
    """Made on 10 January; one came about the day after, and is due in three years."""
    small.take("""
        due        | verdict  | happened_on
        2023-01-17 | happened | 2023-01-11
        2023-01-18 | happened | 2023-01-11
        2023-02-09 |          |
        2023-02-10 |          |
        2023-04-10 |          |
        2023-04-11 |          |
        2026-01-09 | happened | 2023-01-11
        2026-01-10 |          |
                   |          |
    """)
    found = report(small.ledger, by="lead", settings=Settings(min_claims=0))
    claims = [(one.key, one.figures.counts.claims) for one in found.groups]
    names = [*LEADS.values(), LONGEST, "(not known)"]
    assert claims == list(zip(names, [1, 2, 2, 1, 1, 1, 1], strict=True))
