"""Responding: what the one who was judged answers, noted beside the verdict, mended, taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger import edtf
from ledger.book import after_the_fact, lookup
from ledger.book.writing.changes import Amended, merged
from ledger.errors import NeedsReason, NothingChanges
from ledger.model import keys
from ledger.model.codec import to_body
from ledger.model.field_reader import refuse
from ledger.model.kinds import Kind
from ledger.model.outcome import response_of_id
from ledger.model.parse_outcome import read_response
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.book.transaction import Transaction
    from ledger.model.field_reader import Raw
    from ledger.model.outcome import Response


@dataclass(frozen=True, slots=True)
class Responded:
    """A response that was noted, and what is odd about it."""

    response: Response
    warnings: tuple[str, ...]


def respond(transaction: Transaction, identifier: str, raw: Raw) -> Responded:
    """Note a response to a claim; words in its date are read against today, looking back.

    Raises:
        NotFound: there is no such claim in force.
        BadValue: a key holds what cannot be taken.
        NothingChanges: the same is noted already.
    """
    connection = transaction.connection
    lookup.standing(connection, Kind.CLAIM.value, identifier)
    today = edtf.from_day(transaction.now.date())
    draft = read_response(raw, identifier, horizon=transaction.horizon, anchor=today)
    warnings = refuse(draft.complaints)
    known = records.revisions(connection, Kind.RESPONSE.value, [identifier])
    said = to_body(draft.response)
    for one, states in known.items():
        last = states[-1]
        if last.replaced_by is None and not after_the_fact.changed_keys(last.body, said):
            raise NothingChanges(f"{one} already says that.")
    made = replace(draft.response, n=next_response(known))
    transaction.note(made, draft.reason)
    return Responded(made, warnings)


def next_response(ids: Iterable[str]) -> int:
    """The number of the next response to a claim that has ever had these."""
    return 1 + max((found[1] for one in ids if (found := response_of_id(one))), default=0)


def amend_response(
    transaction: Transaction, identifier: str, changes: Raw, reason: str | None
) -> Amended:
    """Enter a response with the keys of ``changes`` set anew.

    Raises:
        NotFound: there is no such response in force.
        BadValue: a key holds what cannot be taken.
        NothingChanges: everything is as it stands.
    """
    claim, n = response_of_id(identifier) or ("", 0)
    lookup.standing(transaction.connection, Kind.CLAIM.value, claim)
    old = dict(lookup.standing(transaction.connection, Kind.RESPONSE.value, identifier).body)
    told = merged(old, changes, None, keys.RESPONSE_KEYS)
    today = edtf.from_day(transaction.now.date())
    draft = read_response(told, claim, horizon=transaction.horizon, anchor=today)
    warnings = refuse(draft.complaints, changes)
    new = replace(draft.response, n=n)
    found = _changes(old, to_body(new))
    if not found:
        raise NothingChanges(f"{identifier} already says that.")
    transaction.note(new, reason)
    return Amended(identifier, found, warnings)


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, str, Any, Any], ...]:
    changed = after_the_fact.changed_keys(old, new)
    return tuple((Kind.RESPONSE.value, key, old.get(key), new.get(key)) for key in changed)


def withdraw_response(transaction: Transaction, identifier: str, reason: str | None) -> list[str]:
    """Take back a response; name what was taken back.

    Raises:
        NotFound: there is no such response in force.
        NeedsReason: there is none.
    """
    lookup.standing(transaction.connection, Kind.RESPONSE.value, identifier)
    if reason is None:
        raise NeedsReason(f"Taking back {identifier} needs a reason.", "Give --reason.")
    what = {"what": Kind.RESPONSE.value}
    transaction.enter(Kind.WITHDRAWAL, identifier, what, reason)
    return [f"response {identifier}"]
