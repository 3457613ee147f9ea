"""Who comes in, and as whom: what every door says, and the one that is open to all who read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from ledger.errors import Refusal
from ledger.web.visitor import NOBODY

if TYPE_CHECKING:
    from ledger.desk.store import Desk
    from ledger.web.caller import Caller
    from ledger.web.posted import Posted
    from ledger.web.visitor import Visitor


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

    def change_password(self, sent: Posted, caller: Caller, name: str) -> str:  # noqa: ARG002
        """Give a visitor another password, and answer the header that sets the cookie anew.

        Raises:
            Refusal: the one before is another, or the new one is too weak.
        """
        raise NotAllowed("There is no password to change here.")

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
