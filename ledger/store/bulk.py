"""Many rows at once: written as each back end does it best, and found by many keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from ledger.store.backend import backend_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

CHUNK = 500
"""How many values go into one IN list."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert ``rows``, each with a value for every column of ``table`` in its order."""
    if rows:
        backend_of(connection).insert_rows(connection, table, rows)


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key).

    Where a key comes twice, the first number ends its rows.
    """
    if rows:
        backend_of(connection).close_rows(connection, table, key, rows)


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The distinct ``values`` in order, in lists short enough for one statement."""
    distinct = sorted(value for value in set(values) if can_be_stored(value))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def can_be_stored(value: object) -> bool:
    """Whether a database takes the value: a text with a NUL, or no UTF-8, is in none of them."""
    if not isinstance(value, str):
        return True
    return "\0" not in value and (
        value.isascii() or not any("\ud800" <= one <= "\udfff" for one in value)
    )


def rows_where(
    connection: Connection, columns: Sequence[Column[Any]], key: Column[Any], values: Iterable[Any]
) -> Iterator[Any]:
    """The rows of the tables of ``columns`` in which ``key`` is one of ``values``."""
    wanted = select(*columns).where(key.in_(bindparam("chunk", expanding=True)))
    for chunk in chunks(values):
        yield from connection.execute(wanted, {"chunk": chunk}).all()
