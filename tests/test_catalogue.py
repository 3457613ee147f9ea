"""`verify` names what was done to the shape of a ledger's database; what is whole is called so."""

# ruff: noqa: S608 - statements of somebody who holds the file

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from examples import FORMULA, add
from sqlalchemy.schema import CreateTable

from ledger.book.ledger import Ledger
from ledger.store import migrate
from ledger.store.catalogue import deviations
from ledger.store.database import connect
from ledger.store.schema import metadata
from ledger.store.sqlite.guards import read, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

MUSEUM: Final = Path(__file__).parent / "museum"


def rebuilt(table: str, old: str, new: str) -> str:
    """Writes a table's statement anew in the catalogue, as one who holds the file can."""
    given = (f"'{one.replace(chr(39), chr(39) * 2)}'" for one in (old, new, table))
    update = "UPDATE sqlite_master SET sql = replace(sql, {}, {}) WHERE name = {}".format(*given)
    return f"PRAGMA writable_schema = ON; {update}; PRAGMA writable_schema = RESET"


def kept_as(kind: str, name: str) -> str:
    """Lets a row of the catalogue call itself something else."""
    return (
        "PRAGMA writable_schema = ON;"
        f"UPDATE sqlite_master SET type = {kind} WHERE name = {name!r};"
        "PRAGMA writable_schema = OFF"
    )


QUIET: Final = "CREATE TRIGGER quiet BEFORE INSERT ON claims BEGIN SELECT RAISE(IGNORE); END"
AWAY: Final = "DROP TRIGGER claims_insert"
REMADE: Final = (
    "CREATE TABLE copied (entry INTEGER NOT NULL, tokens TEXT NOT NULL,"
    " CONSTRAINT pk_search PRIMARY KEY (entry)) {}; INSERT INTO copied SELECT * FROM search;"
    " DROP TABLE search; ALTER TABLE copied RENAME TO search"
)

