"""How the parts of a bar look: each has a hatch of its own, so that none needs its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import INK, MUTED, PAPER, RIGHT, UNSCORED, WRONG, paint
from ledger.charts.measure import shortened, wide
from ledger.charts.svg import SMALL, Svg, element, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.charts.colours import Colour
    from ledger.charts.svg import About


@dataclass(frozen=True, slots=True)
class Look:
    """A ground, what is drawn over it, and an edge; without a ``hatch`` the ground is all."""

    ground: Colour
    over: Colour
    edge: Colour
    hatch: str = ""


SLASHES: Final = "M-1 1L1 -1M0 6L6 0M5 7L7 5"
BACKSLASHES: Final = "M-1 5L1 7M0 0L6 6M5 -1L7 1"
UPRIGHT: Final = "M1.5 0V6M4.5 0V6"
LEVEL: Final = "M0 3H6"
CROSSES: Final = "M0 0L6 6M6 0L0 6"
DOTS: Final = "M2 3H4"
DASHES: Final = "M0 1.5H3M3 4.5H6"
GRID: Final = "M0 3H6M3 0V6"
RINGS: Final = "M1.5 3a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0 -3 0"
TILE: Final = 6
"""Pixels after which a hatch comes again."""

LOOKS: Final = {
    "right": Look(RIGHT, RIGHT, RIGHT),
    "partly": Look(PAPER, RIGHT, RIGHT, SLASHES),
    "late": Look(PAPER, WRONG, WRONG, UPRIGHT),
    "wrong": Look(WRONG, PAPER, WRONG, BACKSLASHES),
    "answered": Look(PAPER, INK, INK, GRID),
    "unscored": Look(PAPER, UNSCORED, UNSCORED, DOTS),
    "unclear": Look(PAPER, UNSCORED, UNSCORED, LEVEL),
    "overdue": Look(PAPER, INK, INK, CROSSES),
    "open": Look(PAPER, PAPER, MUTED),
    "vague": Look(PAPER, MUTED, MUTED, DASHES),
    "proposed": Look(PAPER, MUTED, MUTED, RINGS),
}
"""The looks there are, by what they stand for."""

SWATCH: Final = 12
LINE: Final = 19
"""Pixels from one line of a legend to the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of bars: what it is called, and which of `LOOKS` it has."""

    name: str
    look: str


def patterns(about: About, parts: Sequence[Part]) -> Svg:
    """The hatches of the parts, to be referred to."""
    used = [one for one in LOOKS if LOOKS[one].hatch and any(one == part.look for part in parts)]
    made = [
        element(
            "pattern",
            {
                "id": f"{about.id}-{one}",
                "width": TILE,
                "height": TILE,
                "patternUnits": "userSpaceOnUse",
            },
            element("rect", {"width": TILE, "height": TILE, **paint(LOOKS[one].ground)}),
            element(
                "path",
                {
                    "d": LOOKS[one].hatch,
                    **paint(stroke=LOOKS[one].over),
                    "stroke-width": 2 if one == "unscored" else 1.4,
                },
            ),
        )
        for one in used
    ]
    return element("defs", {}, *made) if made else Svg("")


def filled(  # noqa: PLR0913 - what it is, and where
    about: About, look: str, x: float, y: float, *, width: float, height: float
) -> Svg:
    """A part of a bar."""
    found = LOOKS[look]
    painted = paint(found.ground, found.edge)
    if found.hatch:
        painted |= {"class": f"s-{found.edge.name}", "fill": f"url(#{about.id}-{look})"}
    return element("rect", {"x": x, "y": y, "width": width, "height": height, **painted})


def legend(about: About, parts: Sequence[Part], top: float) -> tuple[Svg, float]:
    """What each look stands for, on as many lines as that takes, and where they end."""
    drawn: list[Svg] = []
    x = 0.0
    for part in parts:
        named = shortened(part.name, about.room - SWATCH - 6, SMALL)
        taken = SWATCH + 6 + wide(named, SMALL)
        if x and x + taken > about.room:
            x, top = 0.0, top + LINE
        drawn += [
            filled(about, part.look, x + 0.5, top + 2.5, width=SWATCH, height=SWATCH),
            text(x + SWATCH + 6, top + SWATCH, named, size=SMALL),
        ]
        x += taken + 14
    return joined(drawn), top + LINE * bool(parts)
