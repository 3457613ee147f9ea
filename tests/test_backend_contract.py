"""What a kind of database must do to keep a ledger: the contract of `ledger.store.backend.Backend`.

Each test runs on every back end there is, by the fixture ``place``; a new one is given a place in
``conftest.PLACES``, and must pass them all.  They say that

- an address means one back end, and what a person may call it holds no password;
- a ledger is made only where that is asked for, and another program's database is left alone;
- a unit of work is kept as a whole or not at all; who writes is alone, who reads sees one state;
- any number of rows of any values goes in at once, is ended by the first entry that ends it, and
  comes out as it was put in, in order, whether read as values or as it is kept;
- texts sort by code point, mean themselves in patterns and may be of any length;
- what was written can be neither changed nor removed, and the guards that see to it are known;
- the shape that the migrations make is what the catalogue says, and what differs is named;
- where there are files, copies are whole and nothing half made has a name; where there are none,
  the program is named that makes copies.

That answers are the same on all back ends, to the byte, is for ``test_contract.py``; what only one
of them can do wrong for the tests of its own.  Writing by many programs at once, copies from one
kind to another, damage and upgrades have tests that take ``place`` too.
"""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from conftest import PLACES
from examples import FLOOR, FORMULA, SOURCE, add
from sqlalchemy import Boolean, Integer, LargeBinary, inspect, select, update
from sqlalchemy.exc import DBAPIError
from test_contract import held
from test_store import add_some, leaves, make_and_add, plain_root

from ledger.audit.one_pass import OnePass
from ledger.audit.two_processes import SecondProcess
from ledger.book.ledger import Ledger
from ledger.errors import FileTrouble, NotALedger, Refusal, StoreTrouble
from ledger.model.filters import Filters
from ledger.store import catalogue, journal_table, raw_rows
from ledger.store.backend import ADDRESSES, BACKENDS, backend_at, backend_of
from ledger.store.bulk_insert import close_rows, insert_rows, tuples_where
from ledger.store.catalogue import deviations
from ledger.store.opening import open_database
from ledger.store.schema import ids, metadata, questions, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Column, Connection, Executable, Table

    from ledger.audit.one_part import Part
    from ledger.store.database import Database

TABLES: Final = [*metadata.tables.values()]

TEXTS: Final = (
    "", " ", "plain", "Zoe\u0301", "😀 岸田", "back\\slash", "'quoted' \"twice\"", "100%", "NULL",
    "\\N", "\\x7b22", "$1 :name %(x)s ?", "tab\there", "line\nbreak", "x" * 20_000, "{a,b}",
)  # fmt: skip
"""Texts that some way of writing many rows at once might take for something else."""

NUMBERS: Final = (0, 1, -1, 127, 128, 32_767, 32_768, 2**31 - 1)
BYTES: Final = (b"", b"\x00", b"\\x00", b"{}", bytes(range(256)) * 40)


@pytest.fixture
def filled(place: str, write: Callable[[str, str], Path]) -> str:
    """A ledger with a row in every table, a tile among them."""
    with Ledger(place, recorder="desk", create=True) as ledger:
        ledger.import_([write("formula.toml", FORMULA)])
        evidence = [{"url": "https://a.example"}]
        ledger.record("formula", {"verdict": "happened", "evidence": evidence})
        add(ledger, id="again", speaker="O. Reznikov")
        ledger.merge("O. Reznikov", "Oleksii Reznikov", "One man.")
        ledger.amend("again", {"role": "minister"}, "Known.")
        ledger.respond("again", {"by": "A", "date": "2023-07-12", "text": "It was so."})
        claims = "".join(
            f'[[claim]]\nid = "c{n}"\nspeaker = "A"\nstatement = "S {n}."\n' for n in range(130)
        )
        ledger.import_([write("many.toml", f'[source]\nid = "p"\npublisher = "P"\n{claims}')])
    return place


# Addresses


