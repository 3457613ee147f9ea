"""Who may read what is written: each verb that writes, over nothing, 0600 and 0640, in two umasks.

What is new has the mode the umask leaves, what is replaced keeps its mode, and what is a copy is
never open to more people than what it is a copy of.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from commands import Desk
    from conftest import DeskAfter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

SHEET: Final = "speaker,statement,publisher\nAnn,It rains.,P\n"


@dataclass(frozen=True)
class Verb:
    """A command that writes: the file it comes to, and what its mode cannot be wider than."""

    words: tuple[str, ...]
    file: str
    like: str | None = None
    """The file it copies."""
    widest: int = 0o666
    replaces: bool = True
    """Whether it ever replaces a file; else it is tried over nothing alone."""


VERBS: Final = {
    "report": Verb(("report", "-o", "out"), "out"),
    "page": Verb(("report", "-o", "out.html"), "out.html"),
    "plot": Verb(("report", "--plot", "accuracy.svg"), "accuracy.svg"),
    "csv": Verb(("export", "--to", "csv", "-o", "out"), "out"),
    "jsonl": Verb(("export", "-o", "out.jsonl"), "out.jsonl"),
    "feed": Verb(("export", "--to", "claimreview", "-o", "out"), "out"),
    "reviews": Verb(("export", "--to", "claimreview", "-o", "folder"), "folder/a.jsonld"),
    "calendar": Verb(("export", "--to", "ics", "-o", "out"), "out"),
    "claims": Verb(("export", "-o", "claims"), "claims/2023/p-2023-07-03.toml"),
    "checkpoint": Verb(("checkpoint", "-o", "out"), "out"),
    "signed": Verb(("checkpoint", "--key", "key", "-o", "out"), "out"),
    "memory": Verb(("checkpoint", "--key", "key"), "key.signed"),
    "proof": Verb(("prove", "a", "--checkpoint", "check", "-o", "out"), "out"),
    "keygen": Verb(("keygen", "new"), "new", widest=0o600, replaces=False),
    "mapping": Verb(
        ("import", "sheet.csv", "--mapping", "map.toml", "--map", "T=topics"), "map.toml"
    ),
    "bad rows": Verb(
        ("import", "bad.csv", "--skip-bad"), "bad.bad.csv", like="bad.csv", replaces=False
    ),
    "init": Verb(("--db", "new.db", "init"), "new.db", replaces=False),
    "backup": Verb(("backup", "out.db", "--replace"), "out.db", like="ledger.db"),
    "restore": Verb(
        ("--db", "other.db", "restore", "kept.db", "--replace"), "other.db", like="kept.db"
    ),
    "copy": Verb(("copy", "ledger.db", "new.db"), "new.db", like="ledger.db", replaces=False),
}  # fmt: skip


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk_after: DeskAfter) -> Desk:
    """A folder with what each verb needs; its ledger and its backup are private."""
    monkeypatch.chdir(tmp_path)
    return desk_after(_prepare)


def _prepare(desk: Desk) -> None:
    desk.add(id="a", publisher="P")
    desk.done("record", "a", "happened", "--on", "2023-07-10", "--yes")
    desk.done("keygen", "key")
    desk.done("checkpoint", "-o", "check")
    desk.done("backup", "kept.db")
    (desk.folder / "folder").mkdir()
    (desk.folder / "sheet.csv").write_text(SHEET)
    (desk.folder / "bad.csv").write_text(f"{SHEET}Ann,,P\n")
    for name in ("ledger.db", "kept.db", "bad.csv"):
        (desk.folder / name).chmod(0o600)


def target(desk: Desk, verb: Verb, before: int) -> Path:
    """The file of a verb, of the mode ``before``, with what it held when the verb was run once."""
    file = desk.folder / verb.file
    words = [one for one in verb.words if one != "--replace"]
    if verb.file == "map.toml":
        file.write_text("[columns]\n")
    elif verb.file != "out.db" or not file.exists():
        desk.done(*words)
    if verb.file.endswith(".toml"):
        file.write_text(f"# Mine.\n{file.read_text().replace('James', 'Jim')}")
    if verb.file in {"key.signed", "map.toml"}:
        desk.add(statement="More.", id="b")
    file.chmod(before)
    return file


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o022, 0o077])
@pytest.mark.parametrize("before", [None, 0o600, 0o640])
@pytest.mark.parametrize("name", VERBS)
def test_a_file_is_open_to_whom_it_should_be(
    desk: Desk, name: str, before: int | None, mask: int
) -> None:
    verb = VERBS[name]
    if before is not None and not verb.replaces:
        with umask(mask):  # then it leaves what is there as it is, and writes beside it if at all
            (desk.folder / verb.file).write_text("mine")
            (desk.folder / verb.file).chmod(before)
            desk(*verb.words)
        assert mode(desk.folder / verb.file) == before
        return
    file = desk.folder / verb.file if before is None else target(desk, verb, before)
    held = None if before is None else (file.stat().st_ino, file.read_bytes())
    with umask(mask):
        desk.done(*verb.words)
    if held is not None:
        assert file.stat().st_ino != held[0], "it was replaced"
    expected = before or verb.widest & ~mask
    if verb.like is not None and (before is None or name == "backup"):
        expected &= mode(desk.folder / verb.like)
    assert mode(file) == expected
    left = {one.name for one in desk.folder.iterdir() if one.name.startswith(".")}
    assert not left


@pytest.mark.parametrize("open_to", [0o644, 0o640, 0o600, 0o400])
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_copy_is_open_to_no_more_than_its_ledger(desk: Desk, open_to: int, mask: int) -> None:
    desk.database.chmod(open_to)
    (desk.folder / "kept.db").chmod(open_to)
    wanted = (open_to | 0o600) & ~mask
    (desk.folder / "there.db").touch(0o666)
    (desk.folder / "there.db").chmod(0o666)
    with umask(mask):
        desk.done("backup", "b.db")
        desk.done("backup", "there.db", "--replace")
        desk.done("--db", "r.db", "restore", "kept.db")
        desk.done("copy", "ledger.db", "c.db")
    assert [mode(desk.folder / name) for name in ("b.db", "r.db", "c.db")] == [wanted] * 3
    assert mode(desk.folder / "there.db") == open_to | 0o600


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_new_folders_obey_the_umask(desk: Desk, mask: int) -> None:
    with umask(mask):
        desk.done("export", "-o", "out/deep")
    for name in ("out", "out/deep", "out/deep/2023"):
        assert mode(desk.folder / name) == 0o777 & ~mask


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid(), reason="only root gives files away")
def test_what_is_replaced_keeps_its_owner(desk: Desk) -> None:
    for words, name in (
        (("report", "-o", "r.txt"), "r.txt"),
        (("backup", "b.db", "--replace"), "b.db"),
        (("restore", "kept.db", "--replace"), "ledger.db"),
    ):
        (desk.folder / name).touch()
        os.chown(desk.folder / name, 65534, 65533)
        desk.done(*words)
        found = (desk.folder / name).stat()
        assert (found.st_uid, found.st_gid) == (65534, 65533), name


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link to a pipe"])
@pytest.mark.parametrize(
    "words",
    [
        ("backup", "there", "--replace"), ("export", "--to", "csv", "-o", "there"),
        ("export", "--to", "jsonl", "-o", "there"), ("report", "-o", "there"),
        ("checkpoint", "-o", "there"), ("--db", "there", "restore", "kept.db", "--replace"),
        ("--db", "there", "list"), ("copy", "ledger.db", "there"),
    ],
)  # fmt: skip
def test_what_is_no_regular_file_is_refused_and_left(
    desk: Desk, kind: str, words: tuple[str, ...]
) -> None:
    there = desk.folder / "there"
    makers: dict[str, Callable[[], object]] = {
        "folder": there.mkdir,
        "pipe": lambda: os.mkfifo(there),
        "device": lambda: there.symlink_to("/dev/null"),
        "link to a pipe": lambda: (os.mkfifo(desk.folder / "p"), there.symlink_to("p")),
    }
    makers[kind]()
    before = there.lstat()
    told = desk.refused(*words)
    assert "not a file" in told or "is a folder, not a" in told, told
    after = there.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


def test_a_link_is_followed_where_it_was_named_and_nowhere_else(desk: Desk) -> None:
    (desk.folder / "far").mkdir()
    for name, words in (
        ("b.db", ("backup", "link", "--replace")),
        ("r.txt", ("report", "-o", "link")),
        ("c.csv", ("export", "--to", "csv", "-o", "link")),
        ("new.db", ("backup", "link")),
    ):
        if "new" not in name:
            (desk.folder / "far" / name).write_text("old")
        link = desk.folder / "link"
        link.symlink_to(f"far/{name}")
        desk.done(*words)
        assert link.is_symlink()
        assert (desk.folder / "far" / name).read_bytes()[:3] != b"old"
        link.unlink()
    (desk.folder / "folder" / "other").write_text("mine")
    (desk.folder / "folder" / "a.jsonld").symlink_to("other")
    told = desk.refused("export", "--to", "claimreview", "-o", "folder")
    assert told.startswith("folder/a.jsonld is a link.")
    assert (desk.folder / "folder" / "other").read_text() == "mine"


def test_an_upgrade_keeps_a_copy_that_is_no_wider(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `upgrade` makes it, of a ledger of this very version."""
    from ledger.store.sqlite import connections, files  # noqa: PLC0415 - nobody else needs it

    monkeypatch.chdir(desk.folder)
    for open_to in (0o600, 0o640, 0o644):
        desk.database.chmod(open_to)
        engine = connections.engine_of(desk.database, create=False)
        with umask(0o022):
            copy = files.copy_beside(engine, str(desk.database), "before")
        assert mode(copy) == open_to
