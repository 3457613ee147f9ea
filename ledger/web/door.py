"""Who comes in, and as whom: one door for each way to serve pages."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from abc import ABC, abstractmethod
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.desk import attempts, sessions, users
from ledger.desk.roles import Role
from ledger.errors import BadValue, Refusal
from ledger.text import counted
from ledger.web.caller import is_of_this_machine
from ledger.web.visitor import NOBODY, Visitor

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.desk.store import Desk
    from ledger.web.caller import Caller
    from ledger.web.posted import Posted

TOKEN_LIVES: Final = 3600.0
"""For how many seconds the token in the printed address is good."""

SECURE_COOKIE: Final = "__Host-ledger"
"""The cookie of a session over TLS: no other site, and no other name of this one, can set it."""


class SignInFirst(Refusal):
    """What is asked for is for those who are signed in."""


class NotAllowed(Refusal):
    """What is asked for takes another role, or another way here."""


class Door(ABC):
    """Says who a visitor is, and whether pages are for nobody else.

    Nobody signs in at a door that does not say so.
    """

    desk: Desk | None = None
    """Where users, sessions and what came of forms are kept."""

    is_read_only: bool = False
    """Whether nothing can be written."""

    signs_in: bool = False
    """Whether there is a page to sign in on."""

    @abstractmethod
    def visitor(self, caller: Caller) -> Visitor:
        """Who sends a request.

        Raises:
            NotAllowed: it came by a way that none may take.
        """

    def is_closed(self) -> bool:
        """Whether pages are for those alone who are signed in."""
        return False

    def takes_passwords(self) -> bool:
        """Whether one signs in with a name and a password, rather than with the printed token."""
        return False

    def sign_in(self, sent: Posted, caller: Caller) -> str:  # noqa: ARG002 - of some doors
        """Sign in with what was sent, and answer the header that sets the cookie of a session.

        Raises:
            Refusal: it does not open, or too many tries have failed.
        """
        raise NotAllowed("Nobody signs in here.")

    def sign_out(self, caller: Caller) -> str:  # noqa: ARG002 - of some doors
        """End the session of a visitor, and answer the header that takes the cookie away."""
        raise NotAllowed("Nobody signs in here.")

    def told(self, base: str) -> list[str]:  # noqa: ARG002 - of some doors
        """What whoever starts the server is told of who may do what; ``base`` ends in a slash."""
        return []


class OpenDoor(Door):
    """Lets everybody read, and nobody write."""

    is_read_only = True

    def visitor(self, caller: Caller) -> Visitor:  # noqa: ARG002 - a door's
        """Nobody."""
        return NOBODY

    def told(self, base: str) -> list[str]:  # noqa: ARG002 - a door's
        """That nobody can write."""
        return ["Anybody who reaches them can read them, and nothing can be changed in them."]


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
        name, password = sent.one("name"), sent.one("password")
        if not name or not password:
            raise BadValue("name" if not name else "password", "Fill this in.")
        address = None if is_of_this_machine(caller.address) else caller.address
        attempts.note(self.desk, name, address)
        user = users.authenticated(self.desk, name, password)
        if user is None:
            raise Refusal("There is no such user, or the password is another.")
        attempts.forget(self.desk, name, address)
        return user.name

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


class ProxyDoor(Door):
    """Lets in whoever a proxy names in a header; passwords are not asked for.

    Args:
        desk: where the roles of users are; whoever is none of them reads.
        header: what the header is called.
        proxies: the addresses, or networks, that the header is taken from, and no other.

    Raises:
        BadValue: an address is none.
    """

    def __init__(self, desk: Desk, header: str, proxies: Collection[str]) -> None:
        self.desk: Desk = desk
        self._header = header
        self._proxies = [_network(one) for one in proxies]

    def visitor(self, caller: Caller) -> Visitor:
        """Whoever the proxy names."""
        if not self._is_proxy(caller.address):
            raise NotAllowed("These pages are reached through their proxy alone.")
        values = caller.all(self._header.lower())
        if len(values) != 1:
            raise NotAllowed("The proxy does not tell who asks.")
        try:
            name = users.recorder_name(values[0].encode("latin-1").decode())
        except (UnicodeError, Refusal):
            raise NotAllowed("The proxy tells no name that can be recorded under.") from None
        user = users.find(self.desk, name)
        return Visitor(name, Role.READER) if user is None else Visitor(user.name, user.role)

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)  # as a socket of both kinds has it
        return any((mapped or found) in one for one in self._proxies)

    def is_closed(self) -> bool:
        """Everybody who asks is somebody."""
        return True

    def told(self, base: str) -> list[str]:  # noqa: ARG002 - a door's
        """Whom it believes."""
        proxies = " or ".join(map(str, self._proxies))
        sentence = (
            f"Who asks is told by the header {self._header} of {proxies} alone; passwords are not "
            f"asked for, and whoever is no user of the desk can read."
        )
        return [sentence]


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(address: str) -> Network:
    try:
        found = ipaddress.ip_network(address)
    except ValueError:
        found = None
    if found is None or found.prefixlen == 0:
        raise BadValue(
            "from", f"{address!r} is no address of a proxy, such as 10.0.0.2 or 10.0.0.0/24."
        )
    return found
