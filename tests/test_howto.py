"""The how-tos: each runs from an empty folder to its end, and prints what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from howto import COMMAND, EXPORTS, FOLDER, renewed

if TYPE_CHECKING:
    from pathlib import Path

INDEX = FOLDER / "README.md"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page != INDEX)
PARTS = ("You have", "You do", "You get", "What can go wrong")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_how_to_prints_what_it_shows(tmp_path: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert COMMAND.search(text)
    assert renewed(page.name, text, tmp_path) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_how_to_has_the_same_parts(page: Path) -> None:
    headings = re.findall("^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [one for one in headings if one in PARTS] == list(PARTS)


def test_the_index_has_every_how_to_by_its_title() -> None:
    links = re.findall(r"^- \[(.*?)\]\((.*?)\)", INDEX.read_text(encoding="utf-8"), re.MULTILINE)
    titles = {page.read_text(encoding="utf-8").split("\n", 1)[0][2:]: page.name for page in PAGES}
    assert dict(links) == titles
    assert EXPORTS.keys() <= set(titles.values())
