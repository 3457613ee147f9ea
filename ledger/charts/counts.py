"""Bars of counts: what became of each group's claims, or of those of each period."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import MUTED, RULE
from ledger.charts.looks import filled, legend, patterns
from ledger.charts.measure import shortened, tick_step, wide
from ledger.charts.svg import (
    COLUMNS_FROM,
    SMALL,
    TEXT,
    framed,
    joined,
    line,
    name,
    paragraph,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.charts.looks import Part
    from ledger.charts.svg import (
        About,
        Svg,
    )

MOST: Final = 40
"""Of more groups than this, so many are drawn."""
NAMES: Final = 220
"""Pixels across for names that stand beside their bars."""
TICKS: Final = 5
HEIGHT: Final = 170
"""Pixels of the longest bar of a period."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each part, in a group or a period; ``total`` marks all groups."""

    name: str
    numbers: tuple[int, ...]
    total: bool = False


def counts(rows: Sequence[Tally], parts: Sequence[Part], about: About, *, most: int = MOST) -> str:
    """A bar for each group, its parts by their shares of all in it, whose number stands beside.

    Args:
        rows: from top to bottom.
        parts: what the numbers of each are of.
        about: what is said of it.
        most: how many groups are drawn; others are counted, and all groups together always drawn.
    """
    named = [row for row in rows if not row.total]
    shown = [*named[:most], *(row for row in rows if row.total)]
    hidden = max(0, len(named) - most)
    used = _used(shown, parts)
    key, top = legend(about, [parts[place] for place in used], 0)
    drawn = [patterns(about, [parts[place] for place in used]), key]
    stacked = about.room < COLUMNS_FROM
    y = top + 8
    for row in shown:
        drawn.append(_bar(about, row, parts, y, stacked=stacked))
        y += 40 if stacked else 27
    told = f"{hidden:,} more {'is' if hidden == 1 else 'are'} not drawn here." if hidden else ""
    if not shown:
        told = "There is nothing to draw yet."
    remark, y = paragraph(y + 4, told, about.room)
    return framed(about, y, *drawn, remark)


def _used(rows: Sequence[Tally], parts: Sequence[Part]) -> list[int]:
    """The places of the parts of which there are any."""
    return [place for place in range(len(parts)) if any(row.numbers[place] for row in rows)]


def _bar(about: About, row: Tally, parts: Sequence[Part], top: float, *, stacked: bool) -> Svg:
    n = sum(row.numbers)
    number = f"{n:,}"
    beside = wide(number, TEXT) + 14
    base = top + (13 if stacked else 16)
    left = 0.5 if stacked else min(NAMES, about.room * 0.34) + 14
    right = about.room - (0.5 if stacked else max(beside, 52))
    room = about.room - beside if stacked else left - 14
    y, height = (top + 19, 13) if stacked else (top + 3, 17)
    return joined([
        name(0, base, row.name, room, bold=row.total),
        text(about.room, base, number, anchor="end", bold=row.total),
        *(
            filled(about, part.look, left + start, y, width=end - start, height=height)
            for part, start, end in _segments(row.numbers, parts, right - left)
        ),
        *([] if n else [line(left, y + height / 2, right, y + height / 2, RULE)]),
    ])  # fmt: skip


def _segments(
    numbers: Sequence[int], parts: Sequence[Part], length: float
) -> Iterator[tuple[Part, float, float]]:
    """Where each part of a bar begins and ends; what there is none of has none."""
    whole = sum(numbers) or 1
    ends = [length * done / whole for done in accumulate(numbers, initial=0)]
    for part, (start, end) in zip(parts, pairwise(ends), strict=True):
        if end > start:
            yield part, start, end


def columns(periods: Sequence[Tally], parts: Sequence[Part], about: About, *, what: str) -> str:
    """An upright bar for each period, one after another, as long as its number.

    Args:
        periods: in the order of time.
        parts: what the numbers of each are of.
        about: what is said of it.
        what: what is counted, such as "claims settled".
    """
    used = _used(periods, parts)
    key, top = legend(about, [parts[place] for place in used], 0)
    most = max([1, *(sum(period.numbers) for period in periods)])
    step = tick_step(most, TICKS)
    high = -(-most // step) * step
    top += 8
    said = text(0, top + SMALL, shortened(what, about.room, SMALL), size=SMALL, colour=MUTED)
    top += 26
    bottom = top + HEIGHT
    left = wide(f"{high:,}", SMALL) + 8
    rules = [_rule(about, left, bottom - HEIGHT * tick / high, tick)
             for tick in range(0, high + 1, step)]  # fmt: skip
    each = (about.room - left) / max(1, len(periods))
    bars = [
        filled(about, part.look, left + each * (place + 0.5) - _thick(each) / 2,
               bottom - HEIGHT * end / high, width=_thick(each),
               height=HEIGHT * (end - start) / high)
        for place, period in enumerate(periods)
        for part, start, end in _segments(period.numbers, parts, sum(period.numbers))
    ]  # fmt: skip
    names = [*_names(periods, left, each, bottom)]
    lines = max((period.name.count(" ") + 1 for period in periods), default=1)
    remark, end = paragraph(
        bottom + 6, "" if periods else "There is nothing to draw yet.", about.room
    )
    bottom = max(end, bottom + 6 + 15 * lines)
    return framed(about, bottom, patterns(about, [parts[one] for one in used]), key, said,
                  *rules, *bars, *names, remark)  # fmt: skip


def _thick(each: float) -> float:
    """How thick the bar of a period is, of which each takes so many pixels."""
    return min(44.0, each * 0.72)


def _rule(about: About, left: float, y: float, tick: int) -> Svg:
    number = text(left - 8, y + 4, f"{tick:,}", size=SMALL, colour=MUTED, anchor="end")
    return joined([line(left, y, about.room, y, RULE if tick else MUTED), number])


def _names(periods: Sequence[Tally], left: float, each: float, bottom: float) -> Iterator[Svg]:
    """The names of as many periods as there is room for, their words below each other."""
    words = [word for period in periods for word in period.name.split()]
    widest = max((wide(word, SMALL) for word in words), default=0.0) + 6
    step = max(1, -(-int(widest * 100) // max(1, int(each * 100))))
    for place in range(0, len(periods), step):
        for down, word in enumerate(periods[place].name.split()):
            x, y = left + each * (place + 0.5), bottom + 17 + 15 * down
            yield text(x, y, word, size=SMALL, colour=MUTED, anchor="middle")
