"""Kills at random, full disks, and backups under writers: what was acknowledged is there, whole.

``LEDGER_LONG=1`` runs many more of them.
"""

from __future__ import annotations

import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import crashing
import pytest
from commands import Desk
from conftest import SEED, many
from examples import add
from sqlalchemy import Engine, event
from test_crashes import content, sound

from ledger.book.ledger import Ledger
from ledger.errors import StoreTrouble
from ledger.store.opening import open_database
from ledger.store.sqlite import connections
from ledger.store.sqlite.copies import restore

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

KILLS = many(50, 2000)
KILLS_ON_SERVER = many(10, 400)
BACKUPS = many(20, 500)

ROOM = 1 << 20
"""Bytes on the small disk: enough for a ledger, not for all that is written to it."""


def written(path: Path, claims: int) -> Path:
    """A claim file with some claims, in a source named after the file."""
    head = f'[source]\nid = "{path.stem}"\npublisher = "P"\n'
    claim = '\n[[claim]]\nid = "{0}-{1}"\nspeaker = "A"\nstatement = "{1} {2}"\n'
    text = "".join(claim.format(path.stem, n, "It rains. " * 20) for n in range(claims))
    path.write_text(head + text, encoding="utf-8")
    return path


# Kills


@pytest.mark.slow
def test_an_import_killed_at_any_moment_is_done_or_not(
    tmp_path: Path, empty_ledger: Path, note: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = (*connections.PRAGMAS, "synchronous = OFF")  # in this process, which is not killed
    monkeypatch.setattr(connections, "PRAGMAS", hasty)
    chance = random.Random(SEED)  # noqa: S311 - no secret
    place = shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    claims, killed, kept, n, size = 60, 0, 0, 0, 0
    more = 2 * claims + 1
    with crashing.Nursery() as nursery:
        while killed < KILLS:
            if n % 25 == 0:  # a fresh ledger keeps them quick; how quick, one that lives tells
                shutil.copyfile(empty_ledger, place)
                took, size = -time.monotonic(), more
                path = written(tmp_path / "whole.toml", claims)
                assert nursery.run(["--db", str(place), "import", str(path)], tmp_path).code == 0
                took += time.monotonic()
            path = written(tmp_path / f"s{n}.toml", claims)
            words = ["--db", str(place), "import", str(path)]
            lives = took * chance.uniform(0, 1)
            ran = nursery.run(words, tmp_path, lives=lives)
            took = took if crashing.was_killed(ran) else lives
            with Ledger(place) as ledger:
                found = ledger.moment().entry
                assert found in {size, size + more}
                assert "Added" not in ran.said or found > size
                killed += crashing.was_killed(ran)
                kept += crashing.was_killed(ran) and found > size
                ledger.import_([path])
                size += more
                root = ledger.root()
                ledger.import_([path])
                assert (ledger.moment().entry, ledger.root()) == (size, root)
            if n % 10 == 9:
                sound(place, empty_ledger, tmp_path)
            n += 1
    told = f"{killed} imports killed, seed {SEED}: {kept} of them had been kept by then"
    note(f"{told}; {n - killed} others ended sooner")
    assert kept < killed


@pytest.mark.slow
def test_an_import_into_a_server_killed_at_any_moment_is_done_or_not(
    postgres_ledger: str, tmp_path: Path, note: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    claims, killed, n, took = 30, 0, 0, 5.0
    more = 2 * claims + 1
    with crashing.Nursery() as nursery:
        while killed < KILLS_ON_SERVER:
            path = written(tmp_path / f"s{n}.toml", claims)
            words = ["--db", postgres_ledger, "import", str(path)]
            lives = took * chance.uniform(0, 1)
            ran = nursery.run(words, tmp_path, lives=lives)
            killed += crashing.was_killed(ran)
            took = took if crashing.was_killed(ran) else lives
            with open_database(postgres_ledger).writing():
                pass  # whoever was killed has let go of the lock by now
            with Ledger(postgres_ledger) as ledger:
                found = ledger.moment().entry
                assert found in {n * more, (n + 1) * more}
                assert "Added" not in ran.said or found > n * more
                n += 1
                ledger.import_([path])
                assert ledger.moment().entry == n * more
    with Ledger(postgres_ledger) as ledger:
        assert ledger.verify().whole
    note(f"{killed} imports killed, seed {SEED}; {n - killed} others ended sooner")


# Full disks


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)],
        check=True,
        capture_output=True,
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