ATTACKS: Final = {
    "a trigger more": (QUIET, "The guard quiet is not the program's"),
    "a trigger that calls itself TRIGGER": (
        f"{QUIET};{kept_as(repr('TRIGGER'), 'quiet')}",
        "The guard quiet is not the program's",
    ),
    "a trigger on a view": (
        (
            "CREATE VIEW people AS SELECT speaker FROM claims;"
            "CREATE TRIGGER quiet INSTEAD OF INSERT ON people BEGIN SELECT 1; END"
        ),
        "The guard quiet is not the program's",
    ),
    "a guard that calls itself TRIGGER": (
        kept_as(repr("TRIGGER"), "claims_delete"),
        "The guard claims_delete was changed",
    ),
    "a guard away": ("DROP TRIGGER claims_delete", "The guard claims_delete is missing"),
    "a column more": (
        "ALTER TABLE claims ADD COLUMN more TEXT",
        "The column claims.more is not the program's",
    ),
    "a column that is computed": (
        "ALTER TABLE claims ADD COLUMN more TEXT AS (speaker || 'x') VIRTUAL",
        "The column claims.more is not the program's",
    ),
    "a column of another name": (
        f"{AWAY};ALTER TABLE claims RENAME COLUMN selector TO selectors",
        "The column claims.selector is missing",
    ),
    "NOCASE": (
        rebuilt("claims", "speaker TEXT", "speaker TEXT COLLATE NOCASE"),
        (
            "The column claims.speaker was changed: it is text collate nocase not null, "
            "and should be text not null"
        ),
    ),
    "ON CONFLICT IGNORE": (
        rebuilt("claims", "speaker TEXT NOT NULL", "speaker TEXT NOT NULL ON CONFLICT IGNORE"),
        "The column claims.speaker was changed: it is text not null on conflict ignore",
    ),
    "a key that replaces": (
        rebuilt("claims", "(question, id, entry)", "(question, id, entry) ON CONFLICT REPLACE"),
        "The constraint claims.pk_claims was changed",
    ),
    "NOT NULL away": (
        rebuilt("claims", "speaker TEXT NOT NULL", "speaker TEXT"),
        "The column claims.speaker was changed",
    ),
    "NOT NULL as part of a type": (
        rebuilt("claims", "speaker TEXT NOT NULL", 'speaker TEXT "NOT" "NULL"'),
        "The column claims.speaker was changed",
    ),
    "another type": (
        rebuilt("claims", "probability TEXT", "probability REAL"),
        "The column claims.probability was changed: it is real, and should be text",
    ),
    "a default": (
        rebuilt("claims", "note TEXT", "note TEXT DEFAULT 'x'"),
        "The column claims.note was changed",
    ),
    "CHECK": (
        rebuilt("claims", "CONSTRAINT", "CHECK (speaker <> 'Ann'), CONSTRAINT"),
        "The constraint claims: check ( speaker <> 'Ann' ) is not the program's",
    ),
    "REFERENCES": (
        rebuilt("claims", "source TEXT NOT NULL", "source TEXT NOT NULL REFERENCES sources (id)"),
        "The column claims.source was changed",
    ),
    "UNIQUE": (
        "CREATE UNIQUE INDEX more ON claims (speaker)",
        "The index more is not the program's",
    ),
    "an index of some rows": (
        "CREATE INDEX more ON claims (speaker) WHERE speaker <> 'Ann'",
        "The index more is not the program's",
    ),
    "an index of an expression": (
        "CREATE INDEX more ON claims (lower(speaker))",
        "The index more is not the program's",
    ),
    "an index away": ("DROP INDEX ix_claims_key", "The index ix_claims_key is missing"),
    "an index on another column": (
        "DROP INDEX ix_claims_key; CREATE INDEX ix_claims_key ON claims (note)",
        "The index ix_claims_key was changed",
    ),
    "an index that sorts otherwise": (
        "DROP INDEX ix_sources_url; CREATE INDEX ix_sources_url ON sources (url COLLATE NOCASE)",
        "The index ix_sources_url was changed",
    ),
    "STRICT": (
        rebuilt("aliases", "entry)\n)", "entry)\n) STRICT"),
        "The table aliases was changed: it is table strict, and should be table",
    ),
    "WITHOUT ROWID": (
        REMADE.format("WITHOUT ROWID"),
        "The table search was changed: it is table without rowid, and should be table",
    ),
    "a virtual table in the place of a table": (
        "ALTER TABLE search RENAME TO hidden; CREATE VIRTUAL TABLE search USING fts5(tokens)",
        "The table search was changed",
    ),
    "a view in the place of a table": (
        "ALTER TABLE search RENAME TO hidden; CREATE VIEW search AS SELECT * FROM hidden",
        "The table search is missing",
    ),
    "the migrations' table": (
        "ALTER TABLE alembic_version ADD COLUMN more",
        "The column alembic_version.more is not the program's",
    ),
}
"""What is done to a file, and what `verify` says of it."""

REFUSED: Final = {
    "a trigger that calls itself a table": f"{QUIET};{kept_as(repr('table'), 'quiet')}",
    "a trigger whose name is no text": (
        f"{QUIET};PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = CAST(sql AS BLOB),"
        " name = x'80' WHERE name = 'quiet'; PRAGMA writable_schema = OFF"
    ),
    "a trigger under the name of a guard": (
        f"{QUIET};PRAGMA writable_schema = ON; UPDATE sqlite_master SET name = 'claims_insert'"
        " WHERE name = 'quiet'; PRAGMA writable_schema = OFF"
    ),
    "a row twice": (
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_master"
        " SELECT * FROM sqlite_master WHERE name = 'claims_insert'; PRAGMA writable_schema = OFF"
    ),
}
"""What some versions of SQLite do not open at all."""

