"""Commands that are printed: each does what it says when it is copied."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable

DUKE: Final = Path(__file__).parent / "museum" / "imported" / "duke.csv"
"""A file that 0.1.0 imported with the entities of HTML in its names."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with no ledger yet."""
    return Desk(tmp_path)


def commands(told: str) -> list[str]:
    """The commands that join names among the lines of an answer."""
    lines = map(str.strip, told.splitlines())
    return [one for one in lines if one.startswith(("ledger merge", "ledger amend"))]


def copied(desk: Desk, several: Iterable[str]) -> None:
    """Run commands as they were printed."""
    for one in several:
        desk.done(*shlex.split(one)[1:])


def settled(desk: Desk, speaker: str, publisher: str, name: str) -> str:
    """Add a claim that was due long ago, settle it, and answer what was said of its names."""
    words = {
        "speaker": speaker, "publisher": publisher, "published": "2020-01-05", "due": "2020-12-31",
        "statement": f"{name} comes.", "id": name,
    }  # fmt: skip
    told = desk("add", *(word for key, value in words.items() for word in (f"--{key}", value)))
    assert told.exit_code == 0
    desk.done("record", name, "happened")
    return told.stderr


def rows(desk: Desk, *names: tuple[str, str]) -> Path:
    """A sheet with a claim of each speaker and publisher, all due long ago."""
    lines = [f'"{who}",S{n},2020-01-05,2020,"{paper}"' for n, (who, paper) in enumerate(names)]
    path = desk.folder / "sheet.csv"
    text = "\n".join(["speaker,statement,made,due,publisher", *lines, ""])
    path.write_text(text, encoding="utf-8")
    return path


def groups(desk: Desk) -> set[tuple[str, str]]:
    """Whom claims count for, and who published them."""
    return {(one["speaker_group"], one["publisher"]) for one in desk.json("list")}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ann lee", "-Ann Lee"])
def test_what_add_prints_works_once_the_question_is_settled(desk: Desk, name: str) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    told = commands(settled(desk, name, "THE POST", "two"))
    assert [one.split()[1] for one in told] == ["merge", "amend"]
    copied(desk, told)
    assert groups(desk) == {("Ann Lee", "The Post")}


def test_what_duplicates_print_works_once_the_question_is_settled(desk: Desk) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    settled(desk, "ann lee", "The Post", "two")
    (alike,) = desk.json("duplicates", "--names")
    told = commands(desk.done("duplicates", "--names"))
    assert alike["commands"] == told
    copied(desk, told)
    assert groups(desk) == {("Ann Lee", "The Post")}


def test_what_undoes_a_merge_works_once_the_question_is_settled(desk: Desk) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    settled(desk, "Ann L.", "The Post", "two")
    desk.done("merge", "Ann L.", "Ann Lee", "--reason", "one woman")
    told = " ".join(desk.refused("merge", "Ann Lee", "Ann L.").split())
    command = told[told.index("ledger merge") :]
    copied(desk, [command])
    assert {one for one, _ in groups(desk)} == {"Ann Lee", "Ann L."}


@pytest.mark.slow
def test_a_merge_without_its_reason_is_refused_in_plain_words(desk: Desk) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    settled(desk, "Ann\u00a0L.", "The Post", "two")
    told = " ".join(desk.refused("merge", "Ann L.", "Ann Lee").split())
    assert "merge 'Ann L.' into 'Ann Lee': the question two is settled" in told
    desk.done("merge", "Ann L.", "Ann Lee", "--reason", "one woman")
    told = " ".join(desk.refused("merge", "--undo", "Ann L.").split())
    assert "undo the merge of 'Ann L.': the question two is settled" in told
    settled(desk, "Ann  Lee", "The Post", "three")
    told = desk.refused("merge", "Ann\u00a0Lee", "Ann Lee")
    assert "already spellings of one name: Ann Lee." in told
    assert "xa0" not in told


