"""Names made for what a publisher gives none: ids that stay the same, and hosts for publishers."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from ledger.model.raw import NOT_OF_AN_ID

LONGEST: Final = 60
"""How much of a host or name goes into an id, in characters."""

DIGITS: Final = 12
"""How many hexadecimal digits tell ids of one host apart."""

ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def is_address(text: str | None) -> bool:
    """Whether a text is the address of a page on the web."""
    return text is not None and ADDRESS.fullmatch(text) is not None


def host(url: str) -> str | None:
    """The host of an address, without ``www.``; None where it has none."""
    try:
        found = urlsplit(url).hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None


def made_id(kind: str, name: str, *about: str | None) -> str:
    """An id that begins with ``name``; the same ``kind`` and ``about`` always make the same."""
    told = "\n".join([kind, *(one or "" for one in about)])
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{NOT_OF_AN_ID.sub('-', plain)[:LONGEST].strip('-.') or 'review'}-{digest}"
