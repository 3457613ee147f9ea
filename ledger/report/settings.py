"""How a report scores and shows: every choice that is not about which claims it selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.errors import BadValue
from ledger.model.spans import span_of

REPEATS: Final = ("mean", "first", "last", "all", "standing")
WINDOWS: Final = ("own", "question")
CLUSTERS: Final = ("question", "source")
WEIGHTS: Final = ("speaker", "question")
MOST_EXTREME: Final = 100
"""By more than this no log odds are multiplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How claims are scored, grouped and shown.

    ``repeats`` says how one speaker's several claims on one question count, one of `REPEATS`.
    ``window`` says from when ``standing`` counts, one of `WINDOWS`: from a speaker's own first
    forecast, so that each answer weighs 1, or from anybody's first on the question, so that an
    answer weighs the share of these days on which it stood.
    ``weight`` is what weighs 1 in figures, one of `WEIGHTS`: each speaker on each question, or each
    question, however many spoke on it.
    ``cluster`` names what settles several claims together, one of `CLUSTERS`.  ``yardstick`` names
    the table by which words without a number are read as probabilities; None reads none.  With
    ``guard_early`` a question is scored only once its due day, or where it has none its scheduled
    end, is over, whatever its verdict.
    ``at`` scores what stood so many days before the due day alone, as in "30 days before due".
    ``tests`` adds the area under the ROC curve and Spiegelhalter's z.
    ``log_floor`` is the least chance that logarithmic scores take anybody to have given to what
    came about, above 0 and below 1; None takes what was given.
    ``extremise`` is by how much the mean log odds of a crowd are multiplied, above 0; None leaves
    them as they are.
    Groups with fewer than ``min_claims`` scored are listed apart.  ``seed`` is where the random
    numbers of resampled curves begin.  ``digits`` are those of a share from 0 to 1, so that 2
    shows whole percents; scores have one more.
    """

    repeats: str = "mean"
    window: str = "own"
    weight: str = "speaker"
    cluster: str = "question"
    yardstick: str | None = None
    guard_early: bool = False
    at: str | None = None
    tests: bool = False
    log_floor: float | None = None
    extremise: float | None = None
    min_claims: int = 10
    seed: int = 1
    digits: int = 2

    def __post_init__(self) -> None:
        """Refuse what would do nothing.

        Raises:
            BadValue: there is a ``window``, but nothing is weighed by the days it stood.
        """
        if self.window != "own" and self.repeats != "standing":
            sentence = f"A window of the {self.window} counts days, and repeats {self.repeats} not."
            raise BadValue("window", sentence, "Give repeats standing too.")

    @property
    def by_window(self) -> bool:
        """Whether an answer weighs the share of its question's days on which it stood."""
        return self.window == "question"


BEFORE_DUE: Final = "before due"


def days_ahead(at: str | None) -> int | None:
    """How many days before the due day ``at`` means; None where it is None.

    Raises:
        BadValue: it is no span of time before the due day.
    """
    if at is None:
        return None
    folded = " ".join(at.lower().split()).removesuffix(BEFORE_DUE).strip()
    if (found := span_of(folded)) is None:
        sentence = f"{at!r} is no time before the due day."
        raise BadValue("at", sentence, 'Give one, such as "30 days before due".')
    return found.days
