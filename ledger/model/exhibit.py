"""An exhibit: a claim with its source and its outcomes, as an export shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.assessment import Assessment
    from ledger.model.outcome import Outcome
    from ledger.model.source import Source


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """An outcome in force, and the circumstances in which it was first recorded."""

    outcome: Outcome
    by: str
    recorded_at: str
    reason: str | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A claim with its question (both in ``claim``), its source, and the question's outcomes.

    The outcomes are those in force, in the order they were recorded.
    """

    claim: Assessment
    source: Source
    outcomes: tuple[RecordedOutcome, ...]

    @property
    def standing(self) -> RecordedOutcome | None:
        """The outcome that stands, if there is one."""
        return standing_among(self.outcomes)


def standing_among(outcomes: Iterable[RecordedOutcome]) -> RecordedOutcome | None:
    """The outcome that stands among those of one question, if there is one."""
    return next((one for one in outcomes if one.stands), None)
