"""Killed or failing at any point, a command leaves a sound ledger, and can simply be run again.

Nothing that was acknowledged is lost and nothing is half done.  ``LEDGER_LONG=1`` tries every
point where otherwise each fourth is tried.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

import crashing
import newer_program
import pytest
from commands import Desk
from conftest import SHARE
from examples import FORMULA
from test_replay import replay, rows
from test_store import leaves, plain_root

from ledger.audit import key_files
from ledger.audit.key_files import read_key
from ledger.book.ledger import Ledger
from ledger.journal import checkpoint
from ledger.store import migrate
from ledger.store.schema import REVISION
from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Content: TypeAlias = "list[tuple[str, str, Any]]"

ACKNOWLEDGED = ("Added", "Nothing changed", "up to date", "Wrote", "Restored")
"""What a command says that is done."""

FINISHED = re.compile(r"b\.db|old\.db|ledger\.db\.before-[a-z0-9]*(-\d+)?")

ORIGIN = "desk.example"

NO_TRACING = crashing.cannot_trace()

pytestmark = pytest.mark.skipif(NO_TRACING is not None, reason=str(NO_TRACING))

CLAIM = ("--publisher", "P", "--speaker", "A", "--statement", "It rains.", "--key", "k1")


@dataclass(frozen=True)
class Case:
    """A command, the files it works on, and what the ledger has once it is done."""

    arguments: tuple[str, ...]
    again: tuple[str, ...] = ()
    """The command to run after a crash, where that is another."""
    missing: bool = False
    """Whether there is no ledger yet."""
    newer: bool = False
    """Whether the newer program runs it."""
    key: str = ""
    """The file of the key it signs with."""


CASES = {
    "add": Case(("add", *CLAIM)),
    "import": Case(("import", "formula.toml")),
    "first import": Case(("import", "formula.toml"), missing=True),
    "upgrade": Case(("upgrade",), newer=True),
    "backup": Case(("backup", "b.db"), ("backup", "b.db", "--replace")),
    "backup over another": Case(("backup", "old.db", "--replace")),
    "restore": Case(("restore", "other.db", "--replace")),
    "checkpoint": Case(("checkpoint", "--key", "desk.key", "-o", "july.txt"), key="desk.key"),
    "first checkpoint": Case(("checkpoint", "--key", "new.key", "-o", "july.txt"), key="new.key"),
}

NAMES = (
    *("", "ledger.db", "ledger.db-journal", "ledger.db.part", "ledger.db.part-journal"),
    *("ledger.db.new", "ledger.db.new-journal", "ledger.db.before-restore"),
    *("b.db", "b.db.part", "b.db.part-journal", "old.db", "old.db.part", "old.db.part-journal"),
    *(f"ledger.db.before-{newer_program.REVISION}{end}" for end in ("", ".part", ".part-journal")),
    *(name for key in ("desk.key", "new.key") for name in (key, f"{key}.signed")),
    *(f".{name}.signed.{number}" for name in ("desk.key", "new.key") for number in (0, 1)),
    *("july.txt", ".july.txt.0", ".july.txt.1"),
)
"""The folder, and every file in it that a command may write."""


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, an older backup of it, one of another ledger, a claim file and keys.

    One key has signed the ledger when it was smaller, the other nothing yet.
    """
    folder = tmp_path_factory.mktemp("scene")
    desk = Desk(folder)
    (folder / "formula.toml").write_text(FORMULA, encoding="utf-8")
    desk.add(id="first")
    for name in ("desk.key", "new.key"):
        desk.done("keygen", folder / name, "--name", ORIGIN)
    desk.done("checkpoint", "--key", folder / "desk.key")
    desk.done("backup", folder / "old.db")
    desk.add(id="second", source="japan-times-2023-07-03", publisher="", published="")
    with Ledger(folder / "other.db", recorder="desk", create=True) as other:
        other.add({"speaker": "B", "statement": "It snows."}, {"publisher": "Q"})
    newer_program.scripts(migrate.scripts(), folder / "scripts")
    return folder


def content(path: Path) -> Content:
    """What the entries of a ledger say, but when."""
    with Ledger(path) as ledger:
        return [(entry.kind, entry.id, entry.body) for _, entry in ledger.log()]


