"""The PIT histogram: in which tenth of what distributions gave the answers lay, and how often."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import INK, MUTED, PAPER, RIGHT, RULE, paint
from ledger.charts.measure import tick_step, wide
from ledger.charts.reliability import TICKS, WIDEST
from ledger.charts.svg import SMALL, element, framed, line, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.charts.svg import About, Svg

TOP: Final = 24
"""Pixels above the bars, for what the upright axis is called."""
HEIGHT: Final = 170
"""Pixels of the longest bar there can be."""
LEAST: Final = 20
"""The upright axis goes to so many per cent at least: twice what each bar should have."""
MOST_TICKS: Final = 5


def pit(shares: Sequence[float], about: About) -> str:
    """A bar for each part of what was given, and a dashed line that all reach if that is right.

    Args:
        shares: how many of all answers lay in each of as many equal parts, from 0 to 1.
        about: what is said of it.
    """
    frame = _Frame(about, shares)
    said = frame.y(1 / len(shares))
    parts = [
        text(0, SMALL, "answers", size=SMALL, colour=MUTED),
        *(rule for tick in frame.ticks for rule in _rules(frame, tick)),
        *(_bar(frame, place, share) for place, share in enumerate(shares)),
        line(frame.left, said, frame.left + frame.size, said, PAPER, wide=3),
        line(frame.left, said, frame.left + frame.size, said, INK, dashes="4 3"),
        _as_said(frame, said, at_end=shares[-1] <= shares[0]),
        *(
            text(frame.left + frame.size * tick, frame.bottom + 17, f"{tick:.0%}", size=SMALL,
                 colour=MUTED, anchor="middle" if tick < 1 else "end")
            for tick in TICKS
        ),
        text(frame.left + frame.size / 2, frame.bottom + 34, "given to less", size=SMALL,
             colour=MUTED, anchor="middle"),
    ]  # fmt: skip
    return framed(about, frame.bottom + 40, *parts)


class _Frame:
    """Where bars begin and end, in pixels; ``ticks`` are those of the upright axis, in per cent."""

    def __init__(self, about: About, shares: Sequence[float]) -> None:
        self.left = wide("100%", SMALL) + 8
        self.size = min(about.room, WIDEST) - self.left - 8
        self.bottom = TOP + HEIGHT
        self.each = self.size / len(shares)
        most = max(LEAST, ceil(max(shares) * 100))
        step = tick_step(most, MOST_TICKS)
        self.highest = -(-most // step) * step
        self.ticks = range(0, self.highest + 1, step)

    def y(self, share: float) -> float:
        """How far down a share is."""
        return self.bottom - HEIGHT * share * 100 / self.highest


def _rules(frame: _Frame, tick: int) -> Iterator[Svg]:
    y = frame.y(tick / 100)
    yield line(frame.left, y, frame.left + frame.size, y, RULE if tick else MUTED)
    yield text(frame.left - 8, y + 4, f"{tick}%", size=SMALL, colour=MUTED, anchor="end")


def _as_said(frame: _Frame, y: float, *, at_end: bool) -> Svg:
    """What the dashed line is, at the end at which the bar is shorter."""
    x, anchor = (frame.left + frame.size, "end") if at_end else (frame.left + 4, "start")
    return text(x, y - 5, "as said", size=SMALL, colour=MUTED, anchor=anchor, over=True)


def _bar(frame: _Frame, place: int, share: float) -> Svg:
    top = frame.y(share)
    size = {"x": frame.left + frame.each * place, "y": top, "width": frame.each}
    return element("rect", {**size, "height": frame.bottom - top, **paint(RIGHT, PAPER)})
