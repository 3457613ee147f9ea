"""What claims are grouped by that reports hold no column of, by the claim's id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from ledger.model.kinds import Kind
from ledger.model.name_keys import name_key
from ledger.store import journal_table
from ledger.store.schema import claims, ids, questions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

AT_ONCE: Final = 10_000
"""How many rows are held at a time."""


def labels(connection: Connection, entry: int, name: str) -> dict[str, str | None]:
    """By the id of each claim up to an entry what it last had under a name, withdrawn ones too.

    Args:
        connection: of the ledger.
        entry: what came later is not known yet.
        name: ``organisation``, ``role``, ``condition`` (of the question), or ``recorder``: whoever
            made the first entry on the claim.
    """
    if name == "recorder":
        return _recorders(connection, entry)
    if name == "condition":
        asked = _last(connection, select(questions.c.id, questions.c.condition), questions, entry)
        on = _last(connection, select(claims.c.id, claims.c.question), claims, entry)
        return {claim: asked.get(question or "") for claim, question in on.items()}
    return _last(connection, select(claims.c.id, claims.c[name]), claims, entry)


def _last(
    connection: Connection,
    query: Select[Any],
    table: Any,  # noqa: ANN401 - a table
    entry: int,
) -> dict[str, str | None]:
    """The last value by id up to an entry, in the spelling that counts."""
    rows = connection.execute(
        query.where(table.c.entry <= entry)
        .order_by(table.c.entry)
        .execution_options(yield_per=AT_ONCE)
    )
    return {identifier: None if value is None else name_key(value) for identifier, value in rows}


def _recorders(connection: Connection, entry: int) -> dict[str, str | None]:
    first = (
        select(ids.c.id, func.min(ids.c.entry))
        .where(ids.c.kind == Kind.CLAIM, ids.c.entry <= entry)
        .group_by(ids.c.id)
    )
    made = {str(identifier): int(number) for identifier, number in connection.execute(first)}
    entries = journal_table.entries_by_number(connection, set(made.values()))
    return {identifier: entries[number].by for identifier, number in made.items()}
