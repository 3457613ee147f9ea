"""Moving a ledger between databases: all of it, to the byte, or nothing."""

from __future__ import annotations

import shutil
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from commands import ADDED, ARTICLE, Desk
from conftest import Clock
from examples import add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from sqlalchemy import text
from test_contract import held

from ledger.audit import transfer
from ledger.book.ledger import Ledger
from ledger.errors import NoLedger, NotALedger, StoreTrouble
from ledger.journal import merkle
from ledger.journal.entry import Entry, to_bytes
from ledger.journal.note import to_base64
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step


@pytest.mark.slow
def test_there_and_back_again_it_is_the_same(place: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.database = tmp_path / "own.db"
    desk.done("import", ARTICLE)
    told = desk.done("copy", desk.database, place)
    with Ledger(desk.database) as ledger:
        size, root = ledger.moment().entry, to_base64(ledger.root())
    first, *lines = told.splitlines()
    assert first == f"Copied {size} entries. The root hashes are the same:"
    assert lines[0] == f"  {root}  {desk.database}"
    assert lines[1].split()[0] == root
    back = tmp_path / "back.db"
    desk.done("copy", place, back)
    assert held(str(desk.database)) == held(place) == held(str(back))
    for target in (place, back):
        told = desk.done("copy", desk.database, target)
        assert told.startswith(f"Nothing to do: both hold the same {size} entries.\n  {root}  ")
    assert desk.done("copy", place, place).startswith("Nothing to do")


def test_a_copy_can_be_gone_on_with(place: str, tmp_path: Path) -> None:
    with Ledger(tmp_path / "own.db", create=True) as ledger:
        add(ledger)
        ledger.copy(place)
        with Ledger(place) as copy:
            for one in (ledger, copy):
                one.add({"id": "b", "speaker": "B", "question": "floor"}, "jt")
                one.amend("b", {"speaker": "C"}, "Misheard.")
            assert [(one.id, one.speaker) for one in ledger.list()] == [
                (one.id, one.speaker) for one in copy.list()
            ]


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(histories())
def test_any_history_is_copied_as_it_is_whatever_the_parts(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with (
        empty_ledgers(empty_ledger, clock, 2) as (ledger, other),
        pytest.MonkeyPatch.context() as m,
    ):
        live(ledger, clock, history)
        m.setattr(transfer, "PART", 3)
        ledger.copy(other.place)
        assert held(other.place) == held(ledger.place)


@pytest.mark.parametrize("what", ["less", "more", "other"])
def test_another_ledger_is_not_written_over(place: str, tmp_path: Path, what: str) -> None:
    with Ledger(tmp_path / "own.db", create=True) as ledger:
        add(ledger)
        ledger.copy(place)
        with Ledger(place) as there:
            if what == "less":
                add(ledger, id="b", speaker="B")
            elif what == "more":
                add(there, id="b", speaker="B")
            else:
                add(there, id="b", speaker="B")
                add(ledger, id="c", speaker="C")
            before = held(place)
            size = there.moment().entry
            with pytest.raises(StoreTrouble, match=f"holds another ledger, of {size} entr") as no:
                ledger.copy(place)
        assert "Nothing was copied" in no.value.cure
        assert held(place) == before


def test_what_is_no_ledger_is_neither_copied_nor_written_over(tmp_path: Path, place: str) -> None:
    with pytest.raises(NoLedger), Ledger(tmp_path / "none.db") as ledger:
        ledger.copy(place)
    notes = tmp_path / "notes.txt"
    notes.write_text("Mine.\n")
    with Ledger(tmp_path / "own.db", create=True) as ledger:
        with pytest.raises(NotALedger):
            ledger.copy(notes)
        assert notes.read_text() == "Mine.\n"
        assert ledger.copy(tmp_path / "empty.db").size == 0


CURES = {"Run ledger verify.", "Nothing was copied; go back to a copy of it."}
"""What to do about damage of an entry or of the tree, and of the journal as a whole."""


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (
            "UPDATE journal SET entry = CAST('{}' AS BLOB) WHERE seq = 3",
            "Entry 3 is damaged: its bytes",
        ),
        (
            "UPDATE journal SET entry = CAST('{}' AS BLOB) WHERE seq = 260",
            "Entry 260 is damaged: its byte",
        ),
        ("DELETE FROM journal WHERE seq = 2", "Entry 2 is damaged: it is not there."),
        (
            "DELETE FROM journal WHERE seq = 260",
            " is damaged: a hash of entries 257 to 261 is missing",
        ),
        ("DELETE FROM tiles", " is damaged: a hash of entries 1 to 256 is missing"),
        ("UPDATE tiles SET root = zeroblob(32)", " is damaged: its root does not fit its entries"),
    ],
)
def test_a_damaged_journal_is_not_copied(
    place: str, tmp_path: Path, empty_ledger: Path, damage: str, why: str
) -> None:
    path = shutil.copyfile(empty_ledger, tmp_path / "own.db")
    fill(path, 261)
    harm(path, damage)
    with Ledger(path) as ledger, pytest.raises(StoreTrouble, match=why) as refused:
        ledger.copy(place)
    assert refused.value.cure in CURES
    assert sorted(one.name for one in tmp_path.iterdir()) == ["own.db"]
    with Ledger(place, create=True) as there:
        assert there.log() == []


