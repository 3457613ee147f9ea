"""The tamper matrix: what is done to a ledger past the program is found, and named.

Each cell is tried 8 times, or 500 with LEDGER_LONG=1, each time elsewhere.  The seed is printed
at the end and where a try fails; LEDGER_SEED tries it again.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, TypeAlias

import pytest
from conftest import SEED, SHARE, Clock, many
from tampering import Tamperer, another, another_entry, rewrite, unguarded

from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.journal.checkpoint import Checkpoint
from ledger.journal.merkle import leaf_hash
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ledger.audit.verify import Verified

    Stored: TypeAlias = tuple[str, bytes, bytes]

TRIES = many(4, 500)

ACTS = [
    ("edit", "edited"),
    ("delete", "removed"),
    ("insert", "inserted"),
    ("reorder", "reordered"),
    ("cut_off", "cut off"),
]

TABLES = [
    "tiles",
    "ids",
    "sources",
    "questions",
    "claims",
    "outcomes",
    "evidence",
    "aliases",
    "search",
]

OF_ONE_ROW = {"outcomes", "aliases"}
"""The tables to which an entry may add one row, and none to any other."""


@dataclass(frozen=True)
class Kept:
    """A ledger that nobody touched yet, and its checkpoint."""

    path: Path
    checkpoint: Checkpoint


@pytest.fixture(scope="module")
def kept(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A ledger with some hundred entries, which fill a tile and more."""
    return _lived(shutil.copyfile(empty_ledger, tmp_path_factory.mktemp("kept") / "kept.db"), 3)


