"""A report as CSV: a row a group and one for all, every figure in full."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ledger.columns import clean
from ledger.formats.cells import harmless
from ledger.report.command import command
from ledger.report.data import pooled_dict

if TYPE_CHECKING:
    from ledger.report.groups import Group
    from ledger.report.making import Report


def as_csv(report: Report) -> str:
    """The report as CSV (RFC 4180), the row of all claims last.

    An interval takes two columns; an undefined figure is an empty cell.  Every row names the
    command that gives the report again.
    """
    text = io.StringIO()
    origin = {"as_of": str(report.moment), "root": report.root, "command": command(report, "csv")}
    kinds = " ".join(report.kinds)
    figures = _cells(report.total.as_dict() | pooled_dict(None))
    meanings = dict.fromkeys(name for group in report.groups for name in _cells(_meaning(group)))
    names = [*origin, "by", "kinds", "key", "place", *figures, *meanings]
    table = csv.DictWriter(text, names, lineterminator="\r\n")
    table.writeheader()
    for group in report.groups:
        about = {"by": report.by, "kinds": group.key if report.by == "kind" else kinds}
        own = {"key": harmless(clean(group.key)), "place": group.place}
        cells = _cells(group.figures.as_dict() | pooled_dict(group.pooled) | _meaning(group))
        table.writerow(origin | about | own | cells)
    every = {"by": "all", "kinds": kinds, "key": "", "place": ""}
    table.writerow(origin | every | _cells(report.total.as_dict() | pooled_dict(None)))
    return text.getvalue()


def _meaning(group: Group) -> dict[str, Any]:
    """What a wording has meant, where that is what claims are grouped by."""
    found = {} if group.meaning is None else asdict(group.meaning)
    return {f"meaning_{name}": value for name, value in found.items()}


def _cells(figures: dict[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in figures.items():
        if name.endswith(("_interval", "_range")):
            low, high = value or (None, None)
            cells |= {f"{name}_low": low, f"{name}_high": high}
        else:
            cells[name] = value
    return cells
