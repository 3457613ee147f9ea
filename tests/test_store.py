"""The database: what is refused as one, who may write when, and the tree beside the journal."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import FLOOR, SOURCE, add
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from tampering import unguarded

from ledger.book.ledger import Ledger
from ledger.errors import Busy, NoLedger, NotALedger, Refusal, StoreTrouble
from ledger.journal.entry import Entry
from ledger.model.filters import Filters
from ledger.model.name_keys import stored, tokens
from ledger.store import journal_table
from ledger.store.migrate import upgrade
from ledger.store.opening import open_database
from ledger.store.schema import journal, tiles
from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import Clock

NOBODY = 65534


# What is no ledger


def test_a_ledger_is_made_only_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(NoLedger) as refused:
        Ledger(path)
    assert str(path) in str(refused.value)
    assert refused.value.cure.endswith(" init")
    assert not path.exists()
    Ledger(path, create=True).close()
    with Ledger(path) as made:
        assert made.log() == []


@pytest.mark.parametrize("create", [False, True])
def test_a_ledger_needs_a_folder_to_be_in(tmp_path: Path, create: bool) -> None:  # noqa: FBT001 - a case
    with pytest.raises(NoLedger):
        Ledger(tmp_path / "none" / "new.db", create=create)
    (tmp_path / "file").touch()
    with pytest.raises(Refusal):
        Ledger(tmp_path / "file" / "new.db", create=create)


def test_an_empty_file_becomes_a_ledger_only_where_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(NotALedger, match="empty") as refused:
        Ledger(path)
    assert refused.value.cure.endswith(" init")
    assert path.stat().st_size == 0
    Ledger(path, create=True).close()
    Ledger(path).close()


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "content", [b"# Notes\n", b"S", b"\x00" * 5000, b"SQLite format 4\x00" + bytes(4080)]
)
def test_a_file_of_another_kind_is_refused_and_left_alone(
    tmp_path: Path,
    content: bytes,
    create: bool,  # noqa: FBT001 - a case
) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(NotALedger, match="not a ledger"):
        Ledger(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.parametrize("version", ["'0000'", "''", "'x'", "' 0001'", "x'30303031'"])
def test_a_ledger_that_does_not_say_its_version_is_sent_to_a_backup(
    ledger: Ledger, version: str
) -> None:
    """And not to `upgrade`, which could do nothing with it."""
    with closing(sqlite3.connect(ledger.place)) as raw, raw:
        raw.execute(f"UPDATE alembic_version SET version_num = {version}")  # noqa: S608 - a case
    for use in (Ledger, upgrade):
        with pytest.raises(NotALedger, match="table alembic_version holds ") as refusal:
            use(ledger.place)
        assert refusal.value.cure.endswith(" restore FILE")


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE people (name TEXT)",
        "CREATE TABLE journal (seq INTEGER)",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "CREATE TABLE journal (x); CREATE TABLE alembic_version (version_num TEXT)",
        "CREATE TABLE journal (x); CREATE TABLE alembic_version AS VALUES ('1975ea83b712')",
        "CREATE TABLE journal (x); CREATE TABLE alembic_version AS VALUES ('0001'), ('0002')",
        "CREATE TABLE journal (x); CREATE VIEW alembic_version AS SELECT 1 version_num",
        *(
            f"CREATE TABLE journal (x); CREATE TABLE alembic_version AS VALUES {version}"
            for version in ("('0000')", "('')", "(NULL)", "(' 0001')", "(x'30303031')", "(0)")
        ),
    ],
)
def test_the_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path,
    schema: str,
    create: bool,  # noqa: FBT001 - a case
) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(schema)
    before = path.read_bytes()
    with pytest.raises(NotALedger, match="is a database, but not a ledger"):
        Ledger(path, create=create)
    assert path.read_bytes() == before


def test_a_folder_is_refused_with_a_file_in_it(tmp_path: Path) -> None:
    with pytest.raises(NotALedger, match="is a folder") as refused:
        Ledger(tmp_path, create=True)
    assert str(tmp_path / "ledger.db") in refused.value.cure


@pytest.mark.parametrize(
    "target",
    [
        "/dev/null",
        "x" * 300,
        "a\x00b",
        "~nobody-of-this-name/x.db",
        "",
        "sqlite:///",
        "postgresql://h/d",
    ],
)
@pytest.mark.parametrize("create", [False, True])
def test_a_place_that_can_hold_no_ledger_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
    create: bool,  # noqa: FBT001 - a case
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreTrouble):
        Ledger(target, create=create)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a b?c#d%20.db", "日本.db", "file:x.db", ":memory:", "\udcff.db", "a'b\"c.db"]
)
def test_a_file_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger(f"./{name}", create=True) as made:
        add(made)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    for target in (tmp_path / name, f"sqlite:///{tmp_path}/{name}", f"sqlite:///./{name}"):
        with Ledger(target) as ledger:
            assert len(ledger.log()) == 3


@pytest.mark.slow
def test_a_damaged_file_is_refused_in_words(ledger: Ledger, tmp_path: Path) -> None:
    """Of each page in turn all bytes are lost; whoever meets one is told, and nobody else."""
    for number in range(40):
        add(ledger, id=f"c{number}", note="n" * 500)
    whole = Path(ledger.place).read_bytes()
    copy = tmp_path / "damaged.db"
    told = []
    for start in range(4096, len(whole), 4096):
        copy.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        try:
            with Ledger(copy) as damaged:
                damaged.list()
        except StoreTrouble as trouble:
            told.append(str(trouble))
    assert len(told) > 5
    assert all(str(copy) in one for one in told)
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreTrouble), Ledger(copy) as damaged:
        damaged.list()


def test_a_damaged_entry_is_named(ledger: Ledger) -> None:
    add(ledger)
    with unguarded(ledger.place) as raw:
        raw.execute("UPDATE journal SET entry = x'7b' WHERE seq = 2")
    with pytest.raises(StoreTrouble, match="Entry 2 is damaged"):
        ledger.log()


# Who may write

PERMISSIONS = """
import json, os, sys
from pathlib import Path
from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.store.migrate import upgrade

