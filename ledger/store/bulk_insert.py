"""Many rows at once: written as each back end does it best, and found by many keys.

A database can take a row without a word and not keep it: a trigger that ignores what is inserted, a
rule that does something else instead.
So each write is compared with what was meant, in its own transaction, which keeps nothing where the
two differ.  The rows are found by their keys: that costs the same in a ledger of any size.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_

from ledger.errors import StoreTrouble
from ledger.store.backend import backend_of
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import (
        BindParameter,
        Column,
        ColumnElement,
        Connection,
        CursorResult,
        FromClause,
        Table,
    )

    from ledger.store.backend import Row


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
    known = set(values)
    distinct = sorted(known if _are_plain(known) else filter(can_be_stored, known))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def _are_plain(values: Iterable[Any]) -> bool:
    """Whether all are texts of ASCII, which databases take; told at once, for nearly always so."""
    try:
        whole = "".join(values)
    except TypeError:
        return False
    return whole.isascii() and "\0" not in whole


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
    """The rows of a table in which ``key`` is one of ``values``, some columns of it.

    Truth comes as the database has it: as 0 and 1 from SQLite.
    """
    for result in _results(connection, columns, key, values):
        yield from result.all()


def tuples_where(
    connection: Connection, columns: Sequence[Column[Any]], key: Column[Any], values: Iterable[Any]
) -> Iterator[Row]:
    """What `rows_where` finds, without names, as the driver gives it, which is much faster."""
    for result in _results(connection, columns, key, values):
        cursor: Any = result.cursor
        yield from cursor.fetchall()


def _results(
    connection: Connection, columns: Sequence[Column[Any]], key: Column[Any], values: Iterable[Any]
) -> Iterator[CursorResult[Any]]:
    # Written here: the list of an IN takes SQLAlchemy longer than the look-ups take the database.
    parameter = backend_of(connection).parameter
    for chunk in chunks(values):
        # Of a few lengths only, so that the statements are known to the driver.
        length = 1 << (len(chunk) - 1).bit_length()
        statement = _where(tuple(columns), key, length, parameter)
        filled = (*chunk, *chunk[-1:] * (length - len(chunk)))
        yield connection.exec_driver_sql(statement, filled)


@lru_cache(maxsize=256)
def _where(columns: tuple[Column[Any], ...], key: Column[Any], length: int, parameter: str) -> str:
    """The statement that finds rows by so many values of a column."""
    names = ", ".join(f'"{column.name}"' for column in columns)
    several = ", ".join([parameter] * length)
    return f'SELECT {names} FROM {key.table.name} WHERE "{key.name}" IN ({several})'  # noqa: S608 - our own names


def stood(entry: int, replaced_by: int | None, before: int) -> bool:
    """Whether a row of these entries was in force just before entry ``before``."""
    return entry < before and (replaced_by is None or replaced_by >= before)


def in_force(table: FromClause, entry: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a row is in force as of ``entry``."""
    return and_(
        table.c.entry <= entry, or_(table.c.replaced_by.is_(None), table.c.replaced_by > entry)
    )


AT_ONCE: Final = 400
"""How many keys are asked for in one statement."""


def confirm_after(
    connection: Connection, table: Table, last: int, rows: Sequence[Sequence[Any]]
) -> None:
    """See that ``rows`` are all that is in ``table`` after number ``last`` of its first column.

    Raises:
        StoreTrouble: they are not.
    """
    number = table.columns[0]
    after = f"{number.name} > {backend_of(connection).parameter} ORDER BY {number.name}"
    _compare(table, rows, _fetched(connection, _reading(table, after), (last,)))


def confirm_keys(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """See that ``rows`` are in ``table``, found by the columns ``names`` of its key.

    Raises:
        StoreTrouble: they are not.
    """
    _compare(table, rows, _found(connection, table, names, keys_of(table, names, rows)))


def confirm_in_force(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    keys: Iterable[Row],
    made: tuple[int, Sequence[Sequence[Any]]],
) -> None:
    """See that of ``keys`` no other rows are in force, or new, than were ``made``.

    ``made`` is the first entry of those that were written, and the rows they made.

    Raises:
        StoreTrouble: there are others, or some are not there.
    """
    first, rows = made
    _compare(table, rows, _found(connection, table, names, keys, first))


def keys_of(table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """The values of the columns ``names`` in rows of a table."""
    places = [table.columns.keys().index(name) for name in names]
    if len(places) == 1:
        return [(row[places[0]],) for row in rows]
    return list(map(itemgetter(*places), rows))


def _found(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    keys: Iterable[Row],
    first: int | None = None,
) -> Iterator[Row]:
    """The rows with these keys, found by the index on them.

    With ``first`` they are those in force, and those that this entry or a later one made.
    """
    several = list(dict.fromkeys(keys))
    parameter, new = backend_of(connection).parameter, () if first is None else (first,)
    for start in range(0, len(several), AT_ONCE):
        some = several[start : start + AT_ONCE]
        statement = _looking(table, tuple(names), len(some), parameter, in_force=bool(new))
        yield from _fetched(connection, statement, (*chain.from_iterable(some), *new))


@lru_cache(maxsize=64)
def _looking(
    table: Table, names: tuple[str, ...], number: int, parameter: str, *, in_force: bool
) -> str:
    """The statement that finds rows by so many keys.

    To SQLite a cross join says which table to begin with: left to itself it goes through them all.
    """
    wanted = ", ".join(f"its_{name}" for name in names)
    key = f"({', '.join([parameter] * len(names))})"
    given = f"WITH given ({wanted}) AS (VALUES {', '.join([key] * number)}) "
    same = " AND ".join(f'{table.name}."{name}" = its_{name}' for name in names)
    new = f" AND (replaced_by IS NULL OR entry >= {parameter})" if in_force else ""
    return f"{given}{_reading(table, f'{same}{new}', 'given CROSS JOIN ')}"


def _fetched(connection: Connection, statement: str, values: Row) -> list[Row]:
    """What a statement finds as the driver gives it: plain tuples are compared much faster."""
    cursor: Any = connection.exec_driver_sql(statement, values).cursor
    found: list[Row] = cursor.fetchall()
    return found


def _reading(table: Table, condition: str, joined: str = "") -> str:
    names = ", ".join(f'{table.name}."{name}"' for name in table.columns.keys())  # noqa: SIM118 - not a dict
    return f"SELECT {names} FROM {joined}{table.name} WHERE {condition}"  # noqa: S608 - our own names


def _compare(table: Table, meant: Sequence[Sequence[Any]], found: Iterable[Any]) -> None:
    """Compare what was meant with what is there.

    Raises:
        StoreTrouble: they differ.
    """
    rows = list(found)
    # They mostly come in the order in which they were asked for, and that takes less to see.
    if rows == meant:
        return
    wanted, there = set(map(tuple, meant)), set(rows)
    if wanted == there:
        return
    lost = len(wanted - there)
    what = f"{lost} of {counted(len(wanted), 'new row')} of" if lost else "some rows of"
    raise StoreTrouble(
        f"The database did not keep {what} {table.name} as they were given; so nothing was kept.",
        "Something in it stands in the way, such as a trigger: ledger verify names it.",
    )
