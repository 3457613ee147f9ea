"""The terms of a yardstick, as values, and the three ways in which tables state them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DECIMALS: Final = 6
"""Published figures have at most four decimals; what lies behind six is floating-point noise."""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase and the probabilities, 0 to 1, that it stands for.

    ``phrase`` is in lower case, its words parted by single blanks, without hyphens.
    ``point`` is the middle of the range; the median in a survey; the centre in Kent's table.
    """

    phrase: str
    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A published table: ``name`` is how it is asked for, ``title`` how a report speaks of it.

    Terms stand in the order of the table; phrases that share a row have the same figures.
    Ranges may overlap or leave gaps, as published.
    """

    name: str
    title: str
    citation: str
    terms: tuple[Term, ...]


def between(low: float, high: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a row that prescribes a range, in percent."""
    return _row(phrases, low, (low + high) / 2, high)


def around(centre: float, margin: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a row that prescribes a centre, give or take a margin, in percent."""
    return _row(phrases, centre - margin, centre, centre + margin)


def answered(median: float, low: float, high: float, *phrases: str) -> tuple[Term, ...]:
    """The phrases of a survey's row: the median answer, 5th and 95th percentile, in percent."""
    return _row(phrases, low, median, high)


def _row(phrases: tuple[str, ...], low: float, point: float, high: float) -> tuple[Term, ...]:
    figures = [round(percent / 100, DECIMALS) for percent in (low, point, high)]
    return tuple(Term(phrase, *figures) for phrase in phrases)
