"""On PostgreSQL too the database itself refuses to change or remove what was written."""
# ruff: noqa: S608 - statements are put together of the program's own names

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from examples import FORMULA, add
from sqlalchemy import text
from test_contract import held
from test_postgresql import name_of

from ledger.book.ledger import Ledger
from ledger.store import catalogue
from ledger.store.database import connect
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postgres import Server

FROZEN = ["journal", "tiles"]
CLOSED_ONCE = [
    "ids", "sources", "questions", "claims", "outcomes", "evidence", "standings", "aliases",
    "responses",
]  # fmt: skip
GUARDED = [*FROZEN, *CLOSED_ONCE]


@pytest.fixture
def filled(postgres_ledger: str, write: Callable[[str, str], Path]) -> str:
    """A ledger with a row in every table."""
    with Ledger(postgres_ledger, recorder="desk") as ledger:
        ledger.import_([write("formula.toml", FORMULA)])
        ledger.record(
            "formula", {"verdict": "happened", "evidence": [{"url": "https://a.example"}]}
        )
        add(ledger, id="reznikov-again", speaker="O. Reznikov")
        ledger.merge("O. Reznikov", "Oleksii Reznikov", "One man.")
        ledger.respond("reznikov-again", {"by": "A", "date": "2023-07-03", "text": "So it was."})
    with connect(postgres_ledger, create=False).writing() as connection:
        connection.execute(text("INSERT INTO tiles VALUES (0, 0, '\\x01', '\\x02')"))
    return postgres_ledger


def refused(server: Server, url: str, statement: str) -> None:
    """See that the owner of everything is refused a statement with a guard's words."""
    before = rows(url)
    with pytest.raises(
        psycopg.Error, match=r"only ever added to|only replaced_by is set|duplicate"
    ):
        server.run(statement, name_of(url))
    assert rows(url) == before


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is in the tables."""
    with connect(url, create=False).reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for name, table in metadata.tables.items()
        }


@pytest.mark.slow
@pytest.mark.parametrize("table", GUARDED)
def test_nothing_is_changed_or_removed(postgres_server: Server, filled: str, table: str) -> None:
    columns = metadata.tables[table].columns.keys()
    for column in columns:
        if column != "replaced_by":
            refused(postgres_server, filled, f"UPDATE {table} SET {column} = {column}")
    key = ", ".join(metadata.tables[table].primary_key.columns.keys())
    update = f"DO UPDATE SET {columns[0]} = EXCLUDED.{columns[0]}"
    for statement in (
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"TRUNCATE {table} CASCADE",
        f"INSERT INTO {table} SELECT * FROM {table}",
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) {update}",
        f"MERGE INTO {table} USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
    ):
        refused(postgres_server, filled, statement)


@pytest.mark.slow
@pytest.mark.parametrize("table", CLOSED_ONCE)
def test_a_row_is_ended_once_and_nothing_else_with_it(
    postgres_server: Server, filled: str, table: str
) -> None:
    for column in metadata.tables[table].columns:
        if column.name != "replaced_by":
            other = f"NOT {column.name}" if str(column.type) == "BOOLEAN" else "'77'"
            both = f"replaced_by = 90, {column.name} = {other}"
            refused(postgres_server, filled, f"UPDATE {table} SET {both}")
    ends = f"UPDATE {table} SET replaced_by = 90 WHERE replaced_by IS NULL"
    postgres_server.run(ends, name_of(filled))
    refused(postgres_server, filled, f"UPDATE {table} SET replaced_by = 91")
    refused(postgres_server, filled, f"UPDATE {table} SET replaced_by = NULL")


def test_the_guards_stand_from_the_first_migration_on(postgres_server: Server, filled: str) -> None:
    def misplaced() -> list[str]:
        with connect(filled, create=False).reading() as connection:
            return catalogue.misplaced(connection)

    assert misplaced() == []
    query = "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE NOT tgisinternal"
    found = postgres_server.run(f"{query} GROUP BY 1", name_of(filled))
    assert dict(found) == dict.fromkeys(GUARDED, 3)
    for harm, told in (
        ("DROP TRIGGER claims_delete ON claims", "claims_delete is missing"),
        ("ALTER TABLE claims DISABLE TRIGGER claims_update", "claims_update was changed"),
    ):
        postgres_server.run(harm, name_of(filled))
        assert told in misplaced()
    with connect(filled, create=False).migrating() as connection:
        catalogue.renew(connection)
    assert misplaced() == []


# The role that may write, and no more


@pytest.fixture
def writer(postgres_server: Server) -> Iterator[str]:
    """The URL of a new ledger for a member of the role ``ledger_writer``."""
    postgres_server.run("CREATE ROLE ledger_writer")
    postgres_server.run("CREATE ROLE pen LOGIN IN ROLE ledger_writer")
    name = postgres_server.empty()
    Ledger(postgres_server.url(name), create=True).close()
    yield postgres_server.url(name, "pen")
    postgres_server.drop(name)
    postgres_server.run("DROP ROLE pen")
    postgres_server.run("DROP ROLE ledger_writer")


@pytest.mark.slow
def test_the_writing_role_can_do_all_that_people_do(
    writer: str, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    with Ledger(writer, recorder="pen") as ledger:
        ledger.import_([write("formula.toml", FORMULA)])
        add(ledger)
        ledger.record("floor", {"verdict": "happened", "evidence": [{"url": "https://a.example"}]})
        ledger.amend("floor#1", {"note": "It did."}, "More to say.")
        ledger.amend("jt", {"title": "The summit"})
        ledger.amend("reznikov", {"role": "minister"})
        ledger.withdraw("floor#1", "Too early.")
        ledger.withdraw("doubt", "Not said.")
        ledger.merge("James Black", "Oleksii Reznikov", "A trial.")
        assert [one.id for one in ledger.list()] == ["floor", "reznikov"]
        assert ledger.verify([ledger.checkpoint()]).whole
        ledger.copy(tmp_path / "copy.db")
    assert held(writer) == held(str(tmp_path / "copy.db"))


@pytest.mark.parametrize("table", [*GUARDED, "search", "alembic_version"])
def test_the_writing_role_can_undo_nothing(writer: str, table: str) -> None:
    odd = {"alembic_version": "version_num", "tiles": "level", "journal": "at"}
    column = odd.get(table, "entry")
    statements = [
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"DROP TABLE {table}",
        f"UPDATE {table} SET {column} = {column}",
        f"ALTER TABLE {table} ADD more INTEGER",
    ]
    if table in GUARDED:
        statements.append(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    if table == "alembic_version":
        statements.append(f"INSERT INTO {table} VALUES ('9999')")
    for statement in statements:
        with psycopg.connect(writer) as pen, pytest.raises(psycopg.errors.InsufficientPrivilege):
            pen.execute(statement)
