"""A file that an earlier release imported is imported again: nothing is appended."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk

from ledger import edtf
from ledger.book.importing.bundles import import_bundles
from ledger.book.ledger import Ledger
from ledger.book.transaction import Transaction
from ledger.errors import NeedsReason
from ledger.formats.registry import GivenFile, reader
from ledger.model.new_ids import RULES, Rule, former
from ledger.store import journal_table, migrate
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.importing.plan import Imported
    from ledger.model.bundle import Bundle, Item

MUSEUM: Final = Path(__file__).parent / "museum"
NOW: Final = datetime(2024, 6, 2, tzinfo=UTC)
NAMES: Final = Rule("0.1.0", "ids of names")
DUE: Final = Rule("0.1.0", "due days of trackers")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with no ledger yet."""
    return Desk(tmp_path)


def files() -> list[Path]:
    """The files of the museum that 0.1.0 imported."""
    found = (one for one in (MUSEUM / "imported").iterdir() if one.suffix != ".db")
    return sorted(found)


@pytest.mark.slow
@pytest.mark.parametrize("file", files(), ids=lambda one: one.name)
def test_an_old_import_again_appends_nothing(file: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(file.with_name(f"{file.name}.db"), tmp_path / "old.db")
    migrate.upgrade(str(path))
    with Ledger(path, recorder="desk", clock=lambda: NOW) as ledger:
        root, size = ledger.root(), ledger.moment().entry
        done = ledger.import_([file])
        assert not done.added
        assert not done.amended
        assert not done.stale
        assert not done.missing
        assert (ledger.moment().entry, ledger.root()) == (size, root)
        assert ledger.verify().whole


@pytest.mark.parametrize("name", ["manifold.json", "polymarket.json"])
def test_a_market_at_its_own_price_is_told_and_credited_no_more_when_asked(
    name: str, tmp_path: Path
) -> None:
    file = MUSEUM / "imported" / name
    path = shutil.copyfile(file.with_name(f"{name}.db"), tmp_path / "old.db")
    migrate.upgrade(str(path))
    words = RULES["market prices"].words
    with Ledger(path, recorder="desk", clock=lambda: NOW) as ledger:
        assert "partly" in {one.verdict for one in ledger.list()}
        assert len(ledger.import_([file]).read_otherwise[words]) == 1
        ledger.import_([file], reread=True, reason="A price is no credit.")
        assert "partly" not in {one.verdict for one in ledger.list()}
        assert words not in ledger.import_([file]).read_otherwise


@pytest.mark.slow
@pytest.mark.parametrize("file", files(), ids=lambda one: one.name)
def test_reading_an_old_import_again_is_written_once(file: Path, tmp_path: Path) -> None:
    """What is told of an old import is written when asked for; then nothing is told."""
    path = shutil.copyfile(file.with_name(f"{file.name}.db"), tmp_path / "old.db")
    migrate.upgrade(str(path))
    with Ledger(path, recorder="desk", clock=lambda: NOW) as ledger:
        told = ledger.import_([file]).read_otherwise
        before = ledger.moment().entry
        done = ledger.import_([file], reread=True, reason="The new release reads it so.")
        assert bool(done.amended or done.added) == bool(told)
        assert (ledger.moment().entry > before) == bool(told)
        assert set(done.added) <= {"outcome"}
        root = ledger.root()
        again = ledger.import_([file])
        assert not again.read_otherwise
        assert ledger.root() == root
        assert ledger.verify().whole


def test_every_kind_of_file_is_in_the_museum() -> None:
    """Another is made with ``tests/museum/imported.py``."""
    spec = importlib.util.spec_from_file_location("imported", MUSEUM / "imported.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.files() == files()
    assert all(module.ledger_of(one).exists() for one in files())


def read(now: Callable[[Item[Any]], Item[Any]] = lambda item: item) -> list[Bundle]:
    """What the file of two markets says, each of its questions and claims as ``now`` has them."""
    path = MUSEUM / "imported" / "predictionbook.json"
    given = GivenFile(path.name, path.read_bytes(), date(2024, 6, 2))
    bundles, _ = reader("predictionbook").read(given)
    return [
        replace(
            one,
            questions=tuple(now(due_by_schedule(item)) for item in one.questions),
            claims=tuple(map(now, one.claims)),
            outcomes=tuple(map(now, one.outcomes)),
        )
        for one in bundles
    ]


def due_by_schedule(item: Item[Any]) -> Item[Any]:
    """The question with its scheduled end for its due day, as 0.1.0 read it."""
    record = item.record
    new = replace(record, due=record.resolve_by, due_basis="stated", resolve_by=None)
    said = (item.said or frozenset()) - {"resolve_by"} | {"due", "due_basis"}
    return replace(item, record=new, said=said, former=())


def enter(
    path: Path, bundles: list[Bundle], reason: str | None = None, *, reread: bool = False
) -> Imported:
    """Enter bundles in a ledger."""
    database = open_database(str(path), create=True)
    with database.writing() as connection:
        unit = Transaction(connection, NOW, "desk", journal_table.head(connection))
        done = import_bundles(unit, bundles, reason, reread=reread)
        assert not done.errors
        unit.close()
    return done


def renamed(item: Item[Any]) -> Item[Any]:
    """The item as a release would name it that puts a word before each id of a question."""
    record = item.record
    if type(record).__name__ == "Outcome":
        return replace(item, record=replace(record, question=f"new-{record.question}"))
    new = replace(record, id=f"new-{record.id}")
    if type(record).__name__ == "Claim":
        new = replace(new, question=f"new-{record.question}")
    return replace(item, record=new, former=former(NAMES, new, record))


def due_later(item: Item[Any]) -> Item[Any]:
    """The item as a release would read it to which questions are due on another day."""
    if type(item.record).__name__ != "Question":
        return item
    new = replace(item.record, due=edtf.parse("2024-02"), due_basis="context")
    said = (item.said or frozenset()) | {"due_basis"}
    return replace(item, record=new, said=said, former=former(DUE, new, item.record))


def never_due(item: Item[Any]) -> Item[Any]:
    """The item as a release would read it to which questions have no due day."""
    if type(item.record).__name__ != "Question":
        return item
    new = replace(item.record, due=None, due_basis=None)
    said = (item.said or frozenset()) - {"due", "due_basis"}
    return replace(item, record=new, said=said, former=former(DUE, new, item.record))


def without_a_day(item: Item[Any]) -> Item[Any]:
    """The item as a release would read it that knows of no day on which a verdict became true."""
    if type(item.record).__name__ != "Outcome" or item.record.happened_on is None:
        return item
    new = replace(item.record, happened_on=None)
    said = (item.said or frozenset()) - {"happened_on"}
    told = former(DUE, new, item.record)
    return replace(item, record=new, said=said | {"happened_on"}, former=told)


def test_a_record_is_found_under_its_former_id(tmp_path: Path) -> None:
    """With the claims and verdicts that are of it; a new ledger has the new ids."""
    path = tmp_path / "old.db"
    enter(path, read())
    with Ledger(path) as ledger:
        root = ledger.root()
    done = enter(path, read(renamed))
    assert not done.added
    assert not done.amended
    with Ledger(path) as ledger:
        assert ledger.root() == root
    enter(tmp_path / "new.db", read(renamed))
    with Ledger(tmp_path / "new.db") as ledger:
        assert {one.question[:4] for one in ledger.list()} == {"new-"}
    assert not enter(tmp_path / "new.db", read(renamed)).added


@pytest.mark.parametrize(("now", "due"), [(due_later, "2024-02"), (never_due, None)])
def test_another_reading_is_told_and_written_on_request(
    now: Callable[[Item[Any]], Item[Any]], due: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "old.db"
    enter(path, read())
    with Ledger(path) as ledger:
        root = ledger.root()
        before = {one.id: one.due for one in ledger.list()}
    for _ in range(2):
        done = enter(path, read(now))
        assert not done.amended
        assert {words: len(ids) for words, ids in done.read_otherwise.items()} == {DUE.words: 3}
        with Ledger(path) as ledger:
            assert ledger.root() == root
            assert {one.id: one.due for one in ledger.list()} == before
    done = enter(path, read(now), "Read again.", reread=True)
    assert len(done.amended) == 3
    with Ledger(path) as ledger:
        assert {one.due for one in ledger.list()} == {due}
        root = ledger.root()
    done = enter(path, read(now))
    assert (done.amended, done.read_otherwise) == ([], {})
    with Ledger(path) as ledger:
        assert ledger.root() == root


def test_what_else_a_file_has_changed_is_amended_all_the_same(tmp_path: Path) -> None:
    """The due day stays as it was read, and the new words come in."""
    path = tmp_path / "old.db"
    enter(path, read())

    def reworded(item: Item[Any]) -> Item[Any]:
        item = due_later(item)
        if not item.former:
            return item
        return replace(item, record=replace(item.record, criteria="By the gauge."))

    done = enter(path, read(lambda item: replace(reworded(item), said=_saying(item))), "New words.")
    assert len(done.amended) == 3
    with Ledger(path) as ledger:
        assert {one.criteria for one in ledger.list()} == {"By the gauge."}
        assert "2024-02" not in {one.due for one in ledger.list()}


def _saying(item: Item[Any]) -> frozenset[str]:
    return (item.said or frozenset()) | {"criteria", "due_basis"}


def test_what_the_desk_amended_is_not_undone_by_another_reading(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    enter(path, read())
    with Ledger(path, recorder="desk", clock=lambda: NOW) as ledger:
        ledger.amend("predictionbook-11", {"due": "2023-08-01"}, "As the criteria say.")
    for reread in (False, True):
        done = enter(path, read(due_later), "Read again.", reread=reread)
        assert done.stale == ["predictionbook-11"]
        with Ledger(path) as ledger:
            assert ledger.show("predictionbook-11").question.due == edtf.parse("2023-08-01")


def test_a_verdict_read_otherwise_is_the_same_verdict(tmp_path: Path) -> None:
    """On request it is recorded anew, for another day is another outcome; the old one stays."""
    path = tmp_path / "old.db"
    enter(path, read())
    with Ledger(path) as ledger:
        root = ledger.root()
    done = enter(path, read(without_a_day))
    assert (done.added, done.amended) == ({}, [])
    assert done.read_otherwise == {DUE.words: {"predictionbook-11#1"}}
    with Ledger(path) as ledger:
        assert ledger.root() == root
    assert enter(path, read(without_a_day), "Read again.", reread=True).added == {"outcome": 1}
    assert not enter(path, read(without_a_day)).added


def test_the_command_tells_of_another_reading_once(desk: Desk) -> None:
    assert "--reread" in desk.done("import", "--help")
    path = desk.folder / "p.json"
    shutil.copyfile(MUSEUM / "imported" / "predictionbook.json", path)
    refused = desk("import", path, "--reread")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--reread needs --reason" in refused.stderr


def test_reading_again_needs_a_reason(ledger: Ledger) -> None:
    with pytest.raises(NeedsReason):
        ledger.import_([MUSEUM / "imported" / "predictionbook.json"], reread=True)
