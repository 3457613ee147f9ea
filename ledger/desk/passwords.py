"""Passwords: what is kept of one, and whether another is the same.

What is kept is a hash by scrypt (RFC 7914) with its parameters and a salt, so that parameters can
be raised later.  They are those that OWASP recommends, and take 32 MiB and some 0.2 s; two are
worked out at a time, so that nobody can take all memory.

Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from threading import BoundedSemaphore
from typing import Final

from ledger.errors import BadValue, Refusal

COST: Final = (2**15, 8, 3)
"""N, r and p of scrypt."""

MOST: Final = (2**17, 16, 8)
"""No larger parameters are taken from a file: they could ask for all memory there is."""

SHORTEST: Final = 12
LONGEST: Final = 1000
"""Characters that a password may have."""

_AT_ONCE: Final = BoundedSemaphore(2)
_WAITING: Final = BoundedSemaphore(8)
"""Whoever comes when so many wait is sent away, so that those who read pages need not wait."""


class TooMany(Refusal):
    """Too many try to sign in, or have tried."""


def refuse_weak(password: str, name: str) -> None:
    """Refuse a password that is too easily guessed.

    Raises:
        BadValue: it is too short, too long, or the name of whoever has it.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadValue(
            "password", f"A password has {SHORTEST} to {LONGEST} characters, not {len(password)}.",
            "Take a few words that have nothing to do with each other.",
        )  # fmt: skip
    if len(set(password)) < SHORTEST // 3 or name.casefold() * 2 == password.casefold():
        raise BadValue("password", "That password is too easily guessed.")


def hashed(password: str) -> str:
    """What is kept of a password."""
    salt = os.urandom(16)
    parts = (*map(str, COST), _text(salt), _text(_scrypt(password, salt, *COST)))
    return "scrypt$" + "$".join(parts)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which that was kept; it takes as long where none was.

    Raises:
        TooMany: as many as may are being compared.
    """
    cost, salt, digest = _read(kept) or (COST, b"\0" * 16, b"")
    if not _WAITING.acquire(blocking=False):
        raise TooMany("Too many are signing in at once; try again in a moment.")
    try:
        return hmac.compare_digest(_scrypt(password, salt, *cost), digest)
    finally:
        _WAITING.release()


def _read(kept: str | None) -> tuple[tuple[int, int, int], bytes, bytes] | None:
    try:
        kind, n, r, p, salt, digest = (kept or "").split("$")
        cost = (int(n), int(r), int(p))
        found = (
            cost,
            base64.b64decode(salt, validate=True),
            base64.b64decode(digest, validate=True),
        )
    except ValueError:
        return None
    is_bounded = all(1 <= one <= most for one, most in zip(cost, MOST, strict=True))
    return found if kind == "scrypt" and is_bounded and digest else None


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    typed = unicodedata.normalize("NFKC", password[: 2 * LONGEST]).strip()
    text = typed.encode("utf-8", "surrogatepass")
    with _AT_ONCE:
        return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def _text(some: bytes) -> str:
    return base64.b64encode(some).decode()
