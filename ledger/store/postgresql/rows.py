"""Rows into and out of PostgreSQL, to which every statement is a journey.

So many rows come by one COPY, and many are changed by one statement a table.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Integer,
    Text,
    bindparam,
    cast,
    func,
    select,
    update,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, Connection, Dialect, Select, Table, Update

    from ledger.store.backend import Row

FIRST: Final = 2000
TIMES: Final = 4
"""After so many rows that one transaction put into a table, and after so many times as many."""

ROWS: Final = "rows of a transaction"
"""Under what a connection is told of how many rows its transaction put into each table."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert by a COPY of bytes, in which no setting of the server has a say.

    The text form of bytes has a backslash, which ``standard_conforming_strings`` decides upon.
    """
    names = ", ".join(map(connection.dialect.identifier_preparer.format_column, table.columns))
    statement = f"COPY {table.name} ({names}) FROM STDIN (FORMAT BINARY)"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        # Without the types the driver sends a small number as int2, which no column takes here:
        # bytes are not converted by the server, as text would be.
        copy.set_types([type_of(column, connection.dialect) for column in table.columns])
        for row in rows:
            copy.write_row(row)
    _count(connection, table, len(rows))


def _count(connection: Connection, table: Table, rows: int) -> None:
    """Have the server look at a table that one transaction fills, now and then.

    Until it has, which else is after the end, it takes every index for as good as any other: for
    each row that is looked up it then reads all of one.  A table of somebody else, or one that is
    being looked at, is passed over by the server itself.
    """
    done, next_time = connection.info.get((ROWS, table.name), (0, FIRST))
    done += rows
    if done >= next_time:
        connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {table.name}")
        next_time = done * TIMES
    connection.info[ROWS, table.name] = done, next_time


def type_of(column: Column[Any], dialect: Dialect) -> str:
    """The type of a column as PostgreSQL calls it, without its collation."""
    name = column.type.compile(dialect=dialect).partition(" COLLATE")[0].lower()
    return name.replace("varchar", "character varying")


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key).

    Where a key comes twice, the first number ends its rows.
    """
    # A join that meets a row twice changes it by either, so each key may come but once.
    ending = {tuple(named): number for number, *named in reversed(rows)}
    columns = [list(ending.values()), *map(list, zip(*ending, strict=True))]
    names = (f"all_{name}" for name in ("number", *key))
    connection.execute(_closing_all(table, key), dict(zip(names, columns, strict=True)))


@lru_cache(maxsize=64)
def _closing_all(table: Table, key: tuple[str, ...]) -> Update:
    """Ends the rows of many keys; each parameter ``all_NAME`` lists one column's values."""
    kinds = {name: BigInteger if isinstance(table.c[name].type, Integer) else Text for name in key}
    lists = [
        bindparam(f"all_{name}", type_=ARRAY(kind))
        for name, kind in {"number": BigInteger, **kinds}.items()
    ]
    ended = func.unnest(*lists).table_valued("number", *key).render_derived(name="ended")
    return (
        update(table)
        .values(replaced_by=ended.c.number)
        .where(*(table.c[name] == ended.c[name] for name in key), table.c.replaced_by.is_(None))
    )


def raw_rows(
    connection: Connection,
    table: Table,
    wanted: Select[Any],
    *,
    by_index: bool = False,  # noqa: ARG001 - the server decides
) -> Iterator[Sequence[Any]]:
    """What ``wanted`` finds in ``table``; truth comes as 1 or 0, as it does from SQLite."""
    plain = [
        cast(column, Integer) if isinstance(column.type, Boolean) else column
        for column in table.columns
    ]
    wanted = wanted.with_only_columns(*plain)
    # Of this statement alone: with a cursor at the server others would lose rows (`tuples_where`).
    with connection.execute(wanted.execution_options(yield_per=500)) as found:
        yield from found


def next_rows(
    connection: Connection, table: Table, place: Iterator[Sequence[Any]] | None, most: int
) -> tuple[list[Row], Iterator[Sequence[Any]]]:
    """The next rows of a table, at most so many, in no order but that of its pages.

    ``place`` is what brings them, from a cursor at the server.
    """
    if place is None:
        place = raw_rows(connection, table, select(table))
    return list(map(tuple, islice(place, most))), place


def shares(
    connection: Connection, table: Table, entry: int
) -> tuple[Iterator[Sequence[Any]], Iterator[Sequence[Any]]]:
    """What brings the rows that entries made up to one, and the others."""
    every = select(table)
    if "entry" not in table.c:
        return raw_rows(connection, table, every), iter(())
    up_to, behind = (every.where(one) for one in (table.c.entry <= entry, table.c.entry > entry))
    return raw_rows(connection, table, up_to), raw_rows(connection, table, behind)
