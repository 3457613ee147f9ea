"""Withdrawing: a claim, a question or an outcome taken back, and kept in the journal as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import lookup
from ledger.book.writing.reasons import read_reason, refuse_without_reason
from ledger.errors import Contradiction, NeedsReason
from ledger.model.filters import Filters
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of
from ledger.store import assessments

if TYPE_CHECKING:
    from ledger.book.transaction import Unit


def withdraw(unit: Unit, identifier: str, reason: str | None) -> list[str]:
    """Take back a claim, a question no claim stands on, or one outcome; name what was taken back.

    With a claim goes the question it made, unless another claim stands on that; then the id means
    the question from there on.

    Raises:
        BadValue: the reason is no text that can be kept.
        NotFound: the id is nobody's, or was withdrawn before.
        Contradiction: it is a source, or a question that claims stand on.
        NeedsReason: it comes after the fact.
    """
    reason = read_reason(reason)
    if question_of(identifier):
        lookup.standing(unit.connection, "outcome", identifier)
        if reason is None:
            raise NeedsReason(f"To take back {identifier} needs a reason.", "Give --reason.")
        unit.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.OUTCOME.value}, reason)
        return [f"outcome {identifier}"]
    kind = lookup.kind_meant(unit.connection, identifier)
    if kind is None:
        raise lookup.not_found(unit.connection, ["claim", "question", "outcome"], identifier)
    if kind == "source":
        raise Contradiction(
            f"{identifier} is a source; sources stay.", "Withdraw its claims one by one."
        )
    if kind == "claim":
        return _withdraw_claim(unit, identifier, reason)
    lookup.standing(unit.connection, "question", identifier)
    _refuse_while_claimed(unit, identifier)
    refuse_without_reason(unit, [identifier], reason, f"withdraw {identifier}")
    unit.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.QUESTION.value}, reason)
    return [f"question {identifier}"]


def _withdraw_claim(unit: Unit, identifier: str, reason: str | None) -> list[str]:
    standing = lookup.standing(unit.connection, "claim", identifier)
    question = str(standing.body["question"])
    refuse_without_reason(unit, [question], reason, f"withdraw {identifier}")
    unit.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.CLAIM.value}, reason)
    others = [one for one in claims_on(unit, question) if one != identifier]
    if question != identifier or others:
        return [f"claim {identifier}"]
    unit.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.QUESTION.value}, reason)
    return [f"claim {identifier}", f"question {identifier}"]


def claims_on(unit: Unit, question: str) -> list[str]:
    """The ids of the claims in force on a question, sorted."""
    filters = Filters(question=(question,))
    found = assessments.assess(unit.connection, unit.moment, filters)
    return sorted(one.id for one in found)


def _refuse_while_claimed(unit: Unit, question: str) -> None:
    if claims := claims_on(unit, question):
        raise Contradiction(
            f"{question} is a question that claims stand on: {', '.join(claims)}.",
            "Withdraw those first.",
        )
