"""The reliability diagram: what came about of each chance given, and what chance alone would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.charts.colours import BAND, MUTED, RIGHT, RULE, UNSCORED, paint
from ledger.charts.measure import shortened, wide
from ledger.charts.svg import SMALL, element, framed, joined, line, number, text
from ledger.text import weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.charts.svg import About, Svg

TICKS: Final = (0, 0.25, 0.5, 0.75, 1)
Corner = tuple[float, float]

TOP: Final = 24
"""Pixels above the square, for what its upright axis is called."""
BARS: Final = 44
"""Pixels of the longest bar of those that count forecasts."""
CLOSE: Final = 0.25
"""Pixels between corners of a curve at least, so that a million forecasts draw no more of them."""
DOTS: Final = 60
"""With more corners than this a curve has no dots."""
WIDEST: Final = 420
"""Pixels across at most: the square is as high as it is wide."""


class Square:
    """The square from 0% to 100% either way, in pixels."""

    def __init__(self, about: About) -> None:
        self.left = wide("100%", SMALL) + 8
        self.size = min(about.room, WIDEST) - self.left - 8
        self.bottom = TOP + self.size

    def x(self, share: float) -> float:
        """How far to the right a share is."""
        return self.left + self.size * min(max(share, 0.0), 1.0)

    def y(self, share: float) -> float:
        """How far down a share is."""
        return self.bottom - self.size * min(max(share, 0.0), 1.0)

    def point(self, across: float, up: float) -> Corner:
        """Where two shares meet."""
        return self.x(across), self.y(up)


def reliability(
    curve: Sequence[tuple[float, float]],
    band: Sequence[tuple[float, float, float]],
    bars: Sequence[tuple[float, float, float]],
    about: About,
    *,
    counted: str = "forecasts",
) -> str:
    """The diagram.

    Args:
        curve: each chance given, rising, and the share of it that came about.
        band: each chance, rising, and between which shares chance alone would put the curve.
        bars: from which chance to which there are how many forecasts.
        about: what is said of it.
        counted: what the bars count.
    """
    square = Square(about)
    top = square.bottom + 30
    floor = top + BARS
    most = max([n for _, _, n in bars], default=0.0)
    parts = [
        *_axes(square),
        *_band(square, band),
        line(square.x(0), square.y(0), square.x(1), square.y(1), MUTED, dashes="4 3"),
        _as_forecast(square, curve),
        *_curve(square, curve),
        text(0, top - 8, shortened(counted, about.room, SMALL), size=SMALL, colour=MUTED),
        line(square.x(0), floor, square.x(1), floor, MUTED),
        *(_bar(square, floor, bar, most) for bar in bars if bar[2]),
        text(square.left - 8, top + 8, weight(float(most)), size=SMALL, colour=MUTED, anchor="end"),
        text(square.left - 8, floor + 1, "0", size=SMALL, colour=MUTED, anchor="end"),
        *(
            text(square.x(tick), floor + 17, f"{tick:.0%}", size=SMALL, colour=MUTED,
                 anchor="middle" if tick < 1 else "end")
            for tick in TICKS
        ),
        text(square.x(0.5), floor + 34, "chance given", size=SMALL, colour=MUTED, anchor="middle"),
    ]  # fmt: skip
    return framed(about, floor + 40, *parts)


def _axes(square: Square) -> Iterator[Svg]:
    yield text(0, SMALL, "came about", size=SMALL, colour=MUTED)
    for tick in TICKS:
        yield line(square.x(tick), square.y(0), square.x(tick), square.y(1), RULE)
        yield line(square.x(0), square.y(tick), square.x(1), square.y(tick), RULE)
        label = f"{tick:.0%}"
        y = square.y(tick) + 4
        yield text(square.left - 8, y, label, size=SMALL, colour=MUTED, anchor="end")


def _band(square: Square, band: Sequence[tuple[float, float, float]]) -> Iterator[Svg]:
    """The band as an area, or, at one chance alone, as a bar."""
    look = {**paint(BAND, MUTED), "stroke-width": 0.75}
    if len(band) == 1:
        ((at, low, high),) = band
        x, y = square.x(at) - 4, square.y(high)
        yield element("rect", {"x": x, "y": y, "width": 8, "height": square.y(low) - y, **look})
    elif band:
        lower = _thinned(square.point(at, low) for at, low, _ in band)
        upper = _thinned(square.point(at, high) for at, _, high in reversed(band))
        yield element("polygon", {"points": _told([*lower, *upper]), **look})


def _as_forecast(square: Square, curve: Sequence[tuple[float, float]]) -> Svg:
    """What the diagonal is, on the side of it where the curve is not."""
    at = 0.84
    _, high = min(curve, key=lambda one: abs(one[0] - at), default=(at, at))
    x, y = (square.x(at) + 9, square.y(at) + 9) if high > at else (square.x(at), square.y(at) - 5)
    return text(
        x, y, "as forecast", size=SMALL, colour=MUTED, anchor="middle", turned=-45, over=True
    )


def _curve(square: Square, curve: Sequence[tuple[float, float]]) -> Iterator[Svg]:
    points = _thinned(square.point(*one) for one in curve)
    if len(points) > 1:
        look = {**paint(stroke=RIGHT), "stroke-width": 2, "stroke-linejoin": "round"}
        yield element("polyline", {"points": _told(points), **look})
    if len(points) <= DOTS:
        for x, y in points:
            radius = 3 if len(points) > 1 else 5
            yield element("circle", {"cx": x, "cy": y, "r": radius, **paint(RIGHT)})


def _thinned(points: Iterable[Corner]) -> list[Corner]:
    """The points without those that lie so close to the one kept before that nobody sees them.

    The first and the last are kept.
    """
    kept: list[Corner] = []
    last: Corner | None = None
    for last in points:
        if not kept or max(abs(last[0] - kept[-1][0]), abs(last[1] - kept[-1][1])) >= CLOSE:
            kept.append(last)
    return kept if last is None or kept[-1] == last else [*kept, last]


def _told(points: Iterable[Corner]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _bar(square: Square, floor: float, bar: tuple[float, float, float], most: float) -> Svg:
    low, high, n = bar
    x, height = square.x(low) + 1, BARS * n / most
    size = {"x": x, "y": floor - height, "width": max(square.x(high) - x - 1, 1), "height": height}
    return joined([element("rect", {**size, **paint(UNSCORED)})])
