"""What a transaction on PostgreSQL relies on, and sets for itself, whatever server or role say.

``SET LOCAL`` in each transaction, because a pooler hands sessions on between strangers.  Until the
search path is set every name is written with its schema, for somebody else's may come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

RELIED_ON: Final = {
    "standard_conforming_strings": "on",  # else a backslash in a literal is no backslash
    "row_security": "off",  # rows that a policy hides are an error, and do not just vanish
    "client_encoding": "UTF8",
    "bytea_output": "hex",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "array_nulls": "on",  # else a null in a list is the text NULL
    "transform_null_equals": "off",
    "quote_all_identifiers": "off",  # as `verify` reads the catalogue
    "gin_fuzzy_search_limit": "0",  # else an index may find some rows only
}
"""Settings that anybody may set, and what the program takes for granted."""

ROLE: Final = "session_replication_role"
"""Where it is ``replica`` no guard fires; only superusers, and whom they let, may set it."""

LEDGER: Final = """
SELECT path.name, (
  SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS one
  JOIN pg_catalog.pg_namespace AS home ON home.oid OPERATOR(pg_catalog.=) one.relnamespace
  WHERE home.nspname OPERATOR(pg_catalog.=) path.name
    AND one.relkind OPERATOR(pg_catalog.=) 'r'
    AND one.relname OPERATOR(pg_catalog.=)
      ANY (ARRAY['journal', 'alembic_version']::pg_catalog.name[]))
FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS path (name, place)
ORDER BY path.place
"""
"""The schemas on the search path, and how many of a ledger's two marks are tables in each."""


def settle(connection: Connection, *, writes: bool, patience: float, place: str) -> None:
    """Set what the transaction that has begun on ``connection`` relies on.

    ``patience`` is how many seconds a transaction that writes waits for a lock.

    Raises:
        StoreTrouble: it would write, and guards do not fire in it.
    """
    # All in one statement, for each is a journey, and this is done before any other work.
    schema = _schema(connection)
    wanted = {"search_path": f"{schema}, pg_temp" if schema else "", **RELIED_ON}
    if writes:
        wanted["lock_timeout"] = str(round(patience * 1000))
    calls = [
        f"pg_catalog.set_config('{name}', %(value{number})s, true)"
        for number, name in enumerate(wanted)
    ]
    # Whoever may not set the role's setting would be refused even where it is as it should be, so
    # it is set only by who may, and else only looked at.
    calls.append(
        f"CASE WHEN pg_catalog.has_parameter_privilege('{ROLE}', 'SET')"
        f" THEN pg_catalog.set_config('{ROLE}', 'origin', true)"
        f" ELSE pg_catalog.current_setting('{ROLE}') END"
    )
    values = {f"value{number}": value for number, value in enumerate(wanted.values())}
    statement = f"SELECT {', '.join(calls)}"
    *_, role = connection.exec_driver_sql(statement, values).one()
    if writes:
        _make_sure(connection, role, place)


def schema_of(names: list[tuple[str, int]]) -> str | None:
    """The schema that a ledger is in, of those on the search path with the marks found in each.

    Where there is no ledger yet, it is the schema in which it would be made; None if there is none.
    """
    own = [(name, marks) for name, marks in names if not name.startswith("pg_")]
    best = max((marks for _, marks in own), default=0)
    return next((name for name, marks in own if marks == best), None)


def _schema(connection: Connection) -> str:
    """The ledger's schema as the search path has it, in quotes; empty where there is none."""
    found = schema_of([(row[0], row[1]) for row in connection.exec_driver_sql(LEDGER)])
    return f'"{found.replace(chr(34), chr(34) * 2)}"' if found else ""


def _make_sure(connection: Connection, role: str, place: str) -> None:
    """See that what is written is guarded, looked at in time, and outlasts a crash.

    Triggers that would wait for the end of the transaction run at once, so that what they do is
    there when the rows are read back.
    """
    if role == "replica":
        raise StoreTrouble(
            f"{place} was left as it was: sessions of this user are set to {ROLE} = replica, "
            "in which no guard works.",
            "Let its owner look at: SELECT * FROM pg_db_role_setting.",
        )
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    connection.exec_driver_sql(
        "SELECT set_config('synchronous_commit', 'on', true)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
