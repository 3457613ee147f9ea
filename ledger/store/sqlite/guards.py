"""The guards as SQLite's triggers.

A third trigger on each table looks at what is inserted: ``INSERT OR REPLACE`` removes the row that
is in its way without a word to the triggers on updates and deletions.  What is in its way may bear
the same key or the same rowid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store.backend import Part
from ledger.store.guards import CLOSED_ONCE, FROZEN
from ledger.store.sqlite.words import master, read

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


def statements() -> list[str]:
    """The statements that set up the guards where there are none."""
    return list(_by_name().values())


def expected() -> list[Part]:
    """The guards that there should be, each with the statement that makes it."""
    return [Part("guard", name, statement) for name, statement in _by_name().items()]


def found(connection: Connection) -> list[Part]:
    """The triggers there are, each with its statement.

    They are known by these, for their rows may call themselves anything; the text of one whose row
    does says so.
    """
    there = []
    for *says, sql in master(connection.exec_driver_sql):
        made = read(sql)
        if made.kind == "trigger":
            odd = "" if says == [made.kind, made.name, made.table] else f", kept as {says}"
            there.append(Part("guard", made.name, f"{sql}{odd}"))
    return there


def drop_triggers(connection: Connection) -> None:
    """Take away the triggers there are."""
    for one in found(connection):
        connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{one.name}"')


def _by_name() -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    made: dict[str, str] = {}
    for table in FROZEN:
        refusal = f"{table.name} is only ever added to"
        made |= _trigger(table, "UPDATE", "", refusal)
    for table in CLOSED_ONCE:
        refusal = f"in {table.name} only replaced_by is set, and once"
        made |= _trigger(table, "UPDATE", f" WHEN NOT ({_closes(table)})", refusal)
    for table in (*FROZEN, *CLOSED_ONCE):
        refusal = f"{table.name} is only ever added to"
        made |= _trigger(table, "DELETE", "", refusal)
        made |= _trigger(table, "INSERT", f" WHEN {_in_the_way(table)}", refusal)
    return made


def _trigger(table: Table, event: str, when: str, refusal: str) -> dict[str, str]:
    name = f"{table.name}_{event.lower()}"
    action = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    return {name: f"CREATE TRIGGER {name} BEFORE {event} ON {table.name}{when} {action}"}


def _closes(table: Table) -> str:
    """Whether an update sets ``replaced_by`` for the first time, and nothing else."""
    # IS, not =, which is null where a side is null: a trigger whose WHEN is null does not fire.
    # The rowid is among them, for a row can be moved to another's place by it.
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
