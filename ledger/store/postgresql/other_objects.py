"""What else a PostgreSQL database may hold that has a say in the answers, or might have.

A function or an operator in the ledger's schema is taken instead of PostgreSQL's own where its
types fit better: ``=`` for ``text`` and ``varchar`` would decide what is found.  One with a name of
its own, and what belongs to an extension, is nobody's concern but its owner's.

Queries as in the catalogue's: kind, name, what is said of it, and whether it is harmless.
"""
# ruff: noqa: S608 - statements are put together of the program's own names

from __future__ import annotations

from typing import Final

from ledger.store.catalogue import TABLES
from ledger.store.postgresql.guards import FUNCTIONS as GUARDS
from ledger.store.postgresql.guards import WRITER

OURS: Final = ", ".join(f"'{table.name}'" for table in TABLES)

BUILT_IN: Final = "'pg_catalog'::regnamespace"

FUNCTIONS: Final = f"""
WITH told AS (
  SELECT one.oid,
    proname || '(' || pg_get_function_identity_arguments(one.oid) || ')' AS name,
    proname IN ({", ".join(f"'{name}'" for name in GUARDS)}) AND pronargs = 0 AS ours,
    concat_ws(' ', lanname, 'returns', prorettype::regtype,
      CASE WHEN prosecdef THEN 'as its owner' END, proconfig::text, provolatile, prosrc) AS shape,
    EXISTS (SELECT FROM pg_proc AS own
      WHERE own.pronamespace = {BUILT_IN} AND own.proname = one.proname)
    AND NOT EXISTS (SELECT FROM pg_proc AS own WHERE own.pronamespace = {BUILT_IN}
      AND own.proname = one.proname AND own.proargtypes = one.proargtypes)
    AND NOT EXISTS (SELECT FROM unnest(one.proargtypes::oid[]) AS listed JOIN pg_type
      ON pg_type.oid = listed WHERE typnamespace <> {BUILT_IN}) AS overloads
  FROM pg_proc AS one
  JOIN pg_namespace AS home ON home.oid = pronamespace AND home.nspname = current_schema()
  JOIN pg_language ON pg_language.oid = prolang)
SELECT 'function', name, CASE WHEN ours THEN shape END, NOT overloads FROM told
WHERE ours OR overloads OR NOT EXISTS (SELECT FROM pg_depend
  WHERE classid = 'pg_proc'::regclass AND objid = told.oid AND deptype = 'e')
"""

USED: Final = (
    "('=', '<>', '<', '>', '<=', '>=', '||', '>>', '-', '+', '~~', '!~~', '@>', '@@', '->')"
)
"""The operators that the statements of the program, its driver and its guards make use of."""

OPERATORS: Final = f"""
WITH told AS (
  SELECT one.oid, concat_ws(' ', nullif(oprleft, 0)::regtype, oprname, oprright::regtype) AS name,
    oprname IN {USED}
    AND NOT EXISTS (SELECT FROM pg_operator AS own
      WHERE own.oprnamespace = {BUILT_IN} AND own.oprname = one.oprname
        AND own.oprleft = one.oprleft AND own.oprright = one.oprright)
    AND NOT EXISTS (SELECT FROM pg_type WHERE pg_type.oid IN (oprleft, oprright)
      AND typnamespace <> {BUILT_IN}) AS overloads
  FROM pg_operator AS one
  JOIN pg_namespace AS home ON home.oid = oprnamespace AND home.nspname = current_schema())
SELECT 'operator', name, '', NOT overloads FROM told
WHERE overloads OR NOT EXISTS (SELECT FROM pg_depend
  WHERE classid = 'pg_operator'::regclass AND objid = told.oid AND deptype = 'e')
"""

FIRST_OF_USERS: Final = 16384
"""The least number of what was not there when the server was set up (FirstNormalObjectId)."""

