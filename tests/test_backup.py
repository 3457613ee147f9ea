"""Backups: whole, verified and never in anybody's way; and ledgers made of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from examples import add

from ledger.book.ledger import Ledger
from ledger.errors import FileTrouble, NotALedger, StoreTrouble
from ledger.journal.note import to_base64
from ledger.store.sqlite import files
from ledger.store.sqlite.copies import restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Clock, DeskAfter

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")

DAMAGE = {
    "an entry is edited": "UPDATE journal SET entry = CAST(replace(entry, 'B', 'W') AS BLOB)",
    "an entry is a text": "UPDATE journal SET entry = CAST(entry AS TEXT)",
    "an entry is gone": "DELETE FROM journal WHERE seq = 2",
    "a hash is edited": "UPDATE journal SET leaf = zeroblob(32) WHERE seq = 2",
}


@pytest.fixture
def desk(desk_after: DeskAfter) -> Desk:
    """A folder with a ledger of three entries."""
    return desk_after(Desk.add)


def spoil(path: Path | str, statement: str) -> None:
    """Change a database behind the program's back."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute(statement)


def names(folder: Path) -> list[str]:
    """The names of all files in a folder."""
    return sorted(one.name for one in folder.iterdir())


# Backup


def test_a_backup_is_a_ledger_with_the_same_entries(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    add(ledger)
    copied = ledger.backup(tmp_path / "b.db")
    assert (copied.entries, copied.root) == (3, ledger.root())
    assert names(tmp_path) == ["b.db", "ledger.db"]
    with Ledger(tmp_path / "b.db", clock=clock) as kept:
        assert (kept.root(), kept.list(), kept.log()) == (
            ledger.root(),
            ledger.list(),
            ledger.log(),
        )
        add(kept, id="more")
    assert len(ledger.list()) == 1


def test_the_command_prints_entries_and_root(desk: Desk) -> None:
    with Ledger(desk.database) as ledger:
        root = to_base64(ledger.root())
    path = desk.folder / "b.db"
    assert desk.done("backup", path) == f"Wrote {path}: 3 entries.\nroot hash {root}\n"


def test_a_backup_replaces_a_file_only_where_that_is_asked_for(desk: Desk) -> None:
    path = desk.folder / "b.db"
    path.write_text("mine")
    told = desk.refused("backup", path)
    assert "already exists" in told
    assert "--replace" in told
    assert path.read_text() == "mine"
    desk.done("backup", path, "--replace")
    with Ledger(path) as kept:
        assert len(kept.list()) == 1
    assert names(desk.folder) == ["b.db", "ledger.db"]


def test_a_file_made_meanwhile_is_not_replaced(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.db"
    real = files.name

    def late(file: Path, name: Path) -> None:
        path.write_text("mine")
        real(file, name)

    monkeypatch.setattr(files, "name", late)
    with pytest.raises(FileTrouble, match="already exists"):
        ledger.backup(path)
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["b.db", "ledger.db"]


@posix_only
def test_a_backup_needs_no_links(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a FAT file system, which a test cannot mount."""

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    add(ledger)
    assert ledger.backup(tmp_path / "b.db").entries == 3
    assert names(tmp_path) == ["b.db", "ledger.db"]


def test_a_backup_is_refused_where_it_cannot_be(desk: Desk) -> None:
    assert "is a folder" in desk.refused("backup", desk.folder)
    assert "There is no folder" in desk.refused("backup", desk.folder / "none" / "b.db")
    assert "is the ledger itself" in desk.refused("backup", desk.database, "--replace")
    assert "cannot be made" in desk.refused("backup", desk.folder / ("x" * 300))
    assert names(desk.folder) == ["ledger.db"]


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_ledger_is_not_backed_up(desk: Desk, damage: str) -> None:
    spoil(desk.database, damage)
    told = desk.refused("backup", desk.folder / "b.db")
    assert f"{desk.database} is damaged" in told
    assert names(desk.folder) == ["ledger.db"]


def test_what_an_earlier_file_of_its_name_left_behind_does_not_get_into_a_backup(
    ledger: Ledger, tmp_path: Path
) -> None:
    add(ledger)
    leave_journal(tmp_path / "b.db")
    (tmp_path / "b.db").unlink()
    ledger.backup(tmp_path / "b.db")
    with Ledger(tmp_path / "b.db") as kept:
        assert kept.root() == ledger.root()


# Restore


def test_a_ledger_is_restored_where_there_is_none(desk: Desk) -> None:
    desk.done("backup", desk.folder / "b.db")
    before = desk.json("log")
    desk.database.unlink()
    told = desk.done("restore", desk.folder / "b.db")
    assert told.startswith(f"Restored {desk.database}: 3 entries.\nroot hash ")
    assert desk.json("log") == before
    assert names(desk.folder) == ["b.db", "ledger.db"]


def test_what_a_lost_ledger_left_behind_does_not_get_into_the_next(desk: Desk) -> None:
    """A journal without its database would be played back into whatever takes its place."""
    desk.done("backup", desk.folder / "b.db")
    before = desk.json("log")
    leave_journal(desk.database)
    desk.database.unlink()
    desk.done("restore", desk.folder / "b.db")
    assert desk.json("log") == before


def test_nor_into_one_that_is_made_anew(desk: Desk) -> None:
    leave_journal(desk.database)
    desk.database.unlink()
    desk.add()
    assert len(desk.json("log")) == 3
    assert names(desk.folder) == ["ledger.db"]


def test_a_ledger_that_lacks_nothing_gives_way_to_a_backup_that_has_more(desk: Desk) -> None:
    shutil.copyfile(desk.database, desk.folder / "old.db")
    desk.add()
    desk.done("backup", desk.folder / "b.db")
    after = desk.json("log")
    shutil.move(desk.folder / "old.db", desk.database)
    desk.done("restore", desk.folder / "b.db")
    assert desk.json("log") == after
    desk.done("restore", desk.folder / "b.db")
    assert desk.json("log") == after
    assert names(desk.folder) == ["b.db", "ledger.db"]


def test_a_ledger_with_more_entries_gives_way_only_where_that_is_asked_for(desk: Desk) -> None:
    desk.done("backup", desk.folder / "b.db")
    before = desk.json("log")
    desk.add(source="japan-times-2023-07-03", publisher="", published="")
    after = desk.json("log")
    told = desk.refused("restore", desk.folder / "b.db")
    assert f"{desk.database} was left as it is: it has 2 entries that the backup lacks." in told
    assert "--replace" in told
    assert desk.json("log") == after
    told = desk.done("restore", desk.folder / "b.db", "--replace")
    aside = desk.folder / "ledger.db.before-restore"
    assert told.endswith(f"What it was before is kept in {aside}.\n")
    assert desk.json("log") == before
    with Ledger(aside) as kept:
        assert len(kept.log()) == len(after)


@pytest.mark.parametrize("more", [0, 1])
def test_a_ledger_with_other_entries_is_kept_aside(
    fresh_ledger: Callable[[str], Ledger], tmp_path: Path, more: int
) -> None:
    with fresh_ledger("one") as one, fresh_ledger("two") as two:
        add(one)
        add(two, speaker="Somebody else")
        for n in range(more):
            add(two, id=f"more{n}")
        kept = one.backup(tmp_path / "b.db")
        with pytest.raises(StoreTrouble, match="entries"):
            restore(tmp_path / "b.db", two.place)
        done = restore(tmp_path / "b.db", two.place, overwrite=True)
        assert two.root() == done.root == kept.root
        assert done.aside == tmp_path / "two.db.before-restore"
        (tmp_path / "two.db").write_text("damaged")
        again = restore(tmp_path / "b.db", two.place, overwrite=True)
        assert again.aside == tmp_path / "two.db.before-restore-2"
        assert again.aside.read_text() == "damaged"


def test_a_damaged_ledger_is_kept_aside(desk: Desk) -> None:
    desk.done("backup", desk.folder / "b.db")
    desk.database.write_bytes(desk.database.read_bytes()[:100] + b"\xff" * 20000)
    told = desk.refused("restore", desk.folder / "b.db")
    assert "was left as it is" in told
    desk.done("restore", desk.folder / "b.db", "--replace")
    assert len(desk.json("log")) == 3
    assert (desk.folder / "ledger.db.before-restore").stat().st_size == 20100


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_backup_is_refused(desk: Desk, damage: str) -> None:
    desk.done("backup", desk.folder / "b.db")
    before = desk.database.read_bytes()
    spoil(desk.folder / "b.db", damage)
    told = desk.refused("restore", desk.folder / "b.db", "--replace")
    assert f"{desk.folder / 'b.db'} is damaged" in told
    assert desk.database.read_bytes() == before
    assert names(desk.folder) == ["b.db", "ledger.db"]


def test_what_is_no_backup_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Not a database at all.")
    (tmp_path / "empty").touch()
    for name, refusal in (("text", NotALedger), ("empty", NotALedger), ("none", FileTrouble)):
        with pytest.raises(refusal, match=name):
            restore(tmp_path / name, str(desk.database), overwrite=True)
    assert "is the ledger itself" in desk.refused("restore", desk.database)
    assert "pg_restore" in desk.refused("--db", "postgresql://x/y", "restore", desk.database)
    assert names(tmp_path) == ["empty", "ledger.db", "text"]


@posix_only
def test_whoever_waits_to_write_while_a_backup_is_restored_is_refused(ledger: Ledger) -> None:
    """Else an entry would be acknowledged that went into the file kept aside."""
    folder = Path(ledger.place).parent
    ledger.backup(folder / "b.db")
    add(ledger)
    with closing(sqlite3.connect(ledger.place, isolation_level=None)) as waiting:
        waiting.execute("SELECT * FROM journal").fetchall()
        restore(folder / "b.db", ledger.place, overwrite=True)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            waiting.execute("DELETE FROM search")
    assert ledger.list() == []


def leave_journal(path: Path) -> None:
    """Leave behind what a program leaves that is killed while it writes to a database."""
    folder = path.parent / "killed"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "x.db", isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("CREATE TABLE t (a)")
        for _ in range(99):
            raw.execute("INSERT INTO t VALUES (randomblob(3000))")
        raw.execute("BEGIN")
        raw.execute("UPDATE t SET a = randomblob(3000)")
        shutil.copyfile(folder / "x.db-journal", f"{path}-journal")
        if not path.exists():
            shutil.copyfile(folder / "x.db", path)
    shutil.rmtree(folder)
