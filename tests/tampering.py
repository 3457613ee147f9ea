"""What somebody who holds a ledger's file can do to it past the program, and cover up."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def unguarded(path: str | Path) -> Iterator[sqlite3.Connection]:
    """The database without its triggers, which are put back afterwards as they were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, definition in guards:
            raw.execute(definition)
        raw.execute("COMMIT")
