"""Ids that people type: their beginnings, lines of the list shown last, words of one claim."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screens import Screen

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk with three claims, which fall due one after the other."""
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(empty_ledger, folder / "ledger.db")
    desk = Desk(folder)
    desk.add(id="floor-of-two", statement="A floor is agreed.", due="2023-07-11")
    desk.add(id="floor-of-three", statement="Three per cent are agreed.", due="2023-07-12")
    desk.add(id="partners", statement="Partners sign a treaty.", due="2023-07-13")
    return desk


@pytest.fixture
def shell(desk: Desk) -> Iterator[Screen]:
    """A shell at a terminal, where one command comes after the other."""
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    program = f"{sys.executable} -m ledger"
    environment = {"PS1": "$ ", "ledger": program}
    with Screen(desk.folder, ["-i"], environment, program="/bin/sh") as shell:
        shell.sees("$")
        yield shell


def test_the_beginning_of_an_id_is_enough_to_read(desk: Desk) -> None:
    assert desk.json("show", "part")["id"] == "partners"
    assert desk.json("show", "floor-of-th")["id"] == "floor-of-three"
    assert "Several ids begin with 'floor': floor-of-three, floor-of-two." in desk.refused(
        "show", "floor"
    )
    assert desk.done("log", "part") == desk.done("log", "partners")
    assert desk.done("forecasts", "part") == desk.done("forecasts", "partners")
    assert "There is no claim or question" in desk.refused("show", "nothing")


def test_a_whole_id_is_never_taken_for_the_beginning_of_another(desk: Desk) -> None:
    desk.add(id="floor", statement="It rains.")
    assert desk.json("show", "floor")["id"] == "floor"
    desk.done("withdraw", "floor", "--reason", "no")
    assert "withdrawn" in desk.done("show", "floor")


def test_words_that_one_claim_only_has_are_enough_to_read(desk: Desk) -> None:
    assert desk.json("show", "partners treaty")["id"] == "partners"
    assert "Several claims have 'are agreed'" not in desk.done("show", "per cent")
    assert "There is no claim or question" in desk.refused("show", "no such words")
    desk.add(id="rain", statement="Partners sign another treaty.")
    assert "Several claims have 'sign treaty': " in desk.refused("show", "sign treaty")


@pytest.mark.parametrize(
    "words",
    [
        ("record", "part", "happened"),
        ("amend", "part", "--note", "x"),
        ("withdraw", "part", "--reason", "x"),
        ("forecast", "part", "0.5"),
        ("record", "@1", "happened"),
        ("record", "partners treaty", "happened"),
    ],
)
def test_without_a_terminal_what_writes_takes_whole_ids_only(
    desk: Desk, words: tuple[str, ...]
) -> None:
    before = desk.json("log")
    desk.refused(*words)
    assert desk.json("log") == before


def test_numbers_of_lines_are_of_terminals_alone(desk: Desk) -> None:
    assert "@1" not in desk.done("list")
    told = desk.refused("show", "@1")
    assert told.startswith("@1 is a line of the list this terminal showed last, which is not there")


@pytest.mark.slow
@posix_only
def test_a_number_means_the_line_shown_last_and_what_writes_asks(desk: Desk, shell: Screen) -> None:
    shell.types("$ledger list")
    shell.sees("@3 James Black Partners sign a treaty. 3 claims. $")
    shell.types("$ledger show @2")
    shell.sees("Three per cent are agreed.")
    shell.types("$ledger record @3 happened --on 2023-07-12")
    shell.sees("partners James Black: Partners sign a treaty. Is that what you mean? [Y/n]:")
    shell.types("n")
    shell.sees("Nothing was written. Stopped. $")
    assert desk.json("show", "partners")["outcomes"] == []
    shell.types("$ledger record part happened --on 2023-07-12")
    shell.sees("Is that what you mean? [Y/n]:")
    shell.types("")
    shell.sees("Recorded partners#1. Warning: The outcome has no evidence")
    shell.sees("shows it. $")
    shell.types("$ledger amend partners#1 --note seen")
    shell.sees("Amended partners#1. note: (nothing) -> seen")
    shell.types("$ledger withdraw 'per cent' --reason twice")
    shell.sees("Is that what you mean? [Y/n]:")
    shell.types("")
    shell.sees("Withdrew claim floor-of-three.")
    shell.types("$ledger show @4")
    shell.sees("which had 3. Show it again: ledger list, ledger search or ledger due.")


@pytest.mark.slow
@posix_only
def test_a_list_of_another_ledger_is_stale(shell: Screen) -> None:
    shell.types("$ledger due")
    shell.sees("@3 James Black Partners sign a treaty. $")
    shell.types("$ledger --db other.db init; $ledger --db other.db show @1")
    shell.sees("which is not there, or too long ago.")
    shell.types("cp other.db ledger.db; $ledger show @1")
    shell.sees("which is not there, or too long ago.")


def test_ids_of_claims_added_by_hand_have_four_words_at_most(desk: Desk) -> None:
    with Ledger(desk.database, recorder="desk") as ledger:
        for speaker, statement, made in (
            ("A", "NATO members agree to spend at least 2% of GDP.", "nato-members-agree-spend"),
            ("A", "NATO members agree to spend at least 3% of GDP.", "nato-members-agree-spend-2"),
            ("A", "It rains.", "rains"),
        ):
            done = ledger.add({"speaker": speaker, "statement": statement}, {"publisher": "P"})
            assert done.claim.id == made
        denial = {"speaker": "Jo Hill", "statement": "It snows on the whole mountain."}
        done = ledger.add({**denial, "stance": "against"}, {"publisher": "P"})
        assert (done.claim.question, done.claim.id) == (
            "snows-whole-mountain",
            "hill-snows-whole-mountain",
        )
