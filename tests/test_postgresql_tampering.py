"""What is done past the program to a ledger on a server is found and named there as in a file.

It is done to a file first, as in `test_tampering`, and the table that was touched is put on the
server in place of the one there, by its owner, with the guards switched off.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from conftest import many
from sqlalchemy import Boolean
from test_postgresql import name_of
from test_tampering import ACTS, SEED, TABLES, kept, larger, tampered  # noqa: F401 - fixtures

from ledger.book.ledger import Ledger
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postgres import Server
    from test_tampering import Kept

TRIES = many(2, 20)


def put(server: Server, url: str, path: Path, table: str) -> bool:
    """Let a table on the server hold what it holds in a file; False where it takes no such value.

    A column of SQLite's takes values of any kind, and one of PostgreSQL's does not.
    """
    columns = metadata.tables[table].columns
    names, marks = ", ".join(columns.keys()), ", ".join(["%s"] * len(columns))
    truths = [number for number, one in enumerate(columns) if isinstance(one.type, Boolean)]
    with closing(sqlite3.connect(path)) as raw:
        rows: list[list[Any]] = list(map(list, raw.execute(f"SELECT {names} FROM {table}")))  # noqa: S608 - our own names
    if any(row[number] not in {0, 1} for row in rows for number in truths):
        return False
    for row in rows:
        row[:] = [bool(one) if number in truths else one for number, one in enumerate(row)]
    try:
        with psycopg.connect(server.url(name_of(url), "root")) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - as above
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - as above
            connection.cursor().executemany(statement, rows)
    except psycopg.DataError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("table", ["journal", *TABLES])
def test_what_was_done_on_a_server_is_found_and_named(  # noqa: PLR0913, PLR0917 - fixtures
    kept: Kept,  # noqa: F811 - a fixture
    larger: Kept,  # noqa: F811 - as above
    postgres_server: Server,
    postgres_ledger: str,
    tmp_path: Path,
    table: str,
    note: Callable[[str], None],
) -> None:
    whole = larger if table == "tiles" else kept
    with Ledger(whole.path) as ledger:
        ledger.copy(postgres_ledger)
    with Ledger(postgres_ledger) as ledger:
        for act, kind in ACTS:
            tries = (tampered(whole, tmp_path, act, table, number) for number in count())
            fitting = (
                entry for path, entry in tries if put(postgres_server, postgres_ledger, path, table)
            )
            for number in range(TRIES):
                entry = next(fitting)
                damage = ledger.verify([whole.checkpoint]).damage
                told = [(one.kind, one.table, one.entry) for one in damage]
                assert told[:1] == [(kind, table, entry)], f"seed {SEED}, {act} {number}: {damage}"
                assert table == "journal" or len(told) == 1
        assert put(postgres_server, postgres_ledger, whole.path, table)
        assert ledger.verify([whole.checkpoint]).whole
    note(f"{len(ACTS)} ways, {TRIES} tries each, seed {SEED}")
