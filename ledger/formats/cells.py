"""Cells of a table for spreadsheets, made harmless: a text that would run as a formula does not."""

from __future__ import annotations

from typing import Final

RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""How a cell begins that spreadsheet programs may run as a formula (OWASP, "CSV Injection").

The last four are the wide forms of the signs, which East Asian programs take for them.
"""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might run it.

    What has apostrophes before such a text already gets one more, so that `plain` is the inverse.
    """
    return f"'{text}" if _runs(text.lstrip("'")) else text


def plain(cell: str) -> str:
    """What a cell said before `harmless` changed it."""
    return cell[1:] if cell[:1] == "'" and _runs(cell.lstrip("'")) else cell


def _runs(text: str) -> bool:
    return text.startswith(RUNS) or text.lstrip().startswith(RUNS)
