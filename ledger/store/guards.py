"""The guards in the database itself: triggers that let rows be added, and nothing be undone.

The journal and its tiles are only added to.  In the tables made of it a row is changed once, when
``replaced_by`` is set.  `search` and ``alembic_version`` are not guarded: the one can be made anew
from the journal, and the other is the migrations'.

They stop a slip, a script and a curious hand, not someone who drops them first: whether they are
there, word for word, is for ``ledger verify``.

On SQLite a third trigger looks at what is inserted: ``INSERT OR REPLACE`` removes the row that is
in its way without a word to the triggers on updates and deletions.  What is in its way may bear the
same key or the same rowid.
On PostgreSQL the role ``ledger_writer``, where there is one, gets the rights to do what the
triggers allow, and no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import StoreTrouble
from ledger.store import sqlite
from ledger.store.catalogue import Part, compared
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    journal,
    outcomes,
    questions,
    sources,
    tiles,
)
from ledger.store.sqlite_words import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

FROZEN: Final = (journal, tiles)
"""Tables in which nothing ever changes."""

CLOSED_ONCE: Final = (ids, sources, questions, claims, outcomes, evidence, aliases)
"""Tables in which ``replaced_by`` is set once, and nothing else changes."""

SAID: Final = {
    "removed": "is missing", "edited": "was changed", "inserted": "is not the program's",
}  # fmt: skip
"""What is said of a guard that differs, by how (`catalogue.Deviation`)."""

WRITER: Final = "ledger_writer"
"""The role of PostgreSQL that may write to a ledger, but not change what was written."""

FUNCTIONS: Final = {
    "guard_frozen": """
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is only ever added to';
END
""",
    "guard_closed_once": """
BEGIN
  IF OLD.replaced_by IS NULL AND NEW.replaced_by IS NOT NULL
    AND to_jsonb(NEW) - 'replaced_by' = to_jsonb(OLD) - 'replaced_by'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'in ' || TG_TABLE_NAME || ' only replaced_by is set, and once';
END
""",
}
"""The bodies of PostgreSQL's trigger functions, which it keeps word for word."""

ROW, BEFORE, DELETE, UPDATE, TRUNCATE = 1, 2, 8, 16, 32
"""Bits by which ``pg_trigger.tgtype`` says when a trigger fires."""

TRIGGERS: Final = """
SELECT tgname, relname, concat_ws(' ', 'on', relname, tgtype, tgenabled,
  CASE WHEN pronamespace <> relnamespace THEN pronamespace::regnamespace::text END, proname, prosrc,
  CASE WHEN tgqual IS NOT NULL THEN 'when ' || pg_get_triggerdef(pg_trigger.oid) END,
  CASE WHEN tgattr::text <> '' THEN 'of columns ' || tgattr::text END,
  CASE WHEN tgnargs <> 0 THEN 'with arguments' END,
  CASE WHEN tgdeferrable THEN 'deferrable' END)
FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_proc ON pg_proc.oid = tgfoid
JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = current_schema()
WHERE NOT (tgisinternal AND pronamespace = 'pg_catalog'::regnamespace)
ORDER BY relname, tgname
"""
"""The triggers of the ledger's schema, but those by which the server looks after foreign keys."""


def statements(dialect: str) -> list[str]:
    """The statements that set up the guards where there are none: ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        return [definition for _, definition in _sqlite().values()]
    functions = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in FUNCTIONS.items()
    ]
    triggers = [_on_postgresql(name, *one) for name, one in _postgresql()]
    return [*functions, *triggers, _rights()]


def renew(connection: Connection) -> None:
    """Take away what triggers there are, set up the guards, and see that they stand.

    Raises:
        StoreTrouble: they do not.
    """
    remove(connection)
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    if wrong := misplaced(connection):
        raise StoreTrouble(f"The guards of the database do not stand: {'; '.join(wrong)}.")


def remove(connection: Connection) -> None:
    """Take away all triggers, for a migration may have to do what they forbid."""
    for one in standing(connection):
        on = "" if connection.dialect.name == "sqlite" else f' ON "{one.table}"'
        connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{one.name}"{on}')


def misplaced(connection: Connection) -> list[str]:
    """What is wrong with the guards: which are missing, or differ, or are none of the program's."""
    wanted = expected(connection.dialect.name).items()
    differing = compared(
        (Part("guard", name, text) for name, text in wanted),
        (Part("guard", one.name, one.text) for one in standing(connection)),
    )
    return [f"{one.part.name} {SAID[one.kind]}" for one in differing]


