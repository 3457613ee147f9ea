"""Addresses of pages on the web: which texts are one, and the host of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ledger.formats.claimreview.own import KEY
from ledger.model.addresses import harmful_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)

UNDER: Final = frozenset({
    "url", "@id", "archivedAt", "sameAs", "citation", "appearance", "firstAppearance",
})  # fmt: skip
"""The properties that hold addresses."""


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


def harmful_in(review: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The addresses in a review that nobody should follow; none of them is taken in."""
    waiting = [("", review)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [(inner, found) for inner, found in one.items() if inner != KEY]
        elif isinstance(one, list):
            waiting += [(name, found) for found in one]
        elif isinstance(one, str) and name in UNDER and harmful_scheme(one):
            yield one
