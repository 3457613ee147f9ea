"""Cells of a table for spreadsheets, made harmless: a text that would run as a formula does not."""

from __future__ import annotations

from typing import Final

RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""How a cell begins that spreadsheet programs may run as a formula (OWASP, "CSV Injection").

The last four are the wide forms of the signs, which East Asian programs take for them.
"""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might run it."""
    return f"'{text}" if text.startswith(RUNS) or text.lstrip().startswith(RUNS) else text
