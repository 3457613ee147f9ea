"""What a desk does to a ledger between two measurements, through the Python interface.

python -m tests.benchmarks.steps NAME LEDGER FILE ARGUMENT...
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger import Ledger

from .made_claims import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONE_IN: Final = 500
"""Of so many settled questions one is judged again, and another by a second recorder."""

OTHER: Final = {"happened": "did-not-happen", "did-not-happen": "unclear"}


def questions(columns: str) -> Iterator[tuple[str, str, str]]:
    """Id, due day and verdict of each question in a ``questions.tsv``."""
    with Path(columns).open(encoding="utf-8") as file:
        for line in file:
            name, due, verdict, _ = line.split("\t")
            yield name, due, verdict


def judge(database: str, columns: str) -> None:
    """Judge some questions again, with a reason, and some by a second recorder, who differs."""
    settled = [(name, verdict) for name, _, verdict in questions(columns) if verdict in OTHER]
    with Ledger(database, recorder="desk") as desk, Ledger(database, recorder="second") as second:
        for n, (name, verdict) in enumerate(settled[:: ONE_IN // 2] or settled[:2]):
            found = {"verdict": OTHER[verdict], "note": "Read once more."}
            if n % 2:
                second.record(name, {**found, "blind": True})
            else:
                desk.record(name, {**found, "reason": "The first reading was wrong."})


def settle(database: str, columns: str, first: str, many: str) -> None:
    """Record outcomes of ``many`` questions that are due and not settled, from the ``first`` on."""
    waiting = (
        name for name, due, verdict in questions(columns) if not verdict and due < str(TODAY)
    )
    yesterday = (datetime.now(UTC) - timedelta(1)).date().isoformat()
    found = {"verdict": "late", "happened_on": yesterday, "note": "It came late."}
    start = int(first)
    with Ledger(database, recorder="desk") as desk:
        for name in islice(waiting, start, start + int(many)):
            desk.record(name, found)


def write(database: str) -> None:
    """Add a claim for each line of standard input, and say so."""
    with Ledger(database, recorder="writer") as desk:
        for number, _ in enumerate(sys.stdin):
            statement = f"It is written while others read: {number}."
            claim = {"statement": statement, "speaker": "Somebody New", "due": "2030-01-01"}
            source = {"publisher": "The New Paper", "published": "2026-05-20", "title": "Next"}
            desk.add(claim, source)
            sys.stdout.write("written\n")
            sys.stdout.flush()


NAMED: Final[dict[str, Callable[..., None]]] = {
    "judge": judge,
    "settle": settle,
    "write": write,
}

if __name__ == "__main__":
    NAMED[sys.argv[1]](*sys.argv[2:])
