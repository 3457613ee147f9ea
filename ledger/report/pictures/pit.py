"""The PIT histogram: in which tenth of what distributions gave the answers lay, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.charts.colours import INK, PAPER, RIGHT
from ledger.charts.pit import LEAST
from ledger.report.illustration_words import most_distributions
from ledger.report.pictures.style import percents, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ledger.report.build import Report


def draw(report: Report) -> Figure:
    """A bar for each tenth, and a dashed line that all reach if distributions are right."""
    from matplotlib.ticker import PercentFormatter  # noqa: PLC0415 - slow to load

    bins = [share for one in most_distributions(report) for share in one.bins]
    each = 1 / len(bins)
    figure = sheet(4.4, 3.4)
    axes = figure.subplots()
    axes.bar([each * (place + 0.5) for place in range(len(bins))], bins, width=each,
             facecolor=RIGHT.light, edgecolor=PAPER.light, linewidth=0.8)  # fmt: skip
    axes.axhline(each, color=PAPER.light, linewidth=3)
    axes.axhline(each, color=INK.light, linewidth=1, dashes=(4, 3))
    percents(axes, "x")
    axes.set_ylim(0, max(LEAST / 100, *bins) * 1.05)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.grid(visible=True, axis="y")
    axes.set_ylabel("answers")
    axes.set_xlabel("given to less", color=INK.light)
    axes.tick_params(length=0)
    return figure
