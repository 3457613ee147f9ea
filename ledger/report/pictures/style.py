"""The style of pictures: colours, fonts and lines.

Blue, sky blue and vermilion are those of M. Okabe and K. Ito, "Color universal design" (2008),
which people who are colour-blind tell apart; no colour stands without a word or a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by what it is for, in light surroundings or on paper, and in dark ones."""

    name: str
    light: str
    dark: str


INK: Final = Colour("ink", "#1d1f23", "#e7e4de")
MUTED: Final = Colour("muted", "#5a5f69", "#a9adb5")
RULE: Final = Colour("rule", "#d9dbdf", "#3b3f47")
PAPER: Final = Colour("paper", "#fefefd", "#17191d")
BAND: Final = Colour("band", "#e3e6ea", "#31353d")
RIGHT: Final = Colour("right", "#0072b2", "#56b4e9")
PARTLY: Final = Colour("partly", "#56b4e9", "#2f81b7")
WRONG: Final = Colour("wrong", "#d55e00", "#ee8a3c")
UNSCORED: Final = Colour("unscored", "#a3a7ae", "#6d727b")

COLOURS: Final = (INK, MUTED, RULE, PAPER, BAND, RIGHT, PARTLY, WRONG, UNSCORED)


STYLE: Final[dict[RcKeyType, Any]] = {
    "svg.hashsalt": "claim-ledger",
    "svg.fonttype": "none",  # text stays text
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
