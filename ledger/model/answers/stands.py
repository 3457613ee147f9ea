"""Stands on questions that are not binary: what somebody says the answer will be.

Numbers are in the unit of the question, dates are ordinals of days (`quantities`).  Probabilities
are shares from 0 to 1, kept as they were typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from ledger.model.answers.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Named:
    """One option is named: ``Labour``, or ``Labour @ 60%``.  Settled as right or wrong."""

    option: str
    probability: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """A probability for each option, in the order of the question's; unsaid ones are 0.

    They add up to 1 within 0.01, and are normalised only where they are scored.
    """

    shares: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One number or date: ``about 350``.  It has an error, and is neither right nor wrong."""

    value: Quantity


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, with the probability, its ``level``, of lying within them.

    Without a level it has its coverage alone: nobody says that 95% were meant.
    """

    low: Decimal
    high: Decimal
    level: Decimal | None = None


class Relation(StrEnum):
    """How an answer lies to a threshold."""

    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Threshold:
    """That the answer lies above, below or between: ``at least 2%``.  Settled as right or wrong.

    ``upper`` is the second end of `Relation.BETWEEN`; both ends are included.
    """

    relation: Relation
    value: Quantity
    upper: Quantity | None = None
    probability: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Levels, each with the value that the answer lies below with that probability.

    Both rise: the levels strictly, and no value is below one before it.
    """

    points: tuple[tuple[Decimal, Decimal], ...]

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """The levels, from 0 to 1, rising."""
        return tuple(level for level, _ in self.points)

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values at these levels, in the unit of the question."""
        return tuple(value for _, value in self.points)


Stand: TypeAlias = Named | Shares | Point | Interval | Threshold | Quantiles

NOT_JUDGED: Final[dict[type, str]] = {
    Shares: "it has scores only",
    Point: "it has an error only",
    Interval: "it has coverage and a score only",
    Quantiles: "it has scores only",
}
"""Why stands are neither right nor wrong."""


def probability_of(stand: Stand | None) -> Decimal | None:
    """How probable a named option or a threshold is said to be; None of any other stand."""
    return stand.probability if isinstance(stand, Named | Threshold) else None
