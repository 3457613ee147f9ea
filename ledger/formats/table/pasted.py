"""Rows as they are pasted out of a spreadsheet: tabs between cells, quotation marks as typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from ledger.formats.table.sheet import Sheet


def as_pasted(sheet: Sheet) -> Sheet:
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
