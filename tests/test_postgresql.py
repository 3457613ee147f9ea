"""PostgreSQL: what is refused as a ledger there and in which words, and what a unit is."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from commands import Desk
from examples import add
from postgres import PASSWORD
from test_contract import held

from ledger.book.ledger import Ledger
from ledger.errors import (
    Busy,
    ConnectionLost,
    NoLedger,
    NotALedger,
    NotInstalled,
    ReadOnly,
    StoreTrouble,
)
from ledger.store.opening import open_database
from ledger.store.postgresql import connections

if TYPE_CHECKING:
    from pathlib import Path

    from postgres import Server


def name_of(url: str) -> str:
    """The name of the database that a URL ends at."""
    return url.partition("@/")[2].partition("?")[0]


# URLs


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_url_may_begin_in_each_usual_way(postgres_ledger: str, scheme: str) -> None:
    with Ledger(postgres_ledger.replace("postgresql", scheme, 1)) as ledger:
        add(ledger)
        assert ledger.place == open_database(postgres_ledger).place


def test_the_place_can_be_opened_where_nothing_secret_was_in_the_url(postgres_ledger: str) -> None:
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        with Ledger(ledger.place) as again:
            assert again.list() == ledger.list()


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://u:x@a,b/l", "postgresql://u@a,b/l"),
        ("postgresql://u:x@a:1,b:2/l?target_session_attrs=any", "postgresql://u@a:1,b:2/l"),
        ("postgresql://a:1,b/l", "postgresql://a:1,b/l"),
        ("postgresql:///l?host=a,b&port=5", "postgresql://a:5,b:5/l"),
        ("postgresql:///l?port=5", "postgresql://:5/l"),
    ],
)
def test_a_place_names_each_host_with_its_port(url: str, place: str) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    assert connections.name_of(url) == connections.name_of(place) == place


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk:secret/more@db.example/ledger",
        "postgresql://desk:12/secret@db.example/ledger",
        "postgresql://desk:some@secret@db.example/ledger",
        "postgresql://desk:secret%ZZ@db.example/ledger",
        "postgresql://desk:x@db.example:secret/ledger",
        "postgresql://desk:x@[secret/ledger",
        "postgresql://desk:x@db.example/ledger?secret=1",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(tmp_path: Path, url: str) -> None:
    desk = Desk(tmp_path)
    desk.database = url  # type: ignore[assignment]
    told = desk.refused("list")
    assert told.startswith("The URL of the database cannot be read.\nIt is written postgres")
    assert "secret" not in told


@pytest.mark.parametrize("url", ["mysql://u:secret@h/x", "postgresql+asyncpg://u:secret@h/x"])
def test_other_databases_are_refused_without_their_password(tmp_path: Path, url: str) -> None:
    desk = Desk(tmp_path)
    desk.database = url  # type: ignore[assignment]
    told = desk.refused("list")
    assert "not a kind of database" in told
    assert "postgresql://USER@HOST/NAME" in told
    assert "secret" not in told


def test_without_psycopg_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(NotInstalled, match="needs psycopg, which is not installed") as refused:
        Ledger("postgresql://db.example/ledger")
    assert "pip install 'claim-ledger[postgres]'" in refused.value.cure


@pytest.mark.slow
def test_a_ledger_in_a_file_loads_nothing_of_postgresql(ledger: Ledger) -> None:
    program = (
        "import sys; from ledger.book.ledger import Ledger; "
        f"Ledger({ledger.place!r}).list(); "
        "sys.exit(not {'psycopg', 'sqlalchemy.dialects.postgresql'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.slow
def test_the_variable_names_a_database_too(postgres_ledger: str, tmp_path: Path) -> None:
    environment = {"LEDGER_DB": postgres_ledger}
    words = ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.", "--id", "a")
    done = Desk(tmp_path).process(*words, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    with Ledger(postgres_ledger) as ledger:
        assert [one.id for one in ledger.list()] == ["a"]
    assert list(tmp_path.iterdir()) == []


# What cannot be used


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    for url, why in (
        (
            "postgresql://desk:secret@127.0.0.1:1/x",
            "127.0.0.1:1/x cannot be reached: Connection re",
        ),
        (
            f"postgresql://desk:secret@/x?host={tmp_path}",
            "x cannot be reached: No such file or dir",
        ),
    ):
        with pytest.raises(NoLedger) as refused:
            Ledger(url, create=True)
        assert why in str(refused.value)
        assert "secret" not in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.slow
def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a firewall: it listens and says nothing."""
    import socket  # noqa: PLC0415 - for this test alone

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(connections, "PATIENCE_TO_CONNECT", 2)
        with pytest.raises(NoLedger, match="cannot be reached: connection timeout expired"):
            Ledger(f"postgresql://desk@127.0.0.1:{silent.getsockname()[1]}/x")


