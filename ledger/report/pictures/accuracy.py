"""Accuracy by group as a picture: a dot for each group, and its interval as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.charts.colours import INK, MUTED, RIGHT
from ledger.report.layout import tables
from ledger.report.pictures.style import percents, sheet
from ledger.text import clean, cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ledger.report.build import Report
    from ledger.report.table import Span

MOST_GROUPS: Final = 60
"""More groups than this are no picture any more; the first are shown."""
NAME: Final = 34
"""Columns for the name of a group."""
LINE: Final = 0.27
"""Inches for a group."""


def draw(report: Report) -> Figure:
    """The dots, in the order of the report's table, all groups together last."""
    drawn = [(row, row.span) for row in next(tables(report)).rows if row.span is not None]
    rows = drawn if len(drawn) <= MOST_GROUPS else [*drawn[: MOST_GROUPS - 1], drawn[-1]]
    figure = sheet(6.4, 1.0 + LINE * len(rows))
    axes = figure.subplots()
    for place, (row, span) in enumerate(rows):
        _dot(axes, place, span, total=row.total)
    names = [cut(clean(row.name), NAME) for row, _ in rows]
    axes.set_yticks(range(len(rows)), names, color=INK.light)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    percents(axes, "x")
    axes.grid(visible=True, axis="x")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    if len(drawn) > len(rows):
        axes.set_xlabel(f"{len(drawn) - len(rows):,} more are in the report", color=MUTED.light)
    return figure


def _dot(axes: Axes, place: int, span: Span, *, total: bool) -> None:
    colour = (INK if total else RIGHT).light
    if span.interval is not None:
        ends = [*span.interval]
        axes.plot(ends, [place, place], color=colour, linewidth=1.6, solid_capstyle="butt")
    axes.plot([span.middle], [place], "D" if total else "o", color=colour, markersize=5.5)