OTHERS: Final = f"""
SELECT 'cast', format_type(castsource, NULL) || ' as ' || format_type(casttarget, NULL), '', false
FROM pg_cast WHERE oid >= {FIRST_OF_USERS}
  AND castsource < {FIRST_OF_USERS} AND casttarget < {FIRST_OF_USERS}
UNION ALL
SELECT 'extension', extname, '', true
FROM pg_extension JOIN pg_namespace AS home ON home.oid = extnamespace
WHERE nspname = current_schema()
UNION ALL
SELECT 'type', typname, '', true
FROM pg_type JOIN pg_namespace AS home ON home.oid = typnamespace
WHERE nspname = current_schema() AND typtype IN ('d', 'e', 'r')
  AND NOT EXISTS (SELECT FROM pg_depend
    WHERE classid = 'pg_type'::regclass AND objid = pg_type.oid AND deptype = 'e')
UNION ALL
SELECT 'event trigger', evtname || ' on ' || evtevent, '', evtevent <> 'login'
FROM pg_event_trigger WHERE evtenabled <> 'D'
UNION ALL
SELECT 'right', privilege_type || ' on ' || relname || ' for '
  || CASE WHEN grantee = 0 THEN 'everybody' ELSE pg_get_userbyid(grantee) END, '', true
FROM pg_class JOIN pg_namespace AS home ON home.oid = relnamespace, aclexplode(relacl)
WHERE nspname = current_schema() AND relname IN ({OURS})
  AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
  AND (grantee = 0 OR pg_get_userbyid(grantee) = '{WRITER}')
"""

OPENS: Final = "('session_replication_role', 'zero_damaged_pages', 'ignore_checksum_failure')"
"""Settings by which guards do not fire, or damage to the disk goes unnoticed."""

WEAKENS: Final = """(
  name IN ('role', 'session_preload_libraries', 'local_preload_libraries')
  OR (name = 'standard_conforming_strings' AND value = 'off')
  OR (name = 'array_nulls' AND value = 'off')
  OR (name = 'transform_null_equals' AND value = 'on')
  OR (name = 'synchronous_commit' AND value = 'off')
  OR (name = 'gin_fuzzy_search_limit' AND value <> '0'))
"""
"""Settings that each transaction of the program sets right, while others live with them."""

GIVEN: Final = """
  SELECT split_part(one, '=', 1) AS name, substr(one, strpos(one, '=') + 1) AS value,
    concat(CASE WHEN setrole <> 0 THEN ' for role ' || pg_get_userbyid(setrole) END,
      CASE WHEN setdatabase <> 0 THEN ' in database ' || current_database() END) AS whom
  FROM pg_db_role_setting, unnest(setconfig) AS one
  WHERE setdatabase = 0
    OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""What database and roles are set to."""

SETTINGS: Final = f"""
WITH given AS ({GIVEN} UNION ALL
  SELECT name, reset_val, ' in this session' FROM pg_settings WHERE name IN {OPENS})
SELECT 'setting', name || ' = ' || value || whom, '', name NOT IN {OPENS}
FROM given
WHERE (name IN {OPENS} AND value NOT IN ('origin', 'local', 'off')) OR {WEAKENS}
"""

SHADOWS: Final = f"""
WITH given AS ({GIVEN}), paths AS (
  SELECT regexp_split_to_array(value, '[", ]+') AS path FROM given WHERE name = 'search_path'
  UNION ALL
  SELECT regexp_split_to_array(reset_val, '[", ]+') FROM pg_settings WHERE name = 'search_path'
  UNION ALL
  SELECT ARRAY[rolname::text] FROM pg_roles)
SELECT DISTINCT 'relation', nspname || '.' || relname || ' (before ' || relname
  || ' on a search path)', '', true
FROM pg_class JOIN pg_namespace AS home ON home.oid = relnamespace
JOIN paths ON array_position(path, nspname::text)
  < coalesce(array_position(path, current_schema()::text), 99)
WHERE relname IN ({OURS}) AND relkind IN ('r', 'p', 'v', 'm', 'f')
  AND nspname <> current_schema() AND NOT starts_with(nspname::text, 'pg_')
  AND (SELECT count(*) FROM pg_class AS mark WHERE mark.relnamespace = home.oid
    AND mark.relkind = 'r' AND mark.relname IN ('journal', 'alembic_version')) < 2
"""
"""What somebody who does not use this program would read in the place of the ledger."""

OTHER_OBJECTS: Final = (FUNCTIONS, OPERATORS, OTHERS, SETTINGS, SHADOWS)
