"""Worlds in which the truth is known: claims on questions, drawn over and over from one cell.

A cell says how many questions there are, how many speakers spoke on each, whether what they knew
was shared, and how often they are right.  From it any number of worlds is drawn, the same for the
same seed, so that one can count in how many of them an interval holds the truth.

All speakers of all worlds are calibrated: of what they give 70%, 7 in 10 come about.  Forecasts are
whole percents from a beta-binomial distribution, which makes that exact: with K of 100 so drawn,
the outcome is 1 with chance K / 100; given that it is 1, K - 1 of 99 is beta-binomial with one more
in favour, given that it is 0, K of 99 with one more against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SIZES: Final = ("equal", "zipf", "giant")
"""How speakers are spread: as many on each question, the r-th has 1/r, or one has all but one."""
SIGNALS: Final = ("shared", "mixed", "own")
"""What speakers on one question know: the same, the same every second time, or each something."""
STRENGTH: Final = 4.0
"""How far forecasts spread: the sum of the two numbers of their beta distribution."""
PERCENTS: Final = 100
AT_ONCE: Final = 50
"""So many worlds are drawn at a time, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What worlds are drawn from.

    ``questions`` with ``speakers`` on each (in the mean), spread as one of `SIZES`; who knows what,
    one of `SIGNALS`; ``rate``, the chance of a claim to be right and of a question to come about.
    """

    questions: int
    speakers: int = 1
    sizes: str = "equal"
    signals: str = "shared"
    rate: float = 0.5

    def __str__(self) -> str:
        who = f"{self.speakers} {self.sizes} {self.signals}" if self.speakers > 1 else "1"
        return f"{self.questions} questions, speakers {who}, rate {self.rate}"

    @property
    def brier(self) -> float:
        """The Brier score that forecasts have in the long run: the mean of p (1 - p)."""
        a, b = STRENGTH * self.rate, STRENGTH * (1 - self.rate)
        return (PERCENTS - 1) / PERCENTS * a * b / (STRENGTH * (STRENGTH + 1))


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The claims of one world, one a place in each array.

    ``p`` is what each gave its question, ``rival`` what another as good gave it, who knows other
    things; ``y`` is 1 where the question came about, else 0; ``credit`` is 1 where the claim was
    right, drawn apart from the forecasts; each weighs 1; ``clusters`` has the numbers of questions.
    """

    p: NDArray[np.float64]
    rival: NDArray[np.float64]
    y: NDArray[np.float64]
    credit: NDArray[np.float64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp]


def sizes(cell: Cell) -> list[int]:
    """How many speakers there are on each question: at least one."""
    if cell.sizes == "giant":
        return [1 + cell.questions * (cell.speakers - 1), *[1] * (cell.questions - 1)]
    if cell.sizes == "zipf":
        parts = [1 / rank for rank in range(1, cell.questions + 1)]
        scale = cell.questions * cell.speakers / sum(parts)
        return [max(1, round(scale * part)) for part in parts]
    return [cell.speakers] * cell.questions


def worlds(cell: Cell, count: int, seed: int = 1) -> Iterator[World]:
    """So many worlds of a cell; the same for the same seed."""
    mark = round(cell.rate * 1000), SIZES.index(cell.sizes), SIGNALS.index(cell.signals)
    random = np.random.default_rng([seed, cell.questions, cell.speakers, *mark])
    clusters = np.repeat(np.arange(cell.questions), sizes(cell))
    weights = np.ones(clusters.size)
    for done in range(0, count, AT_ONCE):
        drawn = _drawn(cell, clusters, min(AT_ONCE, count - done), random)
        for p, rival, y, credit in zip(*drawn, strict=True):
            yield World(p, rival, y, credit, weights, clusters)


def _drawn(
    cell: Cell, clusters: NDArray[np.intp], count: int, random: np.random.Generator
) -> tuple[NDArray[np.float64], ...]:
    """Forecasts, those of rivals, outcomes and credits; a world a row, a claim a column."""
    a, b = STRENGTH * cell.rate, STRENGTH * (1 - cell.rate)
    of_questions, of_claims = (count, cell.questions), (count, clusters.size)

    def known(y: NDArray[np.float64]) -> NDArray[np.float64]:
        chance = random.beta(a + y, b + 1 - y)
        return (y + random.binomial(PERCENTS - 1, chance)) / PERCENTS

    def told(common: NDArray[np.float64], own: NDArray[np.float64]) -> NDArray[np.float64]:
        share = {"shared": 1.0, "mixed": 0.5, "own": 0.0}[cell.signals]
        return np.where(random.random(of_claims) < share, common[:, clusters], own)

    outcomes = (random.random(of_questions) < cell.rate).astype(np.float64)
    y = outcomes[:, clusters]
    p, rival = (told(known(outcomes), known(y)) for _ in range(2))
    right = [
        (random.random(size) < cell.rate).astype(np.float64) for size in (of_questions, of_claims)
    ]
    return p, rival, y, told(*right)
