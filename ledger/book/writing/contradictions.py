"""What cannot both be on record: an outcome or a publication, and the due day it contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import facts
from ledger.model import judgement
from ledger.model.filters import Filters
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.unit import Unit
    from ledger.model.assessment import Assessment
    from ledger.model.complaint import Complaint
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question
    from ledger.model.source import Source


def outcomes_against(unit: Unit, question: Question) -> Iterator[tuple[Outcome, Complaint]]:
    """The outcomes in force that contradict the due day ``question`` shall have, each with how."""
    revisions = records.revisions(unit.connection, "outcome", [question.id]).values()
    for states in revisions:
        outcome = facts.outcome_at(states, unit.head.size)
        if outcome is None:
            continue
        for complaint in judgement.check_outcome(outcome, question, horizon=unit.horizon):
            if not complaint.warning:
                yield outcome, complaint


def dues_before(unit: Unit, source: Source) -> list[Assessment]:
    """The claims, by id, whose own due day is over before the day ``source`` was published.

    Those that say when they were made are none of them.
    """
    if source.published is None or source.published.earliest is None:
        return []
    filters = Filters(source=(source.id,), due_before=source.published.earliest)
    found = assessments.assess(unit.connection, unit.moment, filters)
    own = [one for one in found if one.question == one.id and one.made is None]
    return sorted(own, key=lambda one: one.id)
