"""A reporter who mistypes everything: each message says what would help."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.cli import COMMANDS
from ledger.cli.misuse import OTHER_NAMES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk with one claim that has a verdict, and one that has none."""
    folder = tmp_path / "desk"
    folder.mkdir()
    shutil.copyfile(empty_ledger, folder / "ledger.db")
    desk = Desk(folder)
    desk.add(id="two-percent-floor", due="2023-07-12")
    desk.add(id="trains-run", statement="Trains run.")
    desk.done("record", "two-percent-floor", "happened", "--on", "2023-07-11")
    return desk


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["list", "--db", "x.db"], "It stands before the command: ledger --db ... list"),
        (["list", "--recorder", "A"], "stands before the command: ledger --recorder ... list"),
        (["--within", "3d", "due"], "It stands behind the command: ledger due --within ..."),
        (["--speaker", "X", "add"], "It stands behind the command: ledger add --speaker ..."),
        (
            ["record", "x", "--verdict", "y"],
            "typed without it: ledger record ID VERDICT",
        ),
        (["record", "x", "void", "--when", "2024"], "Did you mean '--on'?"),
        (["add", "--prob", "1"], "Did you mean '--probability'?"),
        (["add", "--deadline", "2024"], "Did you mean '--due'?"),
        (["add", "--statment", "A"], "No such option '--statment'. Did you mean '--statement'?\n"),
        (["add", "--topics", "a"], "Did you mean '--topic'?"),
        (
            ["add", "--speaker", "Rosa", "Vint", "--statement", "A"],
            '(Vint). Words that belong together stand in quotation marks: --speaker "Rosa Vint"',
        ),
        (["due", "--within", "2", "weeks"], '--within "2 weeks"'),
        (["record", "x", "void", "--note", "it", "was", "so"], '--note "it was so"'),
        (["record", "x", "void", "so"], "Got unexpected extra argument (so)\n"),
        (["show"], "Missing argument 'ID'. Ids are shown by ledger list and ledger search."),
        (["forecast"], "Ids are shown by ledger list and ledger search."),
        (["record", "happened", "two-percent-floor"], "ledger record two-percent-floor happened."),
        (["record", "hapend", "x"], "The id comes first: ledger record x happened."),
        (["record", "x", "tru"], "Did you mean 'happened'?"),
        (["record", "x", "false"], "Did you mean 'did-not-happen'?"),
        (["record", "x", "did", "not", "happen"], "Did you mean 'did-not-happen'?"),
        (["record", "x", "wrong"], "about the statement, not the speaker"),
        (["due", "--within", "2x"], "'2x' is not a span of time"),
        (["due", "--within", "2 dogs"], "'2 dogs' is not a span of time"),
    ],
)
def test_a_wrong_use_says_what_would_help(desk: Desk, typed: list[str], told: str) -> None:
    assert told in desk.misused(*typed)


@pytest.mark.parametrize("span", ["3", "3d", "3 days", "2weeks", "1 Month", "1y"])
def test_spans_are_read_as_people_write_them(desk: Desk, span: str) -> None:
    desk.done("due", "--within", span)


def test_other_names_of_commands_lead_to_commands(desk: Desk) -> None:
    assert OTHER_NAMES.keys() <= COMMANDS.keys()
    for command, words in OTHER_NAMES.items():
        for word in words.split():
            assert word not in COMMANDS
            assert f"Did you mean {command!r}?" in desk.misused(word, "x")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["withdraw", "two-p"], "Did you mean two-percent-floor?"),
        (["forecast", "trains", "0.7"], "Did you mean trains-run?"),
        (["amend", "t", "--note", "A"], "Did you mean trains-run or two-percent-floor?"),
        (
            ["add", "--source", "japan", "--speaker", "A", "--statement", "B"],
            "japan-times-2023-07-03",
        ),
        (["amend", "trains-run", "--due", "31/02/2024"], "--due: '31/02/2024': February 2024 has"),
        (
            ["amend", "trains-run", "--made", "2024-13-01"],
            "--made: '2024-13-01': there is no",
        ),
        (
            ["record", "trains-run", "happened", "--on", "31.6.2024"],
            "June 2024 has the days 1 to 30",
        ),
        (["amend", "trains-run", "--probability", "160%"], "'160%' is not a number from 0 to 1"),
        (["amend", "trains-run", "--probability", "70"], "Did you mean 0.7?"),
    ],
)
def test_a_refusal_says_what_would_help(desk: Desk, typed: list[str], told: str) -> None:
    assert told in desk.refused(*typed)


@pytest.mark.parametrize("share", ["70%", "70 %", "0.7", ".7", "70,0%"])
def test_options_take_percentages(desk: Desk, share: str) -> None:
    claim = desk.add(probability=share, statement="It rains.")
    assert desk.json("show", claim)["probability"] == 0.7
    desk.done("record", claim, "partly", "--value", "70%", "--on", "2023-07-10")
    assert desk.json("show", claim)["value"] == 0.7


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_an_answer_that_cannot_be_taken_is_told_without_the_name_of_its_key(desk: Desk) -> None:
    from screens import CTRL_C, CTRL_U, Screen  # noqa: PLC0415 - there is none on Windows

    given = ("--source", "japan-times-2023-07-03", "--speaker", "A", "--quote", "B")
    with Screen(desk.folder, ["add", *given], width=100) as terminal:
        terminal.answers(("What would", "It rains."), ("By when", "31/06/2024"))
        assert "due:" not in terminal.sees("'31/06/2024': June 2024 has the days 1 to 30.")
        terminal.types(f"{CTRL_U}tomorow")
        assert "due:" not in terminal.sees("'tomorow' cannot be read as a date.")
        terminal.sends(CTRL_C)
        terminal.answers(("Keep", "n"))
        terminal.ends()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_wrong_use_breaks_its_lines_between_words_at_a_terminal(desk: Desk) -> None:
    from screens import Screen  # noqa: PLC0415 - there is none on Windows

    with Screen(desk.folder, ["record", "x", "hapend"], width=60) as terminal:
        assert terminal.ends() == 2
        assert max(map(len, terminal.lines)) <= 60
        assert " late, did-not-happen, void," in " ".join(terminal.lines)
        assert terminal.lines[0] == "Usage: ledger record [OPTIONS] ID VERDICT"
