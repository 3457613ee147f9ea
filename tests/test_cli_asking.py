"""Adding and recording at a real terminal, question by question."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

CTRL_C = b"\x03"
CTRL_D = b"\x04"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def answer(terminal: Terminal, *pairs: tuple[str, str]) -> None:
    """Answer each question with the text beside it."""
    for question, text in pairs:
        terminal.sees(question)
        terminal.types(text)


SOURCE = (
    ("Who published it:", "The Japan Times"),
    ("Its title:", "A preview"),
    ("Its address (url):", "https://jt.example/a"),
    ("When was it published:", "2023-07-03"),
)
CLAIM = (
    ("Who said it:", "James Black"),
    ("In which words (quote):", "a floor, not a ceiling"),
    ("What would come about, in your words:", "NATO agrees on a floor of 2%."),
    ("By when", "next week"),
    ("How sure are the words", "are looking to"),
    ("for it, against it, or none", ""),
)


@pytest.mark.slow
def test_a_refusal_breaks_between_words_at_a_terminal_and_nowhere_else(desk: Desk) -> None:
    last = "mauboussin, capphrase, fagen-ulmschneider, zonination."
    with desk.terminal("report", "--yardstick", "icd") as terminal:
        terminal.sees("zonination.")
        assert terminal.ends() == 1
    assert max(map(len, terminal.shown.splitlines())) <= 80
    told = desk.refused("report", "--yardstick", "icd")
    assert told.splitlines()[-1].startswith("Known yardsticks: icd203,")
    assert told.splitlines()[-1].endswith(last)


@pytest.mark.slow
def test_a_statement_of_what_would_not_come_about_is_asked_for_once_more(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:2], ("What would", "NATO will not agree on a floor."))
        terminal.sees("Say what would come about, even if the speaker denies it")
        answer(terminal, ("[NATO will not agree on a floor.]:", "NATO agrees on a floor."))
        answer(terminal, *CLAIM[3:5], ("for it, against it, or none", "against"))
        assert terminal.ends() == 0
    (claim,) = desk.json("list")
    assert (claim["statement"], claim["stance"]) == ("NATO agrees on a floor.", "against")


@pytest.mark.slow
def test_add_asks_for_a_claim_and_shows_what_its_due_words_were_read_as(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:4])
        terminal.sees("'next week' is 2023-07-10 to 2023-07-16")
        answer(terminal, *CLAIM[4:])
        assert terminal.ends() == 0
    assert "Added nato-agrees-floor-2." in terminal.shown
    claim = desk.json("show", "nato-agrees-floor-2")
    assert {
        "speaker": "James Black",
        "publisher": "The Japan Times",
        "published": "2023-07-03",
        "quote": "a floor, not a ceiling",
        "statement": "NATO agrees on a floor of 2%.",
        "due": "2023-07-10/2023-07-16",
        "due_words": "next week",
        "wording": "are looking to",
        "stance": "for",
    }.items() <= claim.items()
    assert desk.json("show", claim["source"])["url"] == "https://jt.example/a"


@pytest.mark.slow
def test_the_last_source_is_offered_again(desk: Desk) -> None:
    desk.add(title="A preview")
    with desk.terminal("add") as terminal:
        offered = terminal.sees("[Y/n]:")
        assert "The Japan Times, A preview, 2023-07-03 (japan-times-2023-07-03-preview)" in (
            " ".join(offered.split())
        )
        terminal.types("")
        answer(terminal, *CLAIM)
        assert terminal.ends() == 0
    assert {one["source"] for one in desk.json("list")} == {"japan-times-2023-07-03-preview"}
    assert len(desk.json("list")) == 2


@pytest.mark.slow
def test_another_source_can_be_given_instead(desk: Desk) -> None:
    desk.add()
    with desk.terminal("add") as terminal:
        answer(terminal, ("[Y/n]:", "n"), ("Who published it:", "The Post"))
        answer(terminal, ("title:", ""), ("url):", ""), ("published:", "2023-07-03"), *CLAIM)
        assert terminal.ends() == 0
    assert {one["publisher"] for one in desk.json("list")} == {"The Japan Times", "The Post"}


@pytest.mark.slow
def test_a_date_that_cannot_be_read_is_asked_for_again(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE[:3], ("When was it published:", "the other day"))
        terminal.sees("cannot be read as a date. Write a day, a month or a year")
        answer(terminal, SOURCE[3], *CLAIM[:3], ("By when", "nextish week"))
        terminal.sees("cannot be read as a date. The nearest form that works: 'next")
        answer(terminal, ("By when:", "2023-13-12"))
        terminal.sees("there is no month 13")
        answer(terminal, ("By when:", "2023-07-12"), *CLAIM[4:])
        assert terminal.ends() == 0
    assert desk.json("list")[0]["due"] == "2023-07-12"


@pytest.mark.slow
def test_words_are_not_read_against_today_where_the_source_has_no_date(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE[:3], ("published:", ""), *CLAIM[:4])
        terminal.sees("depends on the day it was said")
        answer(terminal, ("By when:", ""), *CLAIM[4:])
        assert terminal.ends() == 0
    assert desk.json("list")[0]["due"] is None


@pytest.mark.slow
def test_what_must_be_there_is_asked_for_again(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, ("Who published it:", "  "))
        terminal.sees("This cannot be left out.")
        answer(terminal, *SOURCE, ("Who said it:", ""))
        terminal.sees("This cannot be left out.")
        answer(terminal, *CLAIM)
        assert terminal.ends() == 0
    assert len(desk.json("list")) == 1


@pytest.mark.slow
def test_a_stance_that_is_none_is_asked_for_again(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:5], ("for it, against it", "perhaps"))
        terminal.sees("'perhaps' is not one of 'for', 'against', 'none'")
        answer(terminal, ("for it, against it", "none"))
        assert terminal.ends() == 0
    assert desk.json("list")[0]["stance"] == "none"


def test_a_denial_is_added_with_a_question_apart_from_it(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:5], ("for it, against it", "against"))
        assert terminal.ends() == 0
    assert "Added black-nato-agrees-floor-2." in terminal.shown
    assert "  question    nato-agrees-floor-2\n" in terminal.shown
    claim = desk.json("show", "black-nato-agrees-floor-2")
    assert (claim["question"], claim["stance"]) == ("nato-agrees-floor-2", "against")


def test_after_a_refusal_the_answers_are_offered_again(desk: Desk) -> None:
    """Due before the source was published: only the due day is typed again, and a title undone."""
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:3], ("By when", "2023-06-30"), *CLAIM[4:])
        terminal.sees("Once more. Enter keeps an answer, and - leaves a thing out.")
        answer(
            terminal,
            ("Who said it [James Black]:", ""),
            ("In which words (quote) [a floor, not a ceiling]:", "-"),
            ("What would come about, in your words [NATO agrees on a floor of 2%.]:", ""),
            ("By when", "2023-07-12"),
            ("How sure are the words", ""),
            ("for it, against it", ""),
        )
        assert terminal.ends() == 0
    claim = desk.json("list")[0]
    assert (claim["speaker"], claim["quote"]) == ("James Black", None)
    assert (claim["due"], claim["wording"]) == ("2023-07-12", "are looking to")


@pytest.mark.slow
@pytest.mark.parametrize("answered", [0, 3, 4, 6, 7, 9])
def test_ctrl_c_adds_nothing_wherever_it_comes(desk: Desk, answered: int) -> None:
    with desk.terminal("add") as terminal:
        answer(terminal, *(SOURCE + CLAIM)[:answered])
        terminal.sees((SOURCE + CLAIM)[answered][0])
        assert terminal.presses(CTRL_C) == -signal.SIGINT
    assert terminal.shown.endswith("\nNothing was added.\nStopped.\n")
    assert "Traceback" not in terminal.shown
    assert desk.json("log") == []


def test_the_end_of_input_adds_nothing_either(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        terminal.sees("Who published it:")
        assert terminal.presses(CTRL_D) == 1
    assert terminal.shown.endswith("\nNothing was added.\nStopped.\n")


@pytest.mark.slow
def test_a_ledger_that_cannot_be_written_is_not_asked_for_again(desk: Desk) -> None:
    """Nobody should type it all again because another program holds the file."""
    with desk.terminal("add") as terminal:
        answer(terminal, *SOURCE, *CLAIM[:-1])
        terminal.sees("for it, against it")
        desk.database.write_bytes(b"no database any more" * 1000)
        terminal.types("")
        assert terminal.ends() == 1
    assert "is not a ledger, or is damaged." in terminal.shown
    assert "Once more" not in terminal.shown


def test_add_with_any_option_asks_nothing(desk: Desk) -> None:
    with desk.terminal("add", "--speaker", "James Black") as terminal:
        assert terminal.ends() == 2
    assert "Which source?" in terminal.shown


@pytest.fixture
def denied(desk: Desk) -> str:
    """A question that one speaker affirms and another denies."""
    question = desk.add(id="floor")
    desk.done(
        *("add", "--id", "no-floor", "--speaker", "Jamie Shea", "--stance", "against"),
        *("--question", question, "--source", "japan-times-2023-07-03"),
    )
    return question


@pytest.mark.slow
def test_record_asks_where_a_claim_is_a_denial(desk: Desk, denied: str) -> None:
    with desk.terminal("record", denied, "happened", "--on", "2023-07-11") as terminal:
        shown = terminal.sees("A claim here denies the statement. Are these results right? [y/N]:")
        assert "Jamie Shea, against: wrong" in shown
        assert "James Black, for: right" in shown
        assert desk.json("show", denied)["outcomes"] == []
        terminal.types("y")
        assert terminal.ends() == 0
    assert "Recorded floor#1." in terminal.shown
    assert desk.json("show", denied)["verdict"] == "happened"


@pytest.mark.slow
@pytest.mark.parametrize("key", [b"\n", b"n\n", CTRL_C, CTRL_D])
def test_anything_but_yes_records_nothing(desk: Desk, denied: str, key: bytes) -> None:
    with desk.terminal("record", "no-floor", "happened") as terminal:
        terminal.sees("[y/N]:")
        assert terminal.presses(key) == (-signal.SIGINT if key == CTRL_C else 1)
    stopped = "Stopped.\n" * (key in {CTRL_C, CTRL_D})
    assert terminal.shown.endswith(f"\nNothing was recorded.\n{stopped}")
    assert desk.json("show", denied)["outcomes"] == []


@pytest.mark.slow
def test_record_does_not_ask_where_nobody_denies_or_yes_was_said(desk: Desk, denied: str) -> None:
    other = desk.add(id="other", statement="It rains.")
    with desk.terminal("record", other, "happened", "--on", "2023-07-11") as terminal:
        assert terminal.ends() == 0
    with desk.terminal("record", denied, "happened", "--yes") as terminal:
        assert terminal.ends() == 0
    assert desk.json("show", denied)["verdict"] == "happened"
