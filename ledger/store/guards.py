"""The guards in the database itself: triggers that let rows be added, and nothing be undone.

The journal and its tiles are only added to.  In the tables made of it a row is changed once, when
``replaced_by`` is set.  `search` and ``alembic_version`` are not guarded: the one can be made anew
from the journal, and the other is the migrations'.

They stop a slip, a script and a curious hand, not someone who drops them first: whether they are
there, word for word, is for ``ledger verify``.

Each back end says how that is written, and what else it takes to keep to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import StoreTrouble
from ledger.store.backend import backend_of
from ledger.store.catalogue import compared
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    journal,
    outcomes,
    questions,
    sources,
    tiles,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

FROZEN: Final = (journal, tiles)
"""Tables in which nothing ever changes."""

CLOSED_ONCE: Final = (ids, sources, questions, claims, outcomes, evidence, aliases)
"""Tables in which ``replaced_by`` is set once, and nothing else changes."""

SAID: Final = {
    "removed": "is missing", "edited": "was changed", "inserted": "is not the program's",
}  # fmt: skip
"""What is said of a guard that differs, by how (`catalogue.Deviation`)."""


def renew(connection: Connection) -> None:
    """Take away what triggers there are, set up the guards, and see that they stand.

    Raises:
        StoreTrouble: they do not.
    """
    remove(connection)
    for statement in backend_of(connection).guards.statements():
        connection.exec_driver_sql(statement)
    if wrong := misplaced(connection):
        raise StoreTrouble(f"The guards of the database do not stand: {'; '.join(wrong)}.")


def remove(connection: Connection) -> None:
    """Take away all triggers, for a migration may have to do what they forbid."""
    backend_of(connection).guards.drop_triggers(connection)


def misplaced(connection: Connection) -> list[str]:
    """What is wrong with the guards: which are missing, or differ, or are none of the program's."""
    own = backend_of(connection).guards
    differing = compared(own.expected(), own.found(connection))
    return [f"{one.part.name} {SAID[one.kind]}" for one in differing]
