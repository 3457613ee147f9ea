"""Other trackers' export files: what is so of each.

The samples are made up, in the shape that each tracker's own code writes.  What is expected of them
was worked out by hand.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, given, sample, zipped

from ledger.formats.trackers import assembly

if TYPE_CHECKING:
    from pathlib import Path


FILES = {
    "fatebook": TRACKERS / "fatebook.csv",
    "predictionbook": TRACKERS / "predictionbook.json",
    "predictionbook-csv": TRACKERS / "predictionbook.csv",
    "manifold": TRACKERS / "manifold.json",
    "polymarket": TRACKERS / "polymarket.json",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_with_too_many_forecasts_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes its part of the memory; the real limits are too large to try here."""
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 5)
    told = desk.refused("import", TRACKERS / "fatebook.csv")
    assert "This file has more than 5 forecasts. Cut it into several." in told
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 6)
    desk.done("import", TRACKERS / "fatebook.csv")


@pytest.mark.parametrize("form", [*FILES, "metaculus"])
def test_nothing_is_needed_but_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """It is alone in its folder, and its name says nothing."""
    (tmp_path / "alone").mkdir()
    monkeypatch.chdir(tmp_path / "alone")
    path = tmp_path / "alone" / "export"
    path.write_bytes(zipped() if form == "metaculus" else FILES[form].read_bytes())
    result = Desk(tmp_path)("import", "export")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith(f"Reading export as {form.partition('-')[0]}.\n")
    assert [one.name for one in path.parent.iterdir()] == ["export"]


def test_a_row_without_end_is_refused_before_it_takes_the_memory(desk: Desk) -> None:
    header = sample(TRACKERS / "fatebook.csv").partition("\n")[0]
    path = given(desk, "wide.csv", f"{header}\n" + "," * 2_000_000)
    told = desk.refused("import", path)
    why = "This row cannot be read: a row has more than 1,048,576 characters."
    assert f"{path}:2: {why}\n" in told


def test_a_zip_with_too_many_questions_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that would be passed over too, and forecasts on questions that are not there."""
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 3)
    told = desk.refused("import", given(desk, "a.zip", zipped()))
    assert "This file has more than 3 questions. Cut it into several." in told
    questions = sample(TRACKERS / "question_data.csv").splitlines(keepends=True)
    few = "".join(questions[:2])
    told = desk.refused("import", given(desk, "b.zip", zipped(question_data=few)))
    assert "This file has more than 3 forecasts. Cut it into several." in told
    numeric = "".join(questions).replace("binary", "numeric")
    told = desk.refused("import", given(desk, "c.zip", zipped(question_data=numeric)))
    assert "This file has more than 3 questions. Cut it into several." in told


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 4_000_000, "nested more than 64 deep"),
        ("[" + "1," * 900_000 + "1]", "There are more than 850,000 commas here. Cut it into"),
        ('[{"a":' * 100_000, "nested more than 64 deep"),
        ('{"a": 1, "a": 2}', "The key 'a' stands twice in one object."),
        ('{"a": NaN}', "NaN is not JSON."),
        ("[1e999999999]", "This is not an object."),
        ("{", "This is not JSON"),
    ],
    ids=["deep", "wide", "deeper", "twice", "nan", "huge", "cut"],
)
@pytest.mark.parametrize("form", ["manifold", "polymarket", "predictionbook"])
def test_json_that_is_a_bomb_is_one_problem(desk: Desk, form: str, text: str, problem: str) -> None:
    told = desk.refused("import", "--from", form, given(desk, "bomb.json", text))
    assert problem in told
    assert len(told.splitlines()) == 2


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-16", "\t"), ("utf-8-sig", ","), ("cp1252", ";")]
)
def test_a_sheet_saved_again_by_a_spreadsheet_program_is_still_told(
    desk: Desk, encoding: str, separator: str
) -> None:
    made = io.StringIO(newline="")
    rows = csv.reader(sample(TRACKERS / "fatebook.csv").replace('"Bea"', '"Béa"').splitlines())
    csv.writer(made, delimiter=separator).writerows(rows)
    path = desk.folder / "again.csv"
    path.write_bytes(made.getvalue().encode(encoding))
    result = desk("import", path)
    assert result.stderr.startswith(f"Reading {path} as fatebook.\n")
    assert "Added 6 claims, " in result.stdout
    assert "Béa" in {one["speaker"] for one in desk.json("list")}
