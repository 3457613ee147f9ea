"""The guards as PostgreSQL's triggers, and the rights of the role that may only write.

The role ``ledger_writer``, where there is one, gets the rights to do what the triggers allow, and
no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.store.backend import Part
from ledger.store.catalogue import CLOSED_ONCE, FROZEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

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

# Whole rows are compared, not columns by name: a column that a later migration adds is guarded too,
# and so is one that somebody else adds.

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


def statements() -> list[str]:
    """The statements that set up the guards where there are none."""
    functions = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in FUNCTIONS.items()
    ]
    return [*functions, *(_statement(name, *one) for name, one in _triggers()), _rights()]


def expected() -> list[Part]:
    """The guards that there should be, as `TRIGGERS` tells of each."""
    return [Part("guard", name, _told(*one)) for name, one in _triggers()]


def found(connection: Connection) -> list[Part]:
    """The triggers there are."""
    rows = connection.exec_driver_sql(TRIGGERS)
    return [Part("guard", name, told) for name, _table, told in rows]


def drop_triggers(connection: Connection) -> None:
    """Take away the triggers there are."""
    # Read to the end first: what is dropped meanwhile would be missing from the rest.
    for name, table, _told in connection.exec_driver_sql(TRIGGERS).all():
        connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')


def _triggers() -> Iterator[tuple[str, tuple[str, int, str]]]:
    """The triggers by name: table, when it fires, and the function it calls."""
    for table in (*FROZEN, *CLOSED_ONCE):
        updated = "guard_frozen" if table in FROZEN else "guard_closed_once"
        yield f"{table.name}_update", (table.name, ROW | BEFORE | UPDATE, updated)
        yield f"{table.name}_delete", (table.name, ROW | BEFORE | DELETE, "guard_frozen")
        yield f"{table.name}_truncate", (table.name, BEFORE | TRUNCATE, "guard_frozen")


def _statement(name: str, table: str, fires: int, function: str) -> str:
    event = name.rpartition("_")[2].upper()
    each = "ROW" if fires & ROW else "STATEMENT"
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {function}()"
    )


def _told(table: str, fires: int, function: str) -> str:
    """What `TRIGGERS` tells of a guard that is as it should be, with its function's text.

    The text is that of the guard too: a trigger in place calls in vain a function that was emptied.
    """
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
