"""Cells of a table for spreadsheets, made harmless: a text that would run as a formula does not."""

from __future__ import annotations

import re
from typing import Final

RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""How a cell begins that spreadsheet programs may run as a formula (OWASP, "CSV Injection").

The last four are the wide forms of the signs, which East Asian programs take for them.
"""


OPENING: Final = re.compile(r"""^[\s"]+""")

INNER: Final = re.compile(r"""([;\t\r\n][\s"]*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""Where within a cell another begins for a program that takes other separators than commas.

Many read ``;`` so, by the country they are set to; to them the quotation marks around a cell, which
are not at the beginning of theirs, are characters like any other, and line breaks in it end a row.
"""

DISARMED: Final = re.compile(r"""([;\t\r\n][\s"]*)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])""")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it, and before any part of it, that might be run.

    What has apostrophes before such a text already gets one more, so that `plain` is the inverse.
    """
    inner = INNER.sub(r"\1'", text)
    return f"'{inner}" if _runs(text.lstrip("'")) else inner


def plain(cell: str) -> str:
    """What a cell said before `harmless` changed it."""
    if "'" not in cell:
        return cell
    text = DISARMED.sub(r"\1", cell)
    return text[1:] if text[:1] == "'" and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    """Whether it begins so, perhaps behind blanks and the quotation mark before a list's item."""
    return text.startswith(RUNS) or OPENING.sub("", text, count=1).startswith(RUNS)
