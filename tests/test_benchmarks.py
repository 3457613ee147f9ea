"""The benchmark of docs/speed.md works, whatever it finds: how long anything takes is no test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from postgres import programs

ROOT = Path(__file__).parents[1]


def told(*words: str, module: str = "tests.benchmarks") -> str:
    """What the benchmark prints; what it runs is covered by other tests, and not measured here."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=kept,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_every_row_of_the_benchmark_can_be_run() -> None:
    printed = told("--quick").splitlines()
    names = told("--list").splitlines()
    assert len(names) > 30
    assert [one for one in names if not any(f"  {one} " in line for line in printed)] == []
    assert len(printed) == len(names)


@pytest.mark.slow
def test_what_a_journal_can_append_is_measured() -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    words = ("--seconds", "0.1", "--bulk", "0.1", "--page", "")
    printed = told(*words, module="tests.benchmarks.writers")
    rows = [line.split(" | ") for line in printed.splitlines() if re.match(r"\| \d", line)]
    assert [row[0] for row in rows] == [f"| {number}" for number in (1, 4, 8, 1, 4, 1, 1, 8)]
    before = [int(row[3].replace(",", "")) for row in rows]
    assert before == sorted(before)
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    assert len(re.findall(r"(?m)^\| \d+ \| 1(?:,000)? \| a?synchronous \|", page)) == len(rows)


def test_the_page_has_a_line_for_every_row() -> None:
    page = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    assert [one for one in told("--list").splitlines() if f"\n| {one} |" not in page] == []
