"""Approving: a claim that somebody has proposed counts from then on, where another agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import lookup
from ledger.book.writing.reasons import read_reason
from ledger.errors import BadValue, Contradiction, NothingChanges
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.transaction import Transaction

KEY = "proposed"


def approve(transaction: Transaction, identifiers: Iterable[str], reason: str | None) -> list[str]:
    """Let claims count that were proposed; all of them, or none.

    Raises:
        BadValue: none is named, or the reason is no text that can be kept.
        NotFound: there is no such claim in force.
        NothingChanges: one is not proposed, or no longer.
        Contradiction: one was proposed by who approves.
    """
    reason = read_reason(reason)
    wanted = list(dict.fromkeys(identifiers))
    if not wanted:
        raise BadValue(
            "claim", "No claim is named.", "See which wait: ledger list --status proposed."
        )
    for identifier in wanted:
        last = lookup.standing(transaction.connection, Kind.CLAIM.value, identifier)
        if not last.body.get(KEY):
            raise NothingChanges(f"{identifier} is not proposed, so there is nothing to approve.")
        states = records.revisions(transaction.connection, Kind.CLAIM.value, [identifier])
        proposer = states[identifier][0].entry.by
        if is_same(proposer, transaction.by):
            raise Contradiction(
                f"{identifier} was proposed by {proposer}, and is approved by somebody else.",
                "Let another recorder look at it: ledger --recorder NAME approve ...",
            )
        aside = {KEY, "reason", "key", "request", "undoes"}
        body = {key: value for key, value in last.body.items() if key not in aside}
        transaction.enter(Kind.CLAIM, identifier, body, reason)
    return wanted