class Stage:
    """A folder of its own in which a case is played again and again."""

    def __init__(
        self, nursery: crashing.Nursery, case: Case, scenes: Path, folder: Path, empty: Path
    ) -> None:
        self.nursery, self.case, self.scenes, self.empty = nursery, case, scenes, empty
        self.folder, self.notes = folder / "stage", folder / "notes"
        self.notes.mkdir()
        self.database = self.folder / "ledger.db"
        self.seen: dict[bytes, Content] = {}  # what a file says that was looked at before
        self.before = [] if case.missing else content(scenes / "ledger.db")
        self.older = content(scenes / "old.db")
        ran = self.play()
        assert ran.code == 0, ran.said
        self.calls = ran.calls
        self.after = self.told()

    def set(self) -> None:
        """Make everything as it was before the command."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.scenes, self.folder)
        if self.case.missing:
            self.database.unlink()

    def words(self, arguments: Sequence[str]) -> list[str]:
        newer = ["newer", str(self.folder / "scripts")] if self.case.newer else []
        files = {"b.db", "july.txt", *(one.name for one in self.folder.iterdir())}
        named = [str(self.folder / one) if one in files else one for one in arguments]
        return [*newer, "--db", str(self.database), "--recorder", "desk", *named]

    def play(self, injury: str = "") -> crashing.Ran:
        """Set the stage, and run the command."""
        self.set()
        watched = [self.folder / name for name in NAMES]
        return self.nursery.run(self.words(self.case.arguments), self.notes, watched, injury)

    def play_again(self) -> crashing.Ran:
        """Run the command on the stage as it is."""
        again = self.case.again or self.case.arguments
        return self.nursery.run(self.words(again), self.notes)

    def told(self, path: Path | None = None) -> Content:
        """What the entries of the ledger say, or of a copy, once it is seen to be sound."""
        seen = self.notes / "seen.db"
        with closing(sqlite3.connect(path or self.database)) as raw:
            raw.execute("SELECT * FROM journal").fetchall()  # rolls back what is half done
        shutil.copyfile(path or self.database, seen)
        digest = sha256(seen.read_bytes()).digest()
        if digest not in self.seen:
            with closing(sqlite3.connect(seen)) as raw, raw:
                raw.execute("UPDATE alembic_version SET version_num = ?", (REVISION,))
            sound(seen, self.empty, self.notes)
            self.seen[digest] = content(seen)
        return self.seen[digest]

    def copies(self) -> dict[str, Content]:
        """What the files say that bear the names of finished copies."""
        found = (one for one in self.folder.iterdir() if ".part" not in one.name)
        names = (one for one in found if FINISHED.fullmatch(one.name))
        return {one.name: self.told(one) for one in names}


def sound(path: Path, empty: Path, notes: Path) -> None:
    """The database is whole, the tree is that of the entries, and they make the tables."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Ledger(path) as ledger:
        numbered = ledger.log()
        root = ledger.root()
    assert [number for number, _ in numbered] == list(range(1, len(numbered) + 1))
    assert root == plain_root(leaves(str(path)))
    copy = shutil.copyfile(empty, notes / "replayed.db")
    entries = [entry for _, entry in numbered]
    assert replay(copy, entries, max(1, len(entries))) == rows(path)


def check_signed(stage: Stage, *, is_done: bool) -> None:
    """What is signed is remembered, whole, and only the one checkpoint after those before."""
    hashes = leaves(str(stage.database))
    signed = [(size, plain_root(hashes[:size])) for size in (3, 5)]
    before = signed[:1] if stage.case.key == "desk.key" else []
    kept, written = (stage.folder / name for name in (f"{stage.case.key}.signed", "july.txt"))
    known = list(key_files.parse(kept.read_text(), ORIGIN).signed) if kept.exists() else []
    assert known in (before, [*before, signed[1]])
    assert written.exists() or not is_done
    if written.exists():
        found = checkpoint.parse(written.read_text())
        checkpoint.verify_signature(found, read_key(stage.folder / stage.case.key).verifier())
        assert known == [*before, (found.size, found.root)]


def revision(path: Path) -> str:
    """The migration a database is at."""
    with closing(sqlite3.connect(path)) as raw:
        (found,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


def check(stage: Stage, ran: crashing.Ran, how: str) -> None:
    """What a command left that was injured: all it said it did, and nothing by halves."""
    case = stage.case
    if how == "killed":
        assert crashing.was_killed(ran)
    else:
        assert ran.code in {0, 1}
        assert ran.said.strip()
        assert "Traceback" not in ran.said
    is_done = any(word in ran.said for word in ACKNOWLEDGED)
    assert is_done or ran.code != 0
    if case.missing and not stage.database.exists():
        assert not is_done
    else:
        told = stage.told()
        assert told in ([stage.after] if is_done else [stage.before, stage.after])
        if case.arguments[0] == "restore" and told == stage.after:
            assert stage.before in stage.copies().values()
        if case.newer and revision(stage.database) == newer_program.REVISION:
            assert stage.before in stage.copies().values()
        assert not (case.newer and is_done) or revision(stage.database) == newer_program.REVISION
    copies = stage.copies()
    assert all(one in (stage.older, stage.before) for one in copies.values())
    if case.arguments[0] == "backup" and is_done:
        assert copies[case.arguments[1]] == stage.before
    if case.key:
        check_signed(stage, is_done=is_done)


@pytest.fixture(scope="module")
def nursery() -> Iterator[crashing.Nursery]:
    with crashing.Nursery() as made:
        yield made


@pytest.fixture
def stage(  # noqa: PLR0913, PLR0917 - fixtures
    request: pytest.FixtureRequest,
    nursery: crashing.Nursery,
    scenes: Path,
    tmp_path: Path,
    empty_ledger: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Stage:
    """The stage of the case that a test asks for by name."""
    hasty = (*connections.PRAGMAS, "synchronous = OFF")  # in this process, which only looks
    monkeypatch.setattr(connections, "PRAGMAS", hasty)
    return Stage(nursery, CASES[request.param], scenes, tmp_path, empty_ledger)


@pytest.mark.slow
@pytest.mark.parametrize("how", crashing.INJURIES)
@pytest.mark.parametrize("stage", CASES, indirect=True)
def test_nothing_is_lost_or_half_done_at_any_point(
    stage: Stage, how: str, note: Callable[[str], None]
) -> None:
    step = 1 if SHARE else 4
    tried = range(list(crashing.INJURIES).index(how) % step, len(stage.calls), step)
    note(f"{how} at {len(tried)} of {len(stage.calls)} points")
    for point in tried:
        injury = crashing.injury(stage.calls, point, how)
        ran = stage.play(injury)
        assert ran.calls[:point] == stage.calls[:point], injury
        assert (len(ran.calls) - 1 if how == "killed" else ran.failed) == point, injury
        check(stage, ran, how)
        again = stage.play_again()
        assert again.code == 0, (injury, again)
        check(stage, again, "")
    assert len(tried) > 3
