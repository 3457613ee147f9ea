"""Recording what happened."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = "happened, partly, late, did-not-happen, void, unclear, answered, in-progress, stalled"
"""As the docs list them."""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on Thursday 20 July 2023 with one question, due on the 12th, and two stands on it."""
    monkeypatch.setattr("ledger.book.ledger.utc_now", lambda: datetime(2023, 7, 20, 9, tzinfo=UTC))
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    desk.add(id="floor", statement="NATO agrees on a floor of 2%.")
    return desk


def deny(desk: Desk) -> None:
    desk.done(
        *("add", "--id", "no-floor", "--speaker", "Jamie Shea", "--question", "floor"),
        *("--stance", "against", "--source", "japan-times-2023-07-03"),
    )


def test_record_prints_the_statement_and_each_result_before_it_writes(desk: Desk) -> None:
    deny(desk)
    told = desk.done(
        *("record", "floor", "happened", "--on", "2023-07-11", "--yes"),
        *("--evidence", "https://nato.example"),
    )
    assert [" ".join(line.split()) for line in told.splitlines()] == [
        "NATO agrees on a floor of 2%.",
        "happened, 2023-07-11",
        "James Black, for: right (floor)",
        "Jamie Shea, against: wrong (no-floor)",
        "Recorded floor#1.",
    ]
    assert max(map(len, told.splitlines())) == 80


@pytest.mark.slow
def test_a_claims_id_stands_for_its_question(desk: Desk) -> None:
    deny(desk)
    assert "Recorded floor#1." in desk.done("record", "no-floor", "did-not-happen", "--yes")
    claim = desk.json("show", "no-floor")
    assert (claim["verdict"], claim["result"], claim["credit"]) == ("did-not-happen", "right", 1)


def test_everything_recorded_is_shown(desk: Desk) -> None:
    desk.done(
        *("record", "floor", "partly", "--value", "0.75", "--on", "yesterday"),
        *("--note", "Three of four.", "--reason", "The desk's count."),
        *("--evidence", "https://a.example", "--evidence", "https://b.example"),
    )
    outcome = desk.json("show", "floor")["outcomes"][0]
    assert {
        "id": "floor#1",
        "verdict": "partly",
        "value": 0.75,
        "happened_on": "2023-07-19",
        "note": "Three of four.",
        "by": "desk",
        "stands": True,
        "reason": "The desk's count.",
    }.items() <= outcome.items()
    assert [one["url"] for one in outcome["evidence"]] == ["https://a.example", "https://b.example"]
    shown = desk.done("show", "floor")
    assert "#1  partly 0.75, 2023-07-19  (stands)" in shown
    assert "Reason: The desk's count." in shown


def test_without_a_terminal_a_denial_needs_yes(desk: Desk) -> None:
    deny(desk)
    result = desk("record", "floor", "happened", "--on", "2023-07-11")
    assert result.exit_code == 1
    assert "Jamie Shea, against: wrong" in result.stdout
    assert "Nothing was recorded" in result.stderr
    assert "--yes" in result.stderr
    assert desk.json("show", "floor")["outcomes"] == []


@pytest.mark.parametrize("word", ["Did Not Happen", "DID_NOT_HAPPEN", " did-not-happen "])
def test_a_verdict_may_be_typed_with_blanks_or_capitals(desk: Desk, word: str) -> None:
    desk.done("record", "floor", word)
    assert desk.json("show", "floor")["verdict"] == "did-not-happen"


def test_a_misspelt_verdict_is_guessed_among_all_there_are(desk: Desk) -> None:
    told = desk.misused("record", "floor", "happend")
    assert f"'happend' is not a verdict: {VERDICTS}. Did you mean 'happened'?" in told
    assert "Did you mean 'did-not-happen'?" in desk.misused("record", "floor", "didn't happen")
    assert f"Missing argument 'VERDICT'. It is one of {VERDICTS}." in desk.misused(
        "record", "floor"
    )


def test_happened_after_the_due_day_asks_for_late(desk: Desk) -> None:
    told = desk.refused("record", "floor", "happened", "--on", "2023-07-13")
    assert told == (
        "--on 2023-07-13 is after the due day 2023-07-12: the verdict is late, not happened.\n"
    )
    assert "is not after the due day" in desk.refused(
        "record", "floor", "late", "--on", "2023-07-12"
    )
    assert desk.json("show", "floor")["outcomes"] == []


def test_a_day_that_may_be_before_or_after_is_taken_with_a_warning(desk: Desk) -> None:
    result = desk("record", "floor", "happened", "--on", "2023-07")
    assert result.exit_code == 0
    assert "Recorded floor#1." in result.stdout
    assert "may be before or after the due day 2023-07-12" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("happened", "--on", "2023-08-01"), "--on 2023-08-01 is in the future"),
        (
            ("happened", "--on", "teh 12th"),
            "cannot be read as a date. Write a day, a month or a year",
        ),
        (("partly", "--value", "1.5"), "--value '1.5' is not a number from 0 to 1."),
        (("partly", "--value", "three"), "--value 'three' is not a number from 0 to 1."),
        (("happened", "--value", "0.5"), "--value goes with the verdict partly"),
        (("happened", "--evidence", ""), "url is empty"),
    ],
)
def test_what_cannot_be_recorded_is_explained(
    desk: Desk, options: tuple[str, ...], why: str
) -> None:
    assert why in desk.refused("record", "floor", *options)
    assert desk.json("show", "floor")["outcomes"] == []


def test_the_same_again_is_refused_and_another_verdict_needs_a_reason(desk: Desk) -> None:
    desk.done("record", "floor", "happened", "--on", "2023-07-11")
    again = desk.refused("record", "floor", "happened", "--on", "2023-07-11")
    assert again.startswith("floor#1 already says happened.")
    other = desk.refused("record", "floor", "did-not-happen")
    assert "needs a reason" in other
    told = desk.done("record", "floor", "did-not-happen", "--reason", "A false report.")
    assert "  in place of happened (floor#1)\n" in told
    assert "Recorded floor#2." in told


def test_news_after_a_final_verdict_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.done("record", "floor", "happened", "--on", "2023-07-11")
    told = desk.done("record", "floor", "stalled")
    assert "  news only; what stands is still happened (floor#1)\n" in told
    assert desk.json("show", "floor")["verdict"] == "happened"


def test_an_outcome_without_evidence_is_recorded_with_a_warning(desk: Desk) -> None:
    result = desk("record", "floor", "happened", "--on", "2023-07-11")
    assert result.stderr.startswith("Warning: The outcome has no evidence")
    good = desk("record", "floor", "stalled", "--evidence", "https://a.example")
    assert good.stderr == ""


def test_an_unknown_id_is_refused_with_close_ones(desk: Desk) -> None:
    told = desk.refused("record", "flor", "happened")
    assert told == "There is no claim or question 'flor' in this ledger. Did you mean floor?\n"
    assert re.match(
        "There is no claim or question 'japan-times-2023-07-03'",
        desk.refused("record", "japan-times-2023-07-03", "happened"),
    )


def test_a_long_name_and_id_stand_on_two_lines(desk: Desk) -> None:
    desk.add(id="i" * 60, speaker="S" * 30, statement="It rains.")
    told = desk.done("record", "i" * 60, "happened", "--on", "2023-07-11")
    assert f"  {'S' * 30}, for: right\n{'':18}({'i' * 60})\n" in told
