"""What came of forms that were sent, so that one sent twice is done once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.desk.store import Desk

KEPT_FOR: Final = 24 * 3600.0
"""Seconds for which it is kept."""


def find(desk: Desk, key: bytes) -> str | None:
    """Where the form under a key led, if it was done."""
    with desk.reading() as connection:
        row = connection.execute(
            "SELECT elsewhere FROM results WHERE key = ? AND at >= ?", [key, time.time() - KEPT_FOR]
        ).fetchone()
    return row and str(row[0])


def keep(desk: Desk, key: bytes, elsewhere: str) -> None:
    """Keep where the form under a key led."""
    now = time.time()
    with desk.writing() as connection:
        connection.execute("DELETE FROM results WHERE at < ?", [now - KEPT_FOR])
        connection.execute(
            "INSERT OR REPLACE INTO results (key, at, elsewhere) VALUES (?, ?, ?)",
            [key, now, elsewhere],
        )
