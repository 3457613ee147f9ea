"""The forms a report comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.report.json_csv import as_csv, as_json
from ledger.report.text_markdown import as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.ledger import Ledger
    from ledger.report.build import Report

FORMS: Final[dict[str, Callable[[Report], str]]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
}
"""For each name of a form, what writes a report in it."""


def written(report: Report, form: str, ledger: Ledger | None) -> str:
    """The report in a form: one of `FORMS`, or ``html``, which takes more from the ledger."""
    if form != "html" or ledger is None:
        return FORMS[form](report)
    from ledger.report.page.document import as_html  # noqa: PLC0415 - jinja2 is slow to load
    from ledger.report.page.methods import record  # noqa: PLC0415 - only here

    return as_html(report, record(ledger, report))