folder = Path(sys.argv[1])

def tried(path, **how):
    told = []
    for act in (
        lambda ledger: ledger.list(),
        lambda ledger: ledger.add({"speaker": "A", "statement": "S."}, {"publisher": "P"}),
    ):
        try:
            with Ledger(path, **how) as ledger:
                act(ledger)
            told.append("done")
        except Refusal as refusal:
            told.append(f"{type(refusal).__name__}: {refusal}")
    return told

tried(folder / "loaded.db", create=True)  # so that all modules are there
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
print(json.dumps([
    tried(folder / "file" / "ledger.db"),
    tried(folder / "folder" / "ledger.db"),
    tried(folder / "secret" / "ledger.db"),
    tried(folder / "folder" / "new.db", create=True),
    tried(folder / "closed" / "ledger.db"),
]))
"""


@pytest.mark.slow
def test_who_may_not_write_can_read_and_is_told(empty_ledger: Path) -> None:
    """Permissions bind nobody who is root; then the program gives that up first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = {"file": (0o444, 0o777), "folder": (0o666, 0o555)}
        cases |= {"secret": (0o000, 0o777), "closed": (0o666, 0o000)}
        for case, (of_file, of_folder) in cases.items():
            (folder / case).mkdir()
            path = folder / case / "ledger.db"
            path.write_bytes(empty_ledger.read_bytes())
            path.chmod(of_file)
            path.parent.chmod(of_folder)
        folder.chmod(0o755)
        try:
            done = subprocess.run(
                [sys.executable, "-c", PERMISSIONS, name],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "LEDGER_RECORDER": "desk"},
            )
        finally:
            for case in cases:
                (folder / case).chmod(0o755)
    file, within, secret, new, closed = json.loads(done.stdout)
    assert file[0] == within[0] == "done"
    assert file[1] == f"ReadOnly: {folder}/file/ledger.db cannot be written."
    assert within[1] == f"ReadOnly: {folder}/folder/ledger.db cannot be written."
    assert (
        secret
        == [f"StoreTrouble: {folder}/secret/ledger.db cannot be read: Permission denied."] * 2
    )
    assert new == [f"ReadOnly: {folder}/folder/new.db cannot be made."] * 2
    assert (
        closed
        == [f"StoreTrouble: {folder}/closed/ledger.db cannot be read: Permission denied."] * 2
    )


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_whoever_waits_too_long_for_another_writer_is_told(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    with closing(sqlite3.connect(ledger.place, isolation_level=None)) as other:
        other.execute(lock)
        with pytest.raises(Busy, match=r"Another program has kept .* busy"):
            add(ledger)
        if lock == "BEGIN IMMEDIATE":
            assert ledger.list() == []
        else:
            with pytest.raises(Busy):
                ledger.list()
    add(ledger)


def test_what_writes_says_so_as_it_begins(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deferred BEGIN would let two writers read the same last entry."""
    begun: list[str] = []
    real = connections._begin  # noqa: SLF001 - what is listened to has no other name

    def note(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        event.listen(connection, "before_cursor_execute", lambda *told: begun.append(told[2]))
        real(connection)

    monkeypatch.setattr(connections, "_begin", note)
    with Ledger(ledger.place) as other:
        begun.clear()
        add(other)
        assert begun[0] == "BEGIN IMMEDIATE"
        begun.clear()
        other.list()
        assert begun[0] == "BEGIN"


def test_a_connection_is_as_safe_as_it_can_be(ledger: Ledger) -> None:
    with open_database(ledger.place).reading() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "recursive_triggers", "journal_mode")
        }
    assert told == {
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "journal_mode": "delete",
    }


def add_some(place: str, name: str, number: int) -> list[str]:
    """Add claims to the ledger at a place, all in one source; their ids."""
    with Ledger(place, recorder=name) as ledger:
        return [add(ledger, id=f"{name}{n}", made="2023-07-03") for n in range(number)]


def make_and_add(place: str, name: str) -> list[str]:
    """Make the ledger at a place, if it is not there, and add a claim."""
    Ledger(place, create=True).close()
    return add_some(place, name, 1)


@pytest.mark.slow
def test_several_can_write_at_once(ledger: Ledger) -> None:
    """Nobody is refused, nothing is missing, the journal has no fork and each one's order."""
    add(ledger)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        work = [pool.submit(add_some, ledger.place, name, 25) for name in "abcd"]
        acknowledged = [one.result() for one in work]
    entries = ledger.log()
    assert [number for number, _ in entries] == list(range(1, len(entries) + 1))
    claims = [entry.id for _, entry in entries if entry.kind == "claim"]
    for ids in acknowledged:
        assert [one for one in claims if one in set(ids)] == ids
    assert len(claims) == 101
    assert len(ledger.list()) == 101
    assert [entry.kind for _, entry in entries].count("source") == 1
    times = [entry.at for _, entry in entries]
    assert times == sorted(times)
    assert ledger.root() == plain_root(leaves(ledger.place))


# The tree


def plain_root(hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash as RFC 9162 section 2.1.1 writes it, over leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = plain_root(hashes[:middle]), plain_root(hashes[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaves(place: str) -> list[bytes]:
    """The leaf hashes of a ledger, computed from the stored bytes."""
    with open_database(place).reading() as connection:
        stored_bytes = connection.execute(select(journal.c.entry).order_by(journal.c.seq)).scalars()
        return [hashlib.sha256(b"\x00" + data).digest() for data in stored_bytes]


def entry(number: int) -> Entry:
    """An entry of no meaning."""
    return Entry(at="2023-07-05T12:00:00Z", by="desk", kind="question", id=f"q{number}", body={})


def grow(place: str, sizes: Sequence[int]) -> None:
    """Let the journal at a place grow to each of these sizes, one unit for each."""
    database, before = open_database(place), 0
    for size in sizes:
        with database.writing() as connection:
            journal_table.append(connection, before, [entry(n) for n in range(before, size)])
        before = size


def tiles_of(place: str) -> dict[tuple[int, int], tuple[bytes, bytes]]:
    """The tiles by level and number: their hashes and their root."""
    with open_database(place).reading() as connection:
        return {
            (one.level, one.number): (one.hashes, one.root)
            for one in connection.execute(select(tiles))
        }


@pytest.mark.parametrize("sizes", [(255, 256, 257, 511, 512, 513), (1, 600), (300, 301, 1024)])
def test_a_tile_is_written_when_it_is_full(ledger: Ledger, sizes: Sequence[int]) -> None:
    grow(ledger.place, sizes)
    hashes = leaves(ledger.place)
    assert len(hashes) == sizes[-1]
    expected = {
        (0, n): (b"".join(part), plain_root(part))
        for n in range(sizes[-1] // 256)
        for part in [hashes[256 * n : 256 * n + 256]]
    }
    assert tiles_of(ledger.place) == expected
    for size in sizes:
        assert ledger.root(f"{size}@2023-07-05") == plain_root(hashes[:size])


@pytest.mark.slow
def test_tiles_of_tiles_are_written_too(ledger: Ledger) -> None:
    """256 tiles of 256 entries fill the first tile of the level above."""
    grow(ledger.place, [65_000, 65_535])
    assert (1, 0) not in tiles_of(ledger.place)
    with open_database(ledger.place).writing() as connection:
        journal_table.append(connection, 65_535, [entry(n) for n in range(65_535, 65_800)])
    hashes = leaves(ledger.place)
    found = tiles_of(ledger.place)
    assert set(found) == {(0, n) for n in range(257)} | {(1, 0)}
    assert found[1, 0] == (
        b"".join(found[0, n][1] for n in range(256)),
        plain_root(hashes[:65_536]),
    )
    for size in (65_535, 65_536, 65_537, 65_800):
        assert ledger.root(f"{size}@2023-07-05") == plain_root(hashes[:size])


def test_the_root_of_nothing_is_the_hash_of_nothing(ledger: Ledger) -> None:
    assert ledger.root() == hashlib.sha256(b"").digest()


# Queries


def statements(ledger: Ledger, ask: Callable[[], object]) -> int:
    """How many statements the database is asked to run."""
    asked: list[str] = []
    engine = ledger._database.engine  # noqa: SLF001 - there is no other way to listen
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    ask()
    return len(asked)


@pytest.mark.slow
@pytest.mark.parametrize(
    "ask",
    [
        lambda ledger: ledger.list(),
        lambda ledger: ledger.list(Filters(speaker=("james black",), status=("open",))),
        lambda ledger: ledger.search("nato"),
        lambda ledger: ledger.withdrawn(),
        lambda ledger: ledger.show("c1"),
        lambda ledger: ledger.corrections(),
    ],
)
def test_no_question_is_asked_once_for_each_claim(
    fresh_ledger: Callable[[str], Ledger], tmp_path: Path, ask: Callable[[Ledger], object]
) -> None:
    counts = []
    for size in (10, 1000):
        path = tmp_path / f"{size}.toml"
        tables = [
            f'[[claim]]\nid = "c{n}"\nspeaker = "James Black"\nstatement = "NATO {n}."\n'
            for n in range(size)
        ]
        path.write_text('[source]\nid = "jt"\npublisher = "JT"\n' + "\n".join(tables))
        with fresh_ledger(str(size)) as ledger:
            ledger.import_([path])
            counts.append(statements(ledger, lambda: ask(ledger)))
    # What is found by keys is found by a few hundred of them at once.
    assert counts[0] <= counts[1] < counts[0] + 10


# Tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The floor, not the CEILING.", ["the", "floor", "not", "ceiling"]),
        ("Céline Škoda ŁÓDŹ", ["celine", "skoda", "lodz"]),
        ("Ce\u0301line", ["celine"]),
        ("STRASSE Straße", ["strasse"]),
        ("2% of GDP, 1.5-2.5", ["2", "of", "gdp", "1", "5"]),
        ("ΣΊΣΥΦΟΣ σίσυφος", ["σισυφοσ"]),
        ("İstanbul ISTANBUL", ["istanbul"]),
        ("ﬁnance ①", ["finance", "1"]),
        ("a_b don't", ["a", "b", "don", "t"]),
        ("東京タワー x", ["東", "京", "タ", "ワ", "ー", "x"]),
        ("", []),
        ("\x00\udc80 %_'\"", []),
    ],
)
def test_tokens_fold_case_accents_and_signs(text: str, expected: list[str]) -> None:
    assert tokens([text]) == expected


@given(st.lists(st.none() | st.text()))
def test_tokens_of_tokens_are_the_same(texts: list[str | None]) -> None:
    found = tokens(texts)
    assert tokens(found) == found
    assert all(0 < len(one) <= 64 for one in found)
    assert stored(texts).split(" ")[1:] == found


@given(st.text())
def test_case_makes_no_difference_to_tokens(text: str) -> None:
    assert set(tokens([text.casefold()])) == set(tokens([text]))


def test_a_clock_is_not_asked_while_nothing_is_written(ledger: Ledger, clock: Clock) -> None:
    ledger.add(FLOOR, SOURCE)
    assert ledger.log()[0][1].at == clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