def test_a_database_that_is_not_there_is_not_made(postgres_server: Server) -> None:
    with pytest.raises(NoLedger, match="There is no database at postgresql://") as refused:
        Ledger(postgres_server.url("nowhere"), create=True)
    assert refused.value.cure == "Make one first with: createdb nowhere"


def test_passwords_open_and_are_never_shown(postgres_server: Server, tmp_path: Path) -> None:
    name = postgres_server.empty()
    postgres_server.run(f"ALTER DATABASE {name} OWNER TO guarded")
    desk = Desk(tmp_path)
    desk.database = postgres_server.url(name, "guarded", PASSWORD)  # type: ignore[assignment]
    shown = desk.done("init")
    assert shown.startswith("postgresql://guarded@%2F")
    shown += desk.done("init") + desk.done("list")
    wrong: list[str] = []
    for password in ("wrong", ""):
        desk.database = postgres_server.url(name, "guarded", password)  # type: ignore[assignment]
        wrong.append(desk.refused("list"))
        assert "does not accept this user or password" in wrong[-1]
        assert "PGPASSWORD" in wrong[-1]
    for secret in (PASSWORD, quote(PASSWORD, safe=""), "wrong", "p%40ss"):
        assert secret not in shown + "".join(wrong)
    desk.database = postgres_server.url(name, "stranger")  # type: ignore[assignment]
    assert 'this user or password: role "stranger" does not exist.' in desk.refused("list")
    postgres_server.drop(name)


def test_a_database_that_cannot_keep_every_text_is_refused(postgres_server: Server) -> None:
    postgres_server.run(
        "CREATE DATABASE old OWNER desk ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' "
        "TEMPLATE template0"
    )
    with pytest.raises(StoreTrouble, match="keeps its texts in LATIN1") as refused:
        Ledger(postgres_server.url("old"), create=True)
    assert "createdb --encoding UTF8" in refused.value.cure


def test_an_old_server_is_refused(postgres_ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "OLDEST", 99)
    with pytest.raises(StoreTrouble, match="is on PostgreSQL 1") as refused:
        Ledger(postgres_ledger)
    assert refused.value.cure == "A ledger needs 99 or newer."


def test_an_empty_database_and_one_of_others_are_told_apart(postgres_database: str) -> None:
    with pytest.raises(NotALedger, match="is empty") as refused:
        Ledger(postgres_database)
    assert refused.value.cure.endswith(" init")
    with open_database(postgres_database, create=True).migrating() as connection:
        connection.exec_driver_sql("DROP TABLE journal")
    with pytest.raises(NotALedger, match="is a database, but not a ledger"):
        Ledger(postgres_database, create=True)


def test_whoever_may_not_is_told(postgres_server: Server, tmp_path: Path) -> None:
    name = postgres_server.fresh()
    empty = postgres_server.empty()
    postgres_server.run("CREATE ROLE reader LOGIN")
    desk = Desk(tmp_path)
    desk.database = postgres_server.url(empty, "reader")  # type: ignore[assignment]
    told = desk.refused("init")
    assert "does not let this user do that: permission denied for schema public." in told
    desk.database = postgres_server.url(name, "reader")  # type: ignore[assignment]
    assert "does not let this user do that: permission denied for table" in desk.refused("list")
    postgres_server.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name)
    desk.done("list")
    words = ("--publisher", "P", "--speaker", "A", "--statement", "S.")
    assert "permission denied for table journal" in desk.refused("add", *words)
    postgres_server.drop(name)
    postgres_server.drop(empty)


def test_a_database_that_takes_no_changes_can_be_read(
    postgres_ledger: str, postgres_server: Server
) -> None:
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        name = name_of(postgres_ledger)
        postgres_server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        with pytest.raises(ReadOnly, match="cannot be written: it takes no changes"):
            add(ledger, id="b")
        assert len(ledger.list()) == 1


def test_a_schema_that_is_not_there_is_named(postgres_database: str) -> None:
    with pytest.raises(StoreTrouble, match="no schema to keep a ledger in") as refused:
        Ledger(f"{postgres_database}&options=-csearch_path%3Dnowhere", create=True)
    assert "search_path" in refused.value.cure


def test_ledgers_in_schemas_of_one_database_do_not_meet(
    postgres_ledger: str, postgres_server: Server
) -> None:
    postgres_server.run("CREATE SCHEMA other AUTHORIZATION desk", name_of(postgres_ledger))
    url = f"{postgres_ledger}&options=-csearch_path%3Dother"
    with Ledger(postgres_ledger) as ledger, Ledger(url, create=True) as other:
        add(ledger)
        assert other.list() == []
        add(other, id="theirs")
        assert [one.id for one in ledger.list()] == ["floor"]
        assert [one.id for one in other.list()] == ["theirs"]


