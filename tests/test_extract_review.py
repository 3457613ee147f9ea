"""`ledger extract --review`: kept, edited, split, taken out, left for later, and gone on with."""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from screens import CTRL_U, Screen

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """The bridge will open in May and will cost 9 million, said Ada Example, the mayor.

Bo Sample, a farmer, doubts that it can be finished in time. Rain is likely next week.
"""


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def review(folder: Path) -> Screen:
    arguments = [
        "extract", "article.txt", "--publisher", "The Example", "--published", "2025-06-11",
        "--review", "-o", "a.toml",
    ]  # fmt: skip
    return Screen(folder, arguments)


def kept(folder: Path) -> list[dict[str, object]]:
    return tomllib.loads((folder / "a.toml").read_text(encoding="utf-8"))["claim"]


def test_a_person_goes_through_them_stops_and_goes_on(folder: Path) -> None:
    with review(folder) as screen:
        screen.sees("1 of 4")
        screen.sees("[[ The bridge will open in May ]]")
        screen.sees("q stops")
        screen.sends("k")
        screen.sees("Speaker: Ada Example")
        screen.types("")
        screen.sees("2 of 4")
        screen.sees("q stops")
        screen.sends("x")
        screen.sees("3 of 4")
        screen.sees("q stops")
        screen.sends("q")
        screen.sees("1 claim kept, 1 taken out, 2 left.")
        screen.sees("the same command goes on.")
    assert [one.get("draft", False) for one in kept(folder)] == [False, True, True]
    with review(folder) as screen:
        screen.sees("1 of 2")
        screen.sees("q stops")
        screen.sends("e")
        screen.sees("Statement:")
        screen.types(f"{CTRL_U}The bridge is finished in time.")
        for key in ("Due", "Condition", "Stance", "Kind", "Organisation", "Role", "Speaker"):
            screen.sees(f"{key}:")
            screen.types("")
        screen.sees("2 of 2")
        screen.sees("q stops")
        screen.sends(" ")
        screen.sees("1 claim kept, 0 taken out, 1 left.")
    document = tomllib.loads((folder / "a.toml").read_text(encoding="utf-8"))
    (question,) = document["question"]
    assert question["statement"] == "The bridge is finished in time."
    assert "draft" not in question
    assert [one.get("draft", False) for one in document["claim"]] == [False, False, True]


def test_a_quote_is_split_and_what_the_ledger_has_is_pointed_out(folder: Path) -> None:
    Desk(folder).done(
        "add", "--publisher", "P", "--published", "2025-06-01", "--speaker", "Ada Example",
        "--statement", "The bridge will open in May.", "--due", "2026-05",
    )  # fmt: skip
    with review(folder) as screen:
        screen.sees("The ledger may have it already: ")
        screen.sees("q stops")
        screen.sends("s")
        screen.sees("The second claim begins with the words:")
        screen.types("in May")
        screen.sees("first part")
        screen.sees("q stops")
        screen.sends("q")
        screen.sees("0 claims kept, 0 taken out, 5 left.")
    quotes = [one["quote"] for one in kept(folder)]
    assert quotes[:2] == ["The bridge will open", "in May"]


def test_what_cannot_be_taken_is_said_and_asked_again(folder: Path) -> None:
    with review(folder) as screen:
        screen.sees("q stops")
        screen.sends("e")
        screen.sees("Statement:")
        screen.types("")
        screen.sees("Due:")
        screen.types(f"{CTRL_U}some day")
        for key in ("Condition", "Stance", "Kind", "Organisation", "Role", "Speaker"):
            screen.sees(f"{key}:")
            screen.types("")
        screen.sees("does not say by when")
        screen.sends("q")
        screen.sees("4 left.")
    assert all(one["draft"] for one in kept(folder))


def test_without_a_terminal_or_a_file_it_is_refused(folder: Path) -> None:
    desk = Desk(folder)
    given = ("extract", folder / "article.txt", "--publisher", "P", "--review")
    assert "--review needs -o FILE" in desk(*given).output
    assert "asks at a terminal" in desk(*given, "-o", folder / "a.toml").output
    assert not (folder / "a.toml").exists()
