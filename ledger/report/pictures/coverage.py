"""The coverage plot: how often ranges were to hold the answer, and how often they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.charts.colours import INK, MUTED, RIGHT
from ledger.report.illustration_words import levels
from ledger.report.pictures.style import percents, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ledger.report.build import Report


def draw(report: Report) -> Figure:
    """A mark for each level, and its interval as an upright line."""
    figure = sheet(4.4, 4.4)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=MUTED.light, linewidth=0.9, dashes=(4, 3))
    for at, held, interval in levels(report):
        if interval is not None:
            axes.plot([at, at], interval, color=RIGHT.light, linewidth=1.6, solid_capstyle="butt")
        axes.plot([at], [held], "o", color=RIGHT.light, markersize=5.5)
    percents(axes, "x")
    percents(axes, "y")
    axes.set_box_aspect(1)
    axes.grid(visible=True)
    axes.set_ylabel("held the answer")
    axes.set_xlabel("were to hold it", color=INK.light)
    axes.text(0.2, 0.21, "as said", color=MUTED.light, rotation=45, ha="center", va="bottom",
              rotation_mode="anchor")  # fmt: skip
    axes.tick_params(length=0)
    return figure
