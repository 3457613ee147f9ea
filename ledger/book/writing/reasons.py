"""What a change after the fact needs a reason for, and what cannot both be on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import after_the_fact
from ledger.errors import NeedsReason
from ledger.model import codec, parse, parse_outcome
from ledger.model.field_reader import Reading, refuse
from ledger.model.filters import Filters
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.transaction import Transaction
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.claim_state import Assessment
    from ledger.model.field_values import Complaint
    from ledger.model.outcome import Outcome


def outcomes_against(
    transaction: Transaction, question: Question
) -> Iterator[tuple[Outcome, Complaint]]:
    """The outcomes in force that contradict the due day ``question`` shall have, each with how."""
    revisions = records.revisions(transaction.connection, "outcome", [question.id]).values()
    for states in revisions:
        outcome = after_the_fact.outcome_at(states, transaction.head.size)
        if outcome is None:
            continue
        for complaint in parse_outcome.check_outcome(
            outcome, question, horizon=transaction.horizon
        ):
            if not complaint.warning:
                yield outcome, complaint


def claims_against(
    transaction: Transaction, question: Question
) -> Iterator[tuple[Claim, Complaint]]:
    """The claims in force that do not go with the type ``question`` shall have, each with how.

    The one that made the question is read together with it, and is none of them.
    """
    connection = transaction.connection
    before = records.latest(connection, "question", [question.id]).get(question.id)
    if before is not None and codec.question_of(question.id, before.body).space == question.space:
        return
    placed = records.claims_by(connection, "question", [question.id]).get(question.id, [])
    there = [one.claim for one in placed if one.in_force(transaction.head.size)]
    for one, revision in sorted(records.latest(connection, "claim", there).items()):
        if one == question.id:
            continue
        claim = codec.claim_of(one, revision.body)
        for complaint in parse.check_stand(claim, question):
            yield claim, complaint


def dues_before(transaction: Transaction, source: Source) -> list[Assessment]:
    """The claims, by id, whose own due day is over before the day ``source`` was published.

    Those that say when they were made are none of them.
    """
    if source.published is None or source.published.earliest is None:
        return []
    filters = Filters(source=(source.id,), due_before=source.published.earliest)
    found = assessments.assess(transaction.connection, transaction.moment, filters)
    own = [claim for claim in found if claim.question == claim.id and claim.made is None]
    return sorted(own, key=lambda claim: claim.id)


def read_reason(reason: str | None) -> str | None:
    """A reason as it is kept, without blanks around it.

    Raises:
        BadValue: it is empty, or holds what no text of the ledger may hold.
    """
    reading = Reading({"reason": reason})
    found = reading.text("reason")
    refuse(reading.complaints)
    return found


def refuse_without_reason(
    transaction: Transaction, questions: Iterable[str], reason: str | None, what: str
) -> None:
    """Refuse to change ``what``, which is about ``questions``, after the fact without a reason.

    Raises:
        NeedsReason: one of them is settled or overdue, and there is no ``reason``.
    """
    question = _known_by_now(transaction, questions) if reason is None else None
    if question is not None:
        raise NeedsReason(
            f"{what}: the question {question} is settled or its due day is over, "
            f"so this needs a reason.",
            "Give one with --reason; it will be shown in reports.",
        )


def _known_by_now(transaction: Transaction, questions: Iterable[str]) -> str | None:
    """The first of the ``questions`` that is settled, or whose due day is over."""
    for question in questions:
        states = records.revisions(transaction.connection, "question", [question]).get(question, [])
        outcomes = records.revisions(transaction.connection, "outcome", [question]).values()
        day = transaction.moment.day.isoformat()
        if after_the_fact.is_after_the_fact(states, outcomes, transaction.head.size, day):
            return question
    return None


def questions_of(transaction: Transaction, column: str, wanted: Iterable[str]) -> list[str]:
    """The questions that claims in force of some sources or speakers stand on, sorted."""
    found = records.claims_by(transaction.connection, column, wanted)
    standing = (
        placed for several in found.values() for placed in several if placed.replaced_by is None
    )
    return sorted({placed.question for placed in standing})