@pytest.fixture(scope="module")
def larger(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A ledger that fills three tiles."""
    return _lived(shutil.copyfile(empty_ledger, tmp_path_factory.mktemp("kept") / "larger.db"), 10)


def _lived(path: Path, sources: int) -> Kept:
    clock = Clock()
    with Ledger(path, recorder="desk", clock=clock) as ledger:
        for number in range(sources):
            clock.wait(days=1)
            ledger.import_([_file(path.parent, number)])
        for number in range(0, 20 * sources, 4):
            clock.wait(hours=1)
            ledger.amend(f"c{number}", {"note": f"Amended {number}."}, "A slip.")
            ledger.amend(f"c{number}-q#1", {"note": f"Amended {number}."}, "Another.")
            ledger.withdraw(f"c{number + 1}", f"No claim {number}.")
            ledger.amend(f"s{number // 30}", {"title": f"Title {number}"})
            ledger.merge(f"Speaker {number + 2}", f"Speaker {number + 3}", "One name.")
        return Kept(path, ledger.checkpoint())


def _file(folder: Path, number: int) -> Path:
    lines = [
        f'[source]\nid = "s{number}"\npublisher = "Paper {number}"\npublished = "2023-07-01"',
        f'title = "Title {number}."',
    ]
    for one in range(number * 30, number * 30 + 30):
        lines += [
            f'[[question]]\nid = "c{one}-q"\nstatement = "Thing {one} comes about."',
            'due = "2023-07-04"',
        ]
        if one % 2 == 0:
            lines += [
                f'[[question.outcome]]\nverdict = "happened"\nnote = "Seen {one}."',
                f'evidence = [{{url = "https://a/{one}", note = "N"}}, {{url = "https://b/{one}"}}]',
            ]
        lines += [f'[[claim]]\nid = "c{one}"\nquestion = "c{one}-q"\nspeaker = "Speaker {one}"']
    path = folder / f"s{number}.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_what_nobody_touched_is_whole(kept: Kept, larger: Kept) -> None:
    """Also where the guards were taken away and put back."""
    for one, tiles in ((kept, 1), (larger, 3)):
        with unguarded(one.path):
            pass
        found = verified(one.path, one.checkpoint)
        assert found.damage == ()
        assert (found.protected, found.root) == (one.checkpoint.size, one.checkpoint.root)
        assert one.checkpoint.size // 256 == tiles


@pytest.fixture(autouse=True)
def _told(note: Callable[[str], None]) -> None:
    """Tells how much was tried, and with which seed, where nothing fails."""
    note(f"seed {SEED}; {TRIES} tries a cell of the matrix")


def chance(*about: object) -> Random:
    """The chance of a try, which the seed makes come again."""
    return Random(" ".join(map(str, (SEED, *about))))  # noqa: S311 - chance, not secrecy


def verified(path: Path, *checkpoints: Checkpoint) -> Verified:
    """What the program finds."""
    with Ledger(path) as ledger:
        return ledger.verify(checkpoints)


def tampered(kept: Kept, folder: Path, act: str, table: str, number: int) -> tuple[Path, int]:
    """A copy of the ledger to which something was done, and to which entry."""
    path = shutil.copyfile(kept.path, folder / "tampered.db")
    with unguarded(path) as raw:
        tamperer = Tamperer(raw, chance(act, table, number))
        if table == "journal":
            return path, getattr(tamperer, f"{act}_journal")()
        return path, getattr(tamperer, act)(table)


def tries() -> Iterator[tuple[int, bool]]:
    """The tries of a cell, by number, and whether there is a checkpoint."""
    yield from ((number, True) for number in range(TRIES))
    yield from ((number, False) for number in range(TRIES, TRIES + TRIES // 4))


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("act", "kind"), ACTS)
def test_what_was_done_to_a_table_is_found_and_named(  # noqa: PLR0913, PLR0917 - a cell of the matrix
    kept: Kept, larger: Kept, tmp_path: Path, act: str, kind: str, table: str
) -> None:
    whole = larger if table == "tiles" else kept
    for number, protected in tries():
        path, entry = tampered(whole, tmp_path, act, table, number)
        found = verified(path, *([whole.checkpoint] if protected else [])).damage
        told = [(one.kind, one.table, one.entry) for one in found]
        assert told == [(kind, table, entry)], f"seed {SEED}, try {number}: {found}"


def rehashed(kept: Kept, path: Path, table: str, seeded: Random) -> int:
    """Rewrite a ledger after a change to an entry that made a row of ``table``; which it was."""
    with Ledger(kept.path) as ledger:
        entries = [entry for _, entry in ledger.log()]
    with closing(sqlite3.connect(kept.path)) as raw:
        column = {"journal": "seq", "tiles": "number + 1"}.get(table, "entry")
        numbers = raw.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608 - our own names
    while True:
        (number,) = seeded.choice(numbers)
        if changed := another_entry(entries[number - 1], seeded):
            entries[number - 1] = changed
            shutil.copyfile(kept.path, path)
            rewrite(path, entries)
            return number


@pytest.mark.slow
@pytest.mark.parametrize("table", ["journal", *TABLES])
def test_what_was_rewritten_with_all_that_hangs_on_it_only_checkpoints_tell(
    kept: Kept, tmp_path: Path, table: str
) -> None:
    """They tell between which of them it is."""
    path = tmp_path / "tampered.db"
    with Ledger(kept.path) as ledger:
        day = ledger.moment().day
        checkpoints = [
            Checkpoint("claim-ledger", size, ledger.root(f"{size}@{day}"))
            for size in range(40, kept.checkpoint.size, 40)
        ]
    for number in range(TRIES):
        entry = rehashed(kept, path, table, chance("rehash", table, number))
        found = verified(path, *checkpoints, kept.checkpoint)
        told = [(one.kind, one.table, one.entry) for one in found.damage]
        before = max((one.size for one in checkpoints if one.size < entry), default=0)
        assert told == [("rehashed", "journal", before + 1)], f"seed {SEED}, try {number}: {found}"
        assert found.protected == before
    alone = verified(path)
    assert (alone.whole, alone.protected) == (True, 0)


@pytest.mark.slow
def test_what_was_cut_off_everywhere_only_a_checkpoint_tells(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "tampered.db"
    with Ledger(kept.path) as ledger:
        entries = [entry for _, entry in ledger.log()]
    seeded = chance("cut off everywhere")
    for number in range(TRIES):
        shutil.copyfile(kept.path, path)
        left = seeded.randrange(len(entries))
        rewrite(path, entries[:left])
        found = verified(path, kept.checkpoint).damage
        told = [(one.kind, one.table, one.entry) for one in found]
        assert told == [("cut off", "journal", left + 1)], f"seed {SEED}, try {number}: {found}"
        assert verified(path).whole


@pytest.mark.slow
@pytest.mark.parametrize(("act", "kind"), ACTS)
def test_what_was_done_to_the_journal_is_found_and_named(
    kept: Kept, tmp_path: Path, act: str, kind: str
) -> None:
    """Without a checkpoint an entry that makes one row may as well be right, and that row wrong."""
    for number, protected in tries():
        path, entry = tampered(kept, tmp_path, act, "journal", number)
        found = verified(path, *([kept.checkpoint] if protected else [])).damage
        told = (found[0].kind, found[0].table, found[0].entry) if found else None
        if protected or told is None or told[1] not in OF_ONE_ROW:
            assert told == (kind, "journal", entry), f"seed {SEED}, try {number}: {found}"


def test_without_a_checkpoint_times_tell_of_entries_that_make_no_row(
    kept: Kept, tmp_path: Path
) -> None:
    """Withdrawals only end rows of one table, which alone would tell more of that table."""
    path = shutil.copyfile(kept.path, tmp_path / "tampered.db")
    with unguarded(path) as raw:
        tamperer = Tamperer(raw, chance())
        entries = tamperer.entries()
        places = [n for n, (_, data, _) in enumerate(entries) if b'"kind":"withdrawal"' in data]
        first, last = places[-8], places[-1]
        assert first >= 256  # of which no full tile keeps the hashes
        entries[first], entries[last] = entries[last], entries[first]
        tamperer.put(entries)
    told = [(one.kind, one.table, one.entry) for one in verified(path).damage]
    assert told == [("reordered", "journal", first + 1)]


def done(kind: str, entries: list[Stored], place: int, seeded: Random) -> list[Stored]:
    """The entries after that was done at a place; they are the same where nothing can be put in."""
    before, behind = entries[:place], entries[place:]
    if kind == "reordered":
        return [*before, *reversed(behind[:2]), *behind[2:]]
    if kind == "removed":
        return [*before, *behind[1:]]
    if kind == "cut off":
        return before
    at, data, _ = behind[0]
    new = another(data, seeded)
    return entries if new is None else [*before, (at, new, leaf_hash(new)), *behind]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["reordered", "removed", "inserted", "cut off"])
def test_what_was_done_at_each_place_of_the_journal_is_named(
    kept: Kept, tmp_path: Path, kind: str
) -> None:
    """About the end of the full tile and behind it, where one looks much like another.

    In a long run, at all places.
    """
    path = tmp_path / "tampered.db"
    for place in range(0 if SHARE else 250, kept.checkpoint.size - 1):
        shutil.copyfile(kept.path, path)
        with unguarded(path) as raw:
            tamperer = Tamperer(raw, chance())
            whole = tamperer.entries()
            entries = done(kind, whole, place, chance(kind, place))
            tamperer.put(entries)
        found = verified(path, kept.checkpoint).damage
        told = [(one.kind, one.table, one.entry) for one in found]
        assert told == ([] if entries == whole else [(kind, "journal", place + 1)]), found


@pytest.mark.parametrize("kind", ["removed", "inserted"])
def test_without_a_checkpoint_one_row_behind_an_entry_tells_of_it(
    kept: Kept, tmp_path: Path, kind: str
) -> None:
    """The last entry joins two names, which makes one row; what is before it moves that row on."""
    path = shutil.copyfile(kept.path, tmp_path / "tampered.db")
    with unguarded(path) as raw:
        tamperer = Tamperer(raw, chance())
        entries = tamperer.entries()
        place = len(entries) - (2 if kind == "removed" else 1)
        tamperer.put(done(kind, entries, place, chance()))
    told = [(one.kind, one.table, one.entry) for one in verified(path).damage]
    assert told == [(kind, "journal", place + 1)]


# Single bits

FLIPS = many(100, 20_000)


def dump(path: Path) -> list[object] | None:
    """All rows of all tables as they are in the file, without indexes; None where none are read."""
    with closing(sqlite3.connect(path)) as raw:
        raw.text_factory = bytes
        try:
            return [
                raw.execute(f"SELECT rowid, * FROM {table} NOT INDEXED ORDER BY rowid").fetchall()  # noqa: S608 - our own names
                for table in metadata.tables
            ]
        except (sqlite3.Error, UnicodeDecodeError):  # the latter for what SQLite says of it
            return None


@pytest.mark.slow
def test_no_flipped_bit_that_changes_a_row_is_called_whole(
    kept: Kept, tmp_path: Path, note: Callable[[str], None]
) -> None:
    whole, rows, path = kept.path.read_bytes(), dump(kept.path), tmp_path / "flipped.db"
    assert rows is not None
    changed = found = 0
    for number in range(FLIPS):
        place, bit = divmod(chance("flip", number).randrange(len(whole) * 8), 8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        try:
            told = verified(path).whole
        except Refusal:
            told = False
        found += not told
        if dump(path) != rows:
            changed += 1
            assert not told, f"seed {SEED}: bit {bit} of byte {place}"
    note(f"{FLIPS:,} flips, {changed:,} changed a row, {found:,} found")
    assert changed > FLIPS // 4
