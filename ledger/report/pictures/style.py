"""The style of what matplotlib draws: fonts and lines; the colours are those of charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.charts.colours import INK, MUTED, PAPER, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType


STYLE: Final[dict[RcKeyType, Any]] = {
    "text.parse_math": False,
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 10.5,
    "axes.edgecolor": MUTED.light,
    "axes.labelcolor": INK.light,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "text.color": INK.light,
    "xtick.color": MUTED.light,
    "ytick.color": MUTED.light,
    "grid.color": RULE.light,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "hatch.color": PAPER.light,
    "hatch.linewidth": 1.2,
    "figure.facecolor": PAPER.light,
    "axes.facecolor": "none",
    "legend.frameon": False,
}


def sheet(width: float, height: float) -> Figure:
    """An empty figure of so many inches, whose parts make room for each other."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to load

    return Figure(figsize=(width, height), layout="constrained")


def percents(axes: Axes, which: str) -> None:
    """Make an axis, ``x`` or ``y``, run from 0% to 100%, with room for dots at its ends."""
    places = [0, 0.25, 0.5, 0.75, 1]
    names = [f"{place:.0%}" for place in places]
    if which == "x":
        axes.set_xlim(-0.02, 1.02)
        axes.set_xticks(places, names)
    else:
        axes.set_ylim(-0.02, 1.02)
        axes.set_yticks(places, names)