BESIDE: Final = {
    "an index more": (
        "CREATE INDEX more ON claims (speaker)",
        "The index more is not the program's",
    ),
    "a table more": (
        "CREATE TABLE mine (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "The tables mine and sqlite_sequence are not the program's",
    ),
    "a view more": (
        "CREATE VIEW people AS SELECT speaker FROM claims",
        "The view people is not the program's",
    ),
    "a number in the head": (
        "PRAGMA user_version = 7",
        "The setting user_version = 7 is not the program's",
    ),
    "a name in the head": (
        "PRAGMA application_id = 7",
        "The setting application_id = 7 is not the program's",
    ),
    "a write-ahead log": (
        "PRAGMA journal_mode = WAL",
        "The setting journal_mode = wal is not the program's",
    ),
}
"""What no answer changes by."""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path, write: Callable[[str, str], Path]) -> Desk:
    """A ledger with a row in most tables."""
    made = Desk(tmp_path)
    made.database.write_bytes(empty_ledger.read_bytes())
    made.done("import", write("formula.toml", FORMULA))
    return made


def harm(path: Path, statements: str) -> None:
    """Run what somebody who holds the file might."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.executescript(statements)


def told(output: str) -> str:
    """What a command printed, as one line."""
    return " ".join(output.split())


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_what_could_change_an_answer_is_damage_and_named(desk: Desk, name: str) -> None:
    statements, words = ATTACKS[name]
    harm(desk.database, statements)
    for options in ((), ("--since", desk.folder / "c")):
        if options:
            desk.done("checkpoint", "-o", desk.folder / "c")
        result = desk("verify", *options)
        assert words in told(result.output)
        assert result.exit_code == 1


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_catalogue_is_refused_or_named(desk: Desk, name: str) -> None:
    harm(desk.database, REFUSED[name])
    result = desk("verify")
    assert result.exit_code == 1
    assert "guard" in result.stdout or "schema" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", BESIDE)
def test_what_changes_no_answer_is_a_warning_and_named(desk: Desk, name: str) -> None:
    statements, words = BESIDE[name]
    harm(desk.database, statements)
    result = desk("verify")
    assert result.exit_code == 0
    assert "The ledger is whole." in result.stdout
    assert f"Warning: {words}" in told(result.stderr)
    (warning, *_) = desk.json("verify")["warnings"]
    assert words in warning


def test_a_file_in_another_encoding_sorts_otherwise_and_is_damage(
    desk: Desk, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(desk.database)) as raw:
        raw.execute("DROP TABLE search_words")  # no script makes what FTS5 keeps
        script = "\n".join(raw.iterdump())
    desk.database.unlink()
    harm(tmp_path / "ledger.db", f"PRAGMA encoding = 'UTF-16le';{script}")
    result = desk("verify")
    assert result.exit_code == 1
    assert "The setting encoding = UTF-16le is not the program's" in told(result.stdout)


def test_a_table_that_was_made_anew_the_same_is_whole(desk: Desk) -> None:
    """Its statement has its name in quotes then."""
    harm(desk.database, REMADE.format(""))
    assert desk.json("verify")["warnings"] == []


def test_statistics_are_no_matter(desk: Desk) -> None:
    harm(desk.database, "ANALYZE")
    assert desk.json("verify")["warnings"] == []


def test_many_of_one_kind_are_told_once_with_their_number(desk: Desk) -> None:
    harm(desk.database, ";".join(f"CREATE TABLE mine{n} (id)" for n in range(12)))
    (warning,) = desk.json("verify")["warnings"]
    assert warning.startswith("The tables mine0, mine1, mine2, ")
    assert "mine9 are not the program's. 2 more are like that." in warning


def test_a_trigger_that_hides_from_its_name_is_not_upgraded_over(ledger: Ledger) -> None:
    """A migration takes all triggers away; one that stays would undo what the guards are for."""
    harm(Path(ledger.place), f"{QUIET};{kept_as(repr('TRIGGER'), 'quiet')}")
    with pytest.raises(Exception, match="quiet is not the program's"):
        migrate.migrate(connect(ledger.place, create=False))


# What the migrations make


@pytest.mark.parametrize("piece", sorted(one.name for one in MUSEUM.glob("*.db")))
def test_every_old_ledger_is_of_the_shape_that_is_expected_once_upgraded(
    tmp_path: Path, piece: str
) -> None:
    path = shutil.copyfile(MUSEUM / piece, tmp_path / piece)
    migrate.upgrade(str(path))
    with connect(str(path), create=False).reading() as connection:
        assert deviations(connection) == []
    with Ledger(path) as ledger:
        found = ledger.verify()
    assert (found.damage, found.warnings) == ((), ())


def test_the_migrations_make_what_is_expected(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        add(ledger)
        with connect(place, create=False).reading() as connection:
            assert deviations(connection) == []
        assert ledger.verify().warnings == ()


def test_a_column_that_was_added_later_is_the_same_as_one_made_at_once(tmp_path: Path) -> None:
    """ALTER TABLE leaves another text in the catalogue than CREATE TABLE."""
    path = tmp_path / "x.db"
    statement = str(CreateTable(metadata.tables["aliases"]))
    column = next(one for one in statement.splitlines() if "stands_for" in one)
    shorter = statement.replace(column, "").replace(", \n\t\n", ", \n")
    harm(path, f"{shorter};ALTER TABLE aliases ADD stands_for  text NOT NULL DEFAULT ''")
    with closing(sqlite3.connect(path)) as raw:
        (grown,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'aliases'").fetchone()
    whole = statement.replace("stands_for TEXT NOT NULL", "stands_for TEXT NOT NULL DEFAULT ''")
    assert grown != whole.strip()
    assert sorted(words_of(grown)) == sorted(words_of(whole))


# Statements


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CREATE TABLE a (b TEXT)", "create  table\n a(b text)", True),
        ("CREATE TABLE a (b TEXT)", "CREATE /* x */ TABLE a (b TEXT) -- y", True),
        ('CREATE TABLE a ("b" TEXT)', "CREATE TABLE a ([B] TEXT)", True),
        ('CREATE TABLE a ("b" TEXT)', "CREATE TABLE a (`b` TEXT)", True),
        ("CREATE TABLE a (b TEXT NOT NULL)", 'CREATE TABLE a (b TEXT "NOT" "NULL")', False),
        ("CREATE TABLE a (b CHECK (b <> 'X'))", "CREATE TABLE a (b CHECK (b <> 'x'))", False),
        ("CREATE TABLE a (b CHECK (b <> 'x'))", 'CREATE TABLE a (b CHECK (b <> "x"))', False),
        ("CREATE TABLE a (kind)", "CREATE TABLE a (\u212aind)", False),
        ("CREATE TABLE a (b c)", "CREATE TABLE a (b\u00a0c)", False),
        ("CREATE TABLE a (b '--')", "CREATE TABLE a (b '')", False),
        ("CREATE TABLE a (b x'00')", "CREATE TABLE a (b x '00')", False),
    ],
)
def test_statements_with_the_same_words_are_the_same(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001 - a case
) -> None:
    assert (words_of(one) == words_of(other)) == same


@pytest.mark.parametrize(
    ("sql", "kind", "name", "table"),
    [
        ("CREATE TABLE a (b)", "table", "a", "a"),
        ('CREATE TABLE "A b" (c)', "table", "a b", "a b"),
        ("CREATE VIRTUAL TABLE a USING fts5(b)", "table", "a", "a"),
        ("CREATE UNIQUE INDEX a ON b (c)", "index", "a", "b"),
        ("CREATE TEMP TRIGGER a AFTER UPDATE OF on_ ON b BEGIN SELECT 1; END", "trigger", "a", "b"),
        ('cReAtE/**/TRIGGER[a]BEFORE DELETE ON"b"BEGIN SELECT 1; END', "trigger", "a", "b"),
        ("CREATE VIEW a AS SELECT 1", "view", "a", "a"),
        ("nonsense", "entry", "", ""),
        ("", "entry", "", ""),
    ],
)
def test_a_statement_tells_what_it_makes(sql: str, kind: str, name: str, table: str) -> None:
    made = read(sql)
    assert (made.kind, made.name, made.table) == (kind, name, table)
