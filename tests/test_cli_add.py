"""Adding a claim by options."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

FLOOR = ("--speaker", "James Black", "--statement", "NATO agrees on a floor of 2%.")
TIMES = ("--publisher", "The Japan Times", "--published", "2023-07-03")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def test_add_makes_and_prints_ids_and_shows_what_words_were_read_as(desk: Desk) -> None:
    """The week after Monday 3 July 2023 is that of 10 to 16 July."""
    told = desk.done("add", *FLOOR, *TIMES, "--due", "next week", "--wording", "are looking to")
    assert told == (
        "Added nato-agrees-floor-2.\n"
        "  new source  japan-times-2023-07-03\n"
        "  due         2023-07-10 to 2023-07-16, read from 'next week'\n"
    )


def test_every_option_is_kept_as_given(desk: Desk) -> None:
    desk.done(
        *("add", "--id", "floor", *FLOOR, *TIMES),
        *("--title", "A preview", "--author", "Gabriel Dominguez", "--author", "B"),
        *("--url", "https://jt.example/a", "--archive-url", "https://archive.example/a"),
        *("--language", "en", "--organisation", "RAND Europe", "--role", "director"),
        *("--attribution", "reported", "--kind", "plan", "--quote", "a floor, not a ceiling"),
        *("--wording", "are looking to", "--stance", "for", "--probability", "0.70"),
        *("--made", "2023-07-01", "--note", "By phone.", "--due", "2023-07-12"),
        *("--due-basis", "context", "--due-words", "at the summit", "--criteria", "It says so."),
        *("--condition", "All 31 sign.", "--topic", "defence", "--topic", "spending"),
    )
    expected = {
        "id": "floor",
        "kind": "plan",
        "question": "floor",
        "statement": "NATO agrees on a floor of 2%.",
        "condition": "All 31 sign.",
        "criteria": "It says so.",
        "speaker": "James Black",
        "organisation": "RAND Europe",
        "role": "director",
        "attribution": "reported",
        "publisher": "The Japan Times",
        "published": "2023-07-03",
        "quote": "a floor, not a ceiling",
        "wording": "are looking to",
        "stance": "for",
        "probability": 0.7,
        "made": "2023-07-01",
        "due": "2023-07-12",
        "due_words": "at the summit",
        "due_basis": "context",
        "topics": ["defence", "spending"],
        "checkable": True,
        "note": "By phone.",
        "status": "overdue",
    }
    assert expected.items() <= desk.json("list")[0].items()
    source = desk.json("show", desk.json("list")[0]["source"])
    assert {
        "title": "A preview",
        "authors": ["Gabriel Dominguez", "B"],
        "url": "https://jt.example/a",
        "archive_url": "https://archive.example/a",
        "language": "en",
    }.items() <= source.items()


def test_words_hang_on_the_day_the_claim_was_made_before_that_of_the_source(desk: Desk) -> None:
    told = desk.done("add", *FLOOR, *TIMES, "--made", "2023-06-12", "--due", "next month")
    assert "  made        2023-06-12\n" in told
    assert "  due         in July 2023, at the latest 2023-07-31, read from 'next month'\n" in told


def test_the_same_address_is_the_same_source(desk: Desk) -> None:
    desk.done("add", *FLOOR, *TIMES, "--url", "https://jt.example/a")
    told = desk.done(
        *("add", "--speaker", "B", "--statement", "It rains."),
        *("--publisher", "JT", "--url", "https://jt.example/a"),
    )
    assert "  source      japan-times-2023-07-03\n" in told
    assert {one["publisher"] for one in desk.json("list")} == {"The Japan Times"}


@pytest.mark.parametrize("day", ["5 July 2023", "July 5, 2023", "2023-07-05"])
def test_the_id_of_a_source_has_its_day_however_that_was_typed(desk: Desk, day: str) -> None:
    desk.add(publisher="The Post", published=day, due="2023-12-31")
    assert [one["name"] for one in desk.json("sources")] == ["post-2023-07-05"]


def test_a_claim_can_stand_on_a_question_that_is_there(desk: Desk) -> None:
    question = desk.add()
    told = desk.done(
        *("add", "--id", "no-floor", "--speaker", "B", "--source", "japan-times-2023-07-03"),
        *("--question", question, "--stance", "against"),
    )
    assert f"  question    {question}\n" in told
    assert desk.json("show", "no-floor")["statement"] == desk.json("show", question)["statement"]


def test_a_denial_is_added_with_a_question_under_an_id_of_its_own(desk: Desk) -> None:
    told = desk.done("add", *FLOOR, *TIMES, "--due", "2023-07-12", "--stance", "against")
    assert told == (
        "Added black-nato-agrees-floor.\n"
        "  new source  japan-times-2023-07-03\n"
        "  question    nato-agrees-floor-2\n"
        "  due         2023-07-12\n"
    )
    claim = desk.json("show", "black-nato-agrees-floor")
    assert (claim["question"], claim["stance"]) == ("nato-agrees-floor-2", "against")
    desk.done("record", "nato-agrees-floor-2", "did-not-happen", "--yes")
    assert desk.json("show", "black-nato-agrees-floor")["result"] == "right"


def test_a_claim_without_a_due_day_is_said_to_have_no_score(desk: Desk) -> None:
    told = desk.done("add", *FLOOR, *TIMES)
    assert "  due         none: it will be shown, but never scored\n" in told


def test_a_missing_ledger_is_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("add", *FLOOR, *TIMES)
    assert len(desk.json("list")) == 1


def test_a_command_used_wrongly_makes_no_ledger(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.misused("add", *FLOOR)
    assert not desk.database.exists()


def test_a_warning_is_printed_beside_what_was_done(desk: Desk) -> None:
    result = desk("add", *FLOOR, *TIMES, "--quote", "a floor\u202e, not a ceiling")
    assert result.exit_code == 0
    assert result.stdout.startswith("Added ")
    assert result.stderr.startswith("Warning: --quote contains the invisible character U+202E")


def test_what_is_odd_about_a_new_source_is_said(desk: Desk) -> None:
    told = desk(
        "add", "--publisher", "P", "--url", "example.org/a", "--speaker", "Ann",
        "--statement", "It rains.", "--due", "2023-08-01",
    )  # fmt: skip
    assert (
        told.stderr
        == "Warning: --url 'example.org/a' is not an address; does it begin with https://?\n"
    )


def test_without_a_terminal_add_does_not_ask(desk: Desk) -> None:
    told = desk.misused("add")
    assert "Which source? Give --source ID, or --publisher" in told
    assert desk.json("log") == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (FLOOR, "Which source? Give --source ID, or --publisher"),
        (
            (*FLOOR, *TIMES, "--source", "x"),
            "Give either --source or the details of a new source, not both.",
        ),
        (
            (*FLOOR, *TIMES, "--stance", "agianst"),
            "'agianst' is not one of 'for', 'against', 'none'",
        ),
        ((*FLOOR, *TIMES, "--kind", "wish"), "'wish' is not one of 'prediction', 'pledge', 'plan'"),
        (
            (*FLOOR, *TIMES, "--speeker", "B"),
            "No such option '--speeker'. Did you mean '--speaker'",
        ),
        ((*FLOOR, *TIMES, "--due"), "Option '--due' requires an argument"),
        ((*FLOOR, *TIMES, "loose"), "Got unexpected extra argument (loose)"),
    ],
)
def test_options_used_wrongly_are_explained(desk: Desk, options: tuple[str, ...], why: str) -> None:
    assert why in desk.misused("add", *options)
    assert desk.json("log") == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((*FLOOR, "--source", "nowhere"), "There is no source 'nowhere' in this ledger."),
        ((*FLOOR, "--title", "A preview"), "--publisher is missing"),
        ((*TIMES, "--speaker", "B"), "--statement is missing"),
        ((*TIMES, "--statement", "It rains."), "--speaker is missing"),
        ((*FLOOR, *TIMES, "--due", "2023-02-30"), "February 2023 has the days 1 to 28"),
        ((*FLOOR, *TIMES, "--due", "nextish week"), "The nearest form that works: 'next week'"),
        ((*FLOOR, *TIMES, "--due", "2023-06-30"), "over before its source was published"),
        ((*FLOOR, *TIMES, "--probability", "70"), "not a number from 0 to 1. Did you mean 0.7?"),
        (
            (*FLOOR, *TIMES, "--probability", "0.2", "--stance", "for"),
            "either the stance is against, or the probability is 0.8",
        ),
        ((*FLOOR, *TIMES, "--made", "2999-01-01"), "--made 2999-01-01 is in the future"),
        ((*FLOOR, *TIMES, "--due-basis", "desk"), "--due-basis stands without due;"),
        (
            (*FLOOR, *TIMES, "--speaker", "a\x1bb"),
            "--speaker contains the control character U+001B",
        ),
        ((*FLOOR, *TIMES, "--id", "a b"), "id 'a b'"),
        ((*FLOOR, *TIMES, "--published", "last week"), "depends on the day it was said"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    desk: Desk, options: tuple[str, ...], why: str
) -> None:
    assert why in desk.refused("add", *options)
    assert desk.json("log") == []


def test_a_misspelt_question_or_source_is_guessed(desk: Desk) -> None:
    question = desk.add()
    told = desk.refused(
        *("add", "--speaker", "B", "--source", "japan-times-2023-07-03"),
        *("--question", question[:-1]),
    )
    assert f"Did you mean {question}?" in told
    told = desk.refused("add", *FLOOR, "--source", "japan-times-2023-07-30")
    assert "Did you mean japan-times-2023-07-03?" in told


def test_an_id_that_is_taken_is_refused_with_what_to_do(desk: Desk) -> None:
    desk.add(id="floor")
    told = desk.refused("add", *FLOOR, *TIMES, "--id", "floor")
    assert "The id 'floor' is taken." in told
    assert "ledger amend floor" in told


def test_amend_prints_what_changed_from_what_to_what(desk: Desk) -> None:
    desk.add(id="floor", due="2099")
    told = desk.done(
        *("amend", "floor", "--due", "2098", "--topic", "defence", "--topic", "nato"),
        *("--not-checkable", "--speaker", "Jim Black"),
    )
    head, *changes = told.splitlines()
    assert head == "Amended floor."
    assert set(changes) == {
        "  due: 2099 -> 2098",
        "  topics: (nothing) -> defence, nato",
        "  checkable: yes -> no",
        "  speaker: James Black -> Jim Black",
    }


def test_an_empty_text_takes_a_thing_out_of_a_record(desk: Desk) -> None:
    desk.add(id="floor", due="2099", topic="nato", wording="will", author="G")
    desk.done("amend", "floor", "--topic", "", "--wording", "", "--due", "")
    claim = desk.json("show", "floor")
    assert (claim["topics"], claim["wording"], claim["due"]) == ([], None, None)
    desk.done("amend", claim["source"], "--author", "")
    assert desk.json("show", claim["source"])["authors"] == []


def test_amend_adds_evidence_to_an_outcome(desk: Desk) -> None:
    desk.add(id="floor")
    desk.done(
        "record", "floor", "happened", "--on", "2023-07-11", "--evidence", "https://a.example"
    )
    told = desk.done(
        "amend", "floor#1", "--evidence", "https://b.example", "--note", "As they say."
    )
    assert "https://a.example, https://b.example" in told
    outcome = desk.json("show", "floor")["outcomes"][0]
    assert [one["url"] for one in outcome["evidence"]] == ["https://a.example", "https://b.example"]
    assert outcome["note"] == "As they say."


def test_amend_without_a_change_is_wrong_usage(desk: Desk) -> None:
    desk.add(id="floor")
    assert "Say what to change, such as --due 2024-12-31." in desk.misused("amend", "floor")
    assert desk.refused("amend", "floor", "--speaker", "James Black", "--reason", "x") == (
        "floor already says that.\n"
    )


def test_after_the_fact_amend_and_withdraw_need_a_reason(desk: Desk) -> None:
    desk.add(id="floor")
    for arguments in (["amend", "floor", "--wording", "will"], ["withdraw", "floor"]):
        told = desk.refused(*arguments)
        assert "needs a reason" in told
        assert "--reason" in told
        desk.done(*arguments, "--reason", "misread")
    assert "Nothing" not in desk.done("corrections")


def test_withdraw_names_what_was_taken_back(desk: Desk) -> None:
    desk.add(id="floor", due="2099")
    desk.done("record", "floor", "stalled")
    taken = desk.done("withdraw", "floor#1", "--reason", "another summit")
    assert taken == "Withdrew outcome floor#1.\n"
    assert desk.done("withdraw", "floor") == "Withdrew claim floor.\nWithdrew question floor.\n"
    assert "floor" in desk.refused("withdraw", "floor")
    assert "Did you mean" in desk.refused("withdraw", "flor")


@pytest.mark.slow
def test_what_is_offered_for_an_id_is_of_the_kind_that_was_meant(desk: Desk) -> None:
    desk.add(id="floor", due="2099", url="https://a.example")
    desk.add(id="floor-two", question="floor", publisher="Floor source", statement="", due="")
    desk.done("record", "floor", "stalled", "--evidence", "https://b.example")
    desk.done("record", "floor", "in-progress")
    kin = "Did you mean floor#1 or floor#2?"
    reason = ("--reason", "misread")
    assert kin in desk.refused("withdraw", "floor#9", *reason)
    assert kin in desk.refused("withdraw", "floor-two#9", *reason)
    assert "Did you mean floor#2 or floor#1?" in desk.refused("withdraw", "flor#2", *reason)
    for command in (("amend", "floor#9", "--note", "x"), ("show", "floor#9"), ("log", "floor#9")):
        assert kin in desk.refused(*command)
    told = desk.refused("amend", "floor#9", "--evidence", "https://c.example")
    assert kin in told
    claim = ("--speaker", "A", "--statement", "B.")
    told = desk.refused("add", "--source", "floor-source-2033-07", *claim)
    assert told.endswith("Did you mean floor-source-2023-07-03?\n")
    told = desk.refused("add", "--question", "floor-tow", "--publisher", "A", "--speaker", "B")
    assert told.endswith("Did you mean floor?\n")
    desk.done("withdraw", "floor#1", *reason)
    assert "Did you mean floor#2?" in desk.refused("withdraw", "floor#9", *reason)


def test_a_statement_that_is_there_already_is_pointed_out(desk: Desk) -> None:
    """Two speakers on one question are settled by one outcome, so whoever adds should know."""
    words = ("--publisher", "The Paper", "--published", "2023-07-10", "--due", "2024")
    desk.done("add", *words, "--speaker", "Ann", "--statement", "The bridge opens.")
    told = desk("add", *words[4:], "--source", "paper-2023-07-10", "--speaker", "Bob",
                "--statement", "The bridge opens.")  # fmt: skip
    assert told.exit_code == 0
    assert "bridge-opens has the same statement" in told.stderr
    assert "--question bridge-opens" in told.stderr


def test_the_first_days_are_counted_from_the_day_that_is_given(desk: Desk) -> None:
    """A hundred days that begin with January 20 end on April 29."""
    told = desk.done(
        *("add", *FLOOR, "--publisher", "JT", "--published", "2025-01-15"),
        *("--due", "in the first 100 days", "--from", "January 20, 2025", "--id", "floor"),
    )
    assert "  due         2025-01-20 to 2025-04-29, read from 'in the first 100 days from\n" in told
    claim = desk.json("show", "floor")
    assert claim["due"] == "2025-01-20/2025-04-29"
    assert claim["due_words"] == "in the first 100 days from 2025-01-20"
    desk.done(
        "amend",
        "floor",
        "--due",
        "in the first ten days",
        *("--from", "2025-01-21", "--reason", "misread"),
    )
    assert desk.json("show", "floor")["due"] == "2025-01-21/2025-01-30"


def test_a_day_to_count_from_goes_with_words_that_count(desk: Desk) -> None:
    told = desk.refused("add", *FLOOR, *TIMES, "--due", "next week", "--from", "2023-07-20")
    assert "'next week' is not counted from a day." in told
    told = desk.refused("add", *FLOOR, *TIMES, "--due", "in the first 9 days", "--from", "2023")
    assert "'2023' is not one day to count from." in told
    assert "--from 2023-07-12" in desk.refused(
        "add", *FLOOR, *TIMES, "--due", "in the first 9 days"
    )
    assert "give --due too" in desk.misused("add", *FLOOR, *TIMES, "--from", "2023-07-20")
    assert desk.json("log") == []


def test_a_fuzzy_due_date_is_shown_in_words_and_given_in_edtf(desk: Desk) -> None:
    desk.add(id="floor", due="winter 2026/27")
    assert "due in winter 2026/27  open" in desk.done("list")
    assert "in winter 2026/27, at the latest 2027-02-28 (stated" in desk.done("show", "floor")
    assert desk.json("show", "floor")["due"] == "2026-24"
