"""A conflict as it is shown: what others have changed since a form was made, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.book.after_the_fact import changed_keys
from ledger.journal.undoing import about
from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.errors import Changed
    from ledger.web.asked import Asked


class Difference(NamedTuple):
    """What one entry changed: each key with its value before and after, None for nothing."""

    number: int
    by: str
    at: str
    kind: str
    id: str
    is_withdrawn: bool
    changes: Sequence[tuple[str, object, object]]


def differences(asked: Asked, conflict: Changed) -> list[Difference]:
    """What the entries of a conflict changed, in order."""
    found = []
    for number, entry in conflict.entries:
        kind, identifier = about(entry)
        is_withdrawn = entry.kind == Kind.WITHDRAWAL
        before = [
            one.body
            for at, one in asked.ledger.log(identifier, asked.as_of)
            if at < number and one.kind == kind
        ]
        old = before[-1] if before else {}
        keys = [] if is_withdrawn else changed_keys(old, entry.body)
        changes = [(key, old.get(key), entry.body.get(key)) for key in keys]
        found.append(
            Difference(number, entry.by, entry.at, kind, identifier, is_withdrawn, changes)
        )
    return found
