"""Who sends a request, as far as the request itself tells."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names of this machine that no other can take."""


HOST: Final = re.compile(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::[0-9]{1,5})?", re.IGNORECASE
)


def host_of(authority: str) -> str:
    """The name of a host without its port, in small letters; empty where there is none."""
    found = HOST.fullmatch(authority)
    return found["name"].lower() if found else ""


def is_of_this_machine(host: str) -> bool:
    """Whether a name, or an address with or without brackets, means this machine alone."""
    if host.lower() in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Caller:
    """The address that a request comes from, its head, and whether TLS was used on its way.

    TLS is this server's own, or that of the proxy by whose name it was asked for.
    """

    address: str
    headers: tuple[tuple[str, str], ...]
    is_secure: bool

    def all(self, name: str) -> list[str]:
        """The values of all headers of a name, which is in small letters."""
        return [value for key, value in self.headers if key == name]

    def cookie(self, name: str) -> str | None:
        """The value of a cookie; of one that is there twice, nobody knows which is ours."""
        pairs = (
            one.strip().partition("=") for line in self.all("cookie") for one in line.split(";")
        )
        values = {value for key, _, value in pairs if key == name}
        return values.pop() if len(values) == 1 else None
