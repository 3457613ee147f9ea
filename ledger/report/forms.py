"""The forms a report comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.report.data import as_json
from ledger.report.markdown import as_markdown
from ledger.report.table import as_csv
from ledger.report.text import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.report.making import Report

FORMS: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}
"""For each name of a form, what writes a report in it."""
