"""A table of a report as text: rows of cells under heads, some with a share to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.scoring.intervals import LEVEL

INTERVAL: Final = f"{LEVEL:.0%} interval"
ROUGH: Final = "*"
"""Stands beside an interval that rests on little."""


@dataclass(frozen=True, slots=True)
class Span:
    """A share from 0 to 1 to be drawn, and its interval where it has one."""

    middle: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its name, its cells, and what is drawn beside them.

    ``total`` marks the line of all groups.  A line without cells names the lines below it.
    """

    name: str
    cells: tuple[str, ...] = ()
    span: Span | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under ``heads``; ``first`` is the head of their names.

    The cells are figures, or texts where it ``is_text``.
    """

    title: str
    first: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    is_text: bool = False
