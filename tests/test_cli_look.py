"""What a terminal shows and offers: widths, colours, orders, names, what comes next, completion."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk, plain_environment

from ledger.book.asking.orders import ORDERS
from ledger.book.ledger import Ledger
from ledger.cli import list_commands
from ledger.cli.terminal import VERDICT_COLOURS
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk with three claims of two speakers, in an order that differs with each key."""
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(empty_ledger, folder / "ledger.db")
    desk = Desk(folder)
    desk.add(id="b", speaker="Zoe", due="2090-01-03", probability="0.9", published="2023-07-05")
    desk.add(id="c", speaker="ann", due="2090-01-02", published="2023-07-09", topic="rain")
    desk.add(id="a", speaker="Zoe", due="2090-01-01", probability="0.625", publisher="AFP")
    return desk


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("due", "acb"),
        ("made", "cba"),
        ("recorded", "acb"),
        ("speaker", "cab"),
        ("publisher", "acb"),
        ("probability", "bac"),
        ("id", "abc"),
    ],
)
def test_lists_come_in_the_order_asked_for(desk: Desk, order: str, ids: str) -> None:
    assert [one["id"] for one in desk.json("list", "--sort", order)] == list(ids)
    assert desk.json("list", "--sort", order, "--limit", "1")[0]["id"] == ids[0]
    assert "... and 2 more." in desk.done("list", "--sort", order, "--limit", "1")


def test_the_command_has_every_order() -> None:
    assert tuple(ORDERS) == list_commands.ORDERS


def test_lists_show_probabilities(desk: Desk) -> None:
    told = desk.done("list")
    assert "62.5%  due 2090-01-01  open\n" in told
    assert "  90%  due 2090-01-03  open\n" in told
    assert f"c{'due 2090-01-02  open':>79}\n" in told


def test_names_are_listed_with_their_claims(desk: Desk) -> None:
    assert desk.json("speakers") == [{"name": "Zoe", "claims": 2}, {"name": "ann", "claims": 1}]
    assert [one["name"] for one in desk.json("speakers", "--sort", "name")] == ["ann", "Zoe"]
    assert desk.json("topics") == [{"name": "rain", "claims": 1}]
    assert desk.json("sources")[0] == {
        "name": "afp-2023-07-03",
        "claims": 1,
        "about": "AFP, 2023-07-03",
    }
    told = desk.done("sources", "--limit", "1").splitlines()
    assert told[:2] == [f"afp-2023-07-03{'1 claim':>66}", "  AFP, 2023-07-03"]
    assert told[2].startswith("... and 2 more.")
    desk.done("merge", "ann", "Zoe", "--reason", "one")
    assert desk.json("speakers") == [{"name": "Zoe", "claims": 3}]
    assert len(desk.json("speakers", "--as-of", "9@2026-11-01")) == 2
    desk.done("withdraw", "a", "--reason", "no")
    assert desk.json("speakers") == [{"name": "Zoe", "claims": 2}]
    assert {"name": "afp-2023-07-03", "claims": 0, "about": "AFP, 2023-07-03"} in desk.json(
        "sources"
    )


def test_where_there_are_no_names_that_is_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    named = {
        "sources": "source", "speakers": "speaker", "publishers": "publisher", "topics": "topic",
    }  # fmt: skip
    for command, what in named.items():
        assert desk.done(command) == f"There is no {what} yet.\n"


def test_names_are_counted_in_every_database(place: str) -> None:
    with Ledger(place, recorder="desk", create=True) as ledger:
        for n, topics in enumerate((["x"], ["x", "y"], [])):
            claim = {"id": f"c{n}", "speaker": "A", "statement": f"S {n}.", "topics": topics}
            ledger.add(claim, {"publisher": "P", "published": "2023-07-03"})
        assert [(one.name, one.claims) for one in ledger.named("topic")] == [("x", 2), ("y", 1)]
        assert [(one.name, one.claims) for one in ledger.named("speaker")] == [("A", 3)]
        assert [(one.name, one.claims) for one in ledger.named("publisher")] == [("P", 3)]
        assert [(one.name, one.claims) for one in ledger.named("source")] == [("p-2023-07-03", 3)]
        assert [one.id for one in ledger.list(order="recorded")] == ["c2", "c1", "c0"]
        assert ledger.due().following == ()


def test_due_says_what_comes_next_where_nothing_is_due(desk: Desk) -> None:
    assert desk.done("due") == (
        "Nothing is due, overdue or left untouched.\n"
        "Next\n"
        f"a{'62.5%  due 2090-01-01  open':>79}\n"
        "  Zoe                     NATO members agree to spend at least 2% of GDP on def…\n"
    )
    assert desk.json("due") == []
    desk.add(id="d", due="2023-07-12")
    assert "Next" not in desk.done("due")


def test_every_verdict_has_a_colour() -> None:
    assert VERDICT_COLOURS.keys() == set(Verdict)


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_is_used_as_wide_as_it_is(desk: Desk, width: int) -> None:
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    for words in (("list",), ("show", "a"), ("due",), ("log",), ("sources",), ("corrections",)):
        with Screen(desk.folder, [*words], width=width) as terminal:
            assert terminal.ends() == 0
            assert max(map(len, terminal.lines)) <= width
            if words == ("list",) and width == 200:
                assert "at least 2% of GDP on defence." in terminal.text
    for narrow, used in ((20, 40), (300, 200)):
        with Screen(desk.folder, ["list"], width=narrow) as terminal:
            assert terminal.ends() == 0
        assert max(map(len, terminal.shown.replace("\x1b[1m", "").splitlines())) >= used


