"""Tries to sign in that failed: whoever fails too often has to wait.

By name, so that no password is found by trying; and by address, so that no name is.  The address
of this machine is that of a proxy as well, and so of everybody: it is not counted.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Final

from ledger.desk.passwords import TooMany
from ledger.desk.users import user_key

if TYPE_CHECKING:
    from ledger.desk.store import Desk

WITHIN: Final = 15 * 60.0
BY_NAME: Final = 10
BY_ADDRESS: Final = 50
"""So many tries may fail within so many seconds."""


def note(desk: Desk, name: str, address: str | None) -> None:
    """Note a try before it is made, so that many at the same time count.

    Raises:
        TooMany: as many have failed as may.
    """
    limits = [(_who("name", user_key(name)), BY_NAME)]
    if address is not None:
        limits.append((_who("address", address), BY_ADDRESS))
    with desk.writing() as connection:
        now = time.time()  # once nobody else writes: what is later is of a clock that was set back
        connection.execute("DELETE FROM attempts WHERE at < ? OR at > ?", [now - WITHIN, now])
        for who, most in limits:
            count, first = connection.execute(
                "SELECT count(*), min(at) FROM attempts WHERE who = ?", [who]
            ).fetchone()
            if count >= most:
                minutes = max(1, round((first + WITHIN - now) / 60))
                raise TooMany(f"Too many tries to sign in have failed; try again in {minutes} min.")
        connection.executemany(
            "INSERT INTO attempts (who, at) VALUES (?, ?)", [(who, now) for who, _ in limits]
        )


def forget(desk: Desk, name: str, address: str | None) -> None:
    """Forget the tries of somebody who has signed in: those by name, and one by address."""
    with desk.writing() as connection:
        connection.execute("DELETE FROM attempts WHERE who = ?", [_who("name", user_key(name))])
        if address is not None:
            connection.execute(
                "DELETE FROM attempts WHERE rowid = "
                "(SELECT max(rowid) FROM attempts WHERE who = ?)",
                [_who("address", address)],
            )


def _who(kind: str, text: str) -> bytes:
    """A digest: somebody may have typed a password where a name goes."""
    return hashlib.sha256(f"{kind} {text}".encode("utf-8", "surrogatepass")).digest()
