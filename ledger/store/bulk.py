"""Many rows at once: SQL compiled once, tuples handed to the driver."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Dialect, Table

CHUNK = 500
"""How many values go into one IN list."""


@lru_cache(maxsize=64)
def _insertion(table: Table, dialect: Dialect) -> str:
    statement = insert(table).values({one.name: bindparam(one.name) for one in table.columns})
    return str(statement.compile(dialect=dialect))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert ``rows``, each with a value for every column of ``table`` in its order."""
    if rows:
        statement = _insertion(table, connection.dialect)
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The distinct ``values`` in order, in lists short enough for one statement."""
    distinct = sorted(value for value in set(values) if _can_be_stored(value))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def _can_be_stored(value: object) -> bool:
    """Whether a database takes the value: a text that is no UTF-8 is in none of them."""
    if not isinstance(value, str) or value.isascii():
        return True
    return not any("\ud800" <= one <= "\udfff" for one in value)


def rows_where(
    connection: Connection, columns: Sequence[Column[Any]], key: Column[Any], values: Iterable[Any]
) -> Iterator[Any]:
    """The rows of the tables of ``columns`` in which ``key`` is one of ``values``."""
    wanted = select(*columns).where(key.in_(bindparam("chunk", expanding=True)))
    for chunk in chunks(values):
        yield from connection.execute(wanted, {"chunk": chunk}).all()


@lru_cache(maxsize=64)
def _closing(table: Table, key: tuple[str, ...], dialect: Dialect) -> str:
    conditions = [table.c[name] == bindparam(f"key_{name}") for name in key]
    statement = (
        update(table)
        .values(replaced_by=bindparam("number"))
        .where(*conditions, table.c.replaced_by.is_(None))
    )
    return str(statement.compile(dialect=dialect))


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key)."""
    connection.exec_driver_sql(_closing(table, key, connection.dialect), [tuple(r) for r in rows])
