"""The benchmark of docs/speed.md works, whatever it finds: how long anything takes is no test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = [sys.executable, "-m", "tests.benchmarks"]


def told(*words: str) -> str:
    """What the benchmark prints; what it runs is covered by other tests, and not measured here."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        [*BENCHMARKS, *words], cwd=ROOT, env=kept, check=False, capture_output=True, text=True
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


def test_the_page_has_a_line_for_every_row() -> None:
    page = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    assert [one for one in told("--list").splitlines() if f"\n| {one} |" not in page] == []
