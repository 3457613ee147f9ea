"""Proving that a claim was in the ledger when a checkpoint was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.audit.checkpoints import refuse_other_ledger
from ledger.book import lookup
from ledger.errors import Contradiction, NotProven, StoreTrouble
from ledger.journal import merkle
from ledger.journal.proof import Included, Proof, check
from ledger.store import journal_table, records
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.merkle import HashReader
    from ledger.store.database import Connection
    from ledger.store.records import Revision


def prove(connection: Connection, identifier: str, checkpoint: Checkpoint) -> Proof:
    """The claim, its question and its source as they stood at the checkpoint, with their proofs.

    Raises:
        Contradiction: the checkpoint is not of this ledger, or the claim was not in force then.
        NotFound: no claim bears the id.
        StoreTrouble: the journal is damaged.
    """
    refuse_other_ledger(connection, checkpoint)
    return prove_own(connection, identifier, checkpoint, journal_table.reader(connection))


def prove_own(
    connection: Connection, identifier: str, checkpoint: Checkpoint, read: HashReader
) -> Proof:
    """The same against a checkpoint that was made of this ledger; ``read`` brings hashes.

    Raises:
        Contradiction: the claim was not in force then.
        NotFound: no claim bears the id.
        StoreTrouble: the journal is damaged.
    """
    size = checkpoint.size
    claim = _standing_claim(connection, identifier, size)
    revisions = [
        claim,
        _last(connection, "question", str(claim.body["question"]), size),
        _last(connection, "source", str(claim.body["source"]), size),
    ]
    claimed, asked, sourced = _included(
        connection, [revision.number for revision in revisions], size, read
    )
    proof = Proof(claimed, asked, sourced, checkpoint)
    try:
        check(proof)
    except NotProven as trouble:
        raise StoreTrouble(f"The journal is damaged. {trouble}", "See: ledger verify.") from trouble
    return proof


def _included(
    connection: Connection, numbers: Sequence[int], size: int, read: HashReader
) -> list[Included]:
    """The entries with these numbers, and how they are in the tree of ``size`` entries."""
    found = journal_table.bytes_by_number(connection, numbers)
    return [
        Included(found[number], number - 1, tuple(merkle.inclusion_proof(number - 1, size, read)))
        for number in numbers
    ]


def _standing_claim(connection: Connection, identifier: str, size: int) -> Revision:
    revisions = records.revisions(connection, "claim", [identifier]).get(identifier, [])
    if not revisions:
        raise lookup.not_found(connection, ["claim"], identifier)
    known = [revision for revision in revisions if revision.in_force(size)]
    if known:
        return known[0]
    if revisions[0].number > size:
        raise Contradiction(
            f"The checkpoint is of {counted(size, 'entry')}, and the claim {identifier!r} came "
            f"later, with entry {revisions[0].number}.",
            "Make a newer one with: ledger checkpoint.",
        )
    raise Contradiction(f"The claim {identifier!r} was withdrawn when the checkpoint was made.")


def _last(connection: Connection, kind: str, identifier: str, size: int) -> Revision:
    """The latest revision of a record by entry ``size``."""
    revisions = records.revisions(connection, kind, [identifier]).get(identifier, [])
    known = [revision for revision in revisions if revision.number <= size]
    if not known:
        raise StoreTrouble(
            f"The {kind} {identifier!r} of the claim is missing.", "See: ledger verify."
        )
    return known[-1]
