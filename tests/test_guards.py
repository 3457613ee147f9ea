"""The database itself refuses to change or remove what was written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from alembic import command
from examples import FORMULA, add, with_formula
from sqlalchemy import inspect, text

from ledger.errors import StoreTrouble
from ledger.store import catalogue, migrate
from ledger.store.database import connect
from ledger.store.postgresql import guards as postgresql_guards
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clock, LedgerAfter, Write

    from ledger.book.ledger import Ledger

FROZEN = ["journal", "tiles"]
CLOSED_ONCE = [
    "ids", "sources", "questions", "claims", "outcomes", "evidence", "standings", "aliases",
    "responses",
]  # fmt: skip
GUARDED = [*FROZEN, *CLOSED_ONCE]

TILE = (0, 0, b"\x01" * 8192, b"\x02" * 32)


@pytest.fixture
def raw(ledger_after: LedgerAfter) -> Iterator[sqlite3.Connection]:
    """A ledger with rows in every table, as a stranger's program opens it: without our pragmas."""
    place = ledger_after(_fill).place
    with closing(sqlite3.connect(place, isolation_level=None)) as opened:
        opened.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", TILE)
        yield opened


def _fill(ledger: Ledger, write: Write, clock: Clock) -> None:
    with_formula(ledger, write, clock)
    ledger.record("formula", {"verdict": "happened", "evidence": [{"url": "https://a.example"}]})
    add(ledger, id="spelt", speaker="O. Reznikov")
    ledger.merge("O. Reznikov", "Oleksii Reznikov", "One man.")
    ledger.respond("spelt", {"by": "A", "date": "2023-07-03", "text": "So it was."})


def dump(raw: sqlite3.Connection) -> list[str]:
    """All that is in a database."""
    return list(raw.iterdump())


def columns(table: str) -> list[str]:
    """The names of the columns of a table."""
    return list(metadata.tables[table].columns.keys())


def refused(raw: sqlite3.Connection, statement: str, *told: object) -> None:
    """See that the database refuses a statement with a guard's words, and is as it was."""
    before = dump(raw)
    with pytest.raises(sqlite3.IntegrityError, match=r"only ever added to|only replaced_by is set"):
        raw.execute(statement, told)
    assert dump(raw) == before


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("how", ["", "OR REPLACE", "OR IGNORE"])
def test_no_column_is_changed(raw: sqlite3.Connection, table: str, how: str) -> None:
    for column in (*columns(table), "rowid"):
        if column != "replaced_by":
            refused(raw, f"UPDATE {how} {table} SET {column} = 77")  # noqa: S608 - our own names


@pytest.mark.parametrize("table", GUARDED)
def test_no_row_is_removed(raw: sqlite3.Connection, table: str) -> None:
    refused(raw, f"DELETE FROM {table}")  # noqa: S608 - our own names
    refused(raw, f"DELETE FROM {table} WHERE rowid = 1")  # noqa: S608 - as above


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_no_row_takes_the_place_of_another(raw: sqlite3.Connection, table: str, how: str) -> None:
    """Be it by its key or by its rowid, which every table has beside it."""
    names = columns(table)
    row = raw.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names
    marks = ", ".join("?" * len(names))
    refused(raw, f"{how} INTO {table} VALUES ({marks})", *row)
    other = [f"{value}x" if isinstance(value, str) else value for value in row]
    if table not in {"journal", "tiles"}:
        places = ", ".join(["rowid", *names])
        refused(raw, f"{how} INTO {table} ({places}) VALUES (1, {marks})", *other)


@pytest.mark.parametrize("table", GUARDED)
def test_an_insertion_does_not_become_an_update(raw: sqlite3.Connection, table: str) -> None:
    key = list(metadata.tables[table].primary_key.columns.keys())
    refused(
        raw,
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true"  # noqa: S608 - our own names
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {key[0]} = 77",
    )


@pytest.mark.parametrize("table", CLOSED_ONCE)
def test_a_row_is_ended_once_and_for_all(raw: sqlite3.Connection, table: str) -> None:
    ends = f"UPDATE {table} SET replaced_by = 90"  # noqa: S608 - our own names
    raw.execute(f"{ends} WHERE replaced_by IS NULL")
    refused(raw, f"UPDATE {table} SET replaced_by = 91")  # noqa: S608 - as above
    refused(raw, f"UPDATE {table} SET replaced_by = NULL")  # noqa: S608 - as above
    refused(raw, f"UPDATE OR REPLACE {table} SET replaced_by = 90")  # noqa: S608 - as above


