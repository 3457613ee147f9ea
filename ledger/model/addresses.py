"""Web addresses that lead to the same page, however they were copied.

``https://www.example.org/a/?utm_source=mail#top`` and ``http://example.org/a`` are one page: what
differs is the scheme, ``www``, slashes at the end, what was put there to follow readers, and a
place within the page.  A fragment that a page is chosen by (``#!/a``, ``#/a``) stays.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

TRACKING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok"
    r"|_hs(?:enc|mi)|ns_\w+|at_(?:medium|campaign)\w*|cmpid|ocid|smid|ref_?src)(?:=.*)?",
    re.IGNORECASE,
)
"""What is put behind an address to follow readers, and is no part of it."""

WEB: Final = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
PORTS: Final = {"http": ":80", "https": ":443"}


def page_key(address: str) -> str:
    """What addresses of one page share; the address as it is where it is none of the web's."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        return address
    host = parts.netloc.lower().removesuffix(PORTS[scheme]).removeprefix("www.")
    asked = "&".join(one for one in parts.query.split("&") if one and not TRACKING.fullmatch(one))
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{host}{parts.path.rstrip('/')}{asked and f'?{asked}'}{route}"


def beginnings(address: str) -> list[str]:
    """How addresses of the same page may begin, up to their query: with each scheme and ``www``.

    Empty where it is no address of the web.
    """
    found = WEB.match(address.strip())
    if found is None:
        return []
    rest = re.split(r"[?#]", address.strip()[found.end() :], maxsplit=1)[0].rstrip("/")
    host, slash, path = rest.partition("/")
    host = re.sub(":(?:80|443)$", "", host)
    hosts = dict.fromkeys((host, host.lower()))
    return [
        f"{scheme}://{www}{one}{slash}{path}"
        for scheme in PORTS
        for www in ("", "www.")
        for one in hosts
    ]
