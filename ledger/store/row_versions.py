"""Rows as they were made, and which entries ended them, by ranges of entries.

A row never changes but for the entry that ends it.  So what one range of entries made, and what it
ended, are facts that later entries leave as they are, and may be kept elsewhere for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Integer, func, select

from ledger.store.journal_table import entries_by_number, undoes
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    outcomes,
    questions,
    responses,
    sources,
    standings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    from ledger.store.backend import Row

AT_ONCE: Final = 10_000
"""How many rows are held at a time."""

VERSIONED: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        claims, questions, sources, outcomes, evidence, standings, responses, aliases,
    )
}  # fmt: skip
"""The tables whose rows entries make and end, by name."""

NAMED_BY: Final = {"standings": "question", "outcomes": "question", "responses": "claim",
    "aliases": "speaker"}  # fmt: skip
"""The column that says what a row is about, where that is not its ``id``."""

ENDED: Final = tuple(name for name in VERSIONED if name != "evidence")
"""Those whose rows are ended by themselves; evidence is in force as long as its outcome is."""

SORTS: Final = {Boolean: bool, Integer: int}


def columns_of(table: str) -> dict[str, type]:
    """The columns of a table that later entries leave as they are, with the type of their values.

    They are texts, numbers and truth values.
    """
    kinds = {column.name: type(column.type) for column in VERSIONED[table].columns}
    return {name: SORTS.get(kind, str) for name, kind in kinds.items() if name != "replaced_by"}


def made(connection: Connection, table: str, first: int, last: int) -> Iterator[list[Row]]:
    """The rows of a table that the entries from ``first`` to ``last`` made, some at a time.

    They are in the order of the entries; those of claims that were made in one year stand together.
    """
    found = VERSIONED[table]
    keys = sorted(found.primary_key.columns.keys(), key=lambda name: name != "entry")
    order: list[Any] = [found.c[name] for name in keys]
    if table == "claims":
        order.insert(0, func.coalesce(func.substr(claims.c.made_earliest, 1, 4), ""))
    wanted = (
        select(*(found.c[name] for name in columns_of(table)))
        .where(found.c.entry >= first, found.c.entry <= last)
        .order_by(*order)
    )
    with connection.execute(wanted.execution_options(yield_per=AT_ONCE)) as rows:
        for some in rows.partitions():
            yield list(map(tuple, some))


def ended(connection: Connection, first: int, last: int) -> Iterator[Row]:
    """The rows of all tables that the entries from ``first`` to ``last`` ended, table by table.

    Each is told by its table, id, number (of outcomes and responses), entry, the entry that ended
    it, and whether that took another one back.
    """
    for name in ENDED:
        table = VERSIONED[name]
        key = table.c[NAMED_BY.get(name, "id")]
        number = table.c.n if "n" in table.c else None
        by = table.c.replaced_by
        wanted = (
            select(key, *(() if number is None else (number,)), table.c.entry, by)
            .add_columns(undoes(connection, by))
            .where(by >= first, by <= last)
            .order_by(by, key, table.c.entry)
        )
        for row in connection.execute(wanted):
            one, *n, entry, until, undone = row
            yield name, one, (n or [None])[0], entry, until, bool(undone)


def told_otherwise(connection: Connection, first: int, last: int) -> set[int]:
    """The entries from ``first`` to ``last`` with outcomes that one import told in several ways."""
    wanted = select(outcomes.c.entry).where(
        outcomes.c.blind, outcomes.c.entry >= first, outcomes.c.entry <= last
    )
    found = entries_by_number(connection, connection.scalars(wanted).all())
    return {number for number, entry in found.items() if entry.body.get("disputed")}
