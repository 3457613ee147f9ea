"""Who comes in, and as whom: what each way to serve pages knows of its visitors."""

from __future__ import annotations

import hmac
import secrets
import time
from abc import ABC, abstractmethod
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.desk.roles import Role
from ledger.web.visitor import NOBODY, Visitor

if TYPE_CHECKING:
    from ledger.web.caller import Caller

TOKEN_LIVES: Final = 3600.0
"""For how many seconds the token in the printed address is good."""


class Door(ABC):
    """Says who a visitor is, and whether pages are for nobody else."""

    is_read_only = False
    """Whether nobody can sign in, and nothing be written."""

    @abstractmethod
    def visitor(self, caller: Caller) -> Visitor:
        """Who sends a request."""

    def is_closed(self) -> bool:
        """Whether pages are for those alone who are signed in."""
        return False


class OpenDoor(Door):
    """Lets everybody read, and nobody write."""

    is_read_only = True

    def visitor(self, caller: Caller) -> Visitor:  # noqa: ARG002 - a door's
        """Nobody."""
        return NOBODY


class TokenDoor(Door):
    """Lets everybody read, and whoever has the token write; as on one's own machine.

    Args:
        recorder: the name that whoever signs in records under.
        cookie: what the cookie is called where there is no TLS.
    """

    def __init__(self, recorder: str, cookie: str) -> None:
        self.token = secrets.token_urlsafe(32)
        self.recorder = recorder
        self._cookie = cookie
        self._made = time.monotonic()
        self._is_used = False
        self._sessions: set[str] = set()
        self._lock = Lock()

    def visitor(self, caller: Caller) -> Visitor:
        """Who has the cookie of a session."""
        token = caller.cookie(self._cookie)
        return Visitor(self.recorder, Role.EDITOR) if token in self._sessions else NOBODY

    def is_good(self, token: str) -> bool:
        """Whether a token opens: it is the one that was printed, was not used, and is not old."""
        is_one = hmac.compare_digest(token.encode(), self.token.encode())
        return is_one and not self._is_used and time.monotonic() - self._made < TOKEN_LIVES

    def sign_in(self, token: str) -> str | None:
        """Use the token: the header that sets a cookie, or None where the token is not good."""
        with self._lock:
            if not self.is_good(token):
                return None
            self._is_used = True
            session = secrets.token_urlsafe(32)
            self._sessions.add(session)
        return f"{self._cookie}={session}; Path=/; HttpOnly; SameSite=Lax"

    def sign_out(self, caller: Caller) -> str:
        """End the session of a visitor: the header that takes the cookie away."""
        self._sessions.discard(caller.cookie(self._cookie) or "")
        return f"{self._cookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
