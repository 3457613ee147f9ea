"""What the machine refuses ends in a sentence and exit code 1, whatever command it befalls."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from commands import Desk, plain_environment

from ledger.cli import SWITCH, Unforeseen, net
from ledger.cli.problems import also_done, sentence_of, shown
from ledger.invocation import done, remembered, undone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import DeskAfter

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such streams")

FULL = "Standard output cannot be written: No space left on device."
CLOSED = "Standard output cannot be written: it is closed."

ADD = (
    "add", "--publisher", "P", "--published", "2024-01-01", "--speaker", "Ann",
    "--statement", "It rains.", "--due", "2024-12-31", "--id", "rain",
)  # fmt: skip

AS_NOBODY = """
import importlib, json, os, pkgutil, sys
from click.testing import CliRunner
import ledger, sqlalchemy.dialects.sqlite
from ledger.cli import group
for one in pkgutil.walk_packages(ledger.__path__, "ledger."):
    importlib.import_module(one.name)
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
told = []
for words in json.load(sys.stdin):
    done = CliRunner().invoke(group, ["--recorder", "x", *words], prog_name="ledger")
    told.append([done.exit_code, done.output, repr(done.exception)])
json.dump(told, sys.stdout)
"""
"""Runs commands as a user whom the system refuses what it refuses no root."""


def shell(desk: Desk, redirected: str, arguments: Sequence[str]) -> tuple[int, str]:
    """Run the command with its streams redirected as a shell does: its exit code, its stderr."""
    words = [sys.executable, "-m", "ledger", "--db", "ledger.db", *arguments]
    run = subprocess.run(
        ["bash", "-c", f'"$@" {redirected}', "bash", *words],
        cwd=desk.folder,
        env=plain_environment() | {SWITCH: ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stderr


def as_nobody(folder: Path, commands: Sequence[Sequence[str]]) -> list[tuple[int, str, str]]:
    """Run commands as a user without rights: exit code, what is said and what is raised of each."""
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        cwd=folder,
        env=plain_environment() | {SWITCH: ""},
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=True,
    )
    return [(code, said, raised) for code, said, raised in json.loads(run.stdout)]


@pytest.fixture
def desk(desk_after: DeskAfter) -> Desk:
    return desk_after(Desk.add)


# Standard output and standard error


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize(
    ("redirected", "told"), [(">/dev/full", FULL), (">&-", CLOSED), ("1<&0", CLOSED)]
)
@pytest.mark.parametrize("arguments", [["list"], ["export", "--to", "jsonl"], ["--help"]])
def test_an_answer_that_cannot_be_printed_is_told_in_one_sentence(
    desk: Desk, redirected: str, told: str, arguments: list[str]
) -> None:
    if redirected == "1<&0":
        redirected = "</dev/null 1<&0"  # a stream that is open for reading only
    assert shell(desk, redirected, arguments) == (1, f"{told}\n")


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize(("redirected", "told"), [(">/dev/full", FULL), (">&-", CLOSED)])
def test_what_was_done_before_its_answer_was_lost_is_told(
    desk: Desk, redirected: str, told: str
) -> None:
    assert shell(desk, redirected, ADD) == (1, f"{told} ledger.db was written before that.\n")
    assert desk.json("show", "rain")["id"] == "rain"
    assert shell(desk, redirected, [*ADD[:-2], "--key", "k", "--id", "sun"])[0] == 1
    again = shell(desk, redirected, [*ADD[:-2], "--key", "k", "--id", "sun"])
    assert again == (1, f"{told}\n"), "nothing was added the second time"
    code, stderr = shell(desk, redirected, ["report", "-o", "r.md"])
    assert (code, stderr) == (1, f"{told} r.md was written before that.\n")


@pytest.mark.slow
@posix_only
def test_a_ledger_that_was_made_is_told_by_its_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert shell(desk, ">/dev/full", ADD) == (1, f"{FULL} ledger.db was written before that.\n")
    assert len(desk.json("list")) == 1


@pytest.mark.slow
@posix_only
def test_who_reads_no_further_is_told_nothing_unless_something_was_written(desk: Desk) -> None:
    assert shell(desk, "| true; exit ${PIPESTATUS[0]}", ["log", "--format", "json"])[1] == ""
    code, told = shell(desk, "| sleep 0; exit ${PIPESTATUS[0]}", ["log"])
    assert (code in {0, 1}, told) == (True, "")
    gone = "3>&1 > >(exec >&- <&-; exec sleep 2); exit $?"
    code, told = shell(desk, f"{gone}", ["list"])
    assert told in {"", f"{FULL}\n"}


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("redirected", ["2>/dev/full", "2>&-", "<&- >&- 2>&-"])
def test_without_standard_error_the_exit_code_still_tells(desk: Desk, redirected: str) -> None:
    assert shell(desk, redirected, ["show", "nothing"]) == (1, "")
    assert shell(desk, redirected, ["shw"]) == (2, "")
    lost = ">&-" in redirected.replace("2>&-", "")
    assert shell(desk, redirected, ADD) == (1 if lost else 0, "")
    assert desk.json("show", "rain")["id"] == "rain"


@pytest.mark.slow
@posix_only
def test_without_standard_input_nothing_is_asked(desk: Desk) -> None:
    code, told = shell(desk, "<&-", ["add"])
    assert (code, "Which source?" in told) == (2, True)
    assert shell(desk, "<&-", ["import", "-"])[1].endswith("cannot be read: Bad file descriptor.\n")


@posix_only
def test_a_file_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    """Else what is printed would go into it."""
    code = (
        "import os; from ledger.cli.process import guard_streams; guard_streams();"
        "file = open('a', 'x'); assert file.fileno() > 2"
    )
    done = subprocess.run(
        ["bash", "-c", '"$@" <&- >&- 2>&-', "bash", sys.executable, "-c", code],
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0


# The net


def no_file() -> None:
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "a/b\udcff.toml")


def two_files() -> None:
    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), b"a", None, b"b")


def no_name() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def no_memory() -> None:
    raise MemoryError


def endless() -> None:
    endless()


@pytest.mark.parametrize(
    ("befalls", "told"),
    [
        (no_file, r"a/b\xff.toml: No such file or directory."),
        (two_files, "a and b: Invalid cross-device link."),
        (no_name, "The system refused: Input/output error."),
        (no_memory, "There is not enough memory to do this."),
        (endless, "Something in what was given is nested too deeply."),
        ("a\udcff".encode, r"a\xff cannot be written as utf-8."),
        ("\ud800".encode, r"\xed\xa0\x80 cannot be written as utf-8."),
        (b"\xff".decode, "What was read is not utf-8 text: byte 0xFF."),
        (lambda: ".a".encode("idna"), "A text cannot be read or written: "),
    ],
)
def test_the_net_names_what_it_is_about(
    monkeypatch: pytest.MonkeyPatch, befalls: Callable[[], object], told: str
) -> None:
    monkeypatch.delenv(SWITCH)
    with pytest.raises(Unforeseen) as refusal, net():
        befalls()
    assert str(refusal.value).startswith(told)
    assert SWITCH in refusal.value.cure


@pytest.mark.parametrize("fault", [KeyError("a"), TypeError("b"), AssertionError("c")])
def test_a_fault_of_ours_goes_through_the_net(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.delenv(SWITCH)
    with pytest.raises(type(fault)), net():
        raise fault


def test_with_the_switch_nothing_is_caught() -> None:
    assert os.environ[SWITCH] == "1", "all tests run so"
    with pytest.raises(MemoryError), net():
        no_memory()


def test_what_is_shown_is_cut_short() -> None:
    assert shown("a" * 100) == "a" * 79 + "…"
    assert sentence_of(OSError("odd")) == "The system refused: odd."
    assert also_done([]) == ""
    assert also_done(["a", "b\udcff", "c"]) == r"a, b\xff and c were written before that."


def test_deeds_are_remembered_only_where_somebody_asks() -> None:
    done("a")
    with remembered() as places:
        done("b")
        done("b")
        done("c")
        with remembered() as others:
            done("d")
        undone("c")
        undone("e")
    done("f")
    assert (places, others) == (["b"], ["d"])


# Paths of every kind


LONG = "x" * 300
DEEP = "/".join(["d"] * 2000)


@posix_only
@pytest.mark.parametrize("bad", [LONG, f"{LONG}.toml", "x" * 5000, "file/below", "loop"])
@pytest.mark.parametrize(
    "words",
    [
        ("restore",), ("backup",), ("check",), ("import",), ("import", "sheet.csv", "--mapping"),
        ("import", "sheet.csv", "--map", "X=speaker", "--mapping"), ("export", "-o"),
        ("export", "--to", "csv", "-o"), ("report", "-o"), ("report", "--by", "topic", "-o"),
        ("checkpoint", "-o"), ("checkpoint", "--key"), ("keygen",), ("verify", "--checkpoint"),
        ("verify", "--since"), ("verify", "--proof"), ("prove", "x", "--checkpoint"),
        ("copy", "ledger.db"), ("copy",), ("import", "sheet.csv", "--text"),
    ],
)  # fmt: skip
def test_a_path_that_is_none_is_told_by_every_command(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], bad: str
) -> None:
    monkeypatch.chdir(desk.folder)
    (desk.folder / "file").write_text("text")
    (desk.folder / "loop").symlink_to("loop")
    (desk.folder / "sheet.csv").write_text("speaker,statement,publisher\nAnn,It rains.,P\n")
    more = ["there.db"] if words == ("copy",) else []
    result = desk(*words, bad, *more)
    is_ill_named = (
        bad.endswith(".toml") and words[0] in {"report", "export"} and "--to" not in words
    )
    assert result.exit_code == 1 + is_ill_named, result.output
    assert result.output.strip()
    assert "Traceback" not in result.output


@pytest.mark.slow
@posix_only
def test_names_that_are_no_utf_8_are_backed_up_and_restored(desk: Desk) -> None:
    folder = os.fsencode(desk.folder)
    for name in (b"b\xff.db", b"file:b?mode=memory", b"100%25.db"):
        path = os.fsdecode(folder + b"/" + name)
        told = desk.done("backup", path)
        assert name.replace(b"\xff", "\ufffd".encode()) in told.encode()
        desk.database.unlink()
        desk.done("restore", path)
        assert len(desk.json("list")) == 1
        os.unlink(path)  # noqa: PTH108 - as the system has it
    moved = Desk(desk.folder)
    moved.database = desk.database.rename(os.fsdecode(folder + b"/l\xff.db"))
    moved.done("backup", desk.folder / "b.db")
    moved.done("restore", desk.folder / "b.db")
    assert len(moved.json("list")) == 1


@posix_only
def test_a_url_that_is_no_text_is_refused(desk: Desk) -> None:
    told = desk.refused("--db", "postgresql://\udcff", "list")
    assert told.startswith("The URL of the database cannot be read.")


@pytest.mark.slow
@posix_only
def test_claim_files_go_into_folders_as_deep_as_the_system_has_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    try:
        told = desk.done("export", "-o", DEEP)
        assert told.startswith("Wrote d/d/d/")
        assert "claim in good files" in desk.done("check", "d")
        assert "as the ledger has it" in desk.done("export", "-o", DEEP)
    finally:  # pytest would call itself once a folder to remove them
        subprocess.run(["rm", "-rf", "d"], check=True)


@pytest.mark.slow
@posix_only
def test_who_has_no_right_is_told_so() -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)  # pytest's own folders let nobody through
        try_without_rights(Desk(folder))


def try_without_rights(desk: Desk) -> None:
    """Run every kind of command on what another user keeps to itself."""
    folder = desk.folder
    desk.add()
    secret = folder / "secret"
    (secret / "in").mkdir(parents=True)
    (folder / "sheet.csv").write_text("speaker,statement,publisher\nAnn,It rains.,P\n")
    for path, mode in ((secret, 0o700), (desk.database, 0o644), (folder / "sheet.csv", 0o644)):
        path.chmod(mode)
    commands: list[tuple[str, ...]] = [
        ("restore", "secret/b.db"),
        ("--db", "secret/b.db", "restore", "ledger.db"),
        ("backup", "secret/b.db"),
        ("backup", "b.db"),
        ("import", "sheet.csv", "--mapping", "secret/m.toml"),
        ("import", "secret/in"),
        ("check", "."),
        ("export", "-o", "secret/in/out"),
        ("export", "--to", "csv", "-o", "secret/a.csv"),
        ("report", "-o", "r.txt"),
        ("keygen", "secret/k"),
        ("checkpoint", "--key", "secret/k"),
        ("verify", "--proof", "secret/k"),
        ("copy", "ledger.db", "secret/b.db"),
        ("--db", "secret/b.db", "list"),
        ("upgrade",),
        ADD,
        ("list",),
    ]
    for words, (code, said, raised) in zip(commands, as_nobody(folder, commands), strict=True):
        assert raised.startswith("SystemExit") or not code, (words, raised)
        assert SWITCH not in said, (words, said)
        assert code == (0 if words in {("upgrade",), ("list",)} else 1), (words, said)
