"""Figures of proposals, each with an interval that takes articles, not claims, for its units."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .matching import is_day_right, is_speaker_right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .matching import Scored

SEED: Final = 20261201
ROUNDS: Final = 2000

Counts = tuple[int, int]

FIGURES: Final[dict[str, Callable[[Scored], Counts]]] = {
    "recall": lambda one: (len(one.pairs), len(one.pairs) + len(one.missed)),
    "precision": lambda one: (len(one.pairs), one.proposals),
    "speaker": lambda one: (sum(is_speaker_right(*pair) for pair in one.pairs), len(one.pairs)),
    "stated due": lambda one: (
        sum(is_day_right(*pair) for pair in one.pairs if pair[0].due is not None),
        sum(label.due is not None for label, _ in one.pairs),
    ),
    "no due invented": lambda one: (
        sum(proposal.due is None for label, proposal in one.pairs if label.due is None),
        sum(label.due is None for label, _ in one.pairs),
    ),
    "stance": lambda one: (
        sum(label.stance == proposal.stance for label, proposal in one.pairs),
        len(one.pairs),
    ),
    "verbatim": lambda one: (one.verbatim, one.proposals),
}
"""Of each article, how many of how many."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its 95% interval, from drawing articles again."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself; 1 where there was nothing to be wrong."""
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        if not self.of:
            return "-"
        return f"{self.share:.0%} ({self.low:.0%}-{self.high:.0%}; {self.hits}/{self.of})"


def figure(name: str, scored: Sequence[Scored]) -> Figure:
    """One figure over several articles."""
    counts = [FIGURES[name](one) for one in scored]
    chance = random.Random(f"{SEED} {name}")  # noqa: S311 - chances, no secrets
    shares = []
    for _ in range(ROUNDS if counts else 0):
        drawn = chance.choices(counts, k=len(counts))
        whole = sum(of for _, of in drawn)
        shares.append(sum(hits for hits, _ in drawn) / whole if whole else 1.0)
    shares.sort()
    low, high = (shares[int(ROUNDS * q)] for q in (0.025, 0.975)) if shares else (0.0, 1.0)
    return Figure(sum(one for one, _ in counts), sum(of for _, of in counts), low, high)
