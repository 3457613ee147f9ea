"""Ids that begin like another, or are made of the same: what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.model import new_ids
from ledger.store.bulk_insert import can_be_stored
from ledger.store.schema import ids

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sqlalchemy import Connection

LONGEST: Final = 200
"""Characters in the longest id there can be."""


def similar_ids(
    connection: Connection, wanted: str, kinds: Iterable[str], most: int = 2000
) -> list[str]:
    """Ids that begin like ``wanted`` or hold its first word, as candidates for what was meant.

    They are those of sources, claims or questions, as ``kinds`` says.
    """
    wanted = wanted[:LONGEST].replace("\0", "?").encode(errors="replace").decode()
    start = func.substr(ids.c.id, 1, 3) == wanted[:3]
    word = ids.c.id.contains(wanted.replace("_", "-").split("-")[0], autoescape=True)
    found = select(ids.c.id).where(start | word, ids.c.id != wanted, ids.c.kind.in_(list(kinds)))
    found = found.distinct().order_by(ids.c.id).limit(most)
    return list(connection.execute(found).scalars())


def ids_from(connection: Connection, beginning: str, kinds: Iterable[str], most: int) -> list[str]:
    """The ids of records in force of these ``kinds`` that begin so, in order, up to ``most``."""
    if not can_be_stored(beginning):
        return []
    asked = select(ids.c.id).where(
        ids.c.id >= beginning,
        ids.c.id < f"{beginning}\x7f",
        ids.c.kind.in_(list(kinds)),
        ids.c.replaced_by.is_(None),
    )
    return list(connection.scalars(asked.distinct().order_by(ids.c.id).limit(most)))


def made_ids(connection: Connection, wanted: Container[str]) -> dict[str, list[str]]:
    """The ids that are made of the texts that ``wanted`` ones are made of (`naming.made_of`).

    Every id is looked at, for an index knows their beginnings only.
    """
    found: dict[str, list[str]] = {}
    every = select(ids.c.id).distinct().order_by(ids.c.id)
    with connection.execute(every.execution_options(yield_per=500)) as rows:
        for identifier in rows.scalars():
            if (end := new_ids.made_of(identifier)) is not None and end in wanted:
                found.setdefault(end, []).append(identifier)
    return found
