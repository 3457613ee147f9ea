"""Characters that foreign files bring along by accident: which mean nothing, and which something.

Taken out are control characters and those without width that say nothing: what stands before and
behind them says the same without them.  Those that a page and a line end with are a blank.  Most
of U+0080 to U+009F are what Windows-1252 has there, read by somebody as Latin-1: quotation marks,
dashes, an ellipsis; these are what was meant.  What would change what is said is left for
the model to refuse: NUL, which cuts a text off; backspace and escape, which change what stands
before and behind them.  Characters that turn the order of letters stay, and the model warns of
them, whichever way a text comes in: scripts need them, and what a ledger has must come back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

CONTROLS: Final = "\x01-\x07\x0b-\x1a\x1c-\x1f\x7f-\x9f"
"""The control characters that may stand in a text by accident, as a range of a pattern."""

WITHOUT_WIDTH: Final = "\u00ad\u200b\u2060\ufeff"
"""Characters without width that say nothing; a record may hold them, as no control character."""

STRAY: Final = re.compile(f"[{CONTROLS}{WITHOUT_WIDTH}]")
"""What may stand in a text by accident."""

STRAY_CONTROL: Final = re.compile(f"[{CONTROLS}]")
"""What of that no record may hold."""

AS_UTF8: Final = re.compile("\u00e2[\u0080-\u009f][\u0080-\u00bf]")
"""A dash, a quotation mark or the like in UTF-8, of which each byte was read as Latin-1."""

BETWEEN: Final = "\x0b\x0c\x1c\x1d\x1e\x1f"
"""Ends of lines, pages and parts, which stand between words."""


def _meant(code: int) -> str:
    """What a character of U+0080 to U+009F is in Windows-1252; nothing where it has none there."""
    return bytes([code]).decode("cp1252", "ignore")


FOR_CONTROLS: Final = (
    {0x7F: ""}
    | {code: "" for code in range(0x01, 0x20) if chr(code) not in "\b\t\n\r\x1b"}
    | {ord(one): " " for one in BETWEEN}
    | {code: _meant(code) for code in range(0x80, 0xA0)}
    | {ord("\r"): "\n"}
)
"""What each control character is replaced with."""

INSTEAD: Final = FOR_CONTROLS | dict.fromkeys(map(ord, WITHOUT_WIDTH), "")
"""What each stray character is replaced with."""

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


def cleaned(text: str, *, ours: bool = False) -> Cleaned:
    """A text without what it holds by accident.

    In one of ``ours``, which a record held, characters without width are no accident.
    """
    stray, instead = (STRAY_CONTROL, FOR_CONTROLS) if ours else (STRAY, INSTEAD)
    if stray.search(text) is None:
        return Cleaned(text)
    whole, meant = AS_UTF8.subn(_decoded, text.replace("\r\n", "\n"))
    found = [instead[ord(one)] for one in stray.findall(whole) if one != "\r"]
    nothing = sum(one in {"", " "} for one in found)
    return Cleaned(whole.translate(instead), nothing, meant + len(found) - nothing)


def _decoded(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode()
