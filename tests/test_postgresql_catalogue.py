"""On PostgreSQL too `verify` names what was done to the shape of a ledger's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from commands import Desk
from examples import FORMULA, add
from test_catalogue import told
from test_postgresql import name_of

from ledger.book.ledger import Ledger
from ledger.errors import StoreTrouble
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postgres import Server

QUIET: Final = (
    "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
    "CREATE TRIGGER quiet BEFORE INSERT ON claims FOR EACH ROW EXECUTE FUNCTION quiet()"
)
GUARD: Final = "CREATE TRIGGER claims_delete BEFORE DELETE ON claims FOR EACH ROW {}"
FALSE: Final = "LANGUAGE sql IMMUTABLE AS 'SELECT false'"

ATTACKS: Final = {
    "a trigger more": (QUIET, "The guard quiet is not the program's"),
    "a guard away": (
        "DROP TRIGGER claims_delete ON claims",
        "The guard claims_delete is missing",
    ),
    "a guard off": (
        "ALTER TABLE claims DISABLE TRIGGER claims_delete",
        "The guard claims_delete was changed",
    ),
    "a guard for replicas": (
        "ALTER TABLE claims ENABLE REPLICA TRIGGER claims_delete",
        "The guard claims_delete was changed",
    ),
    "a guard that never fires": (
        "DROP TRIGGER claims_delete ON claims;"
        + GUARD.format("WHEN (false) EXECUTE FUNCTION guard_frozen()"),
        "The guard claims_delete was changed",
    ),
    "a guard of some columns": (
        (
            "DROP TRIGGER claims_update ON claims;"
            "CREATE TRIGGER claims_update BEFORE UPDATE OF note"
            " ON claims FOR EACH ROW EXECUTE FUNCTION guard_closed_once()"
        ),
        "The guard claims_update was changed",
    ),
    "a guard that calls another function of its name": (
        "CREATE SCHEMA other; CREATE FUNCTION other.guard_frozen() RETURNS trigger"
        " LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'; DROP TRIGGER claims_delete ON claims;"
        + GUARD.format("EXECUTE FUNCTION other.guard_frozen()"),
        "The guard claims_delete was changed",
    ),
    "a guard's function": (
        (
            "CREATE OR REPLACE FUNCTION guard_frozen() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN OLD; END'"
        ),
        "The function guard_frozen() was changed",
    ),
    "a guard's function with settings": (
        "ALTER FUNCTION guard_frozen() SET search_path = other",
        "The function guard_frozen() was changed",
    ),
    "a column more": (
        "ALTER TABLE claims ADD more text",
        "The column claims.more is not the program's",
    ),
    "a column of another type": (
        'ALTER TABLE claims ALTER probability TYPE varchar(9) COLLATE "C"',
        "The column claims.probability was changed: it is character varying(9)",
    ),
    "another collation": (
        'ALTER TABLE claims ALTER speaker TYPE text COLLATE "en-x-icu"',
        (
            "The column claims.speaker was changed: it is text collate pg_catalog.en-x-icu"
            " not null, and should be text collate pg_catalog.C not null"
        ),
    ),
    "a type of one's own": (
        'CREATE DOMAIN "own" AS text COLLATE "C"; ALTER TABLE claims ALTER note TYPE "own"',
        "The column claims.note was changed: it is own",
    ),
    "NOT NULL away": (
        "ALTER TABLE claims ALTER speaker DROP NOT NULL",
        "The column claims.speaker was changed",
    ),
    "a default": (
        "ALTER TABLE claims ALTER note SET DEFAULT 'x'",
        "The column claims.note was changed",
    ),
    "a column that is computed": (
        "ALTER TABLE claims ADD more text GENERATED ALWAYS AS (speaker || 'x') STORED",
        "The column claims.more is not the program's",
    ),
    "CHECK": (
        "ALTER TABLE claims ADD CONSTRAINT more CHECK (speaker <> 'Ann') NOT VALID",
        "The constraint claims.more is not the program's",
    ),
    "UNIQUE": (
        "ALTER TABLE claims ADD CONSTRAINT more UNIQUE (question, speaker)",
        "The constraint claims.more is not the program's",
    ),
    "REFERENCES": (
        (
            "CREATE TABLE mine (id text PRIMARY KEY); ALTER TABLE claims ADD CONSTRAINT more"
            " FOREIGN KEY (source) REFERENCES mine NOT VALID"
        ),
        "The constraint claims.more is not the program's",
    ),
    "a key that waits": (
        (
            "ALTER TABLE claims DROP CONSTRAINT pk_claims, ADD CONSTRAINT pk_claims"
            " PRIMARY KEY (question, id, entry) DEFERRABLE INITIALLY DEFERRED"
        ),
        "The constraint claims.pk_claims was changed",
    ),
    "a key away": (
        "ALTER TABLE claims DROP CONSTRAINT pk_claims",
        "The constraint claims.pk_claims is missing",
    ),
    "an index away": ("DROP INDEX ix_claims_key", "The index ix_claims_key is missing"),
    "an index of another kind": (
        "DROP INDEX ix_claims_key; CREATE INDEX ix_claims_key ON claims (key)",
        (
            "The index ix_claims_key was changed: it is on claims by btree (key), "
            "and should be on claims by hash (key)"
        ),
    ),
    "an index that sorts otherwise": (
        (
            "DROP INDEX ix_claims_source;"
            ' CREATE INDEX ix_claims_source ON claims (source COLLATE "en-x-icu")'
        ),
        "The index ix_claims_source was changed",
    ),
    "an index of some rows": (
        "CREATE INDEX more ON claims (speaker) WHERE speaker <> 'Ann'",
        "The index more is not the program's",
    ),
    "a unique index": (
        "CREATE UNIQUE INDEX more ON claims (speaker)",
        "The index more is not the program's",
    ),
    "an index that is not ready": (
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_claims_key'::regclass",
        "The index ix_claims_key was changed",
    ),
    "a table that is not logged": (
        "ALTER TABLE claims SET UNLOGGED",
        "The table claims was changed: it is table, unlogged, and should be table",
    ),
    "rows of another table": (
        "CREATE TABLE mine () INHERITS (claims)",
        "The table claims was changed: it is table, with the rows of mine, and should be table",
    ),
    "a view in the place of a table": (
        "ALTER TABLE search RENAME TO hidden; CREATE VIEW search AS SELECT * FROM hidden",
        "The table search is missing",
    ),
    "row security": (
        (
            "ALTER TABLE claims ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY few ON claims USING (speaker <> 'Ann')"
        ),
        "The table claims was changed: it is table, with row security, and should be table",
    ),
    "a policy in waiting": (
        "CREATE POLICY few ON claims USING (speaker <> 'Ann')",
        "The policy claims.few is not the program's",
    ),
    "a rule": (
        "CREATE RULE more AS ON UPDATE TO claims DO INSTEAD NOTHING",
        "The rule claims.more is not the program's",
    ),
    "an operator that fits better": (
        (
            "CREATE FUNCTION eq(a text, b varchar) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$"
            "SELECT a OPERATOR(pg_catalog.=) b::text AND a OPERATOR(pg_catalog.<>) 'doubt'$$;"
            "CREATE OPERATOR = (LEFTARG = text, RIGHTARG = varchar, FUNCTION = eq)"
        ),
        "The operator text = character varying is not the program's",
    ),
    "a function that fits better": (
        "CREATE FUNCTION length(varchar) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "The function length(character varying) is not the program's",
    ),
    "a cast": (
        "CREATE CAST (integer AS bytea) WITH INOUT",
        "The cast integer as bytea is not the program's",
    ),
    "a database of replicas": (
        "ALTER DATABASE {name} SET session_replication_role = replica",
        (
            "The settings session_replication_role = replica in database {name} and"
            " session_replication_role = replica in this session are not the program's"
        ),
    ),
    "a role of replicas": (
        "ALTER ROLE desk SET session_replication_role = replica",
        "session_replication_role = replica for role desk",
    ),
    "damaged pages read as empty": (
        "ALTER DATABASE {name} SET zero_damaged_pages = on",
        "zero_damaged_pages = on in database {name}",
    ),
    "the migrations' table": (
        "ALTER TABLE alembic_version ADD more text",
        "The column alembic_version.more is not the program's",
    ),
}
"""What an owner or a superuser does, and what `verify` says of it."""

BESIDE: Final = {
    "an index more": (
        "CREATE INDEX more ON claims (speaker)",
        "The index more is not the program's",
    ),
    "a table more": (
        "CREATE TABLE mine (id serial PRIMARY KEY)",
        "The table mine is not the program's",
    ),
    "a table that points to the ledger's": (
        "CREATE TABLE mine (seq integer REFERENCES journal (seq))",
        "The table mine is not the program's",
    ),
    "a view more": (
        "CREATE VIEW people AS SELECT speaker FROM claims",
        "The view people is not the program's",
    ),
    "a function of its own name": (
        f"CREATE FUNCTION mine(text) RETURNS boolean {FALSE}",
        "The function mine(text) is not the program's",
    ),
    "an extension": ("CREATE EXTENSION pg_trgm", "The extension pg_trgm is not the program's"),
    "an extension with operators": (
        "CREATE EXTENSION citext",
        "The extension citext is not the program's",
    ),
    "a type": ("CREATE TYPE mine AS ENUM ('x')", "The type mine is not the program's"),
    "an event trigger": (
        (
            "CREATE FUNCTION mine() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
            "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION mine()"
        ),
        "The event trigger mine on ddl_command_start is not the program's",
    ),
    "a view that comes first": (
        (
            "CREATE SCHEMA desk; GRANT USAGE ON SCHEMA desk TO desk;"
            "CREATE VIEW desk.claims AS SELECT * FROM public.claims WHERE speaker LIKE 'u%'"
        ),
        "The relation desk.claims (before claims on a search path) is not the program's",
    ),
    "a search path of a database": (
        (
            "CREATE SCHEMA odd; CREATE TABLE odd.claims (LIKE public.claims);"
            "ALTER DATABASE {name} SET search_path = odd, public"
        ),
        "The relation odd.claims (before claims on a search path) is not the program's",
    ),
    "a right to remove": (
        "GRANT DELETE ON claims TO PUBLIC",
        "The right DELETE on claims for everybody is not the program's",
    ),
    "backslashes": (
        "ALTER DATABASE {name} SET standard_conforming_strings = off",
        "The setting standard_conforming_strings = off in database {name}",
    ),
    "nulls": (
        "ALTER ROLE desk SET transform_null_equals = on",
        "The setting transform_null_equals = on for role desk",
    ),
    "another role": (
        "ALTER ROLE idle SET role = desk",
        "The setting role = desk for role idle",
    ),
}
"""What no answer of the program changes by."""

ORDINARY: Final = {"an extension", "an extension with operators"}
"""What says nothing of each of its parts."""


@pytest.fixture
def desk(
    postgres_server: Server,
    postgres_ledger: str,
    tmp_path: Path,
    write: Callable[[str, str], Path],
) -> Iterator[Desk]:
    """A ledger with a row in most tables, and the settings of roles put back afterwards."""
    made = Desk(tmp_path)
    made.database = postgres_ledger  # type: ignore[assignment]
    made.done("import", write("formula.toml", FORMULA))
    postgres_server.run("CREATE ROLE idle")
    yield made
    postgres_server.run("ALTER ROLE desk RESET ALL")
    postgres_server.run("DROP ROLE idle")


def harm(server: Server, desk: Desk, statements: str) -> None:
    """Run what somebody who owns everything might."""
    name = name_of(str(desk.database))
    server.run("SET allow_system_table_mods = on;" + statements.replace("{name}", name), name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_what_could_change_an_answer_is_damage_and_named(
    desk: Desk, postgres_server: Server, name: str
) -> None:
    statements, words = ATTACKS[name]
    harm(postgres_server, desk, statements)
    result = desk("verify")
    assert words.replace("{name}", name_of(str(desk.database))) in told(result.stdout)
    assert result.exit_code == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", BESIDE)
def test_what_changes_no_answer_is_a_warning_and_named(
    desk: Desk, postgres_server: Server, name: str
) -> None:
    statements, words = BESIDE[name]
    before = desk.done("list", "--format", "json")
    harm(postgres_server, desk, statements)
    result = desk("verify")
    assert result.exit_code == 0, result.output
    words = words.replace("{name}", name_of(str(desk.database)))
    assert f"Warning: {words}" in told(result.stderr)
    if name in ORDINARY:
        assert len(desk.json("verify")["warnings"]) == 1
    assert desk.done("list", "--format", "json") == before


@pytest.mark.slow
def test_a_ledger_in_a_schema_of_an_odd_name_is_whole(
    postgres_ledger: str, postgres_server: Server
) -> None:
    """Beside another ledger, of which nobody is warned."""
    postgres_server.run('CREATE SCHEMA "Odd ""name" AUTHORIZATION desk', name_of(postgres_ledger))
    url = f"{postgres_ledger}&options=-csearch_path%3D%22Odd%5C%20%22%22name%22"
    with Ledger(postgres_ledger) as ledger, Ledger(url, create=True) as other:
        add(other)
        assert ledger.log() == []
        for one in (ledger, other):
            found = one.verify()
            assert (found.damage, found.warnings) == ((), ())


# Rows that a policy hides


def test_rows_that_are_hidden_from_a_reader_are_no_answer(
    desk: Desk, postgres_server: Server, tmp_path: Path
) -> None:
    name = name_of(str(desk.database))
    postgres_server.run("CREATE ROLE looker LOGIN")
    postgres_server.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker", name)
    reader = Desk(tmp_path)
    reader.database = postgres_server.url(name, "looker")  # type: ignore[assignment]
    assert "Oleksii Reznikov" in reader.done("list")
    postgres_server.run(
        "ALTER TABLE claims ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY few ON claims USING (speaker <> 'Oleksii Reznikov')",
        name,
    )
    refusal = told(reader.refused("list"))
    assert "Row security hides rows in postgresql://looker@" in refusal
    assert "claims" in refusal
    assert "DISABLE ROW LEVEL SECURITY" in refusal
    result = reader("verify")
    assert result.exit_code == 1
    assert "with row security" in told(result.stdout)
    desk.done("list")
    postgres_server.run("DROP OWNED BY looker; DROP ROLE looker", name)


# Sessions in which guards do not fire


def test_where_guards_do_not_fire_nothing_is_written(desk: Desk, postgres_server: Server) -> None:
    harm(postgres_server, desk, "ALTER DATABASE {name} SET session_replication_role = replica")
    before = desk.done("log")
    words = ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.", "--id", "a")
    refusal = told(desk.refused(*words))
    assert "session_replication_role = replica, in which no guard works" in refusal
    assert "was left as it was" in refusal
    assert desk.done("log") == before


def test_who_may_set_it_lets_the_guards_fire(desk: Desk, postgres_server: Server) -> None:
    harm(postgres_server, desk, "ALTER DATABASE {name} SET session_replication_role = replica")
    url = postgres_server.url(name_of(str(desk.database)), "root")
    words = ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.", "--id", "a")
    owner = Desk(desk.folder)
    owner.database = url  # type: ignore[assignment]
    owner.done(*words)
    with pytest.raises(StoreTrouble, match="only ever added to"):
        delete(url)


def delete(url: str) -> None:
    """Try to remove entries."""
    with open_database(url).writing() as connection:
        connection.exec_driver_sql("DELETE FROM journal")


def test_a_session_of_a_pooler_is_as_it_was_afterwards(desk: Desk) -> None:
    """What is set is set for a transaction: the next user of a session finds nothing of it."""
    with open_database(str(desk.database)).engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        with connection.begin():
            assert connection.exec_driver_sql("SHOW row_security").scalar() == "off"
        raw.autocommit = True
        (shown,) = raw.execute("SHOW row_security").fetchone() or ()
        assert shown == "on"