def harm(path: Path, damage: str) -> None:
    """Change a file as somebody with a SQLite shell can, whatever guards it has."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with open_database(str(path)).writing() as connection:
        for (name,) in connection.execute(text(triggers)).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql(damage)


@pytest.mark.slow
def test_bytes_that_are_no_entry_are_not_copied_though_their_hash_is_right(tmp_path: Path) -> None:
    with Ledger(tmp_path / "own.db", create=True) as ledger:
        add(ledger)
        data = b'{"at": "2023-07-05T12:00:00Z"}'
        with open_database(ledger.place).writing() as connection:
            connection.execute(
                text("INSERT INTO journal VALUES (4, '2023-07-05T12:00:00Z', :data, :leaf)"),
                {"data": data, "leaf": merkle.leaf_hash(data)},
            )
        with pytest.raises(StoreTrouble, match="Entry 4 is damaged"):
            ledger.copy(tmp_path / "to.db")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["own.db"]


def test_doctored_tables_are_not_carried_over(place: str, tmp_path: Path) -> None:
    """The journal is the truth; the tables of the copy are made from it."""
    path = tmp_path / "own.db"
    with Ledger(path, create=True) as ledger:
        add(ledger)
        kept = shutil.copyfile(path, tmp_path / "kept.db")
        harm(path, "UPDATE claims SET speaker = 'Nobody'")
        ledger.copy(place)
    assert held(place) == held(str(kept))


@pytest.mark.slow
def test_memory_does_not_grow_with_the_ledger(
    postgres_ledger: str, empty_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "PART", 50)
    peaks = []
    for size in (200, 2000):
        path = shutil.copyfile(empty_ledger, tmp_path / f"{size}.db")
        fill(path, size)
        with Ledger(path) as ledger:
            ledger.copy(shutil.copyfile(empty_ledger, tmp_path / f"warm{size}.db"))
            tracemalloc.start()
            ledger.copy(postgres_ledger if size == 2000 else tmp_path / "to.db")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def fill(path: Path, size: int) -> None:
    """Give a ledger a question of a thousand letters for each entry."""
    from ledger.store import journal_table, projection  # noqa: PLC0415 - for this test alone

    entries = [
        Entry("2023-07-05T12:00:00Z", "desk", "question", f"q{n}", {"statement": f"{n} {n}" * 150})
        for n in range(size)
    ]
    assert to_bytes(entries[0])
    with open_database(str(path)).writing() as connection:
        journal_table.append(connection, 0, entries)
        projection.project(connection, 1, entries)


def test_the_command_wants_both_names(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "Missing argument 'TO'" in desk.misused("copy", "a.db")
    desk.done("import", ARTICLE)
    assert desk.done("copy", desk.database, tmp_path / "b.db").startswith("Copied ")
    desk.database = tmp_path / "b.db"
    assert "Nothing changed" in desk.done("import", ARTICLE)
    assert ADDED not in desk.done("log")
