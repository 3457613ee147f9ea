"""How a report scores and shows: every choice that is not about which claims it selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REPEATS: Final = ("mean", "first", "last", "all")
CLUSTERS: Final = ("question", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How claims are scored, grouped and shown.

    ``repeats`` says how one speaker's several claims on one question count, one of `REPEATS`.
    ``cluster`` names what settles several claims together, one of `CLUSTERS`.  ``yardstick`` names
    the table by which words without a number are read as probabilities; None reads none.  With
    ``guard_early`` a question is scored only once its due day, or where it has none its scheduled
    end, is over, whatever its verdict.
    ``log_floor`` is the least chance that logarithmic scores take anybody to have given to what
    came about, above 0 and below 1; None takes what was given.
    Groups with fewer than ``min_claims`` scored are listed apart.  ``seed`` is where the random
    numbers of resampled curves begin.  ``digits`` are those of a share from 0 to 1, so that 2
    shows whole percents; scores have one more.
    """

    repeats: str = "mean"
    cluster: str = "question"
    yardstick: str | None = None
    guard_early: bool = False
    log_floor: float | None = None
    min_claims: int = 10
    seed: int = 1
    digits: int = 2