def expected(dialect: str) -> dict[str, str]:
    """The text of each guard by its name; on PostgreSQL all that matters of it (`_described`)."""
    if dialect == "sqlite":
        return {name: definition for name, (_, definition) in _sqlite().items()}
    return {name: _described(*described) for name, described in _postgresql()}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that fires, the table it is on, and its text, as `expected` has it."""

    name: str
    table: str
    text: str


def standing(connection: Connection) -> list[Trigger]:
    """The triggers there are.

    SQLite's are known by the statements that make them, for their rows may call themselves
    anything; the text of one whose row does says so.
    """
    if connection.dialect.name != "sqlite":
        return [Trigger(*row) for row in connection.exec_driver_sql(TRIGGERS)]
    found = []
    for *says, sql in sqlite.master(connection.exec_driver_sql):
        made = read(sql)
        if made.kind == "trigger":
            odd = "" if says == [made.kind, made.name, made.table] else f", kept as {says}"
            found.append(Trigger(made.name, made.table, f"{sql}{odd}"))
    return found


def _sqlite() -> dict[str, tuple[str, str]]:
    """The triggers of SQLite by name: the table of each, and the statement that makes it."""
    made: dict[str, tuple[str, str]] = {}
    for table in FROZEN:
        refusal = f"{table.name} is only ever added to"
        made |= dict(_on_sqlite(table, "UPDATE", "", refusal))
    for table in CLOSED_ONCE:
        refusal = f"in {table.name} only replaced_by is set, and once"
        made |= dict(_on_sqlite(table, "UPDATE", f" WHEN NOT ({_closes(table)})", refusal))
    for table in (*FROZEN, *CLOSED_ONCE):
        refusal = f"{table.name} is only ever added to"
        made |= dict(_on_sqlite(table, "DELETE", "", refusal))
        made |= dict(_on_sqlite(table, "INSERT", f" WHEN {_in_the_way(table)}", refusal))
    return made


def _on_sqlite(
    table: Table, event: str, when: str, refusal: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    name = f"{table.name}_{event.lower()}"
    action = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    yield name, (table.name, f"CREATE TRIGGER {name} BEFORE {event} ON {table.name}{when} {action}")


def _closes(table: Table) -> str:
    """Whether an update sets ``replaced_by`` for the first time, and nothing else."""
    others = ["rowid", *(one.name for one in table.columns if one.name != "replaced_by")]
    same = [f"NEW.{name} IS OLD.{name}" for name in others]
    return " AND ".join(["OLD.replaced_by IS NULL", "NEW.replaced_by IS NOT NULL", *same])


def _in_the_way(table: Table) -> str:
    """Whether there is a row that one to be inserted would replace."""
    key = " AND ".join(f"{one.name} = NEW.{one.name}" for one in table.primary_key.columns)
    by_rowid, by_key = (
        f"EXISTS (SELECT 1 FROM {table.name} WHERE {condition})"  # noqa: S608 - our own names
        for condition in ("rowid = NEW.rowid", key)
    )
    return f"{by_rowid} OR {by_key}"


def _postgresql() -> Iterator[tuple[str, tuple[str, int, str]]]:
    """The triggers of PostgreSQL by name: table, when it fires, and the function it calls."""
    for table in (*FROZEN, *CLOSED_ONCE):
        updated = "guard_frozen" if table in FROZEN else "guard_closed_once"
        yield f"{table.name}_update", (table.name, ROW | BEFORE | UPDATE, updated)
        yield f"{table.name}_delete", (table.name, ROW | BEFORE | DELETE, "guard_frozen")
        yield f"{table.name}_truncate", (table.name, BEFORE | TRUNCATE, "guard_frozen")


def _on_postgresql(name: str, table: str, fires: int, function: str) -> str:
    event = name.rpartition("_")[2].upper()
    each = "ROW" if fires & ROW else "STATEMENT"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {function}()"
    )


def _described(table: str, fires: int, function: str) -> str:
    """What `TRIGGERS` tells of a trigger of PostgreSQL: its function's text is part of it."""
    return f"on {table} {fires} O {function} {FUNCTIONS[function]}"


def _rights() -> str:
    """Gives the writing role, if there is one, the rights it needs, and takes all others."""
    frozen, closed = (", ".join(table.name for table in one) for one in (FROZEN, CLOSED_ONCE))
    updates = " ".join(
        f"GRANT UPDATE (replaced_by) ON {table.name} TO {WRITER};" for table in CLOSED_ONCE
    )
    return f"""
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WRITER}') THEN
    REVOKE ALL ON {frozen}, {closed}, search, alembic_version FROM {WRITER};
    GRANT SELECT, INSERT ON {frozen}, {closed}, search TO {WRITER};
    GRANT SELECT ON alembic_version TO {WRITER};
    {updates}
  END IF;
END
$$"""  # noqa: S608 - our own names
