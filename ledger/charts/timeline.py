"""Shares over time: forecasts on a question as they moved, or accuracy from year to year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import INK, MUTED, PAPER, RIGHT, RULE, WRONG, paint
from ledger.charts.measure import shortened, tick_step, wide
from ledger.charts.svg import (
    COLUMNS_FROM,
    SMALL,
    TEXT,
    element,
    framed,
    joined,
    line,
    number,
    paragraph,
    text,
)
from ledger.text import percent, weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.charts.colours import Colour
    from ledger.charts.svg import (
        About,
        Svg,
    )

SHAPES: Final = ("circle", "square", "triangle", "diamond", "cross", "wedge")
COLOURS: Final = (RIGHT, WRONG, INK, RIGHT, WRONG, INK)
DASHES: Final = ("", "7 3", "2 3", "9 3 2 3", "4 2", "1 2")
MOST: Final = len(SHAPES)
"""Of more series than this, so many are drawn."""
TICKS: Final = (0, 0.25, 0.5, 0.75, 1)
ROOMS: Final = {"year": 44, "month": 68, "day": 88}
"""Pixels that the name of each takes on an axis."""
APART: Final = 40
"""Pixels between points from which on each is told in figures too."""
CLOSE: Final = 14
"""Pixels between points below which all is drawn thin."""
LINE: Final = 18
"""Pixels from one line of words to the next."""


@dataclass(frozen=True, slots=True)
class Point:
    """A share from 0 to 1 on a day; ``n`` is on how many it rests, where that is to be told."""

    day: date
    share: float
    interval: tuple[float, float] | None = None
    n: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """What a line is made of, in order of time; with ``steps`` a share stands until the next."""

    name: str
    points: tuple[Point, ...]
    steps: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A day to be marked, and what it is, such as "due"."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where days and shares lie."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date

    def x(self, day: date) -> float:
        days = (self.last - self.first).days
        return self.left + (self.right - self.left) * (day - self.first).days / days

    def y(self, share: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(max(share, 0.0), 1.0)

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.day), self.y(point.share)


def timeline(
    series: Sequence[Series],
    about: About,
    *,
    marks: Sequence[Mark] = (),
    digits: int = 2,
    most: int = MOST,
) -> str:
    """The lines, and below them what each is.

    Args:
        series: of each a line with marks of its own shape and dashes.
        about: what is said of it.
        marks: days to be marked.
        digits: those of a share, 2 for whole percents.
        most: how many series are drawn, six at most; others are counted.
    """
    shown = [one for one in series if one.points][: min(most, MOST)]
    hidden = sum(bool(one.points) for one in series) - len(shown)
    days = [point.day for one in shown for point in one.points] + [mark.day for mark in marks]
    if not days:
        told, end = paragraph(0, "There is nothing to draw yet.", about.room)
        return framed(about, end, told)
    plane = _plane(about, days, len(marks))
    parts = [
        *_shares(plane),
        *_days(plane),
        *(_marked(plane, mark, place) for place, mark in enumerate(marks)),
    ]
    for place, one in enumerate(shown):
        parts += _line(plane, one, place)
    if len(shown) == 1:
        parts += _figures(plane, shown[0], digits)
    y = plane.bottom + 26 + LINE * any(point.n is not None for one in shown for point in one.points)
    key, y = _legend(about, [one for one in shown if one.name], digits, y)
    remark, y = paragraph(
        y + 2,
        f"{hidden:,} more {'is' if hidden == 1 else 'are'} not drawn here." if hidden else "",
        about.room,
    )
    return framed(about, y, *parts, key, remark)


def _plane(about: About, days: Sequence[date], marks: int) -> _Plane:
    """The plane with a little room beside the first and the last day."""
    first, last = min(days), max(days)
    spare = max(1, (last - first).days // 25) if first < last else 15
    left = wide("100%", SMALL) + 8
    top = 8.0 + LINE * marks
    height = 240 if about.room >= COLUMNS_FROM else 170
    return _Plane(
        left, about.room - 4, top, top + height, _moved(first, -spare), _moved(last, spare)
    )


def _moved(day: date, days: int) -> date:
    """So many days later, as far as there are days."""
    reached = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(reached)


def _shares(plane: _Plane) -> Iterator[Svg]:
    for tick in TICKS:
        y = plane.y(tick)
        yield line(plane.left, y, plane.right, y, RULE if tick else MUTED)
        label = f"{tick:.0%}"
        yield text(plane.left - 8, y + 4, label, size=SMALL, colour=MUTED, anchor="end")


def _days(plane: _Plane) -> Iterator[Svg]:
    """Strokes at the beginnings of years, months or days, as many as there is room for."""
    for day, told in day_ticks(plane.first, plane.last, plane.right - plane.left):
        x = plane.x(day)
        yield line(x, plane.bottom, x, plane.bottom + 5, MUTED)
        half = wide(told, SMALL) / 2
        anchor = "end" if x + half > plane.right + 4 else "middle"
        across = plane.right + 4 if anchor == "end" else max(x, half)
        yield text(across, plane.bottom + 18, told, size=SMALL, colour=MUTED, anchor=anchor)


def day_ticks(first: date, last: date, room: float) -> list[tuple[date, str]]:
    """The days from ``first`` to ``last`` at which years, months or days begin, named.

    There are as many as ``room``, in pixels, has place for.
    """
    for months in (1, 2, 3, 6):
        begins = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13, months)
            if first <= date(year, month, 1) <= last
        ]
        if months == 1 and len(begins) < 2:  # noqa: PLR2004 - one stroke is no scale
            return _single_days(first, last, room)
        if len(begins) * ROOMS["month"] <= room:
            return [(day, day.isoformat()[:7]) for day in begins]
    years = range(first.year + (first > date(first.year, 1, 1)), last.year + 1)
    step = tick_step(len(years), max(1, int(room / ROOMS["year"])))
    return [(date(year, 1, 1), f"{year:04}") for year in years if year % step == 0]


def _single_days(first: date, last: date, room: float) -> list[tuple[date, str]]:
    count = (last - first).days + 1
    step = -(-count // max(1, int(room / ROOMS["day"])))
    days = (first + timedelta(days=n) for n in range(step // 2, count, step))
    return [(day, day.isoformat()) for day in days]


def _marked(plane: _Plane, mark: Mark, place: int) -> Svg:
    """An upright line on a day, and above it what that is."""
    x, y = plane.x(mark.day), 4.0 + SMALL + LINE * place
    leftward = x > (plane.left + plane.right) / 2
    day = f" {mark.day.isoformat()}"
    room = (x if leftward else plane.right - x) - wide(day, SMALL)
    words = shortened(mark.words, room, SMALL) + day
    return joined([
        line(x, y + 4, x, plane.bottom, INK, dashes="2 2"),
        text(x + (3 if leftward else -3), y, words, size=SMALL,
             anchor="end" if leftward else "start"),
    ])  # fmt: skip


def _line(plane: _Plane, one: Series, place: int) -> Iterator[Svg]:
    """A line and its marks, all of them thin where they stand close together."""
    colour, places = COLOURS[place], [plane.x(point.day) for point in one.points]
    close = any(after - before < CLOSE for before, after in pairwise(places))
    for point in one.points:
        yield from _interval(plane, point, MUTED if close else colour, close=close)
    corners = [plane.at(one.points[0])]
    for before, after in pairwise(map(plane.at, one.points)):
        corners += [(after[0], before[1]), after] if one.steps else [after]
    if len(corners) > 1:
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        look = paint(stroke=colour) | {"stroke-width": 1.25 if close else 1.75}
        look["stroke-linejoin"] = "round"
        if DASHES[place]:
            look["stroke-dasharray"] = DASHES[place]
        yield element("polyline", {"points": points, **look})
    for point in one.points:
        yield _shape(SHAPES[place], *plane.at(point), colour, size=0.6 if close else 1)


def _interval(plane: _Plane, point: Point, colour: Colour, *, close: bool) -> Iterator[Svg]:
    """The interval of a point as an upright line, between two strokes where there is room."""
    if point.interval is None:
        return
    x, (low, high) = plane.x(point.day), map(plane.y, point.interval)
    yield line(x, low, x, high, colour, wide=1 if close else 2)
    if not close:
        yield line(x - 4, low, x + 4, low, colour, wide=1.5)
        yield line(x - 4, high, x + 4, high, colour, wide=1.5)


def _shape(shape: str, x: float, y: float, colour: Colour, *, size: float = 1) -> Svg:
    """A mark around a point."""
    look = {**paint(colour, PAPER), "stroke-width": 1.25}
    if shape == "circle":
        return element("circle", {"cx": x, "cy": y, "r": 4.5 * size, **look})
    outline = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "triangle": ((0, -5.5), (5, 4), (-5, 4)),
        "diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "cross": ((-2, -5.5), (2, -5.5), (2, -2), (5.5, -2), (5.5, 2), (2, 2), (2, 5.5),
                  (-2, 5.5), (-2, 2), (-5.5, 2), (-5.5, -2), (-2, -2)),
        "wedge": ((-5, -4), (5, -4), (0, 5.5)),
    }[shape]  # fmt: skip
    points = " ".join(
        f"{number(x + size * right)},{number(y + size * down)}" for right, down in outline
    )
    return element("polygon", {"points": points, **look})


def _figures(plane: _Plane, one: Series, digits: int) -> Iterator[Svg]:
    """Each share in figures, and below the axis what it rests on, where there is room for all."""
    places = [plane.x(point.day) for point in one.points]
    if any(after - before < APART for before, after in pairwise(places)):
        return
    for x, point in zip(places, one.points, strict=True):
        top = plane.y(point.share)
        told = percent(point.share, digits)
        left = x + wide(told, SMALL) + 9 > plane.right
        yield text(x + (-7 if left else 7), max(top - 7, plane.top + 4), told, size=SMALL,
                   anchor="end" if left else "start", over=True)  # fmt: skip
        if point.n is not None:
            below = plane.bottom + 18 + LINE
            n = f"n {weight(float(point.n))}"
            yield text(x, below, n, size=SMALL, colour=MUTED, anchor="middle")


def _legend(about: About, shown: Sequence[Series], digits: int, top: float) -> tuple[Svg, float]:
    """The mark and the name of each series, and its last share; where it ends."""
    drawn: list[Svg] = []
    for place, one in enumerate(shown):
        y = top + 9
        dashed = DASHES[place]
        last = percent(one.points[-1].share, digits)
        room = about.room - 36 - wide(last, TEXT) - 10
        drawn += [
            line(0, y, 28, y, COLOURS[place], wide=1.75, dashes=dashed),
            _shape(SHAPES[place], 14, y, COLOURS[place]),
            text(36, y + 4.5, shortened(one.name, room, TEXT)),
            text(about.room, y + 4.5, last, anchor="end"),
        ]
        top += 21
    return joined(drawn), top
