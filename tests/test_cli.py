"""The command as a whole: help, start-up, exit codes, streams, settings."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from commands import CLAIMS, Desk, plain_environment

from ledger.cli import COMMANDS, TOGETHER, group

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {
    "sqlalchemy", "numpy", "dateutil", "rich", "jinja2", "tomlkit", "alembic", "matplotlib",
    "cryptography",
}  # fmt: skip

AT_A_TERMINAL = {"edit"}
"""Commands that do nothing elsewhere, and say so."""

WRITING = {
    "ledger.book.writing.add",
    "ledger.book.writing.amend",
    "ledger.book.importing.check",
    "ledger.book.asking.export",
    "ledger.book.importing.bundles",
    "ledger.book.writing.record",
    "ledger.book.transaction",
    "ledger.book.writing.withdraw",
    "ledger.formats",
    "ledger.store.projection",
}
"""Modules of ours that a command which only reads does not wait for."""

INSPECTING = "ledger.model.field_reader"
"""What entries are inspected with; who reads tables alone does not wait for that either."""

LOADED = """
import sys
from ledger.cli import main
try:
    main(sys.argv[1:])
finally:
    sys.stderr.write(" ".join(sys.modules))
"""

ESCAPE = "\x1b["

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("imported"))
    desk.done("import", CLAIMS)
    return desk.database


@pytest.fixture
def desk(tmp_path: Path, imported: Path) -> Desk:
    """A desk whose ledger has the claims of this repository."""
    shutil.copyfile(imported, tmp_path / "ledger.db")
    return Desk(tmp_path)


def modules_loaded(desk: Desk, *arguments: str) -> set[str]:
    """The modules that a command loads, and the packages they are in."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=desk.folder,
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    modules = done.stderr.splitlines()[-1].split()
    return {".".join(name.split(".")[:n]) for name in modules for n in (1, 2, 3, 4)}


def command_named(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


def example_of(command: click.Command | click.Group) -> list[list[str]]:
    """The commands in the example at the end of a help text, each as words."""
    last = (command.help or "").strip().split("\n\n")[-1]
    head, _, commands = last.partition("Example:\n")
    assert head.strip() == "\b"
    lines = commands.replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines]


def test_help_needs_no_heavy_library(desk: Desk) -> None:
    loaded = modules_loaded(desk, "--help")
    assert "click" in loaded
    assert not loaded & HEAVY
    assert {one for one in loaded if one.startswith("ledger.")} == {
        "ledger.cli",
        "ledger.cli.problems",
        "ledger.cli.process",
        "ledger.cli.replica_options",
        "ledger.invocation",
        "ledger.errors",
    }


