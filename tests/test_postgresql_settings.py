"""Servers, databases and roles may be set up oddly: the contract of the back-ends holds there too.

Each setting is legal, and was chosen because something in the program could have relied on another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
import test_contract
from commands import Desk
from conftest import SHARE
from examples import FORMULA, add
from test_contract import held, pair  # noqa: F401 - a fixture
from test_postgresql import name_of

from ledger.book.ledger import Ledger
from ledger.store.opening import open_database
from ledger.store.postgresql.connections import RELIED_ON, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock
    from postgres import Server
    from test_contract import Pair

ODD: Final = {
    "standard_conforming_strings": "off",
    "backslash_quote": "on",
    "escape_string_warning": "off",
    "bytea_output": "escape",
    "datestyle": "'SQL, DMY'",
    "intervalstyle": "sql_standard",
    "timezone": "'Asia/Kathmandu'",
    "extra_float_digits": "-15",
    "client_encoding": "LATIN1",
    "array_nulls": "off",
    "transform_null_equals": "on",
    "quote_all_identifiers": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "synchronous_commit": "off",
    "session_replication_role": "local",
    "search_path": "odd, pg_temp, public, pg_catalog",
    "gin_fuzzy_search_limit": "1",
    "enable_seqscan": "off",
    "enable_indexscan": "off",
    "enable_hashjoin": "off",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "work_mem": "'64kB'",
    "cursor_tuple_fraction": "0",
    "constraint_exclusion": "on",
    "lc_numeric": "'de_DE.UTF-8'",
    "lc_messages": "'tr_TR.UTF-8'",
    "client_min_messages": "debug1",
    "check_function_bodies": "off",
    "default_text_search_config": "turkish",
    "default_toast_compression": "pglz",
    "plpgsql.variable_conflict": "use_column",
    "statement_timeout": "'10min'",
    "idle_in_transaction_session_timeout": "'10min'",
    "xmlbinary": "hex",
}
"""A value that is not the usual one."""

SOME: Final = [[one] for one in ODD] if SHARE else [[*ODD][start::5] for start in range(5)]
"""What is set at once: in every run some, in the long run each alone."""

ALL: Final = [[*ODD], *([one] for one in ODD if SHARE)]

SHADOWS: Final = (
    "CREATE SCHEMA odd; GRANT USAGE ON SCHEMA odd TO desk;"
    "CREATE VIEW odd.claims AS SELECT * FROM public.claims WHERE false;"
    "CREATE TABLE odd.journal (LIKE public.journal);"
    "CREATE FUNCTION odd.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT 1';"
    "CREATE FUNCTION odd.current_schemas(boolean) RETURNS name[] LANGUAGE sql"
    " AS 'SELECT NULL::name[]'"
)
"""What comes first on the search path where that is odd."""


def set_oddly(server: Server, url: str, names: list[str]) -> None:
    """Give a database odd settings."""
    name = name_of(url)
    server.run(SHADOWS, name)
    for one in names:
        server.run(f"ALTER DATABASE {name} SET {one} = {ODD[one]}", name)


@pytest.mark.slow
@pytest.mark.parametrize("names", SOME, ids=" ".join)
def test_under_odd_settings_both_do_and_say_the_same(
    pair: Pair,  # noqa: F811 - a fixture
    postgres_server: Server,
    write: Callable[[str, str], Path],
    tmp_path: Path,
    names: list[str],
) -> None:
    set_oddly(postgres_server, pair.places()[1], names)
    pair.done("import", write("formula.toml", FORMULA))
    pair.done(
        "add", "--publisher", "P\\'\"", "--speaker", "Zoë \\x7b22 😀", "--statement", "Is \\ 'so'.",
        "--id", "odd", "--due", "2023-08-01", "--probability", "0.7", "--topic", "NULL",
    )  # fmt: skip
    pair.done("record", "odd", "happened", "--evidence", "https://a.example/\\x7b", "--yes")
    pair.refused("record", "odd", "happened", "--yes")
    pair.done("amend", "odd#1", "--note", "back\\slash", "--reason", "More.")
    pair.done("merge", "Zoë \\x7b22 😀", "Oleksii Reznikov", "--reason", "One man.")
    pair.done("withdraw", "doubt", "--reason", "Not said.")
    for words in (("list",), ("log",), ("show", "odd"), ("search", "zoe"), ("due",), ("report",)):
        pair.done(*words, "--format", "json")
    (tmp_path / "c").write_text(pair.done("checkpoint"))
    file, server = pair.desks
    for desk in (file, server):
        told = desk.json("verify", "--checkpoint", tmp_path / "c")
        assert (told["whole"], told["damage"]) == (True, [])
    (rows, root), (others, other) = map(held, pair.places())
    assert (rows, root) == (others, other)
    server.done("copy", server.database, tmp_path / "back.db")
    assert held(str(tmp_path / "back.db")) == (rows, root)


@pytest.mark.slow
@pytest.mark.parametrize("names", ALL, ids=lambda names: names[0] if len(names) == 1 else "all")
def test_under_all_of_them_the_whole_contract_holds(
    pair: Pair,  # noqa: F811 - a fixture
    postgres_server: Server,
    clock: Clock,
    names: list[str],
) -> None:
    set_oddly(postgres_server, pair.places()[1], names)
    test_contract.test_one_day_after_another_both_do_and_say_the_same(pair, clock)


@pytest.mark.parametrize("way", ["the URL", "the role", "the database"])
def test_bytes_are_stored_as_bytes_however_backslashes_are_read(
    postgres_server: Server, way: str
) -> None:
    name = postgres_server.fresh()
    url = postgres_server.url(name)
    off = "standard_conforming_strings = off"
    if way == "the URL":
        url += f"&options={quote('-c standard_conforming_strings=off')}"
    else:
        whom = "ROLE desk" if way == "the role" else f"DATABASE {name}"
        postgres_server.run(f"ALTER {whom} SET {off}")
    try:
        with Ledger(url) as ledger:
            add(ledger)
            assert len(ledger.log()) == 3
        found = postgres_server.run("SELECT entry FROM journal ORDER BY seq", name)
        assert [bytes(one)[:6] for (one,) in found] == [b'{"at":'] * 3
    finally:
        postgres_server.run("ALTER ROLE desk RESET ALL")
        postgres_server.drop(name)


def test_a_ledger_is_made_under_all_of_them_too(
    postgres_server: Server, postgres_database: str, tmp_path: Path
) -> None:
    name = name_of(postgres_database)
    odd = {key: value for key, value in ODD.items() if key != "search_path"}
    for key, value in odd.items():
        postgres_server.run(f"ALTER DATABASE {name} SET {key} = {value}", name)
    desk = Desk(tmp_path)
    desk.database = postgres_database  # type: ignore[assignment]
    desk.done("init")
    assert desk.json("verify")["damage"] == []


def test_each_transaction_sets_what_it_relies_on(
    postgres_server: Server, postgres_ledger: str
) -> None:
    set_oddly(postgres_server, postgres_ledger, [*ODD])
    database = open_database(postgres_ledger)
    usual = {**RELIED_ON, "search_path": '"public", pg_temp'}
    for unit in (database.reading, database.writing, database.migrating):
        with unit() as connection:
            shown = {
                name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in usual
            }
            commits = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
        assert shown == usual
        assert commits == ("off" if unit == database.reading else "on")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], None),
        ([("public", 0)], "public"),
        ([("desk", 0), ("public", 2)], "public"),
        ([("desk", 1), ("public", 2)], "public"),
        ([("desk", 2), ("public", 2)], "desk"),
        ([("pg_temp_3", 2), ("desk", 0), ("public", 0)], "desk"),
        ([("pg_catalog", 0)], None),
    ],
)
def test_the_ledger_is_in_the_first_schema_that_holds_one(
    found: list[tuple[str, int]], expected: str | None
) -> None:
    assert schema_of(found) == expected
