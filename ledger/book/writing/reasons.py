"""Reasons: what changes after the fact does not go without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import facts
from ledger.errors import NeedsReason
from ledger.model.reading import Reading, refuse
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.unit import Unit


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
    unit: Unit, questions: Iterable[str], reason: str | None, what: str
) -> None:
    """Refuse to change ``what``, which is about ``questions``, after the fact without a reason.

    Raises:
        NeedsReason: one of them is settled or overdue, and there is no ``reason``.
    """
    question = _known_by_now(unit, questions) if reason is None else None
    if question is not None:
        raise NeedsReason(
            f"{what}: the question {question} is settled or its due day is over, "
            f"so this needs a reason.",
            "Give one with --reason; it will be shown in reports.",
        )


def _known_by_now(unit: Unit, questions: Iterable[str]) -> str | None:
    """The first of the ``questions`` that is settled, or whose due day is over."""
    for question in questions:
        states = records.revisions(unit.connection, "question", [question]).get(question, [])
        outcomes = records.revisions(unit.connection, "outcome", [question]).values()
        day = unit.moment.day.isoformat()
        if facts.is_after_the_fact(states, outcomes, unit.head.size, day):
            return question
    return None


def questions_of(unit: Unit, column: str, wanted: Iterable[str]) -> list[str]:
    """The questions that claims in force of some sources or speakers stand on, sorted."""
    found = records.claims_by(unit.connection, column, wanted)
    standing = (one for several in found.values() for one in several if one.replaced_by is None)
    return sorted({one.question for one in standing})
