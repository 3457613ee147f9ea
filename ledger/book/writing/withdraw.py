"""Withdrawing: a claim, a question or an outcome taken back, and kept in the journal as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import lookup
from ledger.book.writing.reasons import read_reason, refuse_without_reason
from ledger.book.writing.respond import withdraw_response
from ledger.errors import Contradiction, NeedsReason
from ledger.model.filters import Filters
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.store import assessments

if TYPE_CHECKING:
    from ledger.book.transaction import Transaction


def withdraw(transaction: Transaction, identifier: str, reason: str | None) -> list[str]:
    """Take back a claim, a question no claim stands on, one outcome or response; name what.

    With a claim goes the question it made, unless another claim stands on that; then the id means
    the question from there on.

    Raises:
        BadValue: the reason is no text that can be kept.
        NotFound: the id is nobody's, or was withdrawn before.
        Contradiction: it is a source, or a question that claims stand on.
        NeedsReason: it comes after the fact.
    """
    reason = read_reason(reason)
    if response_of_id(identifier):
        return withdraw_response(transaction, identifier, reason)
    if question_of(identifier):
        lookup.standing(transaction.connection, "outcome", identifier)
        if reason is None:
            raise NeedsReason(f"Taking back {identifier} needs a reason.", "Give --reason.")
        transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.OUTCOME.value}, reason)
        return [f"outcome {identifier}"]
    kind = lookup.kind_meant(transaction.connection, identifier)
    if kind is None:
        raise lookup.not_found(transaction.connection, ["claim", "question", "outcome"], identifier)
    if kind == "source":
        raise Contradiction(
            f"{identifier} is a source; sources stay.", "Withdraw its claims one by one."
        )
    if kind == "claim":
        return _withdraw_claim(transaction, identifier, reason)
    lookup.standing(transaction.connection, "question", identifier)
    _refuse_while_claimed(transaction, identifier)
    refuse_without_reason(transaction, [identifier], reason, f"withdraw {identifier}")
    transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.QUESTION.value}, reason)
    return [f"question {identifier}"]


def _withdraw_claim(transaction: Transaction, identifier: str, reason: str | None) -> list[str]:
    standing = lookup.standing(transaction.connection, "claim", identifier)
    question = str(standing.body["question"])
    refuse_without_reason(transaction, [question], reason, f"withdraw {identifier}")
    transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.CLAIM.value}, reason)
    others = [claim for claim in claims_on(transaction, question) if claim != identifier]
    if question != identifier or others:
        return [f"claim {identifier}"]
    transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.QUESTION.value}, reason)
    return [f"claim {identifier}", f"question {identifier}"]


def claims_on(transaction: Transaction, question: str) -> list[str]:
    """The ids of the claims in force on a question, sorted."""
    filters = Filters(question=(question,))
    found = assessments.assess(transaction.connection, transaction.moment, filters)
    return sorted(claim.id for claim in found)


def _refuse_while_claimed(transaction: Transaction, question: str) -> None:
    if claims := claims_on(transaction, question):
        raise Contradiction(
            f"{question} is a question that claims stand on: {', '.join(claims)}.",
            "Withdraw those first.",
        )
