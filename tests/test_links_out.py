"""No file is read or written outside of what was named; links out of it, and what is no file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE, Desk

from ledger.formats.registry import READERS

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = """
[source]
id = "{0}"
publisher = "P"
published = "2023-07-05"
[[claim]]
id = "{0}-1"
speaker = "Ann"
statement = "It rains."
"""

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a file outside of the folder ``claims``, to which a link in it leads."""
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "own.toml").write_text(CLAIM.format("own"))
    (tmp_path / "outside.toml").write_text(CLAIM.format("outside"))
    return Desk(tmp_path)


def refused(desk: Desk, *words: str | Path) -> str:
    """Why a command is refused; for `check` that is what it answers."""
    if words[0] != "check":
        return desk.refused(*words)
    result = desk(*words)
    assert (result.exit_code, result.stderr) == (1, "")
    return result.stdout


def test_a_link_out_of_a_folder_is_not_followed(desk: Desk) -> None:
    link = desk.folder / "claims" / "link.toml"
    link.symlink_to(desk.folder / "outside.toml")
    folder = link.parent
    for verb in ("import", "check"):
        told = refused(desk, verb, folder)
        assert f"{folder}: {link} leads by a link out of this folder." in told
    assert not desk.database.exists()


def test_a_link_within_a_folder_and_one_that_is_named_are(desk: Desk) -> None:
    (desk.folder / "claims" / "sub").mkdir()
    (desk.folder / "claims" / "sub" / "link.toml").symlink_to(desk.folder / "claims" / "own.toml")
    assert "Added 1 claim," in desk.done("import", desk.folder / "claims")
    (desk.folder / "named.toml").symlink_to(desk.folder / "outside.toml")
    assert "Added 1 claim," in desk.done("import", desk.folder / "named.toml")


@pytest.mark.parametrize("name", ["link.toml", "2023"])
def test_an_export_writes_through_no_link_out_of_its_folder(desk: Desk, name: str) -> None:
    """Neither through a file's nor through that of a folder for a year."""
    desk.done("import", desk.folder / "outside.toml")
    desk.done("amend", "outside-1", "--note", "Amended.")
    out, elsewhere = desk.folder / "out", desk.folder / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / name).symlink_to(desk.folder / "outside.toml" if "." in name else elsewhere)
    before = (desk.folder / "outside.toml").read_text()
    assert "leads by a link out of this folder" in desk.refused("export", "-o", out)
    assert (desk.folder / "outside.toml").read_text() == before
    assert list(elsewhere.iterdir()) == []


def test_reviews_are_written_through_no_link_out_of_their_folder(desk: Desk) -> None:
    desk.done("import", desk.folder / "outside.toml")
    out = desk.folder / "out"
    out.mkdir()
    (out / "outside-1.jsonld").symlink_to(desk.folder / "elsewhere.jsonld")
    told = desk.refused("export", "--to", "claimreview", "-o", out)
    assert "leads by a link out of this folder" in told
    assert not (desk.folder / "elsewhere.jsonld").exists()


@pytest.mark.slow
@posix_only
@pytest.mark.parametrize("form", [*READERS, "jsonl"])
def test_what_is_no_file_is_not_read(desk: Desk, form: str) -> None:
    """A device has no end, and a pipe waits for somebody; only a journal may come through one."""
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    for path in (
        "/dev/zero",
        *([] if form == "jsonl" else [pipe]),
        desk.folder / "claims" / ".." / "nothing",
    ):
        result = desk("import", "--from", form, path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Traceback" not in result.stderr
    assert not desk.database.exists()


def test_nothing_but_the_named_file_is_written(desk: Desk) -> None:
    desk.done("import", ARTICLE)
    before = sorted(desk.folder.rglob("*"))
    for form in ("csv", "claimreview", "ics", "atom", "jsonl"):
        desk.done("export", "--to", form, "-o", desk.folder / f"out.{form}")
    added = set(desk.folder.rglob("*")) - set(before)
    assert {one.name for one in added} == {
        "out.csv",
        "out.claimreview",
        "out.ics",
        "out.atom",
        "out.jsonl",
    }


@posix_only
@pytest.mark.parametrize(
    "words",
    [
        ["import", "{}"],
        ["import", "--from", "csv", "{}"],
        ["import", "--from", "jsonl", "{}"],
        ["check", "{}"],
        ["import", "{}/.."],
        ["--db", "{}", "add", "--speaker", "A", "--statement", "It rains.", "--publisher", "P"],
        ["--db", "{}", "list"],
        ["restore", "{}"],
        ["--db", "{}", "restore", "OWN"],
        ["export", "--to", "csv", "-o", "{}"],
        ["export", "-o", "{}"],
    ],
    ids=" ".join,
)
def test_links_in_a_circle_are_refused(desk: Desk, words: list[str]) -> None:
    desk.done("import", desk.folder / "outside.toml")
    loop = desk.folder / "loop"
    loop.symlink_to(loop)
    before = sorted(desk.folder.rglob("*"))
    known = {"{}": loop, "{}/..": loop / "..", "OWN": desk.folder / "claims" / "own.toml"}
    assert "loop" in refused(desk, *(known.get(one, one) for one in words))
    assert loop.is_symlink()
    assert sorted(desk.folder.rglob("*")) == before
