"""The shape of a database: what its catalogue says that there is, and what should be there.

Both are told in parts: tables, columns, constraints, indexes, guards and whatever else a database
can hold.  What should be there is read from `schema` and the guards alone, so that no second list
of it can go astray; that the migrations make the same is for a test.

The guards are triggers that let rows be added, and nothing be undone.  The journal and its tiles
are only added to.  In the tables made of it a row is changed once, when ``replaced_by`` is set.
`search` and ``alembic_version`` are not guarded: the one can be made anew from the journal, and the
other is the migrations'.

They stop a slip, a script and a curious hand, not someone who drops them first: whether they are
there, word for word, is for ``ledger verify``.

Each back end says how that is written, and what else it takes to keep to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table

from ledger.errors import StoreTrouble
from ledger.store.backend import backend_of
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    journal,
    metadata,
    outcomes,
    questions,
    responses,
    sources,
    standings,
    tiles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from ledger.store.backend import Part


alembic_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""The table of the migrations, as alembic makes it."""

TABLES: Final = (*metadata.sorted_tables, alembic_version)
"""All tables of a ledger."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """A part that is ``removed``, ``edited`` or ``inserted`` (``kind``).

    ``wanted`` and ``found`` are its shape as it should be and as it is.
    """

    kind: str
    part: Part
    wanted: str = ""

    @property
    def is_harmless(self) -> bool:
        """Whether no answer can change by it."""
        return self.kind == "inserted" and self.part.is_harmless


def deviations(connection: Connection) -> list[Deviation]:
    """Where a database is not of the shape that the migrations make."""
    own = backend_of(connection).catalogue
    return compared(own.expected(connection), own.found(connection))


def compared(expected: Iterable[Part], found: Iterable[Part]) -> list[Deviation]:
    """How parts differ from those that are expected."""
    wanted = {(part.kind, part.name): part for part in expected}
    missing = dict(wanted)
    differing = []
    for part in found:
        # Compared with what is wanted, not with what is left of it: of two parts of one name, as
        # PostgreSQL's triggers on two tables may be, the second is compared too.
        key = (part.kind, part.name)
        missing.pop(key, None)
        if key not in wanted:
            differing.append(Deviation("inserted", part))
        elif wanted[key].shape != part.shape:
            differing.append(Deviation("edited", part, wanted[key].shape))
    return [*(Deviation("removed", part) for part in missing.values()), *differing]


FROZEN: Final = (journal, tiles)
"""Tables in which nothing ever changes."""

CLOSED_ONCE: Final = (
    ids, sources, questions, claims, outcomes, evidence, standings, responses, aliases,
)  # fmt: skip
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
    return [f"{deviation.part.name} {SAID[deviation.kind]}" for deviation in differing]