def test_every_back_end_is_tried() -> None:
    assert PLACES.keys() == BACKENDS.keys() == set(ADDRESSES.values())


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        *((f"{beginning}x", name) for beginning, name in ADDRESSES.items()),
        ("ledger.db", "sqlite"),
        ("/var/postgresql/ledger.db", "sqlite"),
        ("postgresql.db", "sqlite"),
        ("~/ledger.db", "sqlite"),
    ],
)
def test_an_address_means_one_back_end(target: str, meant: str) -> None:
    assert type(backend_at(target)).__module__ == BACKENDS[meant]


@pytest.mark.parametrize("target", ["mysql://db.example/x", "sqlite://x", "file:///x", "://"])
def test_an_address_of_no_back_end_is_refused_with_those_there_are(target: str) -> None:
    with pytest.raises(StoreTrouble, match="is not a kind of database this program can use") as why:
        backend_at(target)
    assert "postgresql://USER@HOST/NAME" in why.value.cure


def test_an_address_and_what_is_connected_to_mean_the_same(place: str) -> None:
    database = open_database(place, create=True)
    assert backend_of(database.engine) is backend_at(place) is database.backend
    with database.reading() as connection:
        assert backend_of(connection) is database.backend


def test_what_a_ledger_is_called_is_an_address_again(place: str) -> None:
    """But for what is secret."""
    with Ledger(place, create=True) as ledger:
        add(ledger)
    called = backend_at(place).name_of(place)
    assert backend_at(called) is backend_at(place)
    with Ledger(called) as ledger:
        assert [one.id for one in ledger.list()] == ["floor"]


# A ledger is made, or left alone


def test_a_ledger_is_made_only_where_that_is_asked_for(place: str) -> None:
    with pytest.raises(Refusal) as refused:
        Ledger(place)
    assert " init" in refused.value.cure
    Ledger(place, create=True).close()
    with Ledger(place, create=True) as ledger:
        assert ledger.log() == []
        add(ledger)
    with Ledger(place) as ledger:
        assert [one.id for one in ledger.list()] == ["floor"]


def test_the_database_of_another_program_is_refused_and_left_alone(place: str) -> None:
    Ledger(place, create=True).close()
    with open_database(place).migrating() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(NotALedger, match="not a ledger"):
        Ledger(place, create=True)


@pytest.mark.slow
def test_several_can_make_the_same_ledger_at_once(place: str) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        made = [pool.submit(make_and_add, place, name) for name in "abcd"]
        assert sorted(one.result()[0] for one in made) == ["a0", "b0", "c0", "d0"]
    with Ledger(place) as ledger:
        assert len(ledger.list()) == 4


def test_a_new_ledger_that_fails_leaves_nothing_that_was_not_there(
    place: str, tmp_path: Path
) -> None:
    there = sorted(tmp_path.iterdir())

    def fail() -> None:
        with backend_at(place).new_ledger(place) as target:
            Ledger(target, create=True).close()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sorted(tmp_path.iterdir()) == there
    with backend_at(place).new_ledger(place) as target, Ledger(target, create=True) as ledger:
        add(ledger)
    with Ledger(place) as ledger:
        assert len(ledger.list()) == 1


# Units of work


def test_nothing_is_kept_of_a_unit_that_fails(place: str) -> None:
    def crash(ledger: Ledger) -> None:
        with ledger._writing() as unit:  # noqa: SLF001 - there is no verb that crashes
            unit.enter("question", "q", {"statement": "S."}, None)
            unit.close()
            raise ZeroDivisionError

    with Ledger(place, create=True) as ledger:
        add(ledger)
        before = held(place)
        with pytest.raises(ZeroDivisionError):
            crash(ledger)
        assert held(place) == before


@pytest.mark.slow
def test_a_writer_waits_for_another_that_is_soon_done(place: str) -> None:
    Ledger(place, create=True).close()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        with open_database(place).writing():
            waiting = pool.submit(add_some, place, "w", 1)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1)
        assert waiting.result(timeout=30) == ["w0"]