@pytest.mark.parametrize("table", CLOSED_ONCE)
def test_while_a_row_is_ended_nothing_else_changes(raw: sqlite3.Connection, table: str) -> None:
    for column in (*columns(table), "rowid"):
        if column != "replaced_by":
            refused(raw, f"UPDATE {table} SET replaced_by = 90, {column} = 77")  # noqa: S608 - ours


def test_what_is_not_kept_for_good_may_change(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE search SET tokens = ''")
    raw.execute("DELETE FROM search")
    raw.execute("UPDATE alembic_version SET version_num = version_num")


def test_the_program_does_all_its_work_past_the_guards(
    ledger: Ledger, write: Callable[[str, str], Path]
) -> None:
    ledger.import_([write("formula.toml", FORMULA)])
    add(ledger)
    ledger.record("floor", {"verdict": "happened", "evidence": [{"url": "https://a.example"}]})
    ledger.amend("floor#1", {"note": "It did."}, "More to say.")
    ledger.amend("jt", {"title": "The summit"})
    ledger.amend("reznikov", {"role": "minister"})
    ledger.withdraw("floor#1", "Too early.")
    ledger.withdraw("doubt", "Not said.")
    assert [one.id for one in ledger.list()] == ["floor", "reznikov"]


def test_guards_are_there_from_the_first_migration_on(ledger: Ledger) -> None:
    with connect(ledger.place, create=False).reading() as connection:
        assert catalogue.misplaced(connection) == []
        query = "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY 1"
        found = dict(connection.execute(text(query)).all())
    assert found == dict.fromkeys(GUARDED, 3)


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("DROP TRIGGER claims_delete", "claims_delete is missing"),
        (
            "CREATE TRIGGER more AFTER INSERT ON claims BEGIN SELECT 1; END",
            "more is not the program's",
        ),
        (
            (
                "DROP TRIGGER claims_delete; CREATE TRIGGER claims_delete BEFORE DELETE ON claims"
                " WHEN 0 BEGIN SELECT RAISE(ABORT, 'claims is only ever added to'); END"
            ),
            "claims_delete was changed",
        ),
        (
            (
                "DROP TRIGGER claims_delete; CREATE TRIGGER claims_delete BEFORE DELETE ON search"
                " BEGIN SELECT RAISE(ABORT, 'claims is only ever added to'); END"
            ),
            "claims_delete was changed",
        ),
    ],
)
def test_guards_that_are_not_as_they_should_be_are_named(
    ledger: Ledger, done: str, told: str
) -> None:
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript(done)
    with connect(ledger.place, create=False).reading() as connection:
        assert catalogue.misplaced(connection) == [told]


def test_guards_are_set_up_anew_after_a_migration(ledger: Ledger) -> None:
    """Even where somebody took them away before, or a migration does what they forbid."""
    add(ledger)
    opened = connect(ledger.place, create=False)
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript("DROP TRIGGER claims_delete; DROP TRIGGER journal_update;")
    migrate.migrate(opened)
    with opened.reading() as connection:
        assert catalogue.misplaced(connection) == []


def test_guards_that_do_not_stand_after_a_migration_fail_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.guards.statements", list)
    opened = connect(ledger.place, create=False)
    with pytest.raises(StoreTrouble, match="journal_update is missing"):
        migrate.migrate(opened)
    with opened.reading() as connection:
        monkeypatch.undo()
        assert catalogue.misplaced(connection) == []


def test_a_guarded_ledger_can_be_downgraded(ledger: Ledger) -> None:
    add(ledger)
    opened = connect(ledger.place, create=False)
    with opened.migrating() as connection:
        config = migrate.configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with opened.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_postgresql_has_a_guard_for_each_of_the_same_tables() -> None:
    written = "\n".join(postgresql_guards.statements())
    for table in GUARDED:
        for event in ("UPDATE", "DELETE", "TRUNCATE"):
            assert f" BEFORE {event} ON {table} FOR EACH " in written
    assert "GRANT UPDATE (replaced_by) ON claims TO ledger_writer" in written
