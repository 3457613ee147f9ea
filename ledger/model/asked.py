"""What a claim says of a question that is not yes or no, what that asks, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.model.claim import Said

if TYPE_CHECKING:
    from decimal import Decimal

    from ledger.model.answers import Answer, AnswerSpace, Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Said):
    """The ``type`` of a question and what goes with it, as recorded; None is yes or no.

    ``answer`` is what the claim says, ``outcome_answer`` what the outcome that stands says, with
    the least and the most that it may be.  What cannot be read is as good as not there.
    """

    type: str | None = None
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    measure: str | None = None
    lower_bound: str | None = None
    upper_bound: str | None = None
    answer: str | None = None
    outcome_answer: str | None = None
    outcome_answer_low: str | None = None
    outcome_answer_high: str | None = None

    @property
    def space(self) -> AnswerSpace | None:
        """What answers its question can have; None where that is yes or no."""
        if self.type is None:
            return None
        from ledger.model.answers import space_kept  # noqa: PLC0415 - most ask for yes or no

        return space_kept(
            self.type, self.options, self.ordered, self.unit, self.lower_bound, self.upper_bound
        )

    @property
    def stand(self) -> Stand | None:
        """What it says of a question that is not yes or no."""
        if self.answer is None:
            return None
        from ledger.model.answers import stand_kept  # noqa: PLC0415 - as above

        return stand_kept(self.answer, self.space)

    @property
    def came(self) -> Answer | None:
        """The answer to its question, where that is not yes or no and is answered."""
        if self.outcome_answer is None:
            return None
        from ledger.model.answers import answer_kept  # noqa: PLC0415 - as above

        return answer_kept(
            self.outcome_answer, self.space, self.outcome_answer_low, self.outcome_answer_high
        )

    @property
    def likely(self) -> Decimal | None:
        """How probable it says that a named option or a threshold is."""
        if self.answer is None:
            return None
        from ledger.model.answers import probability_of  # noqa: PLC0415 - as above

        return probability_of(self.stand)

    @property
    def came_to(self) -> Decimal | None:
        """How far what it says came about, 1 or 0; None where that is unclear, or never said."""
        if self.answer is None or self.outcome_answer is None:
            return None
        from ledger.model.answers import came_to  # noqa: PLC0415 - as above

        return came_to(self.stand, self.came)