@pytest.mark.slow
def test_a_writer_sees_what_those_before_it_wrote(place: str) -> None:
    """Even where it asked first, and waited: else two would go on from the same last entry."""
    database = open_database(place, create=True)
    seen: list[int] = []
    asked = threading.Event()

    def count(connection: Connection) -> int:
        return len(connection.execute(select(search)).all())

    def late() -> None:
        asked.set()
        with open_database(place).writing() as connection:
            seen.append(count(connection))

    with database.writing() as connection:
        waiting = threading.Thread(target=late)
        waiting.start()
        asked.wait()
        waiting.join(0.5)
        insert_rows(connection, search, [(1, " a")])
    waiting.join()
    assert seen == [1]


def test_a_unit_that_reads_sees_one_state_to_its_end(place: str) -> None:
    """Whether who writes meanwhile waits for it, or does not."""
    database = open_database(place, create=True)

    def write() -> None:
        with open_database(place).writing() as connection:
            insert_rows(connection, search, [(1, " a")])

    with database.reading() as connection:
        assert connection.execute(select(search)).all() == []
        writing = threading.Thread(target=write)
        writing.start()
        writing.join(0.5)
        assert connection.execute(select(search)).all() == []
    writing.join()
    with database.reading() as connection:
        assert connection.execute(select(search)).all() == [(1, " a")]


@pytest.mark.slow
def test_several_can_write_at_once(place: str) -> None:
    """Nobody is refused, nothing is missing, and the journal has no fork."""
    Ledger(place, create=True).close()
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        work = [pool.submit(add_some, place, name, 8) for name in "abc"]
        acknowledged = {identifier for one in work for identifier in one.result()}
    with Ledger(place) as ledger:
        assert {one.id for one in ledger.list()} == acknowledged
        assert [number for number, _ in ledger.log()] == list(range(1, len(ledger.log()) + 1))
        assert ledger.root() == plain_root(leaves(place))


# Many rows at once


def rows_of(table: Table) -> list[tuple[Any, ...]]:
    """Rows of a table with distinct keys, in which each column has each value it may meet."""
    count = max(map(len, (TEXTS, NUMBERS, BYTES)))
    return [tuple(_value(one, number, table) for one in table.columns) for number in range(count)]


def _value(column: Column[Any], number: int, table: Table) -> Any:  # noqa: ANN401 - of any type
    if column.name in table.primary_key.columns and isinstance(column.type, Integer):
        return number
    if column.nullable and number % 5 == 4:
        return None
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    several = {Integer: NUMBERS, LargeBinary: BYTES}
    values = next((v for kind, v in several.items() if isinstance(column.type, kind)), TEXTS)
    return values[number % len(values)]


def test_rows_come_out_as_they_were_put_in(place: str) -> None:
    with open_database(place, create=True).writing() as connection:
        for table in TABLES:
            insert_rows(connection, table, rows_of(table))
            insert_rows(connection, table, [])
            found = map(tuple, connection.execute(select(table)))
            assert sorted(found, key=repr) == sorted(rows_of(table), key=repr)


def test_rows_are_kept_as_they_were_put_in(place: str) -> None:
    """Read without an index or a conversion: truth is 1 or 0."""
    database = open_database(place, create=True)
    with database.writing() as connection:
        for table in TABLES:
            insert_rows(connection, table, rows_of(table))
    with database.reading() as connection:
        for table in TABLES:
            kept = map(tuple, database.backend.raw_rows(connection, table, select(table)))
            plain = [
                tuple(int(one) if isinstance(one, bool) else one for one in row)
                for row in rows_of(table)
            ]
            assert sorted(kept, key=repr) == sorted(plain, key=repr)


