"""Commands that cannot be carried out: one clear sentence, exit code 1 or 2, never a traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from commands import CLAIMS, Desk

from ledger.cli import COMMANDS, group
from ledger.store.migrate import Upgraded

if TYPE_CHECKING:
    from collections.abc import Iterator

READING = [
    ["list"],
    ["show", "floor"],
    ["search", "floor"],
    ["due"],
    ["log"],
    ["corrections"],
    ["disputes"],
    ["report"],
    ["compare", "Ann", "Bob"],
    ["export", "-o", "out"],
]
WRITING = [
    ["add", "--publisher", "P", "--speaker", "S", "--statement", "It rains."],
    ["record", "floor", "happened"],
    ["amend", "floor", "--wording", "may"],
    ["withdraw", "floor"],
    ["import", str(CLAIMS)],
    ["init"],
]
EVERY = [*READING, *WRITING, ["upgrade"]]


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_what_is_no_database_is_refused_by_every_command(
    tmp_path: Path, command: list[str]
) -> None:
    desk = Desk(tmp_path)
    desk.database.write_text("Minutes of the meeting.\n" * 100)
    before = desk.database.read_bytes()
    assert desk.refused(*command).startswith(f"{desk.database} is not a ledger")
    assert desk.database.read_bytes() == before


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_a_database_of_another_program_is_refused_by_every_command(
    tmp_path: Path, command: list[str]
) -> None:
    desk = Desk(tmp_path)
    with closing(sqlite3.connect(desk.database)) as other, other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    told = desk.refused(*command)
    assert told.startswith(f"{desk.database} is a database, but not a ledger.\n")
    with closing(sqlite3.connect(desk.database)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_a_folder_is_refused_by_every_command(tmp_path: Path, command: list[str]) -> None:
    desk = Desk(tmp_path)
    desk.database.mkdir()
    told = desk.refused(*command)
    assert told.startswith(f"{desk.database} is a folder, not a ledger.\n")


@pytest.mark.parametrize("command", [*READING, *WRITING[1:4], ["upgrade"]], ids=" ".join)
def test_a_missing_ledger_is_refused_with_how_to_make_one(
    tmp_path: Path, command: list[str]
) -> None:
    desk = Desk(tmp_path)
    told = desk.refused(*command)
    assert told == (
        f"There is no ledger at {desk.database}.\n"
        f"Name another with --db, or make one with: ledger --db {desk.database} init\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_not_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "nowhere")
    told = desk.refused("init")
    assert told == f"There is no folder {desk.folder} to make a ledger in.\n"


@pytest.mark.slow
def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    done = Desk(tmp_path).process("--db", "mysql://host/ledger", "list")
    assert done.returncode == 1
    assert done.stderr == (
        "mysql:// is not a kind of database this program can use.\n"
        "Name a file, sqlite:///PATH or postgresql://USER@HOST/NAME.\n"
    )


def test_a_ledger_of_a_newer_program_is_refused(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (["list"], WRITING[0], ["upgrade"]):
        told = desk.refused(*command)
        assert told.startswith(f"{desk.database} was written by a newer version of this program.")
        assert "Install the newer version" in told


def test_a_ledger_of_an_older_program_is_refused_with_the_cure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("opening", "database"):  # this program, some versions on
        monkeypatch.setattr(f"ledger.store.{place}.REVISION", "9000")
    for command in (["list"], WRITING[0]):
        told = desk.refused(*command)
        assert "was made by an older version of this program" in told
        assert f"ledger --db {desk.database} upgrade\n" in told


def test_a_ledger_somebody_else_is_writing_is_refused_after_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.connections.PATIENCE", 0.1)
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = desk.refused(*WRITING[0])
    assert "Another program has kept" in told
    assert "try again" in told
    assert desk.json("log") == []


@pytest.mark.parametrize("command", [*WRITING[:-1], ["merge", "S", "T"]], ids=" ".join)
def test_nothing_is_told_as_done_that_then_cannot_be_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Who reads holds up no one who looks, but whoever writes, once all is said and done."""
    desk.add(id="floor", speaker="S")
    desk.add(id="other", speaker="T", statement="It rains.")
    monkeypatch.setattr("ledger.store.sqlite.connections.PATIENCE", 0.1)
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM journal").fetchall()
        if command[0] in {"amend", "withdraw", "merge"}:
            command = [*command, "--reason", "misread"]
        assert "Another program has kept" in desk.refused(*command)


