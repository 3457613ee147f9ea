"""What PostgreSQL's catalogue holds of the ledger's schema, and what it should.

Each query tells the parts of one kind as `Part` has them: the usual is left out of what
is said of a part, and what is unusual is named.
"""
# ruff: noqa: S608 - statements are put together of the program's own names

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.store.backend import Part
from ledger.store.catalogue import TABLES
from ledger.store.postgresql import full_text, guards
from ledger.store.postgresql.other_objects import OTHER_OBJECTS
from ledger.store.postgresql.rows import type_of
from ledger.store.schema import WHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Dialect, Index, Table

OURS: Final = ", ".join(f"'{table.name}'" for table in TABLES)

WITHIN: Final = f"""
JOIN pg_namespace AS home ON home.oid = one.relnamespace AND home.nspname = current_schema()
  AND one.relname IN ({OURS})
"""
"""Joins what is about one of the ledger's tables, ``one``, in its schema."""

RELATIONS: Final = f"""
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'table'
    WHEN 'S' THEN 'sequence' ELSE 'view' END,
  relname,
  concat_ws(', ',
    CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table'
      WHEN 'f' THEN 'foreign table' ELSE relkind::text END,
    CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END,
    CASE WHEN relrowsecurity THEN 'with row security' END,
    CASE WHEN relforcerowsecurity THEN 'with row security for its owner' END,
    CASE WHEN relispartition THEN 'a partition' END,
    CASE WHEN reloftype <> 0 THEN 'of a type' END,
    CASE WHEN amname <> 'heap' THEN 'kept by ' || amname END,
    (SELECT 'with the rows of ' || string_agg(inhrelid::regclass::text, ' and ')
      FROM pg_inherits WHERE inhparent = one.oid),
    (SELECT 'within ' || string_agg(inhparent::regclass::text, ' and ')
      FROM pg_inherits WHERE inhrelid = one.oid),
    (SELECT 'filled by a subscription' FROM pg_subscription_rel
      WHERE srrelid = one.oid LIMIT 1)),
  relname NOT IN ({OURS})
FROM pg_class AS one
JOIN pg_namespace AS home ON home.oid = one.relnamespace AND home.nspname = current_schema()
LEFT JOIN pg_am ON pg_am.oid = one.relam
WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
    AND objid = one.oid AND deptype = 'e' AND relname NOT IN ({OURS}))
"""

COLUMNS: Final = f"""
SELECT 'column', one.relname || '.' || attname, concat_ws(' ',
    format_type(atttypid, atttypmod),
    CASE WHEN attcollation <> 0 AND collname <> 'default'
      THEN 'collate ' || collnamespace::regnamespace || '.' || collname END,
    CASE WHEN attnotnull THEN 'not null' END,
    CASE WHEN attgenerated <> '' THEN 'generated' END,
    CASE WHEN attidentity <> '' THEN 'identity' END,
    'default ' || pg_get_expr(adbin, adrelid)),
  false
FROM pg_attribute
JOIN pg_class AS one ON one.oid = attrelid {WITHIN}
LEFT JOIN pg_collation ON pg_collation.oid = attcollation
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped
"""

CONSTRAINTS: Final = f"""
SELECT 'constraint', one.relname || '.' || conname, concat_ws(', ',
    CASE WHEN contype = 'p' THEN 'primary key (' || (
        SELECT string_agg(attname, ', ' ORDER BY place)
        FROM unnest(conkey) WITH ORDINALITY AS listed (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = number) || ')'
      ELSE pg_get_constraintdef(pg_constraint.oid) END,
    CASE WHEN condeferrable THEN 'deferrable' END,
    CASE WHEN NOT convalidated THEN 'not validated' END),
  false
FROM pg_constraint
JOIN pg_class AS one ON one.oid = conrelid {WITHIN}
WHERE contype NOT IN ('n', 't')
"""
"""From version 18 on NOT NULL is a constraint as well (``n``); columns tell of it already."""

