"""The quick way of `ledger verify` and the long one agree: what the quick calls whole is whole.

What the long way finds is tried in `test_tampering.py`; here both are asked of the same ledgers.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import SEED, Clock, many
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from tampering import Tamperer, columns, unguarded
from test_tampering import ACTS, TABLES, kept, larger  # noqa: F401 - fixtures

from ledger.audit import one_part
from ledger.audit.one_part import Unsure
from ledger.audit.one_pass import OnePass
from ledger.audit.two_processes import look
from ledger.audit.verify import diagnosed
from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.journal.checkpoint import Checkpoint
from ledger.journal.entry import latest
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from histories import Step
    from test_tampering import Kept

    from ledger.audit.one_part import Done, Part
    from ledger.audit.one_pass import Starting
    from ledger.audit.verify import Verified
    from ledger.store.database import Database

TRIES = many(60, 5000)


NOW = datetime(9000, 1, 1, tzinfo=UTC)
"""No entry is dated too late."""


class Here:
    """What stands in for a second process, in this one."""

    def __init__(self, database: Database, part: Part) -> None:
        self._done = look(database, part, lambda: None)

    def answer(self) -> Done:
        if self._done is None:
            raise Unsure
        return self._done

    def close(self) -> None:
        """There is nothing to end."""


def in_two_parts(
    database: Database, checkpoints: Sequence[Checkpoint], share: float, start: Starting
) -> OnePass:
    """The quick way for a ledger however small in two parts, of which the first has a share."""
    found = OnePass(database, checkpoints, 0, latest(NOW), start)
    found.least, found.share = 2, share
    return found


def both(
    place: str | Path, checkpoints: Sequence[Checkpoint] = (), since: int = 0
) -> tuple[bool, Verified]:
    """Whether the quick way is sure that the ledger is whole, and what the long way finds."""
    database = open_database(str(place))
    quick = OnePass(database, checkpoints, since, latest(NOW)).is_whole(iter)
    for share in () if since else (0.3, 0.7):
        assert in_two_parts(database, checkpoints, share, Here).is_whole(iter) == quick
    return quick, diagnosed(database, list(checkpoints), since, iter, NOW)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_the_quick_way_is_sure_of_every_ledger_that_the_program_writes(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch, empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        patch.setattr(one_part, "BATCH", 7)
        points = [ledger.checkpoint()]
        for step in history:
            live(ledger, clock, [step])
            points.append(ledger.checkpoint())
        for since in (0, *{points[len(points) // 2].size, points[-1].size}):
            quick, found = both(ledger.place, points, since)
            assert quick
            assert found.whole


def acts(raw: sqlite3.Connection, seeded: Random, number: int) -> str:
    """Do something to a ledger, and tell what; after the first time there are rows left."""
    tamperer = Tamperer(raw, seeded)
    act, _ = seeded.choice(ACTS[:-1] if number else ACTS)
    table = seeded.choice(["journal", *TABLES[1:]])  # there is but one tile
    getattr(tamperer, f"{act}_journal")() if table == "journal" else getattr(tamperer, act)(table)
    return f"{act} {table}"


@pytest.mark.slow
def test_what_the_long_way_finds_the_quick_way_is_not_sure_of(
    kept: Kept,  # noqa: F811 - a fixture
    tmp_path: Path,
    note: Callable[[str], None],
) -> None:
    """Once or twice something is done, and what is newer than some entry is looked at too."""
    path, wrong = tmp_path / "tampered.db", 0
    with Ledger(kept.path) as ledger:
        day = ledger.moment().day
        roots = {n: ledger.root(f"{n}@{day}") for n in range(1, kept.checkpoint.size)}
    for number in range(TRIES):
        seeded = Random(f"{SEED} {number}")  # noqa: S311 - no secret
        shutil.copyfile(kept.path, path)
        with unguarded(path) as raw:
            number_of_acts = seeded.choice([1, 1, 1, 2])
            done = [acts(raw, seeded, left) for left in reversed(range(number_of_acts))]
        for since in (0, seeded.randrange(1, kept.checkpoint.size)):
            trusted = [Checkpoint("claim-ledger", since, roots[since])] if since else []
            quick, found = both(path, trusted, since)
            wrong += not found.whole
            assert not (quick and found.damage), f"seed {SEED}, try {number}: {done}, {since}"
            assert quick or found.damage or since, f"seed {SEED}, try {number}: {done}"
    note(f"{TRIES} ledgers, damage found {wrong} times, seed {SEED}")


ODD: tuple[object, ...] = (None, "odd", "7", b"odd", b"", 0.5, -1, 2**62)
"""A value of every kind that SQLite stores in any column."""


@pytest.mark.slow
@pytest.mark.parametrize("table", ["journal", *TABLES])
def test_a_column_may_hold_anything_at_all(kept: Kept, tmp_path: Path, table: str) -> None:  # noqa: F811
    """It is damage or it is not, but it is never too much for either way."""
    path = tmp_path / "tampered.db"
    with Ledger(kept.path) as ledger:
        middle = kept.checkpoint.size // 2
        root = ledger.root(f"{middle}@{ledger.moment().day}")
    trusted = [Checkpoint("claim-ledger", middle, root)]
    chance = Random(f"{SEED} {table}")  # noqa: S311 - no secret
    for name in columns(table):
        for value in chance.sample(ODD, many(1, len(ODD))):
            shutil.copyfile(kept.path, path)
            with unguarded(path) as raw:
                tamperer = Tamperer(raw, chance)
                row = tamperer.some(table)
                with suppress(sqlite3.IntegrityError):  # it is a key, or may not be empty
                    tamperer.set(table, row["rowid"], **{name: value})
            for points, since in (((), 0), (trusted, middle)):
                quick, found = both(path, points, since)
                where = f"seed {SEED}: {name} {value!r} of {row}, since {since}"
                assert not (quick and found.damage), where


@pytest.mark.slow
def test_no_flipped_bit_makes_the_quick_way_wrong(kept: Kept, tmp_path: Path) -> None:  # noqa: F811
    whole, path = kept.path.read_bytes(), tmp_path / "flipped.db"
    for number in range(TRIES):
        seeded = Random(f"{SEED} flip {number}")  # noqa: S311 - as above
        place, bit = divmod(seeded.randrange(len(whole) * 8), 8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        try:
            quick, found = both(path)
        except Refusal:
            continue
        assert not (quick and found.damage), f"seed {SEED}: bit {bit} of byte {place}"


CRAFTED = {
    "a number that is equal": "UPDATE claims SET checkable = 1.0 WHERE entry = 40",
    "a row withdrawn by an entry that did not": (
        "UPDATE claims SET replaced_by = 90 WHERE entry = (SELECT min(entry) FROM claims)"
    ),
    "a row that was never ended": (
        "UPDATE claims SET replaced_by = NULL"
        " WHERE entry = (SELECT min(entry) FROM claims WHERE replaced_by IS NOT NULL)"
    ),
    "a revision that says that it was the first": (
        "INSERT INTO ids SELECT id, kind, (SELECT max(entry) FROM sources WHERE id = ids.id), NULL,"
        " question FROM ids WHERE id = 's0'"
    ),
    "two rows in force of one thing": (
        "UPDATE sources SET replaced_by = NULL WHERE id = 's0'"
    ),
    "a row of no entry": "INSERT INTO search VALUES (-1, ' word')",
    "a row of an entry to come": "INSERT INTO search VALUES (100000, ' word')",
    "a row before all others": "UPDATE claims SET rowid = -9223372036854775808 WHERE entry = 40",
    "rows in another order": "UPDATE claims SET rowid = -rowid",
}  # fmt: skip
"""What is done with care, so that part of it fits."""


@pytest.mark.parametrize("name", CRAFTED)
def test_what_was_crafted_is_seen_by_both(kept: Kept, tmp_path: Path, name: str) -> None:  # noqa: F811
    path = shutil.copyfile(kept.path, tmp_path / "tampered.db")
    with unguarded(path) as raw:
        raw.execute(CRAFTED[name])
    quick, found = both(path)
    assert quick == found.whole, found.damage
    assert found.whole == (
        CRAFTED[name].startswith("UPDATE claims SET rowid") or "1.0" in CRAFTED[name]
    )


def test_whoever_is_whole_is_not_written_of(
    kept: Kept,  # noqa: F811 - a fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is written to a disk, neither in the folder of the ledger nor in that for files."""
    path = shutil.copyfile(kept.path, tmp_path / "ledger.db")
    monkeypatch.setenv("TMPDIR", "/nowhere")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with Ledger(path) as ledger:
        assert ledger.verify([kept.checkpoint]).whole
        assert ledger.verify([], kept.checkpoint).whole
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.db"]


def test_larger_trees_and_tiles_are_whole(larger: Kept, tmp_path: Path) -> None:  # noqa: F811
    assert both(larger.path, [larger.checkpoint], 0)[0]
    assert both(larger.path, [larger.checkpoint], 300)[0]
    path = shutil.copyfile(larger.path, tmp_path / "tampered.db")
    with unguarded(path) as raw:
        raw.execute("UPDATE tiles SET root = zeroblob(32) WHERE number = 2")
    assert [both(path, (), since)[0] for since in (0, 600, larger.checkpoint.size)] == [
        False, False, True,
    ]  # fmt: skip
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM tiles").fetchone() == (3,)
