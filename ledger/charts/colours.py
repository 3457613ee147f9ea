"""The colours of charts and pages, and the rules by which a page gives charts its own.

Blue is that of M. Okabe and K. Ito, "Color universal design" (2008), and vermilion a darker one of
theirs: people who are colour-blind tell them apart.  No colour stands without a word, a shape or a
hatch.  But for rules and bands, each can be read on paper at 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
WRONG: Final = Colour("wrong", "#b84f00", "#ee8a3c")
UNSCORED: Final = Colour("unscored", "#6f747d", "#8e939c")

COLOURS: Final = (INK, MUTED, RULE, PAPER, BAND, RIGHT, WRONG, UNSCORED)


def paint(fill: Colour | None = None, stroke: Colour | None = None) -> dict[str, str | float]:
    """The attributes that give an element its colours: classes, and what holds without them."""
    classes = [f"f-{fill.name}"] if fill else []
    classes += [f"s-{stroke.name}"] if stroke else []
    painted: dict[str, str | float] = {
        "class": " ".join(classes),
        "fill": fill.light if fill else "none",
    }
    return painted | ({"stroke": stroke.light} if stroke else {})


def style_sheet() -> str:
    """The rules of CSS by which charts take colours from variables of a page, such as ``--ink``."""
    rules = [
        f".chart .{letter}-{colour.name} {{ {what}: var(--{colour.name}); }}"
        for colour in COLOURS
        for letter, what in (("f", "fill"), ("s", "stroke"))
    ]
    return "\n".join(
        [
            ".chart { display: block; width: 100%; height: auto; }",
            ".chart text { font-family: inherit; font-variant-numeric: tabular-nums; }",
            ".spark { height: 1.2em; overflow: visible; }",
            *rules,
        ]
    )
