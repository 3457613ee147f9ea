"""Text laid out in columns of a terminal, where some characters are two columns wide or none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

HIDDEN: Final = re.compile(
    "\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?"  # an operating system command
    "|\x1b\\[[0-?]*[ -/]*[@-~]?"  # a control sequence
    "|\x1b[@-_]?"  # any other escape
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""What can hide or change text on a terminal: escapes, control and bidirectional characters."""


def clean(text: str) -> str:
    """The text without what could hide or change it on a terminal; line breaks and tabs stay."""
    return HIDDEN.sub("", text)


def width(text: str) -> int:
    """How many columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def fitted(text: str, columns: int) -> str:
    """The text filled up with blanks to ``columns``, or cut with an ellipsis and one blank."""
    taken = width(text)
    if taken < columns:
        return text + " " * (columns - taken)
    return cut(text, columns - 1) + " "


def cut(text: str, columns: int) -> str:
    """The text on one line, cut with an ellipsis where it takes more than ``columns``."""
    line = " ".join(text.split())
    if width(line) <= columns:
        return line
    kept = ""
    for one in line:
        if width(kept) + width(one) > columns - 1:
            break
        kept += one
    return f"{kept.rstrip()}…"
