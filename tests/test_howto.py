"""The how-tos: each runs from an empty folder to its end, and prints what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from howto import COMMAND, EXPORTS, FOLDER, renewed

if TYPE_CHECKING:
    from pathlib import Path

ROOT = FOLDER.parents[1]
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


def test_the_crontab_and_the_workflow_run_commands_that_are_there() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    typed = re.findall(r"^ *(?:- run: )?(ledger [^|>`]*?)(?: >.*| \|\|)?$", pages, re.MULTILINE)
    assert {"ledger check claims --format github", "ledger due --within 14d --format md"} <= {
        *typed
    }
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert set(re.findall("^      - id: (.*)$", pages, re.MULTILINE)) <= set(
        re.findall("^- id: (.*)$", hooks, re.MULTILINE)
    )


@pytest.mark.slow
def test_the_digest_is_mailed_where_there_is_something_to_do(tmp_path: Path) -> None:
    page = (FOLDER / "nightly-digest.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```sh digest.sh\n(.*?)```", page, re.DOTALL)
    mail = tmp_path / "mail"
    mail.write_text('#!/bin/sh\nprintf "%s\\n" "$2" "$3" > sent; cat >> sent\n', encoding="utf-8")
    mail.chmod(0o755)
    desk = Desk(tmp_path)
    desk.add(id="floor")
    program = tmp_path / "ledger"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ledger "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    for sent in (True, False):
        subprocess.run(
            ["sh", "-c", script], cwd=tmp_path, env=os.environ | {"PATH": path}, check=True
        )
        assert (tmp_path / "sent").exists() == sent
        if sent:
            told = (tmp_path / "sent").read_text(encoding="utf-8")
            assert told.startswith("Claims: 1 overdue\ndesk@example.com\n# Claims: 1 overdue\n")
            (tmp_path / "sent").unlink()
            desk.done("record", "floor", "happened", "--on", "2023-07-11")


def test_the_index_has_every_how_to_by_its_title() -> None:
    links = re.findall(r"^- \[(.*?)\]\((.*?)\)", INDEX.read_text(encoding="utf-8"), re.MULTILINE)
    titles = {page.read_text(encoding="utf-8").split("\n", 1)[0][2:]: page.name for page in PAGES}
    assert dict(links) == titles
    assert EXPORTS.keys() <= set(titles.values())
