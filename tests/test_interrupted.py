"""An import that is killed half way, and run again, ends where one does that was not killed.

The clock is the same in all of them, so that they end with the same root hash.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from commands import ARTICLE
from exports import TRACKERS

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IMPORTING: Final = """
import os, signal, sqlite3, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import Engine, event
from ledger import Ledger

place, path, form, last = sys.argv[1:]
beats = 0

def beat():
    global beats
    beats += 1
    if beats == int(last):
        os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "connect")
def watch(raw, record):
    raw.set_progress_handler(beat, 100)

with Ledger(place, recorder="desk", clock=lambda: datetime(2026, 7, 5, 12, tzinfo=UTC)) as ledger:
    if form == "jsonl":
        with open(path, "rb") as file:
            ledger.import_journal(file, path)
    else:
        ledger.import_([Path(path)], form=form)
    print(beats, ledger.root().hex())
"""
"""Imports a file, and kills itself in the middle of what SQLite does."""

POINTS: Final = 6


def run(place: Path, path: Path, form: str, last: int) -> subprocess.CompletedProcess[str]:
    """Import a file in a process of its own, which is killed at the beat ``last`` (0: never)."""
    words = [sys.executable, "-c", IMPORTING, str(place), str(path), form, str(last)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, empty_ledger: Path) -> dict[str, Path]:
    """A file of each format."""
    folder = tmp_path_factory.mktemp("interrupted")
    row = "{0},It rains on day {0}.,2023-07-{1:02d},2023-08-01,0.{1:02d},P,2023-07-01\n"
    rows = "".join(row.format(n, 1 + n % 28) for n in range(300))
    head = "speaker,statement,made,due,probability,publisher,published\n"
    (folder / "sheet.csv").write_text(head + rows, encoding="utf-8")
    place = shutil.copyfile(empty_ledger, folder / "ledger.db")
    with Ledger(place, clock=lambda: datetime(2026, 7, 1, tzinfo=UTC)) as ledger:
        ledger.import_([ARTICLE])
        (folder / "journal.jsonl").write_bytes(b"".join(ledger.export_journal()))
    return {
        "claims": ARTICLE,
        "csv": folder / "sheet.csv",
        "jsonl": folder / "journal.jsonl",
        "fatebook": TRACKERS / "fatebook.csv",
    }


@pytest.mark.slow
@pytest.mark.parametrize("form", ["claims", "csv", "jsonl", "fatebook"])
def test_an_import_killed_and_run_again_ends_with_the_same_root(
    tmp_path: Path,
    empty_ledger: Path,
    files: dict[str, Path],
    form: str,
    note: Callable[[str], None],
) -> None:
    place = shutil.copyfile(empty_ledger, tmp_path / "whole.db")
    with Ledger(place) as ledger:
        empty = ledger.root().hex()
    whole = run(place, files[form], form, 0)
    beats, root = whole.stdout.split()
    assert root != empty
    points = sorted({1 + int(beats) * n // POINTS for n in range(POINTS)})
    for last in points:
        place = shutil.copyfile(empty_ledger, tmp_path / "killed.db")
        assert run(place, files[form], form, last).returncode == -signal.SIGKILL
        with Ledger(place) as ledger:
            assert ledger.root().hex() in {empty, root}
        again = run(place, files[form], form, 0)
        assert again.stdout.split()[1] == root, again.stderr
    note(f"{form}: killed at {len(points)} points of {beats}")
