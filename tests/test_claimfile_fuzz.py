"""Whatever stands in a claim file, reading it gives problems with places, and gives them soon."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SEED, many
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.formats.claimfile.read import read_claim_file

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
REAL = (ROOT / "claims" / "2023" / "jt-2023-07-nato-vilnius.toml").read_text(encoding="utf-8")
HORIZON = date(2026, 12, 1)
SOON = timedelta(seconds=5)
"""Enough for a slow machine; anything that grows faster than the text takes longer."""

PIECES = (
    *("[source]\n", "[[claim]]\n", "[[claim.outcome]]\n", "[[question]]\n", "outcome", "evidence"),
    *('id = "a"\n', "due = ", "made = ", '"next week"', "2023-07-12", "probability = ", "1e9"),
    *(
        "0x1F",
        "inf",
        "nan",
        "true",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "=",
        ".",
        ",",
    ),
    *(
        "\n",
        "\r",
        "\t",
        " ",
        "#",
        "\0",
        "\ufeff",
        "\u202e",
        "\ud7ff",
        "é",
        "日",
        "\\u0000",
        "\\ud8",
    ),
)
VALUES = (
    *(
        '"x"',
        '""',
        '"2023"',
        '"2023-13"',
        '"next week"',
        "1",
        "-0.0",
        "1e400",
        "true",
        "[]",
        "[{}]",
    ),
    *("{ a = 1 }", "2023-07-12", "10:00:00", '"a\\u0000"', '"a b#1"', '"against"', '"happened"'),
)


def survives(text: str) -> None:
    """Reading ``text`` raises nothing, and all it says has a place in the text."""
    bundle, problems = read_claim_file("f.toml", text, HORIZON)
    lines = text.count("\n") + 1
    assert all(0 <= one.line <= lines and one.message.isprintable() for one in problems)
    assert bundle is not None or problems
    for one in () if bundle is None else (*bundle.named, *bundle.outcomes):
        assert 0 <= one.origin.line_of(("id",)) <= lines


def test_the_real_claim_file_has_no_errors_to_begin_with() -> None:
    _, problems = read_claim_file("f.toml", REAL, HORIZON)
    assert [one for one in problems if one.severity == "error"] == []


@settings(max_examples=200, deadline=SOON)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_random_bytes_are_survived(data: bytes) -> None:
    survives(data.decode("utf-8", errors="replace"))


@settings(max_examples=200, deadline=SOON)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_random_pieces_of_claim_files_are_survived(text: str) -> None:
    survives(text)


@pytest.mark.slow
@settings(max_examples=200, deadline=SOON)
@given(st.data())
def test_random_changes_to_the_real_claim_file_are_survived(data: st.DataObject) -> None:
    text = REAL
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 0, 1, 2, 10, 1000]))
        piece = data.draw(st.sampled_from(PIECES) | st.text(max_size=3))
        text = text[:start] + piece + text[start + length :]
    survives(text)


@pytest.mark.slow
@settings(max_examples=200, deadline=SOON)
@given(st.data())
def test_random_values_in_the_real_claim_file_are_survived(data: st.DataObject) -> None:
    lines = REAL.splitlines()
    keys = [n for n, line in enumerate(lines) if " = " in line and line[0].isalpha()]
    for _ in range(data.draw(st.integers(1, 8))):
        n = data.draw(st.sampled_from(keys))
        lines[n] = f"{lines[n].partition(' = ')[0]} = {data.draw(st.sampled_from(VALUES))}"
    survives("\n".join(lines))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell how much memory it took")
def test_malformed_files_are_refused_or_imported_whole_in_little_memory(
    tmp_path: Path, note: Callable[[str], None]
) -> None:
    number = many(800, 100_000)
    program = Path(__file__).with_name("fuzzing.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path, str(SEED), str(number)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    note(f"{number:,} files, seed {SEED}: {told}")
    assert told["imported"] > number / 50  # else the files would be spoilt too much
    assert told["refused"] > number / 2
    assert told["mebibytes"] < 300
