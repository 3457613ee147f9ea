"""``ledger verify``: what it says, what it needs, and what it does while others write."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from commands import ARTICLE, Desk
from examples import FORMULA, add
from tampering import unguarded

from ledger.audit import verify
from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.journal import merkle
from ledger.journal.merkle import Frontier
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conftest import Clock, DeskAfter

    from ledger.journal.checkpoint import Checkpoint


@pytest.fixture
def desk(desk_after: DeskAfter) -> Desk:
    """A folder with a ledger that has the claims of one article, and a checkpoint of it."""
    return desk_after(_protect)


def _protect(desk: Desk) -> None:
    desk.done("import", ARTICLE)
    desk.done("checkpoint", "-o", desk.folder / "article.checkpoint")


def size_of(desk: Desk) -> int:
    """How many entries there are."""
    return len(desk.json("log"))


# What it says


@pytest.mark.slow
def test_a_whole_ledger_is_called_so_and_how_far_it_is_protected(desk: Desk) -> None:
    size = size_of(desk)
    told = desk.done("verify")
    assert told.startswith("The ledger is whole.\n")
    assert f"{size} entries, root hash " in told
    assert "No checkpoint was given" in told
    told = desk.done("verify", "--checkpoint", desk.folder / "article.checkpoint")
    assert f"The checkpoint of claim-ledger with {size} entries fits." in told
    assert "Signatures were not checked" in told
    assert "All entries are in a checkpoint." in told
    desk.add()
    told = desk.done("verify", "--checkpoint", desk.folder / "article.checkpoint")
    assert f"Entries {size + 1} to {size + 3} are in no checkpoint" in told


def test_an_empty_ledger_is_whole(tmp_path: Path, empty_ledger: Path) -> None:
    empty = Desk(tmp_path)
    empty.database.write_bytes(empty_ledger.read_bytes())
    (tmp_path / "none.checkpoint").write_text(empty.done("checkpoint"))
    told = empty.done("verify", "--checkpoint", tmp_path / "none.checkpoint")
    assert "is whole" in told
    assert "0 entries" in told
    empty.done("verify", "--since", tmp_path / "none.checkpoint")


def test_damage_is_told_with_its_place_and_exit_code_1(desk: Desk) -> None:
    with unguarded(desk.database) as raw:
        raw.execute("UPDATE claims SET speaker = 'Somebody' WHERE id = 'two-percent-floor'")
    result = desk("verify")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "The ledger is damaged."
    assert "claims, question two-percent-floor id two-percent-floor (entry " in result.stdout
    assert "speaker is Somebody, and by the journal James Black." in " ".join(
        line.strip() for line in lines
    )
    assert max(map(len, lines)) <= 80


def test_programs_are_told_the_same(desk: Desk) -> None:
    path = desk.folder / "article.checkpoint"
    size = size_of(desk)
    told = desk.json("verify", "--checkpoint", path)
    root = path.read_text().splitlines()[2]
    assert told == {
        "whole": True,
        "entries": size,
        "root": root,
        "since": 0,
        "protected": size,
        "damage": [],
        "warnings": [],
        "checkpoints": [{"origin": "claim-ledger", "size": size, "root": root, "matches": True}],
    }
    with unguarded(desk.database) as raw:
        raw.execute("DELETE FROM journal WHERE seq = 3")
    result = desk("verify", "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["whole"], told["root"], told["protected"]) == (False, None, 0)
    assert told["damage"][0] == {
        "kind": "removed",
        "table": "journal",
        "entry": 3,
        "row": None,
        "message": "Entry 3 is not there.",
        "more": 0,
    }


@pytest.mark.parametrize(
    ("kept", "told"),
    [("leaf", "The bytes are what a checkpoint"), ("entry", "The hash is what a checkpoint")],
)
def test_a_checkpoint_tells_whether_the_bytes_or_their_hash_were_edited(
    ledger: Ledger, kept: str, told: str
) -> None:
    add(ledger)
    checkpoint = ledger.checkpoint()
    with unguarded(ledger.place) as raw:
        (value,) = raw.execute(f"SELECT {kept} FROM journal WHERE seq = 2").fetchone()  # noqa: S608 - our own names
        changed = value.replace(b"floor", b"flood") if kept == "entry" else value[::-1]
        raw.execute(f"UPDATE journal SET {kept} = ? WHERE seq = 2", [changed])  # noqa: S608 - as above
    assert told in ledger.verify([checkpoint]).damage[0].message


def test_a_checkpoint_of_another_ledger_does_not_fit(
    fresh_ledger: Callable[[str], Ledger], clock: Clock
) -> None:
    with fresh_ledger("one") as one, fresh_ledger("other") as other:
        add(one)
        clock.wait(days=1)
        add(other)
        found = one.verify([other.checkpoint()])
    assert [(damage.kind, damage.entry) for damage in found.damage] == [("rehashed", 1)]
    assert "or the checkpoint is of another ledger" in found.damage[0].message


def test_guards_that_are_missing_are_damage(ledger: Ledger) -> None:
    add(ledger)
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript("DROP TRIGGER journal_delete; DROP TRIGGER journal_update")
    (found,) = ledger.verify().damage
    assert (found.kind, found.table, found.more) == ("removed", "guards", 0)
    assert found.message == "The guards journal_update and journal_delete are missing."


def test_a_file_whose_pages_are_damaged_is_damaged(ledger: Ledger, tmp_path: Path) -> None:
    """The index of a table is not read to compare its rows; the database looks at it itself."""
    add(ledger)
    with closing(sqlite3.connect(ledger.place)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_claims_source'"
        (page,) = raw.execute(query).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    path = tmp_path / "ledger.db"
    data = bytearray(path.read_bytes())
    end = page * size
    data[end - 3 : end - 1] = b"!!"
    path.write_bytes(data)
    (found,) = ledger.verify().damage
    assert (found.kind, found.table) == ("broken", "file")
    assert "ix_claims_source" in found.message


@pytest.mark.slow
@pytest.mark.parametrize("table", ["claims", "journal"])
def test_a_table_that_cannot_be_read_is_damage_and_the_others_are_not_blamed(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    for number in range(60):
        add(ledger, id=f"c{number}")
    monkeypatch.setattr(verify, "BATCH", 10)
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = raw.execute(query, [table]).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    start = (root - 1) * size
    assert data[start] == 5  # an inner page of a table, whose first cell points to its first leaf
    cell = start + int.from_bytes(data[start + 12 : start + 14])
    leaf = int.from_bytes(data[cell : cell + 4])
    data[(leaf - 1) * size : leaf * size] = b"\xff" * size
    path.write_bytes(data)
    found = ledger.verify().damage
    assert {(one.kind, one.table) for one in found} == {("broken", "file")}
    assert len(found) == 2  # what could not be read, and what the database says of it


# What it needs


def test_what_is_no_checkpoint_is_refused_by_name(desk: Desk) -> None:
    path = desk.folder / "odd.checkpoint"
    path.write_text("claim-ledger\n12\n")
    for option in ("--checkpoint", "--since"):
        assert "odd.checkpoint: A checkpoint has three lines" in desk.refused(
            "verify", option, path
        )
        assert "There is no such file" in desk.refused("verify", option, desk.folder / "none")


def test_a_proof_is_checked_without_a_ledger(desk: Desk) -> None:
    kept = desk.folder / "article.checkpoint"
    proof = desk.folder / "floor.proof"
    desk.done("prove", "two-percent-floor", "--checkpoint", kept, "-o", proof)
    desk.database.unlink()
    assert "This claim was in the ledger" in desk.done("verify", "--proof", proof)
    assert "--proof can only be combined with --key" in desk.misused(
        "verify", "--proof", proof, "--checkpoint", kept
    )


def test_signatures_are_checked_where_there_is_a_key(desk: Desk) -> None:
    keys = [
        next(line for line in desk.done("keygen", desk.folder / name).splitlines() if "+" in line)
        for name in ("one.key", "other.key")
    ]
    signed = desk.folder / "signed.checkpoint"
    desk.done("checkpoint", "--key", desk.folder / "one.key", "-o", signed)
    one, other = (line.split()[-1] for line in keys)
    assert "Signatures" not in desk.done("verify", "--checkpoint", signed, "--key", one)
    assert desk.refused("verify", "--checkpoint", signed, "--key", other)
    assert desk.refused("verify", "--since", signed, "--key", other)


# Since a checkpoint


def lived(ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]) -> list[Checkpoint]:
    """Checkpoints of a ledger in which later entries replace, move and withdraw earlier ones."""
    steps: list[Callable[[], Any]] = [
        lambda: ledger.import_([write("formula.toml", FORMULA)]),
        lambda: add(ledger),
        lambda: ledger.record("floor", {"verdict": "happened", "evidence": [{"url": "a"}]}),
        lambda: ledger.amend("floor#1", {"note": "It did."}, "More to say."),
        lambda: ledger.amend("jt", {"title": "The summit"}),
        lambda: ledger.amend("reznikov", {"role": "minister"}),
        lambda: ledger.amend("doubt", {"question": "floor"}, "Misread."),
        lambda: ledger.record("formula", {"verdict": "in-progress"}),
        lambda: ledger.withdraw("floor#1", "Too early."),
        lambda: ledger.withdraw("doubt", "Not said."),
    ]
    made = [ledger.checkpoint()]
    for step in steps:
        clock.wait(hours=1)
        step()
        made.append(ledger.checkpoint())
    return made


@pytest.mark.slow
def test_since_each_checkpoint_what_is_newer_is_whole(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    checkpoints = lived(ledger, clock, write)
    for since in checkpoints:
        found = ledger.verify(checkpoints, since)
        assert found.damage == ()
        assert (found.since, found.protected) == (since.size, checkpoints[-1].size)
        assert found.root == checkpoints[-1].root


def test_since_a_checkpoint_damage_of_what_is_newer_is_found_and_older_rows_are_not_read(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    checkpoints = lived(ledger, clock, write)
    since = checkpoints[5]
    with unguarded(ledger.place) as raw:
        raw.execute("UPDATE questions SET statement = 'x' WHERE entry <= ?", [since.size])
    assert ledger.verify([], since).damage == ()
    assert {one.table for one in ledger.verify().damage} == {"questions"}
    with unguarded(ledger.place) as raw:
        raw.execute("UPDATE claims SET role = 'x' WHERE entry > ?", [since.size])
        raw.execute("UPDATE outcomes SET replaced_by = NULL")
    damage = ledger.verify([], since).damage
    assert [(one.kind, one.table) for one in damage] == [
        ("edited", "claims"),
        ("edited", "outcomes"),
    ]


@pytest.mark.parametrize(
    "done",
    [
        "UPDATE journal SET leaf = zeroblob(32) WHERE seq = 2",
        "UPDATE journal SET leaf = x'00' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal WHERE seq > 4",
    ],
)
def test_since_a_checkpoint_the_older_hashes_must_have_its_root(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path], done: str
) -> None:
    since = lived(ledger, clock, write)[5]
    with unguarded(ledger.place) as raw:
        raw.execute(done)
    found = ledger.verify([], since)
    assert found.damage[0].table == "journal"
    assert not found.checkpoints[0].matches


def test_since_a_checkpoint_few_entries_are_read_and_none_twice(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger)
    since = ledger.checkpoint()
    add(ledger, id="other")
    read: list[int] = []
    real = journal_table.stored_whole

    def counted(*told: Any) -> list[Any]:  # noqa: ANN401 - what the real one takes
        rows = real(*told)
        read.extend(row[0] for row in rows)
        return rows

    monkeypatch.setattr(journal_table, "stored_whole", counted)
    assert ledger.verify([], since).whole
    assert read == [since.size + 1, since.size + 2]


# While others write


@pytest.mark.slow
def test_what_is_written_meanwhile_is_left_out(
    ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the steps somebody adds, amends and withdraws; no step keeps them from it."""
    add(ledger)
    size = ledger.moment().entry

    def track(steps: Sequence[verify.Step]) -> Any:  # noqa: ANN401 - a generator
        for number, step in enumerate(steps):
            with Ledger(ledger.place, clock=clock) as other:
                other.amend("floor", {"role": f"role {number}"}, "A slip.")
                add(other, id=f"new-{number}")
                other.record(f"new-{number}", {"verdict": "happened"})
            yield step

    monkeypatch.setattr(verify, "BATCH", 1)
    found = ledger.verify(track=track)
    assert found.damage == ()
    assert found.size == size
    assert ledger.moment().entry > size + 20
    assert ledger.verify().whole


def test_it_writes_nothing_into_the_ledger(desk: Desk) -> None:
    before = desk.database.read_bytes()
    desk.done("verify")
    assert desk.database.read_bytes() == before


def test_its_memory_does_not_grow_with_the_journal(ledger: Ledger) -> None:
    """A tree of leaves that come one by one keeps at most 255 hashes a level, and has its root."""
    leaves = [bytes([number % 256]) * 32 for number in range(1000)]
    frontier = Frontier()
    for number, leaf in enumerate(leaves, 1):
        list(frontier.add(leaf))
        assert sum(map(len, frontier._open)) <= 255 * 2  # noqa: SLF001 - what it keeps
        if number in {1, 255, 256, 257, 511, 512, 1000}:
            assert frontier.root() == _root(leaves[:number])
    assert ledger.verify().whole


def _root(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 section 2.1.1 defines it, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return merkle.node_hash(_root(leaves[:middle]), _root(leaves[middle:]))


def test_a_ledger_that_cannot_be_opened_is_refused(desk: Desk) -> None:
    desk.database.write_bytes(b"not a database")
    with pytest.raises(Refusal):
        Ledger(desk.database)
    assert "is not a ledger" in desk.refused("verify")