FULL = re.compile("cannot be used: (database or disk is full|disk I/O error)")
"""A file that may not grow is an error of another kind than a disk that is full."""


def may_mount() -> bool:
    """Whether this user may mount file systems."""
    script = "mount -t tmpfs -o size=1m tmpfs $1 && umount $1"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["sh", "-c", script, "sh", folder], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def short_files(folder: Path) -> Iterator[Path]:
    """No file longer than 1 MiB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def few_pages(folder: Path) -> Iterator[Path]:
    """No database of more than 1 MiB."""

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {ROOM // 4096}")

    event.listen(Engine, "connect", limit)
    try:
        yield folder
    finally:
        event.remove(Engine, "connect", limit)


DISKS = {"short files": short_files, "few pages": few_pages}
if may_mount():
    DISKS["small disk"] = small_disk


@pytest.mark.slow
@pytest.mark.parametrize("name", DISKS)
def test_a_full_disk_is_told_in_one_sentence_and_the_ledger_goes_on(
    name: str, tmp_path: Path, empty_ledger: Path, note: Callable[[str], None]
) -> None:
    big = written(tmp_path / "big.toml", 2000)
    folder = tmp_path / "disk"
    folder.mkdir()
    with ExitStack() as full:
        full.enter_context(DISKS[name](folder))
        desk = Desk(folder)
        told = desk.refused("import", big)
        assert len(told.splitlines()) == 2
        assert FULL.search(told)
        assert list(folder.iterdir()) == []
        shutil.copyfile(empty_ledger, desk.database)
        desk.add(id="first")
        before = content(desk.database)
        told = desk.refused("import", big)
        assert FULL.search(told)
        assert content(desk.database) == before
        sound(desk.database, empty_ledger, tmp_path)
        desk.add(id="second", source="japan-times-2023-07-03", publisher="", published="")
        assert len(content(desk.database)) == len(before) + 2
        if name == "small disk":
            subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        else:
            full.close()
        assert "Added 2,000 claims" in desk.done("import", big)
    note(f"{name}: refused, and done once there was room; {len(DISKS)} of 3 ways allowed here")


@pytest.mark.slow
def test_a_backup_for_which_there_is_no_room_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    big = written(tmp_path / "big.toml", 2000)
    ledger.import_([big])
    ledger.backup(tmp_path / "good.db")
    with short_files(tmp_path):
        with pytest.raises(StoreTrouble, match="disk"):
            ledger.backup(tmp_path / "b.db")
        with pytest.raises(StoreTrouble, match="disk"):
            restore(tmp_path / "good.db", str(tmp_path / "other.db"))
    assert {one.name for one in tmp_path.glob("*.db*")} == {"ledger.db", "good.db"}


# Backups under writers

WRITER = """
import sys
from ledger.book.ledger import Ledger
place, name = sys.argv[1:]
with Ledger(place, recorder=name) as ledger:
    n = 0
    while True:
        ledger.add({"id": f"{name}{n}", "speaker": "A", "statement": "It rains."}, "jt")
        if n == 0:
            print("writing", flush=True)
        n += 1
"""


@contextmanager
def writers(place: str) -> Iterator[list[subprocess.Popen[str]]]:
    """Two programs that write all the time, once both have begun to."""
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, place, name], stdout=-1, text=True)
        for name in "ab"
    ]
    try:
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "writing\n"
        yield started
    finally:
        for one in started:
            one.kill()
            one.communicate()


@pytest.mark.slow
def test_backups_under_two_writers_are_beginnings_of_the_journal(
    ledger: Ledger, tmp_path: Path, empty_ledger: Path, note: Callable[[str], None]
) -> None:
    """Only a backup counts between which and the one before something was written."""
    add(ledger)
    roots: dict[int, bytes] = {}
    taken = 0
    with writers(ledger.place) as both:
        while len(roots) < BACKUPS:
            copied = ledger.backup(tmp_path / "b.db", replace=True)
            taken += 1
            assert all(one.poll() is None for one in both)
            if copied.entries not in roots and len(roots) % 10 == 9:
                sound(tmp_path / "b.db", empty_ledger, tmp_path)
            assert roots.setdefault(copied.entries, copied.root) == copied.root
    day = ledger.moment().day
    for size, root in roots.items():
        assert ledger.root(f"{size}@{day}") == root
    assert list(roots) == sorted(roots)
    sizes = f"{len(roots)} sizes, {min(roots):,} to {max(roots):,} entries"
    note(f"{taken} backups of {sizes}")
    sound(Path(ledger.place), empty_ledger, tmp_path)
