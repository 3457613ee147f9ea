"""``ledger undo``: what it shows and asks, and what the lists say of it afterwards."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one claim, which was added last."""
    folder = tmp_path / "desk"
    folder.mkdir()
    desk = Desk(folder)
    desk.add(id="floor")
    return desk


def test_without_a_terminal_it_shows_what_it_would_take_back_and_needs_yes(desk: Desk) -> None:
    shown = desk.done("undo", "--dry-run")
    assert "  claim floor added: James Black\n" in shown
    assert "The source japan-times-2023-07-03 would stay." in shown
    assert "Nothing was undone; ledger undo --dry-run shows what would be" in desk.refused("undo")
    assert [one["id"] for one in desk.json("list")] == ["floor"]
    told = desk.done("undo", "--yes")
    assert told.splitlines() == [
        "Took back question floor.",
        "Took back claim floor.",
        "The source japan-times-2023-07-03 stays.",
    ]
    assert desk.json("list") == []
    assert "an undo is not undone" in desk.refused("undo", "--yes")
    assert desk.done("verify").startswith("The ledger is whole")


def test_the_log_and_the_corrections_say_so(desk: Desk) -> None:
    desk.done("amend", "floor", "--speaker", "Ann", "--reason", "Misread.")
    assert "  after the fact" in desk.done("corrections")
    assert desk.done("undo", "--yes") == "As it was: claim floor.\n"
    log = desk.done("log").splitlines()
    assert log[-2].endswith("claim      floor, undone at once")
    assert log[-1].endswith("claim      floor, undoes entry 4")
    told = desk.done("corrections")
    assert told.count("claim floor  undone at once") == 2
    assert "after the fact" not in told
    assert {one["undone"] for one in desk.json("corrections")} == {True}
    assert desk.json("report")["total"]["amended_after"] == 0


def test_programs_get_what_was_taken_back(desk: Desk) -> None:
    desk.done("record", "floor", "happened", "--on", "2023-07-11")
    expected = desk.json("undo", "--dry-run")
    assert expected["undone"] is False
    assert "--yes does it" in desk.refused("undo", "--format", "json")
    done = json.loads(desk.done("undo", "--yes", "--format", "json"))
    assert done == {**expected, "undone": True}
    assert done["steps"] == [
        {"entry": 4, "kind": "outcome", "id": "floor#1", "does": "withdrawn", "changes": []}
    ]


@posix_only
@pytest.mark.parametrize(
    ("answer", "told"), [("y", "Took back claim floor."), ("n", "Nothing was")]
)
def test_at_a_terminal_it_asks(desk: Desk, answer: str, told: str) -> None:
    with desk.terminal("--recorder", "desk", "undo") as terminal:
        terminal.sees("claim floor added: James Black")
        terminal.sees("Take that back? [y/N]:")
        terminal.types(answer)
        terminal.sees(told)
        assert terminal.ends() == (answer == "n")
    assert len(desk.json("list")) == (answer == "n")
