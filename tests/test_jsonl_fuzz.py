"""Broken journals: one sentence with the line, nothing half taken in, never a traceback.

Two hundred of them in CI; ten thousand with the environment variable ``LEDGER_LONG=1``.
"""

from __future__ import annotations

import io
import random
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from commands import CLAIMS
from conftest import Clock, many, unsynced
from test_replay import replay, rows

from ledger import Ledger
from ledger.errors import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBER = many(200, 10_000)
SLIPS = (b'"', b"\\", b"{", b"}", b",", b"\n", b"\r\n", b"\0", b"\xff", b"\xed\xa0\x80", b"1e999",
         b"null", b"[[", b"\\ud800", b'"kind":"alias"', b'"what":"claim"', b"#2", b"unnamed: ",
         b"9999-99", b"\xe2\x80\xae", b"x" * 5000)  # fmt: skip


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal with entries of every kind."""
    path = tmp_path_factory.mktemp("journal") / "ledger.db"
    with Ledger(path, recorder="desk", clock=Clock(NOW), create=True) as ledger:
        ledger.import_([CLAIMS])
        ledger.amend("two-percent-floor", {"note": "Seen again."})
        ledger.merge("Jamie Shea", "James Black", "One man.")
        ledger.unmerge("Jamie Shea", "Two men.")
        ledger.withdraw("two-percent-floor#1", "wrong")
        return b"".join(ledger.export_journal())


def broken(journal: bytes, chance: random.Random) -> bytes:
    """The journal with one to three things wrong with it, or perhaps nothing."""
    data = journal
    for _ in range(chance.randint(1, 3)):
        at, until = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        few = min(until, at + chance.choice([1, 3, 20, 400]))
        lines = data.splitlines(keepends=True)
        one, other = (chance.randrange(len(lines)) for _ in range(2))
        data = chance.choice(
            [
                data[:at],
                data[:at] + data[few:],
                data[:at] + chance.choice(SLIPS) + data[at:],
                data[:at] + chance.choice(SLIPS) + data[few:],
                data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :],
                b"".join([*lines[:one], *lines[one + 1 :]]),
                b"".join([*lines[:one], lines[other], *lines[one:]]),
                b"".join([*lines[:one], lines[other], *lines[one + 1 :]]),
                data.replace(b"claim", b"question", 1),
                data.replace(chance.choice(data.split(b'"')[1::2] or [b"x"]), b"y", 1),
            ]
        ) or b"\n"  # fmt: skip
    return data


@pytest.fixture
def target(empty_ledger: Path, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """An empty ledger of today, which need not outlast a power failure."""
    clock.set("2100-01-01")
    path = shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    with (
        unsynced(),
        Ledger(path, recorder="desk", clock=clock) as ledger,
    ):
        yield ledger


@pytest.mark.slow
def test_broken_journals_are_refused_in_words_or_whole(
    journal: bytes, target: Ledger, empty_ledger: Path, tmp_path: Path
) -> None:
    chance = random.Random(5)  # noqa: S311 - nothing secret
    nothing = target.root()
    refused = 0
    for number in range(NUMBER):
        data = broken(journal, chance)
        try:
            done = target.import_journal(io.BytesIO(data), "x.jsonl", dry_run=True)
        except ProblemsFound as found:
            refused += 1
            (problem,) = found.problems
            lines = data.count(b"\n") + (not data.endswith(b"\n"))
            assert 1 <= problem.line <= lines, f"file {number}: {problem}"
            assert str(problem).startswith("x.jsonl:"), f"file {number}"
            assert "\n" not in problem.message, f"file {number}: {problem}"
            assert len(problem.message) < 1000, f"file {number}: {problem}"
            assert problem.message.endswith((".", "?")), f"file {number}: {problem}"
        else:
            assert done.known == 0
            if number < 200:
                _is_whole(data, empty_ledger, tmp_path / str(number))
        assert target.root() == nothing
    assert refused > NUMBER // 2


def _is_whole(data: bytes, empty_ledger: Path, folder: Path) -> None:
    """What was taken in is a ledger like any other: its tables are its journal's."""
    folder.mkdir()
    paths = [shutil.copyfile(empty_ledger, folder / name) for name in ("a.db", "b.db")]
    with Ledger(paths[0]) as ledger:
        ledger.import_journal(io.BytesIO(data))
        ledger.list()
        ledger.corrections()
        ledger.export()
        entries = [entry for _, entry in ledger.log()]
    assert replay(paths[1], entries, len(entries) or 1) == rows(paths[0])
