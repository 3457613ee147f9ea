"""Addresses that harm whoever follows them: programs, and what is on the reader's own machine."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

HARMFUL: Final = frozenset({
    "about", "blob", "chrome", "data", "file", "filesystem", "jar", "javascript", "livescript",
    "mhtml", "mocha", "ms-its", "resource", "shell", "vbscript", "view-source", "wyciwyg",
})  # fmt: skip
"""Schemes that no document is published under, and that a click may run or open."""

PASSED_OVER: Final = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
"""Characters that browsers and mail programs drop from an address, or that nobody sees."""

ADDRESSES: Final = ("url", "archive_url")
"""The keys under which a record has an address."""

UNSAFE: Final = "unsafe:"
"""What stands before a harmful address that was disarmed."""

SAFE: Final = "/?#[]@!$&'()*+,;=-._~"
"""What is not encoded in one; its colons are."""

SCHEME: Final = re.compile("(?:feed:|url:)*([a-z][a-z0-9+.-]*):")
"""A scheme behind words that some programs take away before they follow the rest."""


def harmful_scheme(address: str) -> str:
    """The scheme of an address that must not be followed, in small letters; empty for all others.

    It is found however it is written: in capitals, in wide letters, with blanks or characters
    without width in it, and as HTML writes characters.
    """
    text = html.unescape(address) if "&" in address else address
    plain = unicodedata.normalize("NFKC", PASSED_OVER.sub("", text)).casefold()
    found = SCHEME.match(PASSED_OVER.sub("", plain))
    return found[1] if found is not None and found[1] in HARMFUL else ""


def disarmed(address: str) -> str:
    """The address as it may go out: a harmful one as a text that nothing follows.

    ``javascript:x`` becomes ``unsafe:javascript%3Ax``; `armed` is the inverse.
    """
    return f"{UNSAFE}{quote(address, safe=SAFE)}" if harmful_scheme(address) else address


def armed(text: str) -> str:
    """What an address was before `disarmed` changed it."""
    if not text.startswith(UNSAFE):
        return text
    address = unquote(text.removeprefix(UNSAFE))
    return address if harmful_scheme(address) else text


def is_on_the_web(address: str) -> bool:
    """Whether an address is one of the web's, which a page, a feed or a sheet may link to."""
    return address[:8].lower().startswith(("http://", "https://"))


def has_harmful_address(body: Mapping[str, Any]) -> bool:
    """Whether a record's body, or a piece of evidence in it, holds an address of that kind."""
    return any(
        harmful_scheme(str(one[key]))
        for one in (body, *body.get("evidence", ()))
        for key in ADDRESSES
        if key in one
    )