def test_what_is_read_bit_by_bit_takes_no_rows_from_others(filled: str) -> None:
    """A cursor at a server is for the statement that asked for it alone."""
    with open_database(filled).reading() as connection:
        kept = {
            name: backend_of(connection).next_rows(connection, table, None, 1)[1]
            for name, table in raw_rows.TABLES.items()
        }
        list(islice(raw_rows.rows(connection, "claims", raw_rows.Span(0, 99, 99)), 1))
        next(iter(journal_table.stored(connection, 1, 99)))
        wanted = sorted(connection.execute(select(ids.c.id)).scalars())
        found = tuples_where(connection, (ids.c.id,), ids.c.id, wanted)
        assert sorted(one for (one,) in found) == wanted
        rest, _ = backend_of(connection).next_rows(connection, ids, kept["ids"], 1000)
        assert len(rest) == len(wanted) - 1


def test_the_quick_way_of_verify_is_sure_of_it(filled: str) -> None:
    whole = OnePass(open_database(filled), (), 0, "9999-12-31T23:59:59Z")
    assert whole.is_whole(iter)
    assert OnePass(open_database(filled), (), 3, "9999-12-31T23:59:59Z").is_whole(iter)
    with open_database(filled).reading() as connection:
        assert whole.root == journal_table.root(connection, whole.size)


def test_two_processes_are_sure_of_it_too(filled: str) -> None:
    asked: list[Part] = []

    def start(database: Database, part: Part) -> SecondProcess:
        asked.append(part)
        return SecondProcess(database, part)

    whole = OnePass(open_database(filled), (), 0, "9999-12-31T23:59:59Z", start)
    whole.least = 2
    assert whole.is_whole(iter)
    with closing(SecondProcess(open_database(filled), asked[0])) as second:
        assert second.answer() is not None
    with open_database(filled).reading() as connection:
        assert whole.root == journal_table.root(connection, whole.size)


def test_raw_rows_come_in_the_order_of_entry_and_key(filled: str) -> None:
    with open_database(filled).reading() as connection:
        size = raw_rows.count_after(connection, 0)
        for name in raw_rows.TABLES:
            rows = list(raw_rows.rows(connection, name, raw_rows.Span(0, size, size)))
            names = raw_rows.columns_of(name)
            places = [names.index(one) for one in raw_rows.order_of(name)]
            keys = [tuple(row[place] for place in places) for row in rows]
            assert keys == sorted(keys)
            assert rows
        numbers = [row[0] for row in raw_rows.entries_after(connection, None, size + 1)]
        assert numbers == list(range(1, size + 1))


@pytest.mark.parametrize(
    "close",
    [
        [(1, "a"), (2, "b")],
        [(1, "a"), (2, "a")],
        [(2, "a"), (3, "a"), (1, "b"), (4, "nowhere")],
    ],
)
def test_rows_are_ended_by_the_first_that_names_them(
    place: str, close: list[tuple[int, str]]
) -> None:
    blank = [None] * 9
    asked = [None, None, False, None, None, None, None]
    with open_database(place, create=True).writing() as connection:
        rows = [
            (name, n, None, "S.", *blank, *asked, "[]", None, None)
            for n, name in enumerate("abc", -3)
        ]
        insert_rows(connection, questions, rows)
        close_rows(connection, questions, ("id",), close)
        close_rows(connection, questions, ("id",), [(9, "a"), (9, "b")])
        ended = connection.execute(select(questions.c.id, questions.c.replaced_by)).all()
    first: dict[str, int] = {}
    for number, name in close:
        first.setdefault(name, number)
    assert dict(map(tuple, ended)) == {"a": first["a"], "b": first.get("b", 9), "c": None}


# Texts


