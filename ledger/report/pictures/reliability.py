"""The reliability diagram: what came about of what was given each chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.charts.colours import BAND, INK, MUTED, RIGHT, UNSCORED
from ledger.report.layout import counted
from ledger.report.pictures.style import percents, sheet
from ledger.text import weight

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ledger.report.build import Report
    from ledger.report.forecasts import Calibration


def draw(report: Report) -> Figure:
    """The diagram: the curve, where chance alone would put it, and how many forecasts there are."""
    figure = sheet(4.4, 5.3)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(5, 1))
    _curve(above, report.calibration)
    _histogram(below, report.calibration)
    return figure


def _curve(axes: Axes, found: Calibration) -> None:
    band = [(band_point.forecast, band_point.lower, band_point.upper) for band_point in found.band]
    at, lower, upper = zip(*band, strict=True)
    if len(at) == 1:  # an area would have no width
        axes.vlines(at, lower, upper, color=BAND.light, linewidth=9)
    else:
        axes.fill_between(at, lower, upper, color=BAND.light, linewidth=0)
    axes.plot([0, 1], [0, 1], color=MUTED.light, linewidth=0.9, dashes=(4, 3))
    forecasts = [one.forecast for one in found.isotonic]
    came = [curve_point.recalibrated for curve_point in found.isotonic]
    axes.plot(forecasts, came, color=RIGHT.light, linewidth=2, solid_joinstyle="round")
    axes.plot(forecasts, came, ".", color=RIGHT.light, markersize=5)
    percents(axes, "x")
    percents(axes, "y")
    axes.set_box_aspect(1)
    axes.grid(visible=True)
    axes.set_ylabel("came about")
    axes.text(0.9, 0.91, "as forecast", color=MUTED.light, rotation=45, ha="center", va="bottom",
              rotation_mode="anchor")  # fmt: skip
    axes.tick_params(length=0, labelbottom=False)


def _histogram(axes: Axes, found: Calibration) -> None:
    shown = [one for one in found.bins if one.n]
    axes.bar(
        [(one.low + one.high) / 2 for one in shown],
        [one.n for one in shown],
        width=[0.9 * (one.high - one.low) for one in shown],
        color=UNSCORED.light,
    )
    axes.set_box_aspect(0.18)
    most = max(one.n for one in shown)
    axes.set_yticks([0, most], ["0", weight(most)])
    axes.set_ylabel(counted(found))
    axes.set_xlabel("chance given", color=INK.light)
    axes.tick_params(length=0)
