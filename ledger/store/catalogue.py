"""The shape of a database: what its catalogue says that there is, and what should be there.

Both are told in parts: tables, columns, constraints, indexes, guards and whatever else a database
can hold.  What should be there is read from `schema` and `guards` alone, so that no second list of
it can go astray; that the migrations make the same is for a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table

from ledger.store.backend import backend_of
from ledger.store.schema import metadata

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
    wanted = {(one.kind, one.name): one for one in expected}
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
    return [*(Deviation("removed", one) for one in missing.values()), *differing]
