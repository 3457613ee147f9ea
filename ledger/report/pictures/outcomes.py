"""Outcomes over time as a picture: a bar for each period, its parts how claims came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.charts.colours import PAPER, RIGHT, UNSCORED, WRONG
from ledger.report.figures import NAMES
from ledger.report.pictures.style import sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ledger.report.build import Report
    from ledger.report.figures import Period

LOOKS: Final = {
    "right": (RIGHT, ""),
    "partly": (RIGHT, "\\\\\\"),
    "wrong": (WRONG, "///"),
    "unscored": (UNSCORED, ""),
}
"""The colour and the pattern of each part of a bar."""
NAMED: Final = 12
"""So many periods can bear their names under their bars."""


def draw(report: Report) -> Figure:
    """The bars."""
    found = report.timeline
    figure = sheet(5.0, 3.1)
    axes = figure.subplots()
    _bars(axes, found.periods)
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.01, 1), ncols=4, handlelength=1.2, columnspacing=1.4
    )
    axes.set_ylabel("claims settled")
    return figure


def _bars(axes: Axes, periods: tuple[Period, ...]) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - slow to load

    at = range(len(periods))
    done = [0] * len(periods)
    for place, (name, (colour, hatch)) in enumerate(LOOKS.items()):
        counts = [period.counts[place] for period in periods]
        if not any(counts):
            continue
        axes.bar(at, counts, bottom=done, width=min(0.72, 0.18 * len(periods)), hatch=hatch,
                 facecolor=colour.light, edgecolor=PAPER.light, linewidth=0.8,
                 label=NAMES[name])  # fmt: skip
        done = [below + n for below, n in zip(done, counts, strict=True)]
    step = -(-len(periods) // NAMED)
    axes.set_xticks(at[::step], [period.name.replace(" ", "\n") for period in periods][::step])
    axes.set_xlim(-0.6, len(periods) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(visible=True, axis="y")
    axes.tick_params(length=0)
