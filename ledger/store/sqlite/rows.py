"""Rows into and out of SQLite, and what it finds wrong with them.

Many rows are SQL compiled once, and tuples handed to the driver.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, type_coerce, update
from sqlalchemy.types import NullType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Dialect, Select, Table


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert ``rows``, each with a value for every column of ``table`` in its order."""
    statement = _insertion(table, connection.dialect)
    connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key)."""
    connection.exec_driver_sql(_closing(table, key, connection.dialect), [tuple(r) for r in rows])


def raw_rows(connection: Connection, table: Table, wanted: Select[Any]) -> Iterator[Sequence[Any]]:
    """What ``wanted`` finds in ``table``, found without an index and with no value converted.

    A text that is no UTF-8 is read all the same, its bytes as halves of surrogate pairs.  That
    holds for the connection from then on: who looks for damage goes on to.
    """
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda data: data.decode(errors="surrogateescape")
    plain = [type_coerce(one, NullType()).label(one.name) for one in table.columns]
    kept = wanted.with_only_columns(*plain).with_hint(table, "NOT INDEXED", "sqlite")
    yield from connection.execution_options(yield_per=500).execute(kept)


def has_dangling_rows(connection: Connection) -> bool:
    """Whether some row points to one that is not there, as a migration may bring about."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


def damage_of_file(connection: Connection) -> list[str]:
    """What SQLite finds wrong with how the database is kept, the first few faults."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars()
    return [one for one in found if one != "ok"]


@lru_cache(maxsize=64)
def _insertion(table: Table, dialect: Dialect) -> str:
    statement = insert(table).values({one.name: bindparam(one.name) for one in table.columns})
    return str(statement.compile(dialect=dialect))


@lru_cache(maxsize=64)
def _closing(table: Table, key: tuple[str, ...], dialect: Dialect) -> str:
    """Ends the rows of a key; where one comes twice, the second time none are left in force."""
    conditions = [table.c[name] == bindparam(f"key_{name}") for name in key]
    statement = (
        update(table)
        .values(replaced_by=bindparam("number"))
        .where(*conditions, table.c.replaced_by.is_(None))
    )
    return str(statement.compile(dialect=dialect))
