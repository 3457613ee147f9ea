"""Recording what happened: a verdict on a question, and what it makes of each claim on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.book import facts, finding
from ledger.edtf import from_day
from ledger.errors import NeedsReason, NothingChanges
from ledger.model import judgement
from ledger.model.filters import Filters
from ledger.model.outcome import FINAL, question_of, unseats
from ledger.model.reading import refuse
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.unit import Unit
    from ledger.model.assessment import Assessment
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question
    from ledger.model.reading import Raw


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome, and the claims on its question as they look once it is recorded.

    ``stands`` says whether the outcome is the one that now stands; ``before`` is the one that did.
    """

    question: Question
    outcome: Outcome
    before: Outcome | None
    stands: bool
    claims: tuple[Assessment, ...]
    warnings: tuple[str, ...]


def record(unit: Unit, identifier: str, raw: Raw) -> Recorded:
    """Enter an outcome for the question that ``identifier`` is about.

    Words in ``happened_on`` are read against today.

    Raises:
        BadValue: a key holds what cannot be taken, or the verdict contradicts the dates.
        NeedsReason: it unseats a different final verdict and says not why.
        NothingChanges: the same is recorded already.
        NotFound: the id is nobody's.
    """
    question = finding.question(unit.connection, finding.question_id(unit.connection, identifier))
    if identifier != question.id and not question_of(identifier):
        finding.standing(unit.connection, "claim", identifier)
    today = from_day(unit.now.date())
    draft = judgement.read_outcome(raw, question, horizon=unit.horizon, anchor=today)
    warnings = refuse(draft.complaints)
    finding.evidence_sources(unit.connection, draft.outcome)
    states = records.revisions(unit.connection, "outcome", [question.id])
    outcome = replace(draft.outcome, n=next_number(states))
    before = facts.standing_at(states.values(), unit.head.size)
    _refuse_repetition(outcome, before)
    refuse_unseating(outcome, before, draft.reason)
    unit.note(outcome, draft.reason)
    stands = before is None or outcome.verdict in FINAL or before.verdict not in FINAL
    claims = _claims(unit, question, outcome if stands else None)
    return Recorded(question, outcome, before, stands, claims, warnings)


def next_number(outcome_ids: Iterable[str]) -> int:
    """The number of a question's next outcome, after those with these ids."""
    return 1 + max((found[1] for one in outcome_ids if (found := question_of(one))), default=0)


def refuse_unseating(outcome: Outcome, before: Outcome | None, reason: str | None) -> None:
    """Refuse to correct a verdict without saying why.

    Raises:
        NeedsReason: there is no ``reason``.
    """
    if before is not None and reason is None and unseats(outcome, before):
        raise NeedsReason(
            f"{before.id} says {before.verdict}; to replace it with {outcome.verdict} is a "
            f"correction, and needs a reason.",
            "Give one with --reason.",
        )


def _refuse_repetition(outcome: Outcome, before: Outcome | None) -> None:
    def said(one: Outcome) -> tuple[object, ...]:
        return one.verdict, one.value, one.happened_on

    if before is not None and said(before) == said(outcome):
        raise NothingChanges(
            f"{before.id} says {outcome.verdict} already.",
            f"To add evidence or a note: ledger amend {before.id}.",
        )


def _claims(unit: Unit, question: Question, outcome: Outcome | None) -> tuple[Assessment, ...]:
    filters = Filters(question=(question.id,))
    found = assessments.assess(unit.connection, unit.moment, filters)
    found.sort(key=lambda one: one.id)
    if outcome is None:
        return tuple(found)
    happened = outcome.happened_on
    latest = happened.latest.isoformat() if happened and happened.latest else None
    return tuple(
        replace(
            one,
            verdict=outcome.verdict,
            value=outcome.value,
            stated_happened_on=None if happened is None else str(happened),
            stated_happened_latest=latest,
        )
        for one in found
    )
