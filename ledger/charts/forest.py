"""A forest plot: the share of each group as a mark, its interval as a line, both in figures too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.charts.colours import INK, MUTED, PAPER, RIGHT, RULE, paint
from ledger.charts.measure import shortened, wide
from ledger.charts.svg import (
    COLUMNS_FROM,
    SMALL,
    TEXT,
    element,
    framed,
    joined,
    line,
    name,
    number,
    paragraph,
    text,
)
from ledger.text import NONE, between, percent, weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.charts.svg import (
        About,
        Svg,
    )

MOST: Final = 40
"""Of more groups than this, so many are drawn."""
HEADS: Final = 110
"""Pixels across that a head takes at most."""
ROUGH: Final = "*"
GAP: Final = 14
"""Pixels between two columns of figures."""
INSET: Final = 6
"""Pixels left free beside an axis for marks at its ends."""
LEAST: Final = 80
"""Pixels across that an axis takes beside figures at least."""
NAMES: Final = 210
"""Pixels across for names that stand beside what is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The share of a group, from 0 to 1, on ``n``, and its interval; None where there is none.

    ``rough`` says that the interval rests on little, ``total`` that this is the line of all groups.
    """

    name: str
    share: float | None
    interval: tuple[float, float] | None
    n: float
    rough: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things lie across: figures end at ``ends``, names take ``names``, the axis is between.

    ``stacked`` says that names lie above the axis, and beside them on how many the share rests;
    ``below`` that figures take so much that the axis lies below them, too.
    """

    ends: tuple[float, ...]
    names: float
    left: float
    right: float
    stacked: bool
    below: bool = False

    def at(self, share: float) -> float:
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    @property
    def step(self) -> float:
        """Pixels from one group to the next."""
        return (66 if self.below else 46) if self.stacked else 27

    @property
    def axis(self) -> float:
        """Pixels from the top of a group to its line."""
        return (50 if self.below else 30) if self.stacked else 13

    @property
    def base(self) -> float:
        """Pixels from the top of a group to the foot of its figures."""
        return 34 if self.stacked else 17


def forest(  # noqa: PLR0913 - what is drawn, and five words for it
    rows: Sequence[Estimate | str],
    about: About,
    *,
    share: str = "accuracy",
    interval: str = "95% interval",
    digits: int = 2,
    most: int = MOST,
) -> str:
    """The plot.

    Args:
        rows: from top to bottom; a text is a line that names those below it.
        about: what is said of it.
        share: what the share is called.
        interval: what the interval is called.
        digits: those of the share, 2 for whole percents.
        most: how many groups are drawn; others are counted.
    """
    shown, hidden = _first(rows, most)
    found = [one for one in shown if isinstance(one, Estimate)]
    cells = [_cells(one, digits) for one in found]
    heads = (*(shortened(head, HEADS, SMALL) for head in (share, interval)), "n")
    columns = _columns(about, heads, cells, [one.name for one in found])
    top = SMALL + 10
    parts = [_heads(columns, heads)]
    groups: list[Svg] = []
    y = top
    for row in shown:
        if isinstance(row, str):
            named = shortened(row, about.room, SMALL)
            groups.append(text(0, y + 20, named, size=SMALL, colour=MUTED))
            y += 28
        else:
            groups.append(_group(columns, row, _cells(row, digits), y))
            y += columns.step
    parts += [_grid(columns, top, y), *groups]
    y += SMALL + 4
    for remark in _remarks(found, hidden):
        drawn, y = paragraph(y + 6, remark, about.room)
        parts.append(drawn)
    return framed(about, y, *parts)


def _first(rows: Sequence[Estimate | str], most: int) -> tuple[list[Estimate | str], int]:
    """As many groups as are drawn, all groups together always, and how many more there are."""
    named = [row for row in rows if isinstance(row, Estimate) and not row.total]
    hidden = max(0, len(named) - most)
    out = {id(row) for row in named[most:]}
    kept = [row for row in rows if id(row) not in out]
    return [
        row
        for row, after in zip(kept, [*kept[1:], ""], strict=False)
        if isinstance(row, Estimate) or (isinstance(after, Estimate) and not after.total)
    ], hidden


def _cells(row: Estimate, digits: int) -> tuple[str, str, str]:
    if row.share is None:
        return NONE, "", weight(float(row.n))
    ends = between(row.interval, digits, percent)
    return (
        percent(row.share, digits),
        ends + ROUGH * row.rough if ends else NONE,
        weight(float(row.n)),
    )


