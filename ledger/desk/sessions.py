"""Sessions: who is signed in, in which browser, and until when.

A browser holds a random token, and the desk a digest of it, so that whoever reads the file cannot
sign in with what is there.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ledger.desk.roles import Role
from ledger.desk.users import User, user_key
from ledger.errors import Busy

if TYPE_CHECKING:
    from ledger.desk.store import Desk

IDLE: Final = 12 * 3600.0
"""Seconds after which a session ends in which nothing was asked for."""

LONGEST: Final = 7 * 24 * 3600.0
"""Seconds after which any session ends."""

NOTED: Final = 60.0
"""How often it is noted that a session is in use."""


def begin(desk: Desk, name: str, *, is_user: bool = True, instead: str | None = None) -> str:
    """Begin a session, and answer its token; ``instead`` is that of one which it ends.

    Whoever is no user has a session for as long as there are no users.
    """
    token, now = secrets.token_urlsafe(32), time.time()
    with desk.writing() as connection:
        connection.execute(
            "DELETE FROM sessions WHERE made < ? OR used < ? OR token = ?",
            [now - LONGEST, now - IDLE, _digest(instead or "")],
        )
        connection.execute(
            "INSERT INTO sessions (token, key, name, made, used) VALUES (?, ?, ?, ?, ?)",
            [_digest(token), user_key(name), None if is_user else name, now, now],
        )
    return token


def find(desk: Desk, token: str) -> User | None:
    """Who has that session, with the role they have now; None where there is none, or no more."""
    now = time.time()
    with desk.reading() as connection:
        row = connection.execute(
            "SELECT users.name, users.role, users.password, sessions.name, used FROM sessions "
            "LEFT JOIN users USING (key) WHERE token = ? AND made >= ? AND used >= ?",
            [_digest(token), now - LONGEST, now - IDLE],
        ).fetchone()
        has_users = connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None
    if row is None:
        return None
    name, role, password, alone, used = row
    if now - used > NOTED:
        _note(desk, token, now)
    if alone is not None:
        return None if has_users else User(alone, Role.EDITOR, has_password=False)
    return None if name is None else User(name, Role(role), password is not None)


def end(desk: Desk, token: str) -> None:
    """End a session."""
    with desk.writing() as connection:
        connection.execute("DELETE FROM sessions WHERE token = ?", [_digest(token)])


def _note(desk: Desk, token: str, now: float) -> None:
    with suppress(Busy), desk.writing() as connection:  # the next request notes it else
        connection.execute("UPDATE sessions SET used = ? WHERE token = ?", [now, _digest(token)])


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
