"""The colours of pictures and of the page, for light and for dark surroundings.

Blue, sky blue and vermilion are those of M. Okabe and K. Ito, "Color universal design" (2008),
which people who are colour-blind tell apart; no colour stands without a word or a pattern.
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
PARTLY: Final = Colour("partly", "#56b4e9", "#2f81b7")
WRONG: Final = Colour("wrong", "#d55e00", "#ee8a3c")
UNSCORED: Final = Colour("unscored", "#a3a7ae", "#6d727b")

COLOURS: Final = (INK, MUTED, RULE, PAPER, BAND, RIGHT, PARTLY, WRONG, UNSCORED)
