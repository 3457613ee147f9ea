"""Cover: in how many worlds of a cell an interval, by the very functions of a report, holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from row_rule import brier_certainty
from worlds import SIGNALS, SIZES, Cell, worlds

from ledger.report.comparing.comparison import UNSEEN_CREDIT, difference
from ledger.scoring.intervals import FEW, UNSEEN, share
from ledger.scoring.pooling import pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from worlds import World

LEVEL: Final = 0.95
PROMISED: Final = 0.92
"""So often, at least, an interval without a star holds."""
ROUNDING: Final = 1e-9
QUESTIONS: Final = (5, 10, 20, 50, 200)
SPEAKERS: Final = (1, 3, 9, 20)
RATES: Final = (0.5, 0.8, 0.95)
KNOWN: Final = ("shared", "own")

Given = tuple[tuple[float, float] | None, bool, float]
"""An interval, whether it has a star, and the truth."""


def of_accuracy(world: World, cell: Cell) -> Given:
    found = share(world.credit, world.weights, world.clusters, LEVEL)
    assert found is not None
    return found.interval, found.rough, cell.rate


def of_brier(world: World, cell: Cell) -> Given:
    several, interval = brier_certainty(world.p, world.y, world.weights, world.clusters)
    return interval, several is not None and several < FEW, cell.brier


def of_brier_difference(world: World, _: Cell) -> Given:
    """Of two that are as good as each other, over questions settled in clusters."""
    errors = ((world.p - world.y) ** 2).tolist(), ((world.rival - world.y) ** 2).tolist()
    found = difference(*errors, world.clusters, [1.0] * world.clusters.size, unseen=UNSEEN)
    return found.interval, found.effective_clusters < FEW, 0.0


def of_credit_difference(world: World, cell: Cell) -> Given:
    """Of one who is right at the rate, and one who always is: as lopsided as can be."""
    right = [1.0] * world.credit.size
    found = difference(
        world.credit.tolist(),
        right,
        world.clusters,
        [1.0] * world.clusters.size,
        unseen=UNSEEN_CREDIT,
    )
    return found.interval, found.effective_clusters < FEW, cell.rate - 1


FIGURES: Final[dict[str, Callable[[World, Cell], Given]]] = {
    "accuracy": of_accuracy,
    "Brier score": of_brier,
    "difference of Brier scores": of_brier_difference,
    "difference of accuracies": of_credit_difference,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """Of so many ``worlds``: how many gave an interval, a star with it, and how many missed.

    ``plainly_missed`` counts the intervals that missed the truth and had no star.
    """

    worlds: int
    given: int
    rough: int
    missed: int
    plainly_missed: int

    @property
    def held(self) -> float | None:
        """How often an interval, where there was one, held the truth."""
        return 1 - self.missed / self.given if self.given else None

    @property
    def keeps(self) -> bool:
        """Whether intervals without a star hold as often as promised, but for chance."""
        chance = 3 * float(np.sqrt(PROMISED * (1 - PROMISED) / self.worlds))
        return self.plainly_missed / self.worlds <= 1 - PROMISED + chance

    def __str__(self) -> str:
        """In percent, with a star where most have one; a dash where most have no interval."""
        if self.held is None or 2 * self.given < self.worlds:
            return "-"
        return f"{100 * self.held:.0f}{'*' * (2 * self.rough > self.given)}"


def cover(cell: Cell, count: int) -> dict[str, Cover]:
    """The cover of each figure in so many worlds of a cell."""
    found: dict[str, list[Given]] = {name: [] for name in FIGURES}
    for world in worlds(cell, count):
        for name, figure in FIGURES.items():
            found[name].append(figure(world, cell))
    return {name: _counted(own) for name, own in found.items()}


def _counted(found: list[Given]) -> Cover:
    missed = [
        (rough, not interval[0] - ROUNDING <= truth <= interval[1] + ROUNDING)
        for interval, rough, truth in found
        if interval is not None
    ]
    return Cover(
        worlds=len(found),
        given=len(missed),
        rough=sum(rough for rough, _ in missed),
        missed=sum(miss for _, miss in missed),
        plainly_missed=sum(miss and not rough for rough, miss in missed),
    )


Row = tuple[int, str, str]
"""Speakers a question, how they are spread and what they know."""


def rows() -> Iterator[Row]:
    """All rows of the table; of one speaker a question there is but one sort."""
    yield 1, SIZES[0], SIGNALS[0]
    yield from ((n, spread, known) for known in KNOWN for spread in SIZES for n in SPEAKERS[1:])


def every_cell(count: int) -> dict[Cell, dict[str, Cover]]:
    """The cover in so many worlds of each cell."""
    return {
        cell: cover(cell, count)
        for row in rows()
        for questions in QUESTIONS
        for rate in RATES
        for cell in [Cell(questions, *row, rate)]
    }


def table(found: dict[Cell, dict[str, Cover]]) -> Iterator[str]:
    """The cover in all cells as Markdown: the lowest of the three rates, in percent."""
    for name in FIGURES:
        yield f"| {name}: speakers | {' | '.join(map(str, QUESTIONS))} |"
        yield f"| :-- |{' --: |' * len(QUESTIONS)}"
        for row in rows():
            cells = (
                min((found[Cell(n, *row, rate)][name] for rate in RATES), key=_rank)
                for n in QUESTIONS
            )
            who = f"{row[0]}, {row[1]}, {row[2]}" if row[0] > 1 else "1"
            yield f"| {who} | {' | '.join(map(str, cells))} |"


def _rank(found: Cover) -> float:
    return 2 if found.held is None else found.held


def pooled_cover(groups: int, strength: float, rate: float, count: int) -> tuple[float, float]:
    """How often pooled intervals hold the rates that groups were drawn with; its standard error.

    ``strength`` is that of the beta distribution of rates, infinite where all groups are alike.
    """
    random = np.random.default_rng([groups, round(1000 * rate), round(min(strength, 10**6))])
    shares = []
    for _ in range(count):
        n = random.choice([2.0, 5, 10, 20, 50], groups)
        rates = np.full(groups, rate)
        if np.isfinite(strength):
            rates = random.beta(rate * strength, (1 - rate) * strength, groups)
        right = random.binomial(n.astype(int), rates).astype(float)
        found = pool(right, n, LEVEL, apart=np.ones(n.size), together=float(n.sum()))
        held = [
            one is not None
            and one.interval is not None
            and one.interval[0] <= own <= one.interval[1]
            for one, own in zip(found, rates.tolist(), strict=True)
        ]
        shares.append(np.mean(held))
    return float(np.mean(shares)), float(np.std(shares) / np.sqrt(count))
