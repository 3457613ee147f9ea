"""A file imported again whose names look as they did, in other characters: nothing has changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from exports import given

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = """[source]
id = "s"
publisher = "The Post"
[[claim]]
id = "c"
speaker = "Ann Lee"
statement = "It rains."
due = "2023-12-31"
topics = ["the weather", "rain"]
[[claim.outcome]]
verdict = "happened"
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk whose ledger has the file, and the question settled."""
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    desk.done("import", given(desk, "f.toml", TEXT))
    return desk


@pytest.mark.parametrize("blank", ["\u00a0", "  ", " \u200b"])
@pytest.mark.parametrize("name", ["Ann Lee", "The Post", "the weather"])
def test_what_nobody_can_see_is_no_change(name: str, blank: str, desk: Desk) -> None:
    root = desk.done("checkpoint")
    path = given(desk, "f.toml", TEXT.replace(name, name.replace(" ", blank)))
    assert desk.done("import", path).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


def test_another_name_is_a_change(desk: Desk) -> None:
    path = given(desk, "f.toml", TEXT.replace("Ann", "Anne"))
    assert "speaker changed after the question was settled" in desk.refused("import", path)
    path = given(desk, "f.toml", TEXT.replace(', "rain"', ""))
    assert "Amended: c." in desk.done("import", path)