INDEXES: Final = f"""
SELECT 'index', own.relname, concat_ws(', ',
    'on ' || one.relname || ' by ' || amname || ' (' || (
      SELECT string_agg(coalesce(attname, 'an expression'), ', ' ORDER BY place)
      FROM unnest(indkey::int2[]) WITH ORDINALITY AS listed (number, place)
      LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = number) || ')',
    CASE WHEN indisunique THEN 'unique' END,
    CASE WHEN indisexclusion THEN 'excluding' END,
    CASE WHEN indnullsnotdistinct THEN 'nulls alike' END,
    CASE WHEN NOT indimmediate THEN 'deferred' END,
    CASE WHEN NOT (indisvalid AND indisready AND indislive) THEN 'invalid' END,
    'of ' || pg_get_expr(indexprs, indrelid),
    'where ' || pg_get_expr(indpred, indrelid),
    CASE WHEN EXISTS (SELECT FROM unnest(indoption::int2[]) AS way WHERE way <> 0)
      THEN 'in another order' END,
    CASE WHEN EXISTS (SELECT FROM unnest(indclass::oid[]) AS listed
        JOIN pg_opclass ON pg_opclass.oid = listed
        WHERE NOT opcdefault OR opcnamespace <> 'pg_catalog'::regnamespace)
      THEN 'with other operators' END,
    CASE WHEN EXISTS (
        SELECT FROM unnest(indkey::int2[], indcollation::oid[]) AS listed (number, own)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = number
        WHERE attcollation <> coalesce(own, attcollation))
      THEN 'with another collation' END),
  NOT indisunique AND NOT indisexclusion AND indisvalid AND indexprs IS NULL AND indpred IS NULL
    AND NOT EXISTS (SELECT FROM unnest(indclass::oid[]) AS listed JOIN pg_opclass
        ON pg_opclass.oid = listed WHERE opcnamespace <> 'pg_catalog'::regnamespace)
FROM pg_index
JOIN pg_class AS own ON own.oid = indexrelid
JOIN pg_am ON pg_am.oid = own.relam
JOIN pg_class AS one ON one.oid = indrelid {WITHIN}
"""

RULES: Final = f"""
SELECT 'rule', one.relname || '.' || rulename, pg_get_ruledef(pg_rewrite.oid), false
FROM pg_rewrite JOIN pg_class AS one ON one.oid = ev_class {WITHIN}
UNION ALL
SELECT 'policy', one.relname || '.' || polname, '', false
FROM pg_policy JOIN pg_class AS one ON one.oid = polrelid {WITHIN}
"""

QUERIES: Final = (RELATIONS, COLUMNS, CONSTRAINTS, INDEXES, RULES, *OTHER_OBJECTS)


def found(connection: Connection) -> Iterator[Part]:
    """The parts that there are, and the settings that weaken what the program relies on."""
    for query in QUERIES:
        for kind, name, shape, harmless in connection.exec_driver_sql(query):
            yield Part(kind, name, shape or "", is_harmless=harmless)
    yield from guards.found(connection)


def expected(connection: Connection) -> Iterator[Part]:
    """The parts that there should be."""
    for table in TABLES:
        yield Part("table", table.name, "table")
        for column in table.columns:
            yield Part("column", f"{table.name}.{column.name}", _column(column, connection.dialect))
        key = ", ".join(table.primary_key.columns.keys())
        yield Part("constraint", f"{table.name}.{table.primary_key.name}", f"primary key ({key})")
        yield Part("index", str(table.primary_key.name), f"{_on(table, 'btree', key)}, unique")
        for index in table.indexes:
            yield Part("index", str(index.name), _index(table, index))
    yield from full_text.expected()
    for name, body in guards.FUNCTIONS.items():
        yield Part("function", f"{name}()", f"plpgsql returns trigger v {body}")
    yield from guards.expected()


def _column(column: Column[Any], dialect: Dialect) -> str:
    collation = column.type.compile(dialect=dialect).partition(" COLLATE ")[2].strip('"')
    said = [type_of(column, dialect), f"collate pg_catalog.{collation}" if collation else ""]
    return " ".join(filter(None, [*said, "" if column.nullable else "not null"]))


def _index(table: Table, index: Index) -> str:
    method = index.info.get("method", "btree")
    said = _on(table, method, ", ".join(index.columns.keys()))
    where = f", where {index.info[WHERE]}" if WHERE in index.info else ""
    return f"{said}, unique{where}" if index.unique else f"{said}{where}"


def _on(table: Table, method: str, columns: str) -> str:
    return f"on {table.name} by {method} ({columns})"
