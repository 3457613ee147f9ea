"""Disputes: the questions on which recorders differ, and how far they agree on all they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book.asking.outcomes import outcomes_of
from ledger.book.asking.verdicts import verdicts
from ledger.model.exhibit import standing_among
from ledger.model.namekeys import name_key
from ledger.model.verdicts import FINAL, worth
from ledger.scoring.agreement import krippendorff_alpha
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.asking.selection import Selection
    from ledger.model.exhibit import RecordedOutcome
    from ledger.model.moment import Moment


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which recorders differ: the verdict of each, and the one that stands."""

    question: str
    statement: str
    verdicts: tuple[RecordedOutcome, ...]
    stands: RecordedOutcome | None

    @property
    def imported(self) -> bool:
        """Whether one import told verdicts that differ, of which some are in force."""
        return any(one.outcome.disputed for one in self.verdicts)

    @property
    def between_recorders(self) -> bool:
        """Whether recorders differ by what they found themselves."""
        return _differ(_found(self.verdicts))

    @property
    def undecided_import(self) -> bool:
        """Whether an import told verdicts that differ, and nothing final stands."""
        return self.imported and (self.stands is None or self.stands.outcome.verdict not in FINAL)

    @property
    def adjudicated(self) -> bool:
        """Whether what stands was recorded to decide it."""
        return self.stands is not None and self.stands.outcome.adjudicates

    @property
    def differs(self) -> bool:
        """Whether its verdicts differ, or did before all but one of an import were withdrawn."""
        return _differ(self.verdicts) or (
            self.imported and (self.undecided_import or self.adjudicated)
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far recorders agree, as of a moment, on the questions that two or more have judged.

    ``questions`` counts these and ``recorders`` names who judged them.  ``alpha`` is that of
    Krippendorff, at most 1; None where there are no such questions, or all got the same verdict.
    What one import told otherwise was found by nobody here: it is among the ``disputes`` alone.
    """

    moment: Moment
    alpha: float | None
    recorders: tuple[str, ...]
    questions: int
    disputes: tuple[Dispute, ...]


def agreement(selection: Selection) -> Agreement:
    """The agreement on the questions of the claims of a selection, by due day."""
    connection, moment = selection.connection, selection.moment
    statements = {one.question: one.statement for one in selection.rows()}
    several = records.judged_again(connection, moment.entry)
    several |= records.disputed(connection, moment.entry)
    known = outcomes_of(connection, moment, several & statements.keys())
    given = {one: verdicts(known[one]) for one in statements if one in known}
    found = ((one, _found(each)) for one, each in given.items())
    shared = {one: each for one, each in found if len(each) > 1}
    disputes = (
        Dispute(
            question=question,
            statement=statements[question],
            verdicts=each,
            stands=standing_among(known[question]),
        )
        for question, each in given.items()
    )
    return Agreement(
        moment=moment,
        alpha=krippendorff_alpha([[_label(one) for one in each] for each in shared.values()]),
        recorders=tuple(sorted({name_key(one.by) for each in shared.values() for one in each})),
        questions=len(shared),
        disputes=tuple(one for one in disputes if one.differs),
    )


def _found(several: Iterable[RecordedOutcome]) -> tuple[RecordedOutcome, ...]:
    """The verdicts that recorders found themselves: what an import disputes it only brought."""
    return tuple(one for one in several if not one.outcome.disputed)


def _differ(several: Iterable[RecordedOutcome]) -> bool:
    return len({_label(one) for one in several}) > 1


def _label(recorded: RecordedOutcome) -> str:
    """What recorders agree or differ in: the verdict, and where it takes one the share."""
    verdict, value = recorded.outcome.verdict, recorded.outcome.value
    return f"{verdict} {worth(verdict, value)}" if verdict.traits.takes_value else str(verdict)
