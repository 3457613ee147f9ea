"""Numbers in sentences: one of them is not many, wherever the program counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Desk

import ledger
from ledger.text import counted, the_first

NOUNS = (
    "entries", "cells", "claims", "files", "rows", "records", "problems", "warnings", "days",
    "groups", "lines", "questions", "items", "bytes", "probabilities", "columns",
)  # fmt: skip
MANY = re.compile(rf"(?<!\{{)\{{([^{{}}]+)\}} (?:new )?(?:{'|'.join(NOUNS)})\b")
"""A number that nobody asked whether it is one, unless it is a constant."""


@pytest.mark.parametrize(
    ("n", "noun", "told"),
    [
        (1, "entry", "1 entry"), (0, "entry", "0 entries"), (2, "day", "2 days"),
        (1200, "claim", "1,200 claims"), (2, "address", "2 addresses"), (1, "address", "1 address"),
        (3, "new row", "3 new rows"),
    ],
)  # fmt: skip
def test_a_number_and_its_noun_agree(n: int, noun: str, told: str) -> None:
    assert counted(n, noun) == told


def test_the_first_of_one_is_not_numbered() -> None:
    assert [the_first(n, "entry") for n in (1, 2)] == ["the first entry", "the first 2 entries"]


def test_what_is_one_is_told_as_one(tmp_path: Path) -> None:
    """In a ledger whose journal has one entry, as an export as of then has."""
    desk, copy = Desk(tmp_path), Desk(tmp_path / "copy")
    copy.folder.mkdir()
    desk.add(id="floor")
    journal = tmp_path / "j.jsonl"
    desk.done("export", "-o", journal)
    journal.write_text(journal.read_text(encoding="utf-8").splitlines(keepends=True)[0])
    told = copy.done("import", journal) + copy.done("import", journal) + copy.done("init")
    told += copy.done("backup", tmp_path / "b.db") + copy.done("verify")
    told += copy.done("copy", copy.database, tmp_path / "c.db")
    told += copy.done("copy", copy.database, tmp_path / "c.db")
    told += copy.done("due", "--within", "1d", "--stale", "1d")
    assert not re.search(r"(?<![\d,.])1 [a-z]+(?:ies|s)\b", told), told
    assert "Added 1 entry." in told
    root = copy.done("checkpoint").splitlines()[2]
    assert len(re.findall(re.escape(root), told)) == 8, "the same root hash in the same form"


def test_nothing_is_said_of_no_records(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    sheet = tmp_path / "s.csv"
    sheet.write_text("speaker,statement,due,publisher\n")
    assert desk.done("import", sheet) == "Nothing changed.\n"


def test_where_no_checkpoint_was_given_none_is_said_to_fit(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add()
    assert "\nNo checkpoint was given: whoever holds" in desk.done("verify")


def test_no_sentence_counts_one_as_many() -> None:
    """Read in the source: who counts asks `counted`, or says why one cannot be."""
    for path in sorted(Path(ledger.__file__).parent.rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for found in MANY.finditer(line):
                assert re.match("[A-Z_]+(:,)?$", found[1]) or "== 1" in line, (
                    f"{path}: {line.strip()}"
                )
