"""A mapping is kept as soon as it is understood, found beside its sheet, and shown as a table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.errors import FileTrouble
from ledger.formats.registry import Options
from ledger.formats.table.mapping import added, print_mapping, read_mapping

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


SHEET = "Who,What,When,Till,Where,x1\nAnn,S1,2020-01-05,2024-12-31,P,1\nBo,S2,2020-01-05,soon,P,2\n"
WORDS = tuple(
    word
    for pair in ("Who=speaker", "What=statement", "When=made", "Till=due", "Where=publisher", "x1=")
    for word in ("--map", pair)
)


def sheet(desk: Desk, text: str = SHEET, name: str = "s.csv") -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_it_is_kept_though_a_row_is_bad(desk: Desk) -> None:
    path = sheet(desk)
    mapping = path.with_suffix(".mapping.toml")
    told = desk.refused("import", path, *WORDS)
    assert told.endswith(
        f"1 problem found; nothing was written. The mapping is kept in {mapping}.\n"
    )
    assert 'Till = "due"' in mapping.read_text(encoding="utf-8")
    sheet(desk, SHEET.replace("soon", "2024"))
    result = desk("import", path)
    assert result.stdout == "Added 2 claims, 2 questions, 1 source.\n"
    assert f"Reading {path} by the mapping {mapping}.\n" in result.stderr


def test_it_is_not_kept_while_the_columns_are_not_understood(desk: Desk) -> None:
    path = sheet(desk)
    desk.refused("import", path, *WORDS[:4])
    assert not path.with_suffix(".mapping.toml").exists()


def test_what_is_told_is_added_to_what_is_found(desk: Desk) -> None:
    path = sheet(desk)
    desk.refused("import", path, *WORDS)
    sheet(desk, SHEET.replace("soon", "9/5/2024"))
    told = desk.done("import", path, "--dates", "DMY", "--map", "x1=note")
    assert told.startswith("Added 2 claims")
    kept = read_mapping(path.with_suffix(".mapping.toml"))
    assert (kept.dates, kept.columns["x1"], kept.columns["Who"]) == ("DMY", "note", "speaker")
    assert "Nothing changed" in desk.done("import", path)


def test_one_of_another_sheet_is_not_used(desk: Desk) -> None:
    path = sheet(desk, "speaker,statement,publisher\nAnn,S1,P\n")
    mapping = path.with_suffix(".mapping.toml")
    mapping.write_text('[columns]\nWhom = "speaker"\n', encoding="utf-8")
    result = desk("import", path)
    assert result.exit_code == 0
    assert f"{mapping} names columns that {path} does not have; it is not used." in result.stderr


def test_it_is_found_for_the_bad_rows_too(desk: Desk) -> None:
    path = sheet(desk)
    desk.done("import", path, *WORDS, "--skip-bad")
    bad = desk.folder / "s.bad.csv"
    bad.write_text(bad.read_text(encoding="utf-8").replace("soon", "2024"), encoding="utf-8")
    assert "Added 1 claim" in desk.done("import", bad)


def test_a_claim_file_has_no_use_for_one_that_lies_beside_it(desk: Desk) -> None:
    path = sheet(desk, '[source]\nid = "s"\npublisher = "P"\n', "s.toml")
    path.with_suffix(".mapping.toml").write_text('dates = "MDY"\n', encoding="utf-8")
    assert "Added 1 source" in desk.done("import", path)


def test_a_dry_run_shows_it_as_a_table_and_keeps_nothing(desk: Desk) -> None:
    text = (
        "Who,Promise,Till,Sure,Rating,First,Last,Remarks\n"
        "x,We build 100 schools for every child of this land.,9/18/2025,70%,Compromise,Ann,Lee,a\n"
        "y,We plant trees.,9/5/2025,12,Half,Bo,,\n"
    )
    path = sheet(desk, text)
    words = ["Promise=statement", "Till=due", "Sure=probability", "Rating=verdict,value",
             "First+Last=speaker", "Who=", "Remarks="]  # fmt: skip
    told = desk.done(
        "import", path, "--dry-run", "--unit", "probability=percent", "--default", "publisher=P",
        "--map-value", "Rating:compromise=partly 0.5", "--map-value", "verdict:half=partly",
        *(word for one in words for word in ("--map", one)),
    )  # fmt: skip
    assert (
        told
        == f"""\
{path}, as it is read (columns in row 1):
  Column   Key             Cells
  Who      left out        x; y
  Promise  statement       We build 100 schools fo…; We plant trees.
  Till     due             9/18/2025 = 2025-09-18; 9/5/2025 = 2025-09-05
  Sure     probability     70% = 0.7; 12 = 0.12
  Rating   verdict, value  Compromise = partly, 0.5; Half = partly
  First    speaker         Ann = Ann Lee; Bo
  Last     speaker         Lee = Ann Lee
  Remarks  left out        a
  Where a row says nothing: publisher P

Would add 2 claims, 2 outcomes, 2 questions, 1 source.
"""
    )
    assert not path.with_suffix(".mapping.toml").exists()


def test_a_dry_run_that_refuses_shows_it_too(desk: Desk) -> None:
    path = sheet(desk)
    result = desk("import", path, "--dry-run", *WORDS)
    assert result.exit_code == 1
    assert "  Till    due        2024-12-31; soon\n" in result.stdout


FULL = Options(
    columns={"A": "verdict,value", "#3": "due", "B+C": "speaker", "*": "", "": ""},
    values={("verdict", "x y"): "partly 0.5", ("A", "z"): "happened"},
    defaults={"publisher": "P"},
    units={"probability": "percent"},
    encoding="cp1252",
    zone="Europe/Berlin",
    dates="DMY",
    header_row=4,
    forecasters="p_*, Ann",
)


def test_a_mapping_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(print_mapping(FULL), encoding="utf-8")
    assert read_mapping(path) == FULL
    assert added(FULL, Options()) == FULL
    assert added(Options(), FULL) == FULL
    assert added(FULL, Options(columns={"a": "note"})).columns == {
        "#3": "due", "B+C": "speaker", "*": "", "": "", "a": "note"
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['dates = "DM"\n', "dates = 1\n", "header_row = 0\n", 'header_row = "4"\n',
     "header_row = true\n",
     '[columns]\n"*" = "speaker"\n', '[columns]\nA = "due"\na = "made"\n', "forecasters = []\n",
     '[columns]\nA = "verdict,nonsense"\n', '[units]\nprobability = "promille"\n',
     '[units]\nmade = "percent"\n', '[values]\nB = { x = "y" }\n', "[units]\nprobability = 1\n"],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileTrouble, match="is not a mapping"):
        read_mapping(path)


@pytest.mark.parametrize(
    "words",
    [["--dates", "DM"], ["--header-row", "0"], ["--header-row", "x"], ["--unit", "made=percent"],
     ["--map", "*=due"], ["--map-value", "nonsense:a=b"]],
)  # fmt: skip
def test_an_option_that_cannot_be_followed_is_wrong_use(desk: Desk, words: list[str]) -> None:
    assert "Error: " in desk.misused("import", sheet(desk), *words)


def test_options_for_sheets_are_refused_for_other_files(desk: Desk) -> None:
    path = sheet(desk, '[source]\nid = "s"\npublisher = "P"\n', "s.toml")
    for words in (["--dates", "DMY"], ["--header-row", "2"], ["--forecasters", "Ann"]):
        assert "whose columns and words are known" in desk.refused("import", path, *words)