def test_texts_sort_by_code_point(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        for text in ("b", "a", "B", "A", "ä", "_", "~", "Z", "é", "岸", "😀"):
            ledger.add({**FLOOR, "id": f"c-{ord(text)}", "speaker": text}, SOURCE)
        told = ledger.list()
    by_id = sorted([98, 97, 66, 65, 228, 95, 126, 90, 233, 23736, 128512], key=str)
    assert [one.id for one in told] == [f"c-{number}" for number in by_id]
    with open_database(place).reading() as connection:
        claims = metadata.tables["claims"]
        order = connection.execute(select(claims.c.speaker).order_by(claims.c.speaker)).scalars()
        assert "".join(order) == "ABZ_ab~äé岸😀"


def test_signs_that_patterns_use_mean_themselves(place: str) -> None:
    with Ledger(place, create=True) as ledger:
        for number, topic in enumerate(("50%", "50x", "a_b", "axb", "c\\d", "cd", "Up", "up")):
            add(ledger, id=f"c{number}", topics=[topic], made="2023-07-03")

        def has(topic: str) -> list[str]:
            return [one.id for one in ledger.list(Filters(topic=(topic,)))]

        assert [has(one) for one in ("50%", "a_b", "c\\d", "Up", "up")] == [
            ["c0"], ["c2"], ["c4"], ["c6"], ["c7"],
        ]  # fmt: skip


def test_a_url_of_any_length_is_kept_and_found(place: str) -> None:
    """An index of the usual kind takes 2,704 bytes on PostgreSQL."""
    url = "https://news.example/" + "".join(f"{number * 7919:x}" for number in range(3000))
    with Ledger(place, create=True) as ledger:
        keys = {key: SOURCE[key] for key in ("publisher", "published")}
        first = ledger.add(FLOOR, {**keys, "url": url})
        second = ledger.add({**FLOOR, "id": "other", "speaker": "B"}, {**keys, "url": url})
        assert first.claim.source == second.claim.source


@pytest.mark.parametrize("text", ["a\0b", "\udc80", "x#99999999999999999999", "%", "", "x" * 10000])
def test_what_no_database_holds_is_not_found(place: str, text: str) -> None:
    with Ledger(place, create=True) as ledger:
        add(ledger)
        for ask in (
            lambda: ledger.show(text),
            lambda: ledger.log(text),
            lambda: ledger.evidence(text),
            lambda: ledger.list(Filters(speaker=(text,))),
            lambda: ledger.record(text, {"verdict": "happened"}),
            lambda: ledger.withdraw(text),
        ):
            with pytest.raises(Refusal):
                ask()
        assert ledger.search(f"nowhere {text}") == []


# Guards and shape


@pytest.mark.slow
def test_what_was_written_is_neither_changed_nor_removed(filled: str) -> None:
    def refused(statement: Executable) -> None:
        with (
            pytest.raises(
                (StoreTrouble, DBAPIError), match=r"only ever added to|only replaced_by is set"
            ),
            open_database(filled).writing() as connection,
        ):
            connection.execute(statement)

    before = held(filled)
    for table in (*catalogue.FROZEN, *catalogue.CLOSED_ONCE):
        refused(table.delete())
        refused(update(table).values({table.columns[0]: table.columns[0]}))
    for table in catalogue.CLOSED_ONCE:
        refused(update(table).values(replaced_by=None))
    assert held(filled) == before


def test_guards_that_are_missing_are_named_and_set_up_anew(place: str) -> None:
    database = open_database(place, create=True)
    with database.migrating() as connection:
        assert catalogue.misplaced(connection) == []
        catalogue.remove(connection)
        wrong = catalogue.misplaced(connection)
        assert len(wrong) == 3 * len([*catalogue.FROZEN, *catalogue.CLOSED_ONCE])
        assert all(one.endswith(" is missing") for one in wrong)
        assert {(one.kind, one.part.kind) for one in deviations(connection)} == {
            ("removed", "guard")
        }
        catalogue.renew(connection)
        assert catalogue.misplaced(connection) == []
        assert deviations(connection) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP INDEX ix_journal_at", ("removed", "index", "ix_journal_at", False)),
        ("CREATE TABLE notes (x INTEGER)", ("inserted", "table", "notes", True)),
        ("CREATE INDEX more ON claims (note)", ("inserted", "index", "more", True)),
        (
            "CREATE UNIQUE INDEX more ON claims (note, entry)",
            ("inserted", "index", "more", False),
        ),
        ("ALTER TABLE claims ADD COLUMN x TEXT", ("inserted", "column", "claims.x", False)),
        ("ALTER TABLE sources DROP COLUMN note", ("removed", "column", "sources.note", False)),
    ],
)
def test_what_differs_in_the_shape_is_named(
    place: str, statement: str, told: tuple[str, str, str, bool]
) -> None:
    database = open_database(place, create=True)
    with database.migrating() as connection:
        catalogue.remove(connection)
        connection.exec_driver_sql(statement)
        catalogue.renew(connection)
    with database.reading() as connection:
        found = [
            (one.kind, one.part.kind, one.part.name, one.is_harmless)
            for one in deviations(connection)
        ]
    assert found == [told]


