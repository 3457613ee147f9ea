"""The door behind a proxy that says in a header who asks."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from ledger.desk import users
from ledger.desk.roles import Role
from ledger.errors import BadValue, Refusal
from ledger.web.door import Door, NotAllowed
from ledger.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.desk.store import Desk
    from ledger.web.caller import Caller


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
