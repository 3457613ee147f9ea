"""The coverage plot: how often ranges were to hold the answer, and how often they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.charts.colours import MUTED, RIGHT, RULE, paint
from ledger.charts.reliability import TICKS, Square
from ledger.charts.svg import SMALL, element, framed, line, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.charts.svg import About, Svg

Level = tuple[float, float, tuple[float, float] | None]
"""How often ranges were to hold the answer, how often they did, and the interval of that."""


def coverage(levels: Sequence[Level], about: About) -> str:
    """A mark for each level, with its interval as an upright line; right ones lie on the diagonal.

    Args:
        levels: in rising order.
        about: what is said of it.
    """
    square = Square(about)
    floor = square.bottom
    parts = [
        text(0, SMALL, "held the answer", size=SMALL, colour=MUTED),
        *(rule for tick in TICKS for rule in _rules(square, tick)),
        line(square.x(0), square.y(0), square.x(1), square.y(1), MUTED, dashes="4 3"),
        text(square.x(0.2), square.y(0.2) - 7, "as said", size=SMALL, colour=MUTED,
             anchor="middle", turned=-45, over=True),
        *(mark for level in levels for mark in _marks(square, level)),
        text(square.x(0.5), floor + 34, "were to hold it", size=SMALL, colour=MUTED,
             anchor="middle"),
    ]  # fmt: skip
    return framed(about, floor + 40, *parts)


def _rules(square: Square, tick: float) -> Iterator[Svg]:
    yield line(square.x(tick), square.y(0), square.x(tick), square.y(1), RULE)
    yield line(square.x(0), square.y(tick), square.x(1), square.y(tick), RULE)
    up = square.y(tick) + 4
    yield text(square.left - 8, up, f"{tick:.0%}", size=SMALL, colour=MUTED, anchor="end")
    anchor = "middle" if tick < 1 else "end"
    down = square.bottom + 17
    yield text(square.x(tick), down, f"{tick:.0%}", size=SMALL, colour=MUTED, anchor=anchor)


def _marks(square: Square, level: Level) -> Iterator[Svg]:
    said, held, interval = level
    x = square.x(said)
    if interval is not None:
        low, high = map(square.y, interval)
        yield line(x, low, x, high, RIGHT, wide=2)
    yield element("circle", {"cx": x, "cy": square.y(held), "r": 5, **paint(RIGHT)})
