"""Splitting: names that were joined apart again, and claims of a namesake under a name of its own.

The first takes back a merge.  The second amends the speaker of claims, each as an amendment of its
own with the reason that is given, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book.writing.amend import amend
from ledger.book.writing.reasons import read_reason
from ledger.errors import BadValue, Contradiction, NeedsReason, NotFound
from ledger.model.filters import Filters
from ledger.model.name_keys import name_key
from ledger.store import assessments
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.book.transaction import Transaction
    from ledger.model.claim_state import Assessment


@dataclass(frozen=True, slots=True)
class Split:
    """The ``claims`` that ``speaker`` has lost to the name ``into``; ``left`` counts the others."""

    speaker: str
    into: str
    claims: tuple[str, ...]
    left: int


def split(  # noqa: PLR0913 - who, whom, and which claims
    transaction: Transaction,
    speaker: str,
    into: str,
    reason: str | None,
    *,
    claims: Collection[str] = (),
    organisation: str | None = None,
    role: str | None = None,
) -> Split:
    """Give claims of ``speaker``, in any spelling, to another person: ``into``.

    They are the ``claims`` of these ids that also are of the ``organisation`` and the ``role``,
    where any of these is given.

    Raises:
        BadValue: nothing says which claims, or a name or the reason is none that can be kept.
        NeedsReason: there is none.
        NotFound: there is no such claim of that speaker.
        Contradiction: the two are one name.
    """
    reason = read_reason(reason)
    if reason is None:
        raise NeedsReason("To split a name needs a reason.", "Give one with --reason.")
    if not claims and organisation is None and role is None:
        raise BadValue(
            "claims",
            "Nothing says which claims are another person's.",
            "Name them, or give --organisation or --role.",
        )
    connection = transaction.connection
    spellings = spellings_at(connection, transaction.head.size)
    if spellings.group(speaker) == spellings.group(into):
        raise Contradiction(
            f"{name_key(speaker)!r} and {name_key(into)!r} are one name.",
            "Give a name that tells the two apart, such as 'John Smith (economist)'.",
        )
    every = {
        one.id: one
        for one in assessments.assess(connection, transaction.moment, Filters())
        if spellings.group(one.speaker) == spellings.group(speaker)
    }
    for one in claims:
        if one not in every:
            raise NotFound(f"claim of {name_key(speaker)!r}", one)
    found = [
        one.id
        for one in sorted(every.values(), key=lambda claim: claim.entry)
        if (not claims or one.id in claims) and _is_of(one, organisation, role)
    ]
    if not found:
        told = ", ".join(filter(None, [role, organisation])) or "that"
        raise NotFound(f"claim of {name_key(speaker)!r} as", told)
    for identifier in found:
        amend(transaction, identifier, {"speaker": into}, reason)
    return Split(speaker, into, tuple(found), len(every) - len(found))


def _is_of(claim: Assessment, organisation: str | None, role: str | None) -> bool:
    """Whether a claim was made in this organisation and role, where these are asked for."""
    asked = ((organisation, claim.organisation), (role, claim.role))
    return all(
        wanted is None or name_key(wanted).casefold() == name_key(said or "").casefold()
        for wanted, said in asked
    )