@pytest.mark.slow
@posix_only
def test_verdicts_have_colours_at_a_terminal(desk: Desk) -> None:
    desk.done("record", "a", "happened", "--on", "2023-07-11")
    with desk.terminal("show", "a") as terminal:
        terminal.sees("\x1b[32m\x1b[1mhappened")
        terminal.ends()


def completed(desk: Desk, *words: str) -> list[str]:
    """What is offered for the last of the words."""
    line = ["ledger", "--db", str(desk.database), *words]
    environment = {
        "_LEDGER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(line) - 1),
    }
    done = desk.process(environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return [one.removeprefix("plain,") for one in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_shell_completes_commands_ids_and_names(desk: Desk) -> None:
    assert completed(desk, "forec") == ["forecast", "forecasts"]
    assert completed(desk, "show", "a") == ["a"]
    assert completed(desk, "record", "") == ["a", "b", "c"]
    assert completed(desk, "list", "--speaker", "z") == ["Zoe"]
    assert completed(desk, "add", "--source", "afp") == ["afp-2023-07-03"]
    assert completed(desk, "add", "--stance", "ag") == ["against"]
    assert completed(desk, "list", "--topic", "") == ["rain"]
    assert completed(desk, "list", "--publisher", "the") == ["The\\ Japan\\ Times"]
    desk.database.unlink()
    assert completed(desk, "show", "a") in ([], [""])


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_one_it_reads(desk: Desk, shell: str) -> None:
    script = desk.done("completion", shell)
    assert "claim-ledger" in script
    assert "_LEDGER_COMPLETE" in script
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    told = [program, "-n"] if shell != "fish" else [program, "--no-execute"]
    done = subprocess.run(told, input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_shell_that_is_not_known_is_refused(desk: Desk) -> None:
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in desk.misused("completion", "tcsh")


@pytest.mark.slow
def test_bash_completes_with_the_script(desk: Desk) -> None:
    bash = shutil.which("bash")
    folder = os.path.dirname(sys.executable)  # noqa: PTH120 - where the program lies
    if bash is None or not os.path.exists(f"{folder}/ledger"):  # noqa: PTH110 - as above
        pytest.skip("there is no bash, or the program is not installed")
    (desk.folder / "script").write_text(desk.done("completion", "bash"))
    script = """
        source ./script
        COMP_WORDS=(ledger show ""); COMP_CWORD=2
        _ledger_completion ledger
        echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        [bash, "-c", script],
        cwd=desk.folder,
        env=plain_environment() | {"PATH": f"{folder}:{os.environ['PATH']}"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "a b c\n"


@pytest.mark.slow
@posix_only
def test_a_report_is_as_wide_as_the_terminal_where_names_need_it(desk: Desk) -> None:
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    long = "The Committee of the Regions and Municipalities of the Northern and Western Coast"
    desk.add(id="d", speaker=long, kind="pledge", due="2023-07-12")
    desk.add(id="e", speaker="Zoe", kind="pledge", question="d", statement="", due="")
    desk.add(id="f", speaker="Zoe", kind="pledge", due="2023-07-12")
    desk.done("record", "d", "happened", "--on", "2023-07-11")
    desk.done("record", "f", "did-not-happen")
    for width, words in ((200, ("report", "--kind", "pledge")), (40, ("compare", "Zoe", long))):
        with Screen(desk.folder, [*words], width=width) as terminal:
            assert terminal.ends() == 0
            assert max(map(len, terminal.lines)) <= width
            assert any(long in line for line in terminal.lines) == (width == 200)
            if words[0] == "report":
                assert "\x1b[32mH\x1b[0m" in terminal.shown
                assert "\x1b[31mD\x1b[0m" in terminal.shown
    told = desk.done("report", "--kind", "pledge")
    with desk.terminal("report", "--kind", "pledge", environment={"NO_COLOR": "1"}) as plain:
        assert plain.ends() == 0
    assert plain.shown == told
    assert max(map(len, told.splitlines())) == 80


def test_every_list_can_be_limited(desk: Desk) -> None:
    for name, day in (("p", "2023-07-05"), ("q", "2023-07-09")):
        desk.add(id=name, speaker="Ann", statement="It rains.", published=day)
        desk.add(id=f"{name}2", speaker="Zoe", statement="It snows.", published=day)
    told = desk.done("duplicates", "--limit", "1")
    assert "3 groups of claims that may be one." in told
    assert told.count("... and 2 more. To see them: --limit all") == 1
    assert len(desk.json("duplicates", "--limit", "1")) == 1
    assert len(desk.json("duplicates")) == 3
    for share in ("0.2", "0.3", "0.4"):
        desk.done("forecast", "a", share, "--speaker", "Bea", "--on", f"2023-07-0{share[-1]}")
    told = desk.done("forecasts", "a", "--speaker", "Bea", "--limit", "2")
    assert "... and 1 more before these. To see them: --limit all" in told
    assert "20%" not in told
    assert "+10" in told
    assert [one["probability"] for one in desk.json("forecasts", "a", "--limit", "1")] == [0.4]
    lists = ("log", "corrections", "disputes", "duplicates", "forecasts", "search", "list", "due")
    for command in (*lists, "sources", "speakers", "topics"):
        assert "--limit" in desk.done(command, "--help")
