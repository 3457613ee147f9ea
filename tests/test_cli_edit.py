"""Mistakes mended: evidence removed, a claim moved to another source, a record edited as text."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from screens import Screen

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk with a claim that is settled by two pieces of evidence, and another source."""
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(empty_ledger, folder / "ledger.db")
    desk = Desk(folder)
    desk.add(id="floor", quote="a floor", probability="0.7", topic="defence")
    desk.add(id="rain", statement="It rains.", publisher="AFP", due="2099-01-01")
    desk.done(
        *("record", "floor", "happened", "--on", "2023-07-11"),
        *("--evidence", "https://a.example", "--evidence", "https://b.example"),
    )
    return desk


@pytest.mark.parametrize("name", ["https://a.example", "1"])
def test_one_piece_of_evidence_can_be_removed(desk: Desk, name: str) -> None:
    told = desk.done("amend", "floor#1", "--remove-evidence", name)
    assert "evidence: https://a.example, https://b.example -> https://b.example" in told
    (outcome,) = desk.json("show", "floor")["outcomes"]
    assert [one["url"] for one in outcome["evidence"]] == ["https://b.example"]
    desk.done("amend", "floor#1", "--remove-evidence", "1", "--evidence", "https://c.example")
    (outcome,) = desk.json("show", "floor")["outcomes"]
    assert [one["url"] for one in outcome["evidence"]] == ["https://c.example"]
    desk.done("amend", "floor#1", "--remove-evidence", "1")
    assert desk.json("show", "floor")["outcomes"][0]["evidence"] == []
    assert desk.done("verify").startswith("The ledger is whole")


def test_evidence_that_is_not_there_is_named_with_what_is(desk: Desk) -> None:
    told = desk.misused("amend", "floor#1", "--remove-evidence", "3")
    assert "There is no evidence '3' to remove. There is:\n  1 https://a.example" in told
    told = desk.refused("amend", "rain", "--remove-evidence", "1")
    assert told.startswith("--evidence is said of an outcome, not of rain.\nThere is none yet: ")


def test_a_claim_is_moved_to_another_source(desk: Desk) -> None:
    told = desk.refused("amend", "floor", "--source", "afp-2023-07-03")
    assert "floor: source: the question floor is settled" in told
    desk.done("amend", "floor", "--source", "afp-2023-07-03", "--reason", "wrong paper")
    claim = desk.json("show", "floor")
    assert (claim["source"], claim["publisher"]) == ("afp-2023-07-03", "AFP")
    (correction,) = desk.json("corrections")
    assert (correction["what"], correction["after_the_fact"]) == ("source", True)
    assert "There is no source 'none'" in desk.refused("amend", "rain", "--source", "none")
    assert desk.done("verify").startswith("The ledger is whole")


