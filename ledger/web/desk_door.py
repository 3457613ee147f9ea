"""The door of a desk: its users sign in with passwords, and without users one signs in once."""

from __future__ import annotations

import hmac
import secrets
import time
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.desk import attempts, sessions, users
from ledger.desk.passwords import refuse_weak
from ledger.errors import BadValue, Refusal
from ledger.text import counted
from ledger.web.caller import is_of_this_machine
from ledger.web.door import Door
from ledger.web.visitor import NOBODY, Visitor

if TYPE_CHECKING:
    from ledger.desk.store import Desk
    from ledger.web.caller import Caller
    from ledger.web.posted import Posted

TOKEN_LIVES: Final = 3600.0
"""For how many seconds the token in the printed address is good."""

SECURE_COOKIE: Final = "__Host-ledger"
"""The cookie of a session over TLS: no other site, and no other name of this one, can set it."""


class DeskDoor(Door):
    """Lets the users of a desk in; while there are none, everybody reads, and one signs in once.

    Args:
        desk: where users and sessions are.
        recorder: the name that whoever signs in with the token records under.
        port: where the server listens, for cookies have no ports of their own.
        is_private: whether the server is on this machine alone; if not, it is closed to those who
            are not signed in even where there are no users.
    """

    signs_in = True

    def __init__(self, desk: Desk, recorder: str, port: int, *, is_private: bool = True) -> None:
        self.desk: Desk = desk
        self.recorder = recorder
        self.token = secrets.token_urlsafe(32)
        self._plain_cookie = f"ledger-{port}"
        self._is_private = is_private
        self._made = time.monotonic()
        self._is_used = False
        self._lock = Lock()

    def visitor(self, caller: Caller) -> Visitor:
        """Who has the cookie of a session."""
        token = caller.cookie(self._cookie(caller))
        user = sessions.find(self.desk, token) if token else None
        return Visitor(user.name, user.role) if user is not None else NOBODY

    def is_closed(self) -> bool:
        """Whether there are users, or might be others than whoever started the server."""
        return not self._is_private or users.are_any(self.desk)

    def takes_passwords(self) -> bool:
        """Whether there are users."""
        return self.is_closed()

    def sign_in(self, sent: Posted, caller: Caller) -> str:
        """Sign in as a user, or with the token; a session that there was ends."""
        if self.takes_passwords():
            name, is_user = self._user(sent, caller), True
        else:
            self._use_token(sent.one("token"))
            name, is_user = self.recorder, False
        old = caller.cookie(self._cookie(caller))
        token = sessions.begin(self.desk, name, is_user=is_user, instead=old)
        return self._set_cookie(caller, token)

    def _user(self, sent: Posted, caller: Caller) -> str:
        name, password = _filled(sent, "name"), _filled(sent, "password")
        return self._known(name, password, caller).name

    def _known(self, name: str, password: str, caller: Caller) -> users.User:
        address = None if is_of_this_machine(caller.address) else caller.address
        attempts.note(self.desk, name, address)
        user = users.authenticated(self.desk, name, password)
        if user is None:
            raise Refusal("There is no such user, or the password is another.")
        attempts.forget(self.desk, name, address)
        return user

    def change_password(self, sent: Posted, caller: Caller, name: str) -> str:
        """As told above; the sessions of the visitor in other browsers end."""
        if not self.takes_passwords():
            return super().change_password(sent, caller, name)
        before, new, again = (_filled(sent, one) for one in ("password", "new", "again"))
        if new != again:
            raise BadValue("again", "The two are not the same.")
        try:
            refuse_weak(new, name)
        except BadValue as weak:
            raise BadValue("new", str(weak), weak.cure) from weak
        user = self._known(name, before, caller)
        users.set_password(self.desk, user.name, new)
        return self._set_cookie(caller, sessions.begin(self.desk, user.name))

    def _use_token(self, token: str) -> None:
        is_one = hmac.compare_digest(token.encode(), self.token.encode())
        with self._lock:
            if not is_one or self._is_used or time.monotonic() - self._made > TOKEN_LIVES:
                raise Refusal(
                    "That address was used already, is over an hour old, or is of a server that "
                    "has ended.",
                    "Start ledger serve again: it prints another.",
                )
            self._is_used = True

    def sign_out(self, caller: Caller) -> str:
        """End the session, in the desk and in the browser."""
        token = caller.cookie(self._cookie(caller))
        if token:
            sessions.end(self.desk, token)
        return f"{self._set_cookie(caller, '')}; Max-Age=0"

    def _cookie(self, caller: Caller) -> str:
        return SECURE_COOKIE if caller.is_secure else self._plain_cookie

    def _set_cookie(self, caller: Caller, token: str) -> str:
        secure = "; Secure" if caller.is_secure else ""
        return f"{self._cookie(caller)}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"

    def told(self, base: str) -> list[str]:
        """Where to sign in."""
        if self.takes_passwords():
            number = counted(len(users.every(self.desk)), "user")
            return [f"They are for the {number} of this desk, who sign in at {base}sign-in"]
        return [
            f"To record in them, sign in at {base}sign-in?token={self.token}",
            "That works once, within an hour; ledger serve prints another when it starts again.",
        ]


def _filled(sent: Posted, field: str) -> str:
    """What stands in a field.

    Raises:
        BadValue: nothing does.
    """
    if text := sent.one(field):
        return text
    raise BadValue(field, "Fill this in.")