def test_what_import_prints_works_and_joins_the_new_to_what_is_there(desk: Desk) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    told = commands(desk.done("import", rows(desk, ("ann lee", "The Post"), ("Ann Lee", "Post"))))
    assert told == ["ledger merge 'ann lee' 'Ann Lee' --reason 'one name'"]
    copied(desk, told)
    assert {one for one, _ in groups(desk)} == {"Ann Lee"}


@pytest.mark.slow
def test_where_publishers_alone_are_alike_import_prints_what_amends_them(desk: Desk) -> None:
    settled(desk, "Ann Lee", "The Post", "one")
    path = rows(desk, ("Ann Lee", "THE POST"), ("Ann Lee", "the post"))
    told = desk.done("import", path, "--dry-run")
    assert "join them after the import:" in " ".join(told.split())
    told = desk.done("import", path)
    assert "duplicates --names" not in told
    assert len(commands(told)) == 2
    copied(desk, commands(told))
    assert groups(desk) == {("Ann Lee", "The Post")}
    assert desk.done("duplicates", "--names") == "No two names are alike.\n"


def test_an_amended_claim_is_not_new_and_still_what_others_are_like(desk: Desk) -> None:
    """Its record changes in the same import that enters a name like it."""
    path = desk.folder / "claims.toml"
    claim = '[[claim]]\nid = "{}"\nspeaker = "{}"\nstatement = "{}"\ndue = 2030-01-01\n'
    head = '[source]\nid = "s"\npublisher = "P"\npublished = 2020-01-05\n'
    path.write_text(head + claim.format("c1", "Ann Lee", "It rains."), encoding="utf-8")
    desk.done("import", path)
    two = claim.format("c0", "ann lee", "It snows.") + claim.format("c1", "Ann Lee", "It pours.")
    path.write_text(head + two, encoding="utf-8")
    told = commands(desk.done("import", path))
    assert told == ["ledger merge 'ann lee' 'Ann Lee' --reason 'one name'"]
    copied(desk, told)


def test_a_name_that_was_withdrawn_is_nobodys_to_join(desk: Desk) -> None:
    desk.add(speaker="Ann Lee", id="one", publisher="P")
    desk.done("withdraw", "one", "--reason", "It was not she.")
    assert "merge" not in desk.done("import", rows(desk, ("ann lee", "P")))


def test_names_that_an_import_does_not_enter_are_not_to_be_joined(desk: Desk) -> None:
    """This release reads the names without the entities, and leaves them as they were."""
    shutil.copyfile(DUKE.with_name("duke.csv.db"), desk.database)
    desk.done("upgrade")
    told = desk.done("import", DUKE)
    assert told.startswith("Nothing changed")
    assert "New names" not in told
    told = desk.done("import", DUKE, "--reread", "--reason", "Entities are undone.")
    assert "Amended" in told
    assert "New names" not in told
    assert "New names" not in desk.done("import", DUKE)


# Which ledger a command is for

PLACES: Final = ("ledger.db", "other.db", "the desk's $HOME/our ledger.db", "-x.db")


@pytest.mark.slow
@pytest.mark.parametrize("named", [None, "elsewhere.db", *PLACES])
@pytest.mark.parametrize("place", PLACES)
def test_what_makes_a_missing_ledger_makes_that_one(
    desk: Desk, place: str, named: str | None
) -> None:
    (desk.folder / place).parent.mkdir(parents=True, exist_ok=True)
    environment = {} if named is None else {"LEDGER_DB": named}
    told = desk.process("--db", place, "list", environment=environment).stderr
    assert ("ledger --db" in told) == (place != (named or "ledger.db"))
    words = shlex.split(told.partition("make one with: ")[2])
    assert desk.process(*words[1:], environment=environment).returncode == 0
    assert (desk.folder / place).is_file()


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_what_fills_an_empty_file_fills_that_one(desk: Desk, place: str) -> None:
    path = desk.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    for command in ("list", "upgrade"):
        path.touch()
        told = desk.process("--db", place, command).stderr
        words = shlex.split(told.partition("Make it a ledger with: ")[2])
        assert desk.process(*words[1:]).returncode == 0
        assert desk.process("--db", place, "list").returncode == 0
        path.unlink()
