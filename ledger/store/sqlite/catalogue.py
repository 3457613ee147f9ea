"""What SQLite's catalogue holds, and what it should.

``sqlite_master`` is read as bytes, and each row by what its statement makes: SQLite runs the
statement of a row whatever the row says of itself, so that a trigger may call itself ``TRIGGER``,
or a table, and is a trigger all the same.

What should be there is made of the schema in a database in memory, and read from that.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy.dialects import sqlite as dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from ledger.store.backend import Part
from ledger.store.catalogue import TABLES
from ledger.store.sqlite import full_text, guards
from ledger.store.sqlite.backend import HAS_WORDS, WORDS
from ledger.store.sqlite.guards import master, parts_of, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from ledger.store.sqlite.guards import Statement

OURS: Final = frozenset(table.name for table in TABLES)

STATISTICS: Final = {f"sqlite_stat{number}" for number in range(1, 5)}
"""Tables in which ANALYZE keeps what helps to plan queries."""

USUAL: Final = {"user_version": 0, "application_id": 0, "journal_mode": "delete"}
"""What the head of a file says, and is of no consequence for an answer."""


def expected(connection: Connection) -> tuple[Part, ...]:
    """The parts that there should be; an index of words need not be, for not every SQLite has one.

    Search finds the same without.
    """
    if not connection.exec_driver_sql(HAS_WORDS).scalar():
        return _expected()
    made = read(full_text.STATEMENT)
    return (
        *_expected(),
        *(Part(*part) for part in parts_of(made)),
        *(Part("table", name, "") for name in full_text.SHADOWS),
    )


@cache
def _expected() -> tuple[Part, ...]:
    # SQLite keeps statements as they were written, so what it makes of ours is asked of itself,
    # with the indexes for keys that it adds; one read from `schema` would know only our own.
    with closing(sqlite3.connect(":memory:")) as raw:
        for table in TABLES:
            raw.execute(str(CreateTable(table).compile(dialect=dialect.dialect())))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                raw.execute(str(CreateIndex(index).compile(dialect=dialect.dialect())))
        for statement in guards.statements():
            raw.execute(statement)
        return tuple(_parts(master(raw.execute)))


def found(connection: Connection) -> Iterator[Part]:
    """The parts that there are.

    Texts in another encoding would sort in another order, and nothing else can be told then.
    """
    encoding = connection.exec_driver_sql("PRAGMA encoding").scalar()
    if encoding != "UTF-8":
        yield Part("setting", f"encoding = {encoding}", "")
        return
    yield from _parts(master(connection.exec_driver_sql))
    for name, usual in USUAL.items():
        value = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if value != usual:
            yield Part("setting", f"{name} = {value}", "", is_harmless=True)


def _parts(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Part]:
    for kind, name, table, sql in rows:
        if not sql:  # an index that SQLite made for a key by itself
            if table in OURS:
                yield Part("index", name, f"kept as {kind} of {table}, for a key")
            continue
        made = read(sql)
        says = (kind, name, table)
        odd = "" if says == (made.kind, made.name, made.table) else f", kept as {says}"
        # Statistics choose a plan, and no plan changes an answer; one that is kept as something
        # else is a trick, and told.
        if made.kind == "table" and made.name in STATISTICS and not odd:
            continue
        yield from _made(made, sql, odd)


def _made(made: Statement, sql: str, odd: str) -> Iterator[Part]:
    """The parts that one statement makes; ``odd`` tells where its row says something else."""
    if made.kind == "table" and made.name == WORDS:
        yield Part("table", made.name, made.shape + odd)
    elif made.kind == "table" and made.name in full_text.SHADOWS and not odd:
        yield Part("table", made.name, "")  # FTS5 says itself what is in them
    elif made.kind == "table" and made.name in OURS:
        (_, name, shape), *others = parts_of(made)
        yield Part("table", name, shape + odd)
        yield from (Part(*other) for other in others)
    elif made.kind == "trigger":
        yield Part("guard", made.name, f"{sql}{odd}")
    elif made.kind == "index":
        # A unique one refuses rows; so does a condition or an expression that fails on one.
        harmless = not odd and (made.table not in OURS or made.is_plain_index)
        yield Part("index", made.name, made.shape + odd, is_harmless=harmless)
    else:
        harmless = not odd and made.kind in {"table", "view"}
        yield Part(made.kind, made.name or sql[:40], made.shape + odd, is_harmless=harmless)
