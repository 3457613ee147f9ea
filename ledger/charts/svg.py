"""Elements of SVG as text, and the frame that every chart stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, NewType

from ledger.charts.colours import INK, MUTED, PAPER, paint
from ledger.charts.measure import lines, one_line, runs_leftward, shortened
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.charts.colours import Colour

Svg = NewType("Svg", str)
"""Elements; whatever is data in them is escaped."""

NARROW: Final = 320
"""Pixels across for a chart that is to be read on a telephone as well."""
WIDE: Final = 720
COLUMNS_FROM: Final = 560
"""From so many pixels on, names stand beside what is drawn of them, and not above it."""

HEAD: Final = 16
TEXT: Final = 13
SMALL: Final = 11.5
"""The sizes of text: titles, names and figures, and what explains them."""

LEADING: Final = 1.35
"""From one line to the next, in parts of the size."""
FONTS: Final = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
NAME: Final = re.compile("[A-Za-z][A-Za-z0-9_-]*")
MARGIN: Final = 18
"""Around a chart that bears its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of a chart beside its figures.

    Each ``id`` in it begins with this one, which no other in a page may have.  Who cannot see the
    chart is told its ``title`` and ``words``.  One that stands alone is ``headed`` with its title,
    and ``origin``, where its figures come from, is told below it.
    """

    id: str
    title: str
    words: str = ""
    headed: bool = False
    origin: str = ""
    width: int = NARROW

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.id):
            message = f"{self.id!r} cannot begin an id: letters, digits, - and _ can"
            raise ValueError(message)

    @property
    def room(self) -> int:
        """Pixels across for what is drawn."""
        return self.width - 2 * self.margin

    @property
    def margin(self) -> int:
        """Pixels left free around what is drawn."""
        return MARGIN if self.headed else 0


def number(value: float) -> str:
    """A length with at most two decimals: what machines work out differently lies behind them."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def element(tag: str, attributes: Mapping[str, str | float], *content: Svg) -> Svg:
    """An element with its attributes, and what is in it."""
    told = "".join(f' {name}="{_value(value)}"' for name, value in attributes.items())
    return Svg(f"<{tag}{told}>{''.join(content)}</{tag}>" if content else f"<{tag}{told}/>")


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)


def joined(parts: Iterable[Svg]) -> Svg:
    """Elements one after another, a line each."""
    return Svg("\n".join(part for part in parts if part))


def text(  # noqa: PLR0913 - where it is, and how it looks
    x: float,
    y: float,
    words: str,
    *,
    size: float = TEXT,
    colour: Colour = INK,
    anchor: str = "start",
    bold: bool = False,
    turned: float = 0,
    over: bool = False,
) -> Svg:
    """A text on one line; ``anchor`` says which part of it is at ``x``: start, middle or end.

    One that may lie ``over`` lines has a rim of paper around it.
    """
    given = paint(colour, PAPER) if over else paint(colour)
    given |= (
        {"stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke"} if over else {}
    )
    given = {"x": x, "y": y, **given}
    line = one_line(words)
    if runs_leftward(line):
        given["direction"] = "rtl"
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    given |= {} if size == TEXT else {"font-size": size}
    given |= {} if anchor == "start" else {"text-anchor": anchor}
    given |= {"font-weight": "600"} if bold else {}
    given |= {"transform": f"rotate({number(turned)} {number(x)} {number(y)})"} if turned else {}
    return element("text", given, Svg(escape(line, quote=False)))


def name(x: float, y: float, words: str, room: float, *, bold: bool = False) -> Svg:
    """A name that begins at ``x`` and takes no more than ``room``."""
    return text(x, y, shortened(words, room, TEXT), bold=bold)


def paragraph(top: float, words: str, room: float) -> tuple[Svg, float]:
    """What explains a chart, in small lines below each other, and where they end."""
    told = lines(words, room, SMALL)
    step = SMALL * LEADING
    drawn = joined(
        text(0, top + SMALL + place * step, line, size=SMALL, colour=MUTED)
        for place, line in enumerate(told)
    )
    return drawn, top + step * len(told)


def line(  # noqa: PLR0913 - its two ends, and how it looks
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    colour: Colour,
    *,
    wide: float = 1,
    dashes: str = "",
) -> Svg:
    """A straight line."""
    ends: dict[str, str | float] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    dashed: dict[str, str | float] = {"stroke-dasharray": dashes} if dashes else {}
    return element("line", ends | paint(stroke=colour) | {"stroke-width": wide} | dashed)


def framed(about: About, height: float, *parts: Svg) -> str:
    """A chart: what is drawn from 0 to ``height``, with its title, words and origin."""
    head, top = _head(about)
    foot, bottom = _foot(about, top + height)
    whole = bottom + (about.margin or 2)
    ids = {tag: f"{about.id}-{tag}" for tag in ("title", "desc")}
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "chart",
            "viewBox": f"0 0 {about.width} {number(whole)}",
            "width": about.width,
            "height": whole,
            "role": "img",
            "aria-labelledby": " ".join(ids.values()),
            "font-family": FONTS,
            "font-size": TEXT,
        },
        Svg("\n"),
        joined(
            [
                element("title", {"id": ids["title"]}, _told(about.title)),
                element("desc", {"id": ids["desc"]}, _told(about.words or about.title)),
                element("rect", {"width": about.width, "height": whole, **paint(PAPER)}),
                *head,
                element(
                    "g",
                    {"transform": f"translate({number(about.margin)} {number(top)})"},
                    Svg("\n"),
                    joined(parts),
                    Svg("\n"),
                ),
                foot,
            ]
        ),
        Svg("\n"),
    )


def _head(about: About) -> tuple[list[Svg], float]:
    """The title above what is drawn, and where that begins."""
    titles = lines(about.title, about.room, HEAD) if about.headed else []
    step = HEAD * LEADING
    head = [
        text(about.margin, about.margin + HEAD + place * step, one, size=HEAD, bold=True)
        for place, one in enumerate(titles)
    ]
    return head, about.margin + step * len(titles) + (10 if titles else 0)


def _foot(about: About, bottom: float) -> tuple[Svg, float]:
    """The origin below what is drawn, and where all of it ends."""
    if not about.origin:
        return Svg(""), bottom
    bottom += SMALL + 12
    shown = shortened(about.origin, about.room, SMALL)
    across = about.width - about.margin
    return text(across, bottom, shown, size=SMALL, colour=MUTED, anchor="end"), bottom


def _told(words: str) -> Svg:
    return Svg(escape(clean(words), quote=False))


def as_file(chart: str) -> bytes:
    """A chart as a file of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{chart}\n'.encode()
