"""Characters that foreign files bring along by accident: which mean nothing, and which something.

Taken out are control characters and those without width that say nothing: what stands before and
behind them says the same without them.  Those that a page and a line end with are a blank.  Most
of U+0080 to U+009F are what Windows-1252 has there, read by somebody as Latin-1: quotation marks,
dashes, an ellipsis; these are what was meant.  What would change what is said is left for
the model to refuse: NUL, which cuts a text off; backspace and escape, which change what stands
before and behind them.  So are the characters that turn the order of letters (`OVERRIDES`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

STRAY: Final = re.compile("[\x01-\x07\x0b-\x1a\x1c-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")
"""What may stand in a text by accident."""

OVERRIDES: Final = re.compile("[\u202d\u202e]")
"""Left-to-right and right-to-left override: what stands behind one is read in another order."""

AS_UTF8: Final = re.compile("\u00e2[\u0080-\u009f][\u0080-\u00bf]")
"""A dash, a quotation mark or the like in UTF-8, of which each byte was read as Latin-1."""

BETWEEN: Final = "\x0b\x0c\x1c\x1d\x1e\x1f"
"""Ends of lines, pages and parts, which stand between words."""


def _meant(code: int) -> str:
    """What a character of U+0080 to U+009F is in Windows-1252; nothing where it has none there."""
    return bytes([code]).decode("cp1252", "ignore")


INSTEAD: Final = (
    {ord(one): "" for one in "\u007f\u00ad\u200b\u2060\ufeff"}
    | {code: "" for code in range(0x01, 0x20) if chr(code) not in "\b\t\n\r\x1b"}
    | {ord(one): " " for one in BETWEEN}
    | {code: _meant(code) for code in range(0x80, 0xA0)}
    | {ord("\r"): "\n"}
)
"""What each of them is replaced with."""


BLANKS: Final = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What Python takes for blanks, but for U+0085: at the end of a text that is an ellipsis."""


def stripped(text: str) -> str:
    """The text without the blanks around it."""
    return text.strip(BLANKS)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without stray characters; how many were taken out, and how many read as meant."""

    text: str
    out: int = 0
    meant: int = 0


def cleaned(text: str) -> Cleaned:
    """A text without what it holds by accident."""
    if STRAY.search(text) is None:
        return Cleaned(text)
    whole, meant = AS_UTF8.subn(_decoded, text.replace("\r\n", "\n"))
    found = [INSTEAD[ord(one)] for one in STRAY.findall(whole) if one != "\r"]
    nothing = sum(one in {"", " "} for one in found)
    return Cleaned(whole.translate(INSTEAD), nothing, meant + len(found) - nothing)


def _decoded(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode()
