"""Blind verdicts, adjudication and disputes, as a desk of several recorders types them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2023, 7, 20, 9, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on 20 July 2023 with one question, due on the 12th, two stands and a verdict."""
    monkeypatch.setattr("ledger.book.ledger.utc_now", lambda: NOW)
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    desk.add(id="floor", statement="NATO agrees on a floor of 2%.", topic="defence")
    desk.done(
        *("add", "--id", "no-floor", "--speaker", "Jamie Shea", "--question", "floor"),
        *("--stance", "against", "--source", "japan-times-2023-07-03"),
    )
    desk.done("record", "floor", "happened", "--on", "2023-07-11", "--yes")
    return desk


def as_ann(desk: Desk, *arguments: str) -> str:
    """What a command that works prints for a second recorder: of two names the last one counts."""
    return desk.done("--recorder", "Ann", *arguments)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_blind_verdict_shows_the_claims_and_nothing_that_was_found(desk: Desk) -> None:
    told = as_ann(desk, "record", "floor", "did-not-happen", "--blind", "--note", "No floor.")
    assert lines(told) == [
        "NATO agrees on a floor of 2%.",
        "did-not-happen",
        "blind: it does not stand, and changes nobody's result",
        "James Black, for (floor)",
        "Jamie Shea, against (no-floor)",
        "Recorded floor#2.",
    ]
    claim = desk.json("show", "floor")
    assert (claim["verdict"], claim["result"]) == ("happened", "right")
    assert [(one["by"], one["blind"], one["stands"]) for one in claim["outcomes"]] == [
        ("desk", False, True),
        ("Ann", True, False),
    ]


def test_blind_is_refused_to_who_has_recorded_and_with_adjudicates(desk: Desk) -> None:
    told = desk.refused("record", "floor", "void", "--blind")
    assert told == (
        "desk recorded floor#1 with the other verdicts in view, and so cannot give a blind one.\n"
        "Let somebody else give it: ledger --recorder NAME record ...\n"
    )
    told = desk.misused("record", "floor", "void", "--blind", "--adjudicates")
    assert "A verdict can be blind or adjudicate, not both." in told


def test_a_decision_needs_two_who_judged_and_a_final_verdict(desk: Desk) -> None:
    decide = ("record", "floor", "did-not-happen", "--adjudicates", "--yes")
    assert desk.refused(*decide).startswith("There is nothing to decide on floor: fewer than two")
    as_ann(desk, "record", "floor", "did-not-happen", "--blind")
    assert "needs a reason" in desk.refused(*decide)
    told = desk.refused("record", "floor", "stalled", "--adjudicates", "--yes")
    assert told.startswith("stalled is news and decides nothing")
    assert "Recorded floor#3." in desk.done(*decide, "--reason", "The text has no floor.")
    assert desk.json("show", "floor")["verdict"] == "did-not-happen"


def test_show_marks_what_is_blind_and_what_decides(desk: Desk) -> None:
    as_ann(desk, "record", "floor", "did-not-happen", "--blind")
    desk.done("record", "floor", "happened", "--on", "2023-07-11", "--adjudicates", "--yes")
    shown = desk.done("show", "floor")
    assert "  #2  did-not-happen\n      blind second verdict, does not stand\n" in shown
    assert (
        "  #3  happened, 2023-07-11  (stands)\n      adjudicates: decides where recorders differ\n"
    ) in shown
    assert desk.json("show", "floor")["outcomes"][2]["adjudicates"] is True
    assert desk.json("corrections") == []


def test_disputes_say_who_said_what_and_what_stands(desk: Desk) -> None:
    as_ann(desk, "record", "floor", "partly", "--value", "0.75", "--blind")
    assert lines(desk.done("disputes")) == [
        "floor not decided; happened stands",
        "NATO agrees on a floor of 2%.",
        "Ann: partly 0.75, blind (floor#2)",
        "desk: happened, 2023-07-11 (floor#1)",
        "",
        "Questions that two or more recorders have judged: 1. They differ on 1; decided:",
        "0.",
        "Krippendorff's alpha is 0.00, between 2 recorders (Ann, desk): 1 is full",
        "agreement, 0 what chance alone would give.",
        "As of 6@2023-07-20.",
    ]
    desk.done("record", "floor", "happened", "--on", "2023-07-11", "--adjudicates", "--yes")
    told = lines(desk.done("disputes"))
    assert told[0] == "floor decided by desk: happened"
    assert told[6] == "1."


def test_disputes_as_json(desk: Desk) -> None:
    as_ann(desk, "record", "floor", "partly", "--value", "0.75", "--blind")
    stands = {
        "by": "desk",
        "verdict": "happened",
        "value": None,
        "answer": None,
        "happened_on": "2023-07-11",
        "id": "floor#1",
        "blind": False,
        "disputed": False,
        "recorded_at": "2023-07-20T09:00:00Z",
    }
    other = {**stands, "by": "Ann", "verdict": "partly", "value": 0.75, "happened_on": None}
    dispute = {
        "question": "floor",
        "statement": "NATO agrees on a floor of 2%.",
        "verdicts": [{**other, "id": "floor#2", "blind": True}, stands],
        "stands": stands,
        "adjudicated": False,
    }
    assert desk.json("disputes", "--topic", "Defence") == {
        "as_of": "6@2023-07-20",
        "entry": 6,
        "alpha": 0,
        "recorders": ["Ann", "desk"],
        "questions": 1,
        "imported": 0,
        "disputes": [dispute],
    }


def test_where_nobody_differs_the_reason_for_no_alpha_is_said(desk: Desk) -> None:
    assert lines(desk.done("disputes"))[0].startswith("No question here has verdicts of two")
    as_ann(desk, "record", "floor", "happened", "--on", "2023-07-11", "--blind")
    told = " ".join(lines(desk.done("disputes")))
    assert "have judged: 1. They differ on 0; decided: 0." in told
    assert "Krippendorff's alpha is undefined: every verdict compared is the same" in told
    found = desk.json("disputes")
    assert (found["alpha"], found["questions"], found["disputes"]) == (None, 1, [])


def test_a_dispute_that_nothing_decides_yet(desk: Desk) -> None:
    desk.done("withdraw", "floor#1", "--reason", "to be judged by two")
    as_ann(desk, "record", "floor", "void", "--blind")
    desk.done("--recorder", "Bea", "record", "floor", "happened", "--blind")
    assert lines(desk.done("disputes"))[0] == "floor not decided; nothing stands"
    assert desk.json("disputes")["disputes"][0]["stands"] is None


def test_a_long_statement_is_cut_unless_full(desk: Desk) -> None:
    statement = "It rains in every member state " * 5
    desk.done("amend", "floor", "--statement", statement, "--reason", "Spelt out.")
    as_ann(desk, "record", "floor", "void", "--blind")
    cut, full = desk.done("disputes"), desk.done("disputes", "--full")
    assert cut.splitlines()[1].endswith("…")
    assert " ".join(statement.split()) in " ".join(full.split())
    assert max(len(line) for line in (cut + full).splitlines()) <= 80