@contextmanager
def as_a_stranger() -> Iterator[None]:
    """Without the powers of the superuser, whom no permission stops."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def guarded(empty_ledger: Path) -> Iterator[Desk]:
    """A ledger anybody may read and nobody may write, in a folder like that."""
    folder = Path(tempfile.mkdtemp())
    shutil.copyfile(empty_ledger, folder / "ledger.db")
    desk = Desk(folder)
    desk.add(id="floor", due="2099")  # loads, too, what a stranger might not be able to
    desk.done("export", "-o", folder / "claims")
    desk.done("import", folder / "claims")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield desk
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
@pytest.mark.parametrize("command", WRITING[:5], ids=" ".join)
def test_a_ledger_that_cannot_be_written_is_refused(guarded: Desk, command: list[str]) -> None:
    with as_a_stranger():
        result = guarded(*command)
        assert result.exit_code == 1
        assert "Recorded" not in result.stdout
        assert result.stderr == (
            f"{guarded.database} cannot be written.\nCheck who may write the file and its folder.\n"
        )
        assert len(guarded.json("log")) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
def test_a_folder_that_cannot_be_written_is_refused(guarded: Desk) -> None:
    folder = guarded.folder
    with as_a_stranger():
        told = guarded.refused("report", "-o", folder / "report.txt")
        assert told == f"{folder / 'report.txt'} cannot be written: Permission denied.\n"
        told = guarded.refused("export", "-o", folder / "new")
        assert told == f"{folder / 'new' / '2023'} cannot be made: Permission denied.\n"
    assert {path.name for path in folder.iterdir()} == {"claims", "ledger.db"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions otherwise")
def test_a_file_that_cannot_be_read_is_refused(guarded: Desk) -> None:
    file = next((guarded.folder / "claims").rglob("*.toml"))
    file.chmod(0)
    guarded.database.chmod(0)
    with as_a_stranger():
        for command in (["check", file], ["list"], ["export", "-o", guarded.folder / "claims"]):
            result = guarded(*command)
            assert result.exit_code == 1
            assert "cannot be read: Permission denied." in result.output


def test_a_report_is_not_written_over_a_folder_or_into_a_missing_one(desk: Desk) -> None:
    assert desk.refused("report", "-o", desk.folder) == f"{desk.folder} is a folder, not a file.\n"
    lost = desk.folder / "nowhere" / "report.md"
    assert desk.refused("report", "-o", lost) == (
        f"There is no folder {lost.parent} to write report.md in.\n"
    )


def test_a_report_in_a_file_is_what_would_be_printed(desk: Desk) -> None:
    desk.add()
    for form in ("text", "json", "csv", "md"):
        file = desk.folder / f"report.{form}"
        told = desk.done("report", "--format", form, "-o", file)
        assert told == f"Wrote {file}.\n"
        printed = desk("report", "--format", form).stdout_bytes
        assert file.read_bytes() == printed
    assert not [path for path in desk.folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["list", "--status", "setled"], "'proposed'. Did you mean 'settled'?"),
        (["list", "--verdict", "hapened"], "'stalled'. Did you mean 'happened'?"),
        (["list", "--verdict", "Did not happen"], "'stalled'. Did you mean 'did-not-happen'?"),
        (["report", "--by", "speakr"], "'recorder'. Did you mean 'speaker'?"),
        (["list", "--verdict", "happend"], "'happend' is not one of 'happened'"),
        (["list", "--kind", "wish"], "'wish' is not one of 'prediction', 'pledge', 'plan'"),
        (["list", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
        (["list", "--due-before", "nextish week"], "The nearest form that works: 'next week'."),
        (["list", "--due-after", "2023-02-30"], "February 2023 has the days 1 to 28"),
        (["list", "--due-after", "2023/.."], "has no last day"),
        (["list", "--spaeker", "B"], "No such option '--spaeker'. Did you mean '--speaker'?"),
        (["list", "loose"], "Got unexpected extra argument (loose)"),
        (["due", "--within", "soon"], "'soon' is not a span of time, such as 30d, 6w, 3m or 1y."),
        (["due", "--stale", "-1"], "'-1' is not a span of time"),
        (["log", "--last", "0"], "'0' is neither a whole number from 1 on, nor all"),
        (["log", "--last", "ten"], "'ten' is neither a whole number from 1 on, nor all"),
        (["report", "--by", "party"], "'party' is not one of 'speaker', 'publisher'"),
        (["report", "--format", "pdf"], "'pdf' is not one of 'text', 'json', 'csv', 'md'"),
        (["report", "--repeats", "sum"], "'sum' is not one of 'mean', 'first', 'last', 'all'"),
        (["export"], "Claim files go into a folder: name it with -o."),
        (
            ["export", "--to", "xls", "-o", "x"],
            "'xls' is not one of 'claims', 'claimreview', 'csv', 'scores', 'ics', 'atom', 'jsonl'",
        ),
        (["show"], "Missing argument 'ID'"),
        (["search"], "Missing argument 'WORDS...'"),
        (["check"], "Missing argument 'PATHS...'"),
        (["import"], "Missing argument 'PATHS...'"),
        (["record"], "Missing argument 'ID'"),
        (["frobnicate"], "Unknown command 'frobnicate'"),
    ],
    ids=str,
)
def test_wrong_usage_is_explained(desk: Desk, arguments: list[str], why: str) -> None:
    told = desk.misused(*arguments)
    assert why in " ".join(told.split())
    assert told.startswith("Usage: ledger ")
    assert "--help" in told


@pytest.mark.parametrize("span", ["999999y", "0", "1000000d"])
def test_spans_of_any_length_are_taken(desk: Desk, span: str) -> None:
    if span == "1000000d":
        assert "is not a span of time" in desk.misused("due", "--within", span)
    else:
        desk.done("due", "--within", span, "--stale", span)


def test_a_day_that_has_not_come_or_cannot_be_read_is_no_moment(desk: Desk) -> None:
    assert "2999 has not come yet: today is " in desk.refused("list", "--as-of", "2999")
    assert "The nearest form that works: 'yesterday'" in desk.refused("list", "--as-of", "yesterdy")
    assert "There is no entry 7: the journal has 0." in desk.refused("log", "--as-of", "7@2020")


def test_init_leaves_a_ledger_that_is_there_as_it_is(desk: Desk) -> None:
    assert desk.done("init") == f"{desk.database} is ready.\n"
    desk.add()
    assert desk.done("init") == f"{desk.database} is a ledger already, with 3 entries.\n"
    assert len(desk.json("log")) == 3


def test_upgrade_says_what_it_did_and_where_the_copy_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.done("upgrade") == "The ledger is up to date.\n"
    monkeypatch.setattr(
        "ledger.store.migrate.upgrade",
        lambda target: Upgraded(changed=True, copy=Path(f"{target}.before")),
    )
    assert desk.done("upgrade") == (
        f"The ledger is up to date now. What it was before is kept in {desk.database}.before.\n"
    )


def test_every_choice_says_what_was_probably_meant() -> None:
    """Whatever the command and the option: a letter too few is found out."""
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        for one in command.params:
            if isinstance(one.type, click.Choice):
                word = max(one.type.choices, key=len)
                with pytest.raises(click.BadParameter, match=f"Did you mean '{word}'\\?"):
                    one.type.convert(word[:-1], one, context)