# Trouble on the way


def fail(url: str, code: str) -> None:
    """Let the server raise an error of this code within a unit that writes."""
    with open_database(url).writing() as connection:
        connection.exec_driver_sql(
            f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{code}'; END $$"
        )


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        ("40P01", Busy, "Another program was in the way in "),
        ("40001", Busy, "Another program was in the way in "),
        ("53100", StoreTrouble, " has no room left on its disk."),
        ("57P01", ConnectionLost, "The connection to "),
        ("08006", ConnectionLost, "The connection to "),
        ("XX001", StoreTrouble, " cannot be used: so it is."),
        ("P0001", StoreTrouble, " cannot be used: so it is."),
    ],
)
def test_each_error_has_its_sentence(
    postgres_ledger: str, code: str, kind: type[StoreTrouble], sentence: str
) -> None:
    with pytest.raises(kind) as refused:
        fail(postgres_ledger, code)
    assert sentence in str(refused.value)
    assert type(refused.value) is kind


def test_our_own_faults_are_not_dressed_up(postgres_ledger: str) -> None:
    from sqlalchemy.exc import ProgrammingError  # noqa: PLC0415 - for this test alone

    with (
        pytest.raises(ProgrammingError, match="nonsense"),
        open_database(postgres_ledger).reading() as connection,
    ):
        connection.exec_driver_sql("SELECT nonsense")


@pytest.mark.parametrize("option", ["", "&options=-cstatement_timeout%3D300"])
def test_whoever_waits_too_long_for_another_writer_is_told(
    postgres_ledger: str, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 30 if option else 0.2)
    with Ledger(postgres_ledger + option) as ledger:
        with open_database(postgres_ledger).writing():
            with pytest.raises(StoreTrouble) as refused:
                add(ledger)
            assert ledger.list() == []
        add(ledger)
    if option:
        assert "gave up: canceling statement due to statement timeout." in str(refused.value)
        assert "statement_timeout" in refused.value.cure
    else:
        assert isinstance(refused.value, Busy)
        assert "Another program has been writing to postgresql://" in str(refused.value)


@pytest.mark.parametrize("waits_in", ["a query", "a copy"])
def test_a_connection_that_breaks_keeps_nothing_and_the_next_works(
    postgres_ledger: str, postgres_server: Server, waits_in: str
) -> None:
    def broken(ledger: Ledger) -> None:
        with ledger._writing() as unit:  # noqa: SLF001 - to break it halfway
            unit.enter("question", "q", {"statement": "S."}, None)
            pid = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            if waits_in == "a query":
                unit.close()
            postgres_server.run(f"SELECT pg_terminate_backend({pid})")
            unit.close()

    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        with pytest.raises(StoreTrouble, match="The connection to ") as refused:
            broken(ledger)
        assert " was lost: " in str(refused.value)
        assert refused.value.cure.endswith(" log")
        assert len(ledger.log()) == 3
        add(ledger, id="b", speaker="B")
        assert len(ledger.list()) == 2


# Units


@pytest.mark.parametrize("default", ["serializable", "read uncommitted"])
def test_a_unit_is_what_it_must_be_whatever_the_server_says(
    postgres_ledger: str, default: str
) -> None:
    option = quote(f"-c default_transaction_isolation={default.replace(' ', chr(92) + ' ')}")
    database = open_database(f"{postgres_ledger}&options={option}")

    def shown(connection: Any) -> list[str]:  # noqa: ANN401 - SQLAlchemy's
        names = ("transaction_isolation", "transaction_read_only")
        return [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names]

    locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    for unit, expected, locked in (
        (database.reading, ["repeatable read", "on"], 0),
        (database.writing, ["read committed", "off"], 1),
        (database.migrating, ["read committed", "off"], 1),
    ):
        with unit() as connection:
            assert shown(connection) == expected
            assert connection.exec_driver_sql(locks).scalar_one() == locked


def test_a_dump_restored_elsewhere_is_the_same_ledger(
    postgres_ledger: str, postgres_server: Server, tmp_path: Path
) -> None:
    """As docs/postgresql.md says to keep copies."""
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        ledger.amend("floor", {"speaker": "James Blake"}, "Misread.")
    dump, empty = tmp_path / "ledger.dump", postgres_server.empty()
    for words in (
        [
            "pg_dump",
            "--format=custom",
            f"--file={dump}",
            postgres_server.url(name_of(postgres_ledger)),
        ],
        ["pg_restore", f"--dbname={postgres_server.url(empty)}", dump],
    ):
        program, *rest = words
        subprocess.run([postgres_server.programs / program, *rest], check=True)
    assert held(postgres_server.url(empty)) == held(postgres_ledger)
    with Ledger(postgres_server.url(empty)) as restored:
        add(restored, id="b", speaker="B")
    postgres_server.drop(empty)