def test_the_tables_that_grow_can_be_spread_by_question(place: str) -> None:
    """What is unique in a table spread over a cluster must hold the column it is spread by."""
    Ledger(place, create=True).close()
    with open_database(place).reading() as connection:
        schema = inspect(connection)
        for table in ("claims", "outcomes", "evidence"):
            keys = [schema.get_pk_constraint(table)["constrained_columns"]]
            keys += [one["column_names"] for one in schema.get_unique_constraints(table)]
            keys += [one["column_names"] for one in schema.get_indexes(table) if one["unique"]]
            assert [key for key in keys if "question" not in key] == []
            assert schema.get_foreign_keys(table) == []


def test_a_ledger_that_lived_is_whole(filled: str) -> None:
    with Ledger(filled) as ledger:
        found = ledger.verify([ledger.checkpoint()])
    assert found.whole
    assert found.damage == ()
    database = open_database(filled)
    with database.reading() as connection:
        assert database.backend.damage_of_file(connection) == []
        assert not database.backend.has_dangling_rows(connection)


# Errors


def test_an_error_that_is_none_of_the_databases_is_our_own_fault(place: str) -> None:
    backend = backend_at(place)
    Ledger(place, create=True).close()
    for fault in (ZeroDivisionError(), ValueError("x"), OSError(28, "No space left on device")):
        assert backend.trouble_of(fault, "here") is None


def test_rows_that_break_a_rule_of_the_schema_are_our_own_fault(place: str) -> None:
    """And no sentence for a person: nothing that one does can bring it about."""
    row = (1, " a")
    with (
        pytest.raises(Exception, match=r"(?i)unique") as why,
        open_database(place, create=True).writing() as connection,
    ):
        insert_rows(connection, search, [row, row])
    assert not isinstance(why.value, Refusal)


# Copies


def test_a_copy_is_whole_or_its_maker_is_named(filled: str, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    kept, other = folder / "copy.db", folder / "other.db"
    with Ledger(filled) as ledger:
        try:
            copied = ledger.backup(kept)
        except StoreTrouble as refusal:
            cures = [refusal.cure]
        else:
            cures = []
            with pytest.raises(FileTrouble, match="already exists"):
                ledger.backup(kept)
    if cures:
        with pytest.raises(StoreTrouble, match="is in no file") as why:
            backend_at(filled).restore(kept, filled)
        assert "Make a backup of it with: " in cures[0]
        assert "Restore a dump of it with: " in why.value.cure
        assert not kept.exists()
        return
    assert backend_at(str(other)).restore(kept, str(other)) == copied
    assert held(str(other)) == held(str(kept)) == held(filled)
    assert copied.root == held(filled)[1]


def test_before_an_upgrade_a_copy_is_kept_or_the_person_told_to(filled: str) -> None:
    database = open_database(filled)
    backend = database.backend
    copy = backend.copy_before_upgrade(database.engine, database.place, "before")
    if copy is None:
        assert "keep a copy first" in backend.before_upgrade
        assert backend.mode_of_copy(database.place) == 0o666
        return
    assert held(str(copy)) == held(filled)
    original = Path(database.place).stat()
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(original.st_mode)
    another = backend.copy_before_upgrade(database.engine, database.place, "before")
    assert another not in {None, copy}
