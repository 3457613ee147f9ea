"""A ledger of every revision there has been is opened, upgraded and then used."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import newer_program
import pytest
from alembic.script import ScriptDirectory
from conftest import Clock
from examples import add
from sqlalchemy import event
from test_replay import replay, rows
from test_store import leaves, plain_root

from ledger.book.ledger import Ledger
from ledger.errors import LedgerTooOld
from ledger.store import database, migrate, opening
from ledger.store.schema import REVISION, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

MUSEUM = Path(__file__).parent / "museum"
PIECES = sorted(MUSEUM.glob("*.db"))
ROOT = "df59218190f4d812061a2540815f87f05e5be736ab6488ecd27643369f632d15"
ANSWERED = "52a3a7ba7fd164f9469941a52d982aec9b931aed9972b6b384f72f112aed1100"
ROOTS = {"0001": ROOT, "0002": ROOT, "0003": ANSWERED}
"""The root hash of each piece, as its own program told it; they say the same."""


class Interrupted(BaseException):
    """The power fails."""


@pytest.fixture
def piece(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the piece of a revision."""
    return shutil.copyfile(MUSEUM / f"{request.param}.db", tmp_path / f"{request.param}.db")


@pytest.fixture
def _newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes this the program after the present one."""
    last = "op.execute(\"UPDATE claims SET extra = 'x'\")"
    scripts = newer_program.scripts(migrate.scripts(), tmp_path / "scripts", last)
    monkeypatch.setattr(migrate, "PLACES", (scripts,))
    monkeypatch.setattr(migrate, "REVISION", newer_program.REVISION)
    monkeypatch.setattr(database, "REVISION", newer_program.REVISION)
    monkeypatch.setattr(opening, "REVISION", newer_program.REVISION)


def schema(path: Path) -> set[str]:
    """The statements that made what is in a database."""
    with closing(sqlite3.connect(path)) as raw:
        return {one for (one,) in raw.execute("SELECT sql FROM sqlite_master") if one}


def use(path: Path, empty: Path, root: str) -> None:
    """Read all that a ledger says, and go on with it."""
    clock = Clock()
    clock.set("2023-08-02")
    with Ledger(path, recorder="desk", clock=clock) as ledger:
        assert ledger.root().hex() == root
        told = {one.id: (one.status, one.verdict) for one in ledger.list()}
        assert {one: said for one, said in told.items() if one != "fog"} == {
            "rain": ("settled", "late"),
            "doubt": ("settled", "late"),
            "snow": ("open", "in-progress"),
        }
        assert [one.id for one in ledger.withdrawn()] == ["hail"]
        before = ledger.moment()
        ledger.add({"id": "sun", "speaker": "Ann", "statement": "It shines."}, "paper", key="k2")
        ledger.record("snow", {"verdict": "void"})
        assert {one.id for one in ledger.list(as_of=str(before))} == set(told)
        assert {one.id for one in ledger.search("shin")} == {"sun"}
        entries = [entry for _, entry in ledger.log()]
        assert ledger.root() == plain_root(leaves(ledger.place))
    copy = shutil.copyfile(empty, path.with_name("replayed.db"))
    assert replay(copy, entries, len(entries)) == rows(path)


def test_there_is_a_piece_of_every_revision() -> None:
    scripts = ScriptDirectory.from_config(migrate.configuration()).walk_revisions()
    revisions = sorted(one.revision for one in scripts)
    assert [one.stem for one in PIECES] == sorted(ROOTS) == revisions


@pytest.mark.slow
@pytest.mark.parametrize("name", ROOTS)
def test_an_old_ledger_is_upgraded_and_used(name: str, tmp_path: Path, empty_ledger: Path) -> None:
    path = shutil.copyfile(MUSEUM / f"{name}.db", tmp_path / "old.db")
    if name < REVISION:
        with pytest.raises(LedgerTooOld):
            Ledger(path)
    assert migrate.upgrade(str(path)).changed == (name != REVISION)
    assert schema(path) == schema(empty_ledger)
    use(path, empty_ledger, ROOTS[name])


@pytest.mark.parametrize("name", ROOTS)
def test_a_request_with_a_key_is_known_after_the_upgrade(name: str, tmp_path: Path) -> None:
    """What `make.py` asked for; how names are compared by now is nothing to it."""
    path = shutil.copyfile(MUSEUM / f"{name}.db", tmp_path / "old.db")
    migrate.upgrade(str(path))
    rain = {"id": "rain", "speaker": "Ann", "statement": "It rains.", "due": "2023-07-12"}
    source = {"id": "paper", "publisher": "The Paper", "published": "2023-07-03"}
    with Ledger(path, recorder="desk") as ledger:
        asked = rain | {"topics": ["weather"], "probability": "0.7"}
        again = ledger.add(asked, source | {"authors": ["Ann Ö."]}, key="request-1")
        assert again.before
        assert ledger.root().hex() == ROOTS[name]


@pytest.mark.slow
def test_the_newest_piece_is_what_this_program_makes(tmp_path: Path) -> None:
    """Else: ``python tests/museum/make.py``, as long as the revision is not released."""
    spec = importlib.util.spec_from_file_location("make", MUSEUM / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(tmp_path / "made.db")
    with Ledger(tmp_path / "made.db") as made:
        assert made.root().hex() == ROOTS[REVISION]
    assert schema(tmp_path / "made.db") == schema(MUSEUM / f"{REVISION}.db")
    assert rows(tmp_path / "made.db") == rows(MUSEUM / f"{REVISION}.db")


@pytest.mark.slow
@pytest.mark.usefixtures("_newer")
@pytest.mark.parametrize("piece", ROOTS, indirect=True)
def test_an_upgrade_interrupted_at_any_statement_can_be_run_again(
    piece: Path,
    tmp_path: Path,
    empty_ledger: Path,
    monkeypatch: pytest.MonkeyPatch,
    note: Callable[[str], None],
) -> None:
    before = piece.read_bytes()
    statements = 0
    while True:
        piece.write_bytes(before)
        with monkeypatch.context() as patch:
            patch.setattr(migrate, "connect", interrupted_at(statements))
            try:
                migrate.upgrade(str(piece))
                break
            except Interrupted:
                assert piece.read_bytes() == before
                assert names(tmp_path) == {piece.name}
        copy = migrate.upgrade(str(piece)).copy
        assert copy is not None
        with closing(sqlite3.connect(copy)) as raw:
            kept = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        assert kept == (piece.stem,)
        copy.unlink()
        statements += 1
    note(f"{statements} statements")
    assert statements > 15
    empty = shutil.copyfile(empty_ledger, tmp_path / "empty.db")
    assert migrate.upgrade(str(empty)).changed
    use(piece, empty, ROOTS[piece.stem])


@pytest.mark.slow
def test_an_upgrade_on_a_server_interrupted_at_any_statement_can_be_run_again(
    postgres_ledger: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    note: Callable[[str], None],
) -> None:
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
    request.getfixturevalue("_newer")
    before = on_server(postgres_ledger)
    statements = 0
    while True:
        with monkeypatch.context() as patch:
            patch.setattr(migrate, "connect", interrupted_at(statements))
            try:
                migrate.upgrade(postgres_ledger)
                break
            except Interrupted:
                statements += 1
        assert on_server(postgres_ledger) == before
    note(f"{statements} statements")
    assert statements > 15
    with Ledger(postgres_ledger) as ledger:
        add(ledger, id="b", speaker="B")
        (found,) = ledger.verify().damage
        assert found.message == "The column claims.extra is not the program's."


def on_server(url: str) -> list[object]:
    """The revision, columns, triggers and rows of a ledger on a server."""
    asked = [
        "SELECT version_num FROM alembic_version",
        "SELECT table_name, column_name FROM information_schema.columns ORDER BY 1, 2",
        "SELECT tgname, tgenabled FROM pg_trigger ORDER BY 1, 2",
        *(f"SELECT * FROM {name} ORDER BY 1, 2" for name in metadata.tables),  # noqa: S608 - our own names
    ]
    with database.connect(url, create=False).reading() as connection:
        return [connection.exec_driver_sql(one).all() for one in asked]


def names(folder: Path) -> set[str]:
    """The names of the files in a folder."""
    return {one.name for one in folder.iterdir() if one.is_file()}


def interrupted_at(number: int) -> Callable[..., database.Database]:
    """Opens a database where the power fails before a statement of that number, from 0."""

    def connect(target: str, *, create: bool) -> database.Database:
        opened = database.connect(target, create=create)
        seen = 0

        def count(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen > number:
                raise Interrupted

        event.listen(opened.engine, "before_cursor_execute", count)
        return opened

    return connect
