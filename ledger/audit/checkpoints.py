"""Checkpoints of a ledger's journal: taken, and compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import Contradiction
from ledger.journal.checkpoint import ORIGIN, Checkpoint
from ledger.store import journal_table
from ledger.text import counted, the_first

if TYPE_CHECKING:
    from ledger.store.database import Connection


def take(connection: Connection, origin: str = ORIGIN) -> Checkpoint:
    """An unsigned checkpoint of the journal as it is."""
    size = journal_table.head(connection).size
    return Checkpoint(origin, size, journal_table.root(connection, size))


def refuse_other_ledger(connection: Connection, checkpoint: Checkpoint) -> None:
    """Refuse a checkpoint that is not of this ledger.

    Raises:
        Contradiction: the journal is shorter, or its first entries have another root hash.
    """
    size = journal_table.head(connection).size
    if size < checkpoint.size:
        raise Contradiction(
            f"The checkpoint is of {counted(checkpoint.size, 'entry')}, and this ledger has "
            f"{size}: it was cut off, or is another ledger."
        )
    if journal_table.root(connection, checkpoint.size) != checkpoint.root:
        raise Contradiction(
            f"The checkpoint has another root hash than {the_first(checkpoint.size, 'entry')} of "
            f"this ledger: one of them was changed, or it is another ledger."
        )
