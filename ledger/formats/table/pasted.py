"""Sheets that say how they are written, or are pasted: ``sep=;``, and quotation marks as typed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from ledger.formats.table.sheet import Sheet

SAID: Final = re.compile(r'"?sep=(.)"?\r*', re.IGNORECASE)
"""A first line that says what the separator is; spreadsheets do not count it as a row."""


def as_said(sheet: Sheet, first: str) -> Sheet:
    """The sheet, taken apart as its ``first`` line says, or as what was pasted is."""
    if said := SAID.fullmatch(first):
        return replace(sheet, separator=said[1], says_separator=True)
    return _as_pasted(sheet) if b'\t"' in sheet.data else sheet


def _as_pasted(sheet: Sheet) -> Sheet:
    """The sheet, its quotation marks read as they stand where only so each row is as wide.

    A cell such as ``"Taxes fall," he said`` is pasted as it is shown.
    """
    try:
        for _ in sheet:
            pass
    except Unreadable:
        typed = replace(sheet, quotes=False)
        widths = {len(cells) for _, cells in typed}
        return typed if len(widths) == 1 else sheet
    return sheet
