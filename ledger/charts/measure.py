"""How wide a text will be, told without a font, so that every machine tells the same; and ticks.

The widths are those of DejaVu Sans, which is among the widest a browser may take: in another font
a text leaves some room.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from ledger.text import clean, cut, width, wrap

EMS: Final = {
    **dict.fromkeys("ijlI'|", 0.3),
    **dict.fromkeys(" .,:;!ft()[]-/r", 0.4),
    **dict.fromkeys("mwMW%@", 0.98),
}
"""The widths of letters that are narrow or wide, in parts of the size of the font."""
SMALL: Final = 0.62
CAPITAL: Final = 0.72
OTHER: Final = 0.66
"""Of a character that is not ASCII, for each column that it takes on a terminal."""


def wide(text: str, size: float) -> float:
    """How wide a text is in a font of so many pixels."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if letter in EMS:
        return EMS[letter]
    if letter.isascii():
        return CAPITAL if letter.isupper() else SMALL
    return OTHER * width(letter)


def one_line(text: str) -> str:
    """The text without what hides or turns others, and without line breaks."""
    return " ".join(clean(text).split())


def shortened(text: str, room: float, size: float) -> str:
    """The text on one line, cut with an ellipsis where it is wider than ``room``."""
    line = one_line(text)
    columns = width(line)
    while columns > 1 and wide(line, size) > room:
        columns = min(columns - 1, int(columns * room / wide(line, size)) + 1)
        line = cut(line, columns)
    return line


def lines(text: str, room: float, size: float) -> list[str]:
    """A sentence in lines that are hardly wider than ``room``."""
    found = one_line(text)
    return wrap(found, max(8, int(room / (size * 0.56)))) if found else []


def runs_leftward(text: str) -> bool:
    """Whether a text is written from right to left: its first letter with a direction is."""
    directions = map(unicodedata.bidirectional, text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"


def tick_step(whole: int, most: int) -> int:
    """From one tick to the next, so that ``whole`` takes at most so many: 1, 2 or 5 x 10^n."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if whole <= most * step:
                return step
        size *= 10
