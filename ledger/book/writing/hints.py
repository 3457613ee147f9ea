"""What of a new claim may be one with what the ledger has: its question, and names.

It is pointed out and never joined: whether two are one is for people to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book.asking.duplicates import difference, merge_command, publisher_command
from ledger.book.asking.two_people import namesakes
from ledger.model.namesakes import Posts
from ledger.store import lookups

if TYPE_CHECKING:
    from ledger.book.transaction import Transaction
    from ledger.model.claim import Claim, Question, Source


@dataclass(frozen=True, slots=True)
class Hint:
    """That a ``name`` under the key ``what`` may be one with the ``other``, which is there.

    Of a question, these are ids; of a ``person``, the other is how the two could be told apart.
    The ``sentence`` says so at a terminal, with what joins or parts them.
    """

    what: str
    name: str
    other: str
    sentence: str


def asked_already(transaction: Transaction, question: Question) -> tuple[Hint, ...]:
    """The hint that another question says the same, so that one outcome could settle both."""
    other = lookups.question_asking(transaction.connection, question.statement)
    if other is None:
        return ()
    hint = (
        f"{other} has the same statement; where its due day is the same too, --question {other} "
        f"puts the claim on it, and one outcome settles both."
    )
    return (Hint("question", question.id, other, hint),)


def alike(transaction: Transaction, claim: Claim, document: Source | None) -> tuple[Hint, ...]:
    """The hints that the speaker, or the publisher of a new source, has a name like another's."""
    connection, size = transaction.connection, transaction.head.size
    speakers = _new(transaction, "speaker", claim.speaker)
    hints = [
        Hint(
            "speaker",
            name,
            other,
            f"The ledger has {other!r}, which differs only in "
            f"{difference([(name, other)])}; if they are the same:\n{merge_command(name, other)}",
        )
        for name, other in lookups.known_alike(connection, size, "speaker", speakers)
    ]
    publishers = [] if document is None else _new(transaction, "publisher", document.publisher)
    hints += [
        Hint(
            "publisher",
            name,
            other,
            f"The ledger has the publisher {other!r}, which differs "
            f"only in {difference([(name, other)])}; if they are the same:\n"
            f"{publisher_command(claim.source, other)}",
        )
        for name, other in lookups.known_alike(connection, size, "publisher", publishers)
    ]
    return tuple(hints)


def another_person(transaction: Transaction, claim: Claim) -> tuple[Hint, ...]:
    """The hint that the speaker may be another person than the ledger knows by that name.

    ``other`` is a spelling that would tell the two apart.
    """
    if not (claim.organisation and claim.role):
        return ()
    posts = Posts()
    posts.take(claim.speaker, claim.organisation, claim.role, claim.id)
    return tuple(
        Hint(
            "person",
            one.name,
            one.apart,
            f"{one.told}; if these are two people:\n{one.command}",
        )
        for one in namesakes(transaction.connection, transaction.head.size, posts)
    )


def _new(transaction: Transaction, what: str, *names: str) -> list[str]:
    """Those of the names that the ledger has not; what it has was pointed out when it came."""
    return [name for name in names if not lookups.has_name(transaction.connection, what, name)]