@pytest.mark.parametrize("command", ["export", "report", "verify"])
def test_help_of_what_speaks_to_engines_loads_none(desk: Desk, command: str) -> None:
    loaded = modules_loaded(desk, command, "--help")
    assert not loaded & {"pyarrow", "ibis", "duckdb", "pyspark", "pandas", "ledger.lake"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "two-percent-floor"),
        ("list",),
        ("search", "tokyo"),
        ("due",),
        ("log",),
        ("corrections",),
        ("disputes",),
        ("checkpoint",),
        ("list", "--format", "json"),
    ],
)
def test_reading_needs_neither_alembic_nor_what_only_reports_or_writing_need(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    loaded = modules_loaded(desk, *arguments)
    assert "sqlalchemy" in loaded
    assert not loaded & (HEAVY - {"sqlalchemy"})
    assert not loaded & WRITING
    if arguments in {("list",), ("search", "tokyo"), ("due",), ("checkpoint",)}:
        assert INSPECTING not in loaded


@pytest.mark.slow
def test_show_needs_nothing_of_lists_and_search(desk: Desk) -> None:
    loaded = modules_loaded(desk, "show", "two-percent-floor")
    assert "ledger.book.asking.show" in loaded
    assert "ledger.book.asking.selection" not in loaded


def test_check_needs_no_database(desk: Desk) -> None:
    assert not modules_loaded(desk, "check", str(CLAIMS)) & {"sqlalchemy", "ledger.store"}


def test_a_key_is_made_without_a_database(desk: Desk) -> None:
    loaded = modules_loaded(desk, "keygen", "desk.key")
    assert "cryptography" in loaded
    assert not loaded & (HEAVY - {"cryptography"})


def defined(module: Path) -> list[str]:
    """The names of the commands that a module has."""
    return re.findall(r"^def ([a-z]+)_command\(", module.read_text(), re.MULTILINE)


def test_help_names_every_command_and_fits_a_terminal() -> None:
    told = CliRunner().invoke(group, ["--help"], prog_name="ledger", terminal_width=80).stdout
    listed = told.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert max(map(len, told.splitlines())) <= 80


def test_there_is_a_module_for_every_command_and_no_other() -> None:
    folder = CLAIMS.parents[1] / "ledger" / "cli"
    found = {name: path.stem for path in folder.glob("*_command*.py") for name in defined(path)}
    assert found == {name: TOGETHER.get(name, f"{name}_command") for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_told_in_one_line_as_in_the_list(name: str) -> None:
    command = command_named(name)
    assert command.short_help == COMMANDS[name]
    assert command.callback is not None


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_every_help_text_fits(name: str) -> None:
    told = CliRunner().invoke(group, [name, "--help"], prog_name="ledger", terminal_width=80)
    assert told.exit_code == 0
    too_long = [line for line in told.stdout.splitlines() if len(line) > 80]
    assert [line for line in too_long if "[" not in line] == []
    options = [one for one in command_named(name).params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help and one.name != "form"] == []


@pytest.mark.parametrize("name", [one for one in COMMANDS if one != "serve"])  # which never ends
def test_the_example_at_the_end_of_each_help_works(
    name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparation = {
        "merge": ["amend", "two-percent-floor", "--speaker", "J. Black", "--reason", "as printed"],
        "record": ["withdraw", "two-percent-floor#1", "--reason", "to record it again"],
        "restore": ["backup", "ledger-2026-11-23.db"],
        "upgrade": ["--db", "desk.db", "init"],
        "undo": ["amend", "two-percent-floor", "--note", "A slip."],
        "approve": [
            *("--recorder", "ann", "add", "--id", "tunnel-opens-by-2027", "--speaker", "Ann"),
            *("--statement", "The tunnel opens by 2027.", "--publisher", "P", "--proposed"),
        ],
        "checkpoint": ["keygen", "desk.key"],
        "prove": ["checkpoint", "-o", "july.txt"],
        "verify": ["checkpoint", "-o", "2023-07.checkpoint"],
    }
    shutil.copytree(CLAIMS, desk.folder / "claims")
    promises = "speaker,statement,Deadline,publisher\nAnn,Taxes fall.,2024,The Post\n"
    (desk.folder / "promises.csv").write_text(promises, encoding="utf-8")
    monkeypatch.chdir(desk.folder)
    article = "<p>Taxes will fall next year, the minister said. Nobody was sure of it.</p>"
    page = f"<meta property='og:site_name' content='The Post'><article>{article * 9}</article>"
    (desk.folder / "article.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    (desk.folder / "article.txt").write_text("Taxes will fall next year.", encoding="utf-8")
    if name in preparation:
        desk.done(*preparation[name])
    for words in example_of(command_named(name)):
        told: str | None = None
        for command in " ".join(map(shlex.quote, words)).split(" '|' "):
            _, *arguments = shlex.split(command)
            result = desk(*arguments, stdin=told)
            assert result.exit_code == (2 if name in AT_A_TERMINAL else 0), result.output
            told = result.stdout
        assert arguments[0] == name or arguments[:1] == ["--db"]


def test_the_example_of_the_help_itself_works(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CLAIMS, desk.folder / "claims")
    monkeypatch.chdir(desk.folder)
    examples = example_of(group)
    assert len(examples) == 2
    for words in examples:
        desk.done(*words[1:])


def test_the_version_is_that_of_the_package(desk: Desk) -> None:
    from importlib.metadata import version  # noqa: PLC0415 - nobody else needs it

    assert desk.done("--version") == f"{version('claim-ledger')}\n"
    assert desk.process("--version").stdout == f"{version('claim-ledger')}\n"


@pytest.mark.slow
def test_exit_codes_are_0_for_done_1_for_refused_and_2_for_wrong_usage(desk: Desk) -> None:
    done = desk.process("show", "two-percent-floor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("two-percent-floor\n")
    refused = desk.process("show", "two-percent-flor")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "There is no claim or question 'two-percent-flor' in this ledger. "
        "Did you mean two-percent-floor?\n"
    )
    misused = desk.process("show", "two-percent-floor", "--colour")
    assert (misused.returncode, misused.stdout) == (2, "")
    assert "No such option '--colour'" in misused.stderr


@pytest.mark.slow
def test_problems_found_in_a_file_are_exit_code_1_too(desk: Desk) -> None:
    (desk.folder / "bad.toml").write_text('[source]\nid = "x"\n')
    checked = desk.process("check", "bad.toml")
    assert checked.returncode == 1
    assert checked.stdout.startswith("bad.toml:1: ")
    imported = desk.process("import", "bad.toml")
    assert (imported.returncode, imported.stdout) == (1, "")
    assert imported.stderr.startswith("bad.toml:1: ")
    assert imported.stderr.endswith("1 problem found; nothing was written.\n")


@pytest.mark.slow
def test_warnings_go_to_standard_error_and_what_was_done_to_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "rain.toml"
    file.write_text(
        '[source]\nid = "a"\npublisher = "A"\n'
        '[[claim]]\nid = "rain"\nspeaker = "B"\nstatement = "It rains."\n'
        '[[claim.outcome]]\nverdict = "happened"\n'
    )
    done = Desk(tmp_path).process("import", "rain.toml")
    assert done.returncode == 0
    assert done.stdout == "Added 1 claim, 1 outcome, 1 question, 1 source.\n"
    assert done.stderr.startswith("rain.toml:9: warning: The outcome has no evidence")


@pytest.mark.slow
def test_the_database_and_the_recorder_can_be_set_in_the_environment(desk: Desk) -> None:
    settings = {"LEDGER_DB": "other.db", "LEDGER_RECORDER": "Ana María"}
    assert desk.process("init", environment=settings).stdout == "other.db is ready.\n"
    keys = ("--speaker", "James Black", "--statement", "It rains.", "--publisher", "A")
    assert desk.process("add", *keys, environment=settings).returncode == 0
    logged = desk.process("log", environment=settings).stdout
    assert [line.split()[3:5] for line in logged.splitlines()] == [["Ana", "María"]] * 3
    chosen = desk.process("--recorder", "night", "--db", "third.db", "add", *keys)
    assert chosen.returncode == 0, chosen.stderr
    assert " night " in desk.process("--db", "third.db", "log", environment=settings).stdout


@pytest.mark.slow
def test_the_default_is_ledger_db_in_the_working_directory(desk: Desk) -> None:
    assert " claims.\n" in desk.process("list").stdout
    desk.database.unlink()
    missing = desk.process("list")
    assert missing.returncode == 1
    assert missing.stderr == (
        "There is no ledger at ledger.db.\nName another with --db, or make one with: ledger init\n"
    )
    assert not desk.database.exists()


@pytest.mark.slow
def test_output_that_nobody_reads_to_the_end_is_no_error(desk: Desk) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ledger", "log", "--format", "json"],
        cwd=desk.folder,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "[\n"
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(30) in {0, 1}


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_output_is_utf_8_whatever_the_locale(desk: Desk, encoding: str) -> None:
    other = desk.process("list", environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert other.returncode == 0
    assert other.stdout == desk.process("list").stdout
    assert "…" in other.stdout


@pytest.mark.slow
def test_without_a_terminal_nothing_is_coloured(desk: Desk) -> None:
    for arguments in (["list"], ["show", "two-percent-floor"], ["due"], ["corrections"]):
        assert ESCAPE not in desk.process(*arguments).stdout


@pytest.mark.slow
@posix_only
def test_at_a_terminal_results_are_coloured_unless_no_color_is_set(desk: Desk) -> None:
    with desk.terminal("show", "two-percent-floor") as coloured:
        assert coloured.ends() == 0
    assert "\x1b[32msettled: happened, so James Black was right\x1b[0m" in coloured.shown
    with desk.terminal("show", "two-percent-floor", environment={"NO_COLOR": "1"}) as plain:
        assert plain.ends() == 0
    assert ESCAPE not in plain.shown
    assert re.sub(r"\x1b\[\d*m", "", coloured.shown) == plain.shown
    with desk.terminal("due", "--stale", "0d") as heads:
        assert heads.ends() == 0
    assert re.search(
        r"\x1b\[1mWithout a due day, untouched for 0 days \(\d+\)\x1b\[0m", heads.shown
    )


def test_a_misspelt_command_is_guessed(desk: Desk) -> None:
    assert "Unknown command 'lst'. Did you mean 'list'?" in desk.misused("lst")
    assert "Unknown command 'xyzzy'.\n" in desk.misused("xyzzy")
    assert "No such option '--dbb'. Did you mean '--db'?" in desk.misused("--dbb", "x", "list")


@pytest.mark.slow
def test_public_names_are_loaded_when_they_are_asked_for() -> None:
    code = (
        "import sys, ledger; assert 'ledger.book' not in sys.modules; "
        "assert ledger.Refusal.__name__ == 'Refusal'; assert 'sqlalchemy' not in sys.modules; "
        "assert ledger.Ledger.__name__ == 'Ledger'; assert 'sqlalchemy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ.copy())