def test_a_quote_loses_its_place_with_its_text(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("It is a floor.", encoding="utf-8")
    words = ("--speaker", "A", "--statement", "S.", "--quote", "a floor", "--publisher", "New")
    desk.done("add", "--id", "placed", *words, "--text", text)
    assert "selector" in desk.json("log", "placed")[-1]["body"]
    desk.done("amend", "placed", "--note", "x")
    assert "selector" in desk.json("log", "placed")[-1]["body"]
    desk.done("amend", "placed", "--source", "afp-2023-07-03")
    assert "selector" not in desk.json("log", "placed")[-1]["body"]


def test_what_is_not_in_the_text_is_refused_without_a_terminal_too(
    desk: Desk, tmp_path: Path
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("It is a floor.", encoding="utf-8")
    words = ("--speaker", "A", "--statement", "S.", "--quote", "a roof", "--publisher", "New")
    assert "is not in the text; the closest passage is" in desk.refused(
        "add", *words, "--text", text
    )


def test_what_can_be_edited_is_what_amend_takes(desk: Desk) -> None:
    with Ledger(desk.database, recorder="desk") as ledger:
        known = ledger.editable("floor")
        assert list(known) == [
            *("source", "speaker", "attribution", "kind", "quote", "probability", "checkable"),
            *("statement", "due", "due_basis", "topics"),
        ]
        assert list(ledger.editable("floor#1")) == ["verdict", "happened_on", "evidence"]
        assert "publisher" in ledger.editable("afp-2023-07-03")
        before = len(ledger.log())
        done = ledger.amend("rain", {"note": "x"}, dry_run=True)
        assert done.changes == (("claim", "note", None, "x"),)
        assert len(ledger.log()) == before


def test_an_editor_needs_a_terminal(desk: Desk) -> None:
    assert "needs a terminal; elsewhere there is ledger amend" in desk.misused("edit", "floor")


def edit(desk: Desk, script: str, *words: str) -> Screen:
    """``ledger edit`` with an editor that does what a script for sed says."""
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    editor = desk.folder / "editor.sh"
    editor.write_text(f"#!/bin/sh\nsed -i {script!r} $1\n")
    editor.chmod(0o755)
    return Screen(desk.folder, ["edit", *words], {"EDITOR": str(editor), "VISUAL": str(editor)})


@pytest.mark.slow
@posix_only
def test_a_record_is_edited_and_what_changes_is_shown_first(desk: Desk) -> None:
    with edit(desk, "s/It rains/It snows/; s/AFP/X/; /^due_basis/d", "rain") as terminal:
        shown = terminal.sees("Is that right? [Y/n]:")
        assert "statement: It rains. -> It snows." in shown
        assert desk.json("show", "rain")["statement"] == "It rains."
        terminal.types("")
        assert terminal.ends() == 0
        terminal.sees("Amended rain.")
    assert desk.json("show", "rain")["statement"] == "It snows."
    with edit(desk, "/^topics/d; s/0.7/0.8/", "floor") as terminal:
        terminal.sees("so this needs a reason.")
        terminal.answers(("Why:", "misread"), ("Is that right?", "y"))
        assert terminal.ends() == 0
    claim = desk.json("show", "floor")
    assert (claim["topics"], claim["probability"]) == ([], 0.8)
    with edit(desk, "s/a.example/c.example/", "floor#1") as terminal:
        terminal.answers(("Is that right?", ""))
        assert terminal.ends() == 0
    (outcome,) = desk.json("show", "floor")["outcomes"]
    assert outcome["evidence"][0]["url"] == "https://c.example"
    with edit(desk, 's/happened"/void"/; /^happened_on/d', "floor#1") as terminal:
        terminal.sees("needs a reason.")
        terminal.answers(("Why:", "moot"), ("Is that right?", "y"))
        assert terminal.ends() == 0
        terminal.sees("The verdict is floor#2 now.")
    outcomes = desk.json("show", "floor")["outcomes"]
    assert [one["verdict"] for one in outcomes] == ["happened", "void"]
    assert outcomes[1]["evidence"] == outcomes[0]["evidence"]
    assert desk.done("verify").startswith("The ledger is whole")


@pytest.mark.slow
@posix_only
def test_nothing_is_written_where_nothing_changed_or_it_is_not_wanted(desk: Desk) -> None:
    before = desk.json("log")
    with edit(desk, "s/^# Change/# Changed/", "rain") as terminal:
        assert terminal.ends() == 0
        terminal.sees("Nothing was changed.")
    with edit(desk, "s/It rains/It snows/", "rain") as terminal:
        terminal.answers(("Is that right?", "n"))
        assert terminal.ends() == 1
    for script, why in (
        ("s/2099-01-01/2099-13-01/", "there is no month 13"),
        ("s/^speaker = /speaker /", "Line 6: After a key comes ="),
        ("$ a colour = 1", "Unknown key 'colour'"),
    ):
        with edit(desk, script, "rain") as terminal:
            terminal.sees(why)
            terminal.answers(("Edit it again? [Y/n]:", "n"))
            assert terminal.ends() == 1
    assert desk.json("log") == before


@pytest.mark.slow
@posix_only
def test_an_editor_that_is_not_there_is_named_with_what_to_do(desk: Desk) -> None:
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    with Screen(desk.folder, ["edit", "floor"], {"EDITOR": "/none/ed", "VISUAL": ""}) as terminal:
        terminal.sees("The editor '/none/ed' did not work; nothing was written.")
        assert terminal.ends() == 1
