"""Addresses of pages on the web: which texts are one, and the host of each."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def is_address(text: str | None) -> bool:
    """Whether a text is the address of a page on the web."""
    return text is not None and ADDRESS.fullmatch(text) is not None


def host(url: str | None) -> str | None:
    """The host of an address, without ``www.``; None where it has none."""
    try:
        found = urlsplit(url or "").hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None