def _columns(
    about: About, heads: tuple[str, ...], cells: list[tuple[str, str, str]], names: list[str]
) -> _Columns:
    """Where things lie: figures take what they need, names what is left for them."""
    ends: list[float] = []
    end = float(about.room)
    stacked = about.room < COLUMNS_FROM
    beside = len(heads) - stacked
    for place in reversed(range(beside)):
        ends.insert(0, end)
        longest = max(wide(row[place], TEXT) for row in [*cells, ("", "", "")])
        end -= max(longest, wide(heads[place], SMALL)) + GAP
    if stacked:
        n = max([0.0, *(wide(f"n {row[-1]}", TEXT) for row in cells)])
        below = end - 2 * INSET < LEAST
        right = (about.room if below else end) - INSET
        taken = about.room - n - GAP
        return _Columns(tuple(ends), taken, INSET, right, stacked=True, below=below)
    longest = max([80.0, *(wide(one, TEXT) * 1.06 for one in names)])
    taken = min(longest, NAMES)
    return _Columns(tuple(ends), taken, taken + GAP + INSET, end - INSET, stacked=False)


def _heads(columns: _Columns, heads: tuple[str, ...]) -> Svg:
    return joined(
        text(end, SMALL, head, size=SMALL, colour=MUTED, anchor="end")
        for end, head in zip(columns.ends, heads, strict=False)
    )


def _grid(columns: _Columns, top: float, bottom: float) -> Svg:
    """The axis: lines from top to bottom, and its numbers below them."""
    ticks = (0, 0.5, 1) if columns.stacked else (0, 0.25, 0.5, 0.75, 1)
    anchors: dict[float, str] = {0: "start", 1: "end"} if columns.stacked else {}
    upright = [] if columns.stacked else [
        line(columns.at(tick), top, columns.at(tick), bottom, RULE) for tick in ticks
    ]  # fmt: skip
    return joined([
        *upright,
        *(
            text(
                columns.at(tick), bottom + SMALL, f"{tick:.0%}", size=SMALL, colour=MUTED,
                anchor=anchors.get(tick, "middle"),
            )
            for tick in ticks
        ),
    ])  # fmt: skip


def _group(columns: _Columns, row: Estimate, cells: tuple[str, ...], top: float) -> Svg:
    """A name, its figures, and what is drawn of them."""
    y = top + columns.axis
    base = top + columns.base
    figures = [
        text(end, base, cell, anchor="end", bold=row.total)
        for end, cell in zip(columns.ends, cells, strict=False)
        if cell
    ]
    scale = []
    if columns.stacked:
        n, right = f"n {cells[-1]}", columns.ends[-1]
        figures.append(text(right, top + 14, n, colour=MUTED, anchor="end"))
        middle = columns.at(0.5)
        scale = [
            line(columns.at(0), y, columns.at(1), y, RULE),
            line(middle, y - 5, middle, y + 5, MUTED),
        ]
    return joined([
        name(0, top + 14 if columns.stacked else base, row.name, columns.names, bold=row.total),
        *figures,
        *scale,
        *_drawn(columns, row, y),
    ])  # fmt: skip


def _drawn(columns: _Columns, row: Estimate, y: float) -> Iterator[Svg]:
    """The interval as a line between two strokes, dashed where it is rough, and the mark."""
    if row.share is None:
        return
    colour = INK if row.total else RIGHT
    if row.interval is not None:
        low, high = map(columns.at, row.interval)
        yield line(low, y, high, y, colour, wide=2.5, dashes="5 3" if row.rough else "")
        yield line(low, y - 4, low, y + 4, colour, wide=1.5)
        yield line(high, y - 4, high, y + 4, colour, wide=1.5)
    filled = row.interval is not None
    look = paint(colour, PAPER) if filled else paint(PAPER, colour)
    look["stroke-width"] = 1.5 if filled else 2
    x = columns.at(row.share)
    if row.total:
        around = ((x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y))
        points = " ".join(f"{number(a)},{number(b)}" for a, b in around)
        yield element("polygon", {"points": points, **look})
    else:
        yield element("circle", {"cx": x, "cy": y, "r": 5, **look})


def _remarks(found: list[Estimate], hidden: int) -> Iterator[str]:
    """What the marks mean that not every chart has, and how many groups are not drawn."""
    if any(row.share is not None and row.interval is None for row in found):
        yield "A hollow mark has no interval: too little was settled apart for one."
    if any(row.rough for row in found):
        yield f"{ROUGH} A dashed line is a rough interval: it rests on little."
    if hidden:
        yield f"{hidden:,} more {'is' if hidden == 1 else 'are'} not drawn here."
    if not found:
        yield "There is nothing to draw yet."
