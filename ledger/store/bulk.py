"""Many rows at once.

SQLite takes SQL compiled once and tuples handed to the driver; PostgreSQL, to which every statement
is a journey, takes rows by COPY and changes them by one statement a table.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Integer, Text, bindparam, func, insert, select, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Dialect, Table, Update

CHUNK = 500
"""How many values go into one IN list."""


@lru_cache(maxsize=64)
def _insertion(table: Table, dialect: Dialect) -> str:
    statement = insert(table).values({one.name: bindparam(one.name) for one in table.columns})
    return str(statement.compile(dialect=dialect))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert ``rows``, each with a value for every column of ``table`` in its order."""
    if rows and connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif rows:
        statement = _insertion(table, connection.dialect)
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert by a COPY of bytes, in which no setting of the server has a say.

    The text form of bytes has a backslash, which ``standard_conforming_strings`` decides upon.
    """
    names = ", ".join(map(connection.dialect.identifier_preparer.format_column, table.columns))
    statement = f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types([type_of(one, connection.dialect) for one in table.columns])
        for row in rows:
            copy.write_row(row)


def type_of(column: Column[Any], dialect: Dialect) -> str:
    """The type of a column as PostgreSQL calls it, without its collation."""
    name = column.type.compile(dialect=dialect).partition(" COLLATE")[0].lower()
    return name.replace("varchar", "character varying")


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


@lru_cache(maxsize=64)
def _closing(table: Table, key: tuple[str, ...], dialect: Dialect) -> str:
    conditions = [table.c[name] == bindparam(f"key_{name}") for name in key]
    statement = (
        update(table)
        .values(replaced_by=bindparam("number"))
        .where(*conditions, table.c.replaced_by.is_(None))
    )
    return str(statement.compile(dialect=dialect))


@lru_cache(maxsize=64)
def _closing_all(table: Table, key: tuple[str, ...]) -> Update:
    """Ends the rows of many keys; each parameter ``all_NAME`` lists one column's values."""
    kinds = {name: Integer if isinstance(table.c[name].type, Integer) else Text for name in key}
    lists = [
        bindparam(f"all_{name}", type_=ARRAY(kind))
        for name, kind in {"number": Integer, **kinds}.items()
    ]
    ended = func.unnest(*lists).table_valued("number", *key).render_derived(name="ended")
    return (
        update(table)
        .values(replaced_by=ended.c.number)
        .where(*(table.c[name] == ended.c[name] for name in key), table.c.replaced_by.is_(None))
    )


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key).

    Where a key comes twice, the first number ends its rows.
    """
    if connection.dialect.name == "postgresql":
        ending = {tuple(named): number for number, *named in reversed(rows)}
        columns = [list(ending.values()), *map(list, zip(*ending, strict=True))]
        names = (f"all_{name}" for name in ("number", *key))
        connection.execute(_closing_all(table, key), dict(zip(names, columns, strict=True)))
        return
    connection.exec_driver_sql(_closing(table, key, connection.dialect), [tuple(r) for r in rows])
