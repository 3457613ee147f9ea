"""A report as CSV: a row a group and one for all, every figure in full."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ledger.columns import clean
from ledger.formats.cells import harmless
from ledger.report.command import command

if TYPE_CHECKING:
    from ledger.report.figures import Figures, Report


def as_csv(report: Report) -> str:
    """The report as CSV (RFC 4180), the row of all claims last.

    An interval takes two columns; an undefined figure is an empty cell.  Every row names the
    command that gives the report again.
    """
    text = io.StringIO()
    origin = {"as_of": str(report.moment), "root": report.root, "command": command(report, "csv")}
    kinds = " ".join(report.kinds)
    names = [*origin, "by", "kinds", "key", *_cells(report.total)]
    table = csv.DictWriter(text, names, lineterminator="\r\n")
    table.writeheader()
    for group in report.groups:
        about = {"by": report.by, "kinds": group.key if report.by == "kind" else kinds}
        table.writerow(origin | about | {"key": harmless(clean(group.key))} | _cells(group.figures))
    table.writerow(origin | {"by": "all", "kinds": kinds, "key": ""} | _cells(report.total))
    return text.getvalue()


def _cells(figures: Figures) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in figures.as_dict().items():
        if name.endswith("_interval"):
            low, high = value or (None, None)
            cells |= {f"{name}_low": low, f"{name}_high": high}
        else:
            cells[name] = value
    return cells
