"""What repeats a thousand times is told once, with how often and where."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.cli.problems import some, told
from ledger.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id,speaker,statement,made,due,publisher,published,probability\n"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, bad: int, good: int = 1) -> Path:
    path = desk.folder / "sheet.csv"
    rows = [
        f"c{n},Speaker {n},Event {n} comes.,2024-01-01,2024-06-30,P,2024-01-02,"
        f"{f'bad {n}' if n < bad else '0.5'}\n"
        for n in range(bad + good)
    ]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


def test_a_sheet_with_a_thousand_equal_mistakes_tells_the_first_three_and_counts(
    desk: Desk,
) -> None:
    result = desk("import", path := sheet(desk, 1_000))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"Reading {path} as csv.",
        *[
            f"{path}:{n + 2}: probability 'bad {n}' is not a number from 0 to 1. "
            "Words such as 'likely' belong in wording."
            for n in range(3)
        ],
        f"{path}: 997 more like this, in lines 5, 6, 7, 8, 9 and on; --full shows them all.",
        "1000 problems found; nothing was written.",
    ]


def test_full_tells_each(desk: Desk) -> None:
    result = desk("import", "--full", path := sheet(desk, 30))
    told_of = [line for line in result.stderr.splitlines() if line.startswith(f"{path}:")]
    assert len(told_of) == 30


def test_check_counts_too_and_full_tells_each(desk: Desk) -> None:
    path = desk.folder / "claims.toml"
    claims = "".join(
        f'[[claim]]\nid = "c{n}"\nquestion = "q{n}"\nspeaker = "Ann"\nmade = "no day {n}"\n'
        for n in range(40)
    )
    questions = "".join(f'[[question]]\nid = "q{n}"\nstatement = "It {n}."\n' for n in range(40))
    source = '[source]\nid = "s"\npublisher = "P"\npublished = "2024-01-02"\n'
    path.write_text(source + questions + claims, encoding="utf-8")
    few, all_of_them = desk("check", path), desk("check", "--full", path)
    assert few.stdout.splitlines()[-1] == all_of_them.stdout.splitlines()[-1]
    assert "37 more like this, in lines " in few.stdout
    assert len(few.stdout.splitlines()) == 5
    assert len(all_of_them.stdout.splitlines()) == 41


def test_rows_left_out_are_counted_too(desk: Desk) -> None:
    result = desk("import", "--skip-bad", sheet(desk, 50))
    assert (
        "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21"
        in " ".join(result.stdout.split())
    )
    assert "and 30 more." in " ".join(result.stdout.split())


def test_warnings_are_told_apart_from_problems_and_files_from_files() -> None:
    message = "The quote 'a b' is not in the text; look there."
    problems = [Problem("a", n, message, "warning", code="quote-not-found") for n in range(1, 7)]
    problems += [Problem("b", n, message, code="quote-not-found") for n in range(1, 7)]
    assert told(problems) == [
        *[f"a:{n}: warning: {message}" for n in (1, 2, 3)],
        "a: warning: 3 more like this, in lines 4, 5, 6; --full shows them all.",
        *[f"b:{n}: {message}" for n in (1, 2, 3)],
        "b: 3 more like this, in lines 4, 5, 6; --full shows them all.",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "The id 'c{}' is already used, at line {}.",
        "Question {} is not in questions.",
        'Speaker "Ann {}" is not a single\'s name.',
        "c{}-of-the-day was due on 2024-01-{}; that day is over.",
    ],
)
def test_what_differs_only_in_the_item_is_alike(message: str) -> None:
    problems = [Problem("a", n, message.format(n, n + 7), code="id-used") for n in range(10)]
    assert len(told(problems)) == 4


def test_five_alike_and_what_differs_is_told_in_full() -> None:
    problems = [Problem("a", n, "It is too long.", code="too-long") for n in range(5)]
    problems += [
        Problem("a", n, f"It is too {word}.", code=f"too-{word}")
        for n, word in enumerate(["big", "old"])
    ]
    assert told(problems) == [str(one) for one in problems]


def test_what_is_wrong_with_another_key_is_told_apart_unless_the_key_itself_is_wrong() -> None:
    keys = ["due", "made"] * 4
    empty = [Problem("a", 1, f"{one} is empty.", code="empty", key=one) for one in keys]
    assert told(empty) == [str(one) for one in empty]
    unknown = [
        Problem("a", 1, f"Unknown key '{n}'.", code="unknown-key", key=str(n)) for n in range(8)
    ]
    assert len(told(unknown)) == 4


def test_of_many_names_the_first_twenty_are_told() -> None:
    assert some(list(range(21))) == f"{', '.join(map(str, range(20)))} and 1 more"
    assert some(["a", "b"]) == "a, b"
    assert some(list(range(30)), full=True).endswith("28, 29")
