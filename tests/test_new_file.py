"""A new ledger is at its place when the first thing in it is, and nothing is left before that."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE, Desk
from examples import FORMULA, add

from ledger.book.ledger import Ledger
from ledger.errors import NoLedger, StoreTrouble
from ledger.store.sqlite.backend import new_ledger

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = ("--publisher", "The Paper", "--published", "2023-07-03")
CLAIM = ("--speaker", "A", "--statement", "It rains.")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder of its own, without a ledger."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


def files(folder: Path) -> list[str]:
    """The names of all that is in a folder."""
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", *CLAIM, *SOURCE, "--due", "2023-13"),
        ("add", *CLAIM, "--source", "nobody"),
        ("import", "nowhere.toml"),
    ],
)
def test_a_refused_first_command_leaves_nothing(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.refused(*arguments)
    assert files(desk.folder) == []


@pytest.mark.parametrize("change", [("2023-07-12", "2023-13"), ('"formula"\nspeak', '"q"\nspeak')])
def test_a_refused_first_import_leaves_nothing_whoever_finds_the_problem(
    desk: Desk, tmp_path: Path, change: tuple[str, str]
) -> None:
    """One problem shows in the file, the other only once it is held against the ledger."""
    bad = tmp_path / "bad.toml"
    bad.write_text(FORMULA.replace(*change), encoding="utf-8")
    desk.refused("import", bad)
    assert files(desk.folder) == []
    bad.write_text(FORMULA, encoding="utf-8")
    desk.done("import", bad)
    assert files(desk.folder) == ["ledger.db"]
    assert len(desk.json("list")) == 2


@pytest.mark.slow
@posix_only
def test_stopping_at_the_prompt_leaves_nothing(desk: Desk) -> None:
    with desk.terminal("add") as terminal:
        terminal.sees("or the id of a source that is here")
        assert terminal.presses(b"\x03") == -signal.SIGINT
    assert files(desk.folder) == []


def test_a_ledger_that_is_there_stays_as_it_is_when_a_command_is_refused(desk: Desk) -> None:
    desk.done("init")
    before = desk.database.read_bytes()
    desk.refused("add", *CLAIM, "--source", "nobody")
    assert desk.database.read_bytes() == before
    assert files(desk.folder) == ["ledger.db"]


def test_a_ledger_that_another_program_makes_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"

    def make_both() -> None:
        with new_ledger(str(path)) as target, Ledger(target, create=True) as late:
            add(late)
            with Ledger(path, create=True) as quicker:
                add(quicker, id="theirs")

    with pytest.raises(StoreTrouble, match="Another program made") as refused:
        make_both()
    assert "Nothing was written" in refused.value.cure
    assert files(tmp_path) == ["ledger.db"]
    with Ledger(path) as ledger:
        assert [one.id for one in ledger.list()] == ["theirs"]


@posix_only
def test_a_new_ledger_may_be_read_by_whom_new_files_may(desk: Desk) -> None:
    desk.done("add", *CLAIM, *SOURCE)
    plain = desk.folder / "plain"
    plain.touch()
    assert desk.database.stat().st_mode == plain.stat().st_mode
    assert desk.database.stat().st_nlink == 1


@posix_only
def test_a_link_to_nowhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    desk = Desk(tmp_path / "links")
    desk.database.symlink_to(tmp_path / "real.db")
    desk.done("import", ARTICLE)
    assert desk.database.is_symlink()
    assert files(tmp_path) == ["links", "real.db"]
    desk.database.unlink()
    desk.database.symlink_to(tmp_path / "none" / "real.db")
    assert "There is no folder" in desk.refused("import", ARTICLE)


@posix_only
def test_where_no_links_can_be_made_init_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a FAT file system, which a test cannot mount."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    told = desk.refused("add", *CLAIM, *SOURCE)
    assert "cannot be made: Operation not permitted." in told
    assert f"ledger --db {desk.database} init\n" in told
    assert files(desk.folder) == []
    desk.done("init")
    desk.done("add", *CLAIM, *SOURCE)


def test_a_place_that_cannot_hold_a_ledger_is_named_as_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(NoLedger, match="There is no folder"), new_ledger(str(tmp_path / "a" / "b")):
        pass  # pragma: no cover - it is refused before
