"""A share and its interval as a line as high as the text beside it, for a cell of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.charts.colours import INK, MUTED, PAPER, RIGHT, RULE, paint
from ledger.charts.svg import element, number

if TYPE_CHECKING:
    from ledger.charts.colours import Colour
    from ledger.charts.svg import Svg


def interval_line(
    share: float, interval: tuple[float, float] | None, *, total: bool = False
) -> str:
    """A line from 0% to 100%, as wide as the cell, with the interval and a dot over it.

    It says nothing that the cells beside it do not, and so nothing to a screen reader.  The line
    of all groups is ``total``; without an interval the dot is hollow.
    """
    colour = INK if total else RIGHT
    parts = [_level("0%", "100%", RULE, 1), _tick()]
    if interval is not None:
        low, high = map(_place, interval)
        parts.append(_level(low, high, colour, 2.5))
    dot: dict[str, str | float] = {"cx": _place(share), "cy": "50%", "r": 4.5}
    dot |= paint(PAPER, colour) if interval is None else paint(colour, PAPER)
    parts.append(element("circle", dot | {"stroke-width": 1.5}))
    whole = {"class": "chart spark", "width": "100%", "height": "18"}
    return element("svg", whole | {"aria-hidden": "true", "focusable": "false"}, *parts)


def _level(start: str, end: str, colour: Colour, wide: float) -> Svg:
    ends: dict[str, str | float] = {"x1": start, "y1": "50%", "x2": end, "y2": "50%"}
    return element("line", ends | paint(stroke=colour) | {"stroke-width": wide})


def _tick() -> Svg:
    ends: dict[str, str | float] = {"x1": "50%", "y1": "18%", "x2": "50%", "y2": "82%"}
    return element("line", ends | paint(stroke=MUTED))


def _place(share: float) -> str:
    """Where a share from 0 to 1 lies on the line."""
    return f"{number(min(max(share, 0.0), 1.0) * 100)}%"
