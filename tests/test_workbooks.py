"""Workbooks: cells as CSV has them, several sheets, merged cells; what is damaged or too large."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import openpyxl
import pytest
from clothes import SHEET, as_ods, as_xlsx, ods_cell, ods_of, saved
from commands import Desk

from ledger.formats.table.sheet import Unreadable
from ledger.formats.workbooks import bounds
from ledger.formats.workbooks.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def given(desk: Desk, name: str, data: bytes) -> Path:
    path = desk.folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("70%", "70%"),
        (0.7, "0.7"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (12.0, "12"),
        (45119.0, "45119"),
        (1e20, "100000000000000000000"),
        (-3.5, "-3.5"),
        (True, "true"),
        (False, "false"),
        (date(2023, 7, 12), "2023-07-12"),
        (datetime(2023, 7, 12), "2023-07-12"),  # noqa: DTZ001 - a workbook has no zones
        (datetime(2023, 7, 12, 10, 30), "2023-07-12 10:30:00"),  # noqa: DTZ001
        (time(1, 2), "01:02:00"),
        ("", ""),
    ],
)
def test_a_cell_is_the_text_that_csv_would_have(cell: object, text: str) -> None:
    assert text_of(cell) == text


def test_seventy_per_cent_is_never_divided_again(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET)))
    for (cell,) in book["Claims"]["E2:E4"]:
        cell.number_format = "0%"
    desk.done("import", given(desk, "p.xlsx", saved(book)))
    shares = {one["speaker"]: one["probability"] for one in desk.json("list")}
    assert shares == {"Ann": 0.7, "Bo": 0.25, "Cy": None}


@pytest.mark.parametrize("style", ["0%", "0.00%", '0.0"x"%', "0.0\\\\ %"])
def test_in_a_column_of_per_cent_it_is_what_is_shown(desk: Desk, style: str) -> None:
    """Beside cells that hold hundredths themselves; the sheet is not the first of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([("x",)], Sure=SHEET, More=[("y",)])))
    book["Sure"]["E2"].number_format = style
    book["Sure"]["E3"] = 25
    book["Sure"]["E4"] = 0.07
    book["Sure"]["E4"].number_format = style
    path = given(desk, "p.xlsx", saved(book))
    desk.done("import", path, "--sheet", "Sure", "--unit", "probability=percent")
    shares = {one["speaker"]: one["probability"] for one in desk.json("list")}
    assert shares == {"Ann": 0.7, "Bo": 0.25, "Cy": 0.07}


def test_in_a_column_of_per_cent_of_libreoffice_too(desk: Desk) -> None:
    rows = [*SHEET[:2], ("Bo", "It snows.", date(2027, 7, 12), "P", "25")]
    path = given(desk, "p.ods", as_ods(rows))
    desk.done("import", path, "--unit", "probability=percent")
    shares = {one["speaker"]: one["probability"] for one in desk.json("list")}
    assert shares == {"Ann": 0.7, "Bo": 0.25}


def test_what_only_names_the_sign_is_no_per_cent(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET)))
    book["Claims"]["E2"].number_format = '0.0"%"'
    desk.done("import", given(desk, "p.xlsx", saved(book)))
    shares = {one["speaker"]: one["probability"] for one in desk.json("list")}
    assert shares["Ann"] == 0.7


def test_cells_merged_downwards_all_say_the_same(desk: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("speaker", "statement", "due", "publisher"),
        ("Ann", "It rains.", date(2027, 7, 12), "P"),
        (None, "It snows.", date(2027, 7, 12), None),
        ("Bo", "It hails.", date(2027, 7, 12), None),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D4")
    desk.done("import", given(desk, "m.xlsx", saved(book)))
    said = {one["statement"]: one["speaker"] for one in desk.json("list")}
    assert said == {"It rains.": "Ann", "It snows.": "Ann", "It hails.": "Bo"}


def test_a_sheet_may_begin_anywhere(desk: Desk) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(SHEET):
        for place, cell in enumerate(row):
            book.active.cell(number + 4, place + 3, cell)
    book.active["G5"] = "seven"
    refused = desk.refused("import", given(desk, "s.xlsx", saved(book)))
    assert "s.xlsx:5: probability 'seven' is not a number" in refused


def test_several_sheets_are_told_apart_by_name(desk: Desk) -> None:
    path = given(desk, "s.xlsx", as_xlsx(SHEET, Notes=[("a", "b")], Empty=[]))
    refused = desk.refused("import", path)
    assert "This workbook has several sheets: 'Claims', 'Notes', 'Empty'." in refused
    assert 'Choose one with --sheet "NAME".' in refused
    assert "There is no sheet 'claims' here" in desk.refused("import", "--sheet", "claims", path)
    assert "Added 3 claims" in desk.done("import", "--sheet", "Claims", path)


def test_hidden_and_empty_sheets_are_no_choice(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET, Lists=[("x",)], Empty=[])))
    book["Lists"].sheet_state = "hidden"
    assert "Added 3 claims" in desk.done("import", given(desk, "h.xlsx", saved(book)))


def test_the_sheet_is_kept_in_a_mapping(desk: Desk) -> None:
    path = given(desk, "s.xlsx", as_xlsx(SHEET, Notes=[("a", "b")]))
    desk.done("import", path, "--sheet", "Claims", "--default", "title=A list")
    mapping = desk.folder / "s.mapping.toml"
    assert 'sheet = "Claims"' in mapping.read_text("utf-8")
    assert desk.done("import", path, "--mapping", mapping).startswith("Nothing changed: ")


def test_a_sheet_is_asked_for_of_workbooks_only(desk: Desk) -> None:
    path = given(desk, "s.csv", b"speaker,statement,due,publisher\n")
    assert "which has no sheets" in desk.refused("import", "--sheet", "A", path)


def test_bad_rows_are_written_as_csv(desk: Desk) -> None:
    rows = [*SHEET, ("Di", "It blows.", "someday", "P", None)]
    path = given(desk, "b.xlsx", as_xlsx(rows))
    told = desk.done("import", "--skip-bad", path)
    assert "Added 3 claims" in told
    kept = (desk.folder / "b.bad.csv").read_text("utf-8-sig").splitlines()
    assert kept == ["speaker,statement,due,publisher,probability", "Di,It blows.,someday,P,"]


def test_without_the_library_workbooks_are_refused_in_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = given(desk, "s.xlsx", as_xlsx(SHEET))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    result = desk("import", path)
    assert result.exit_code == 2
    assert "A workbook needs python-calamine, which is not installed." in result.stderr
    assert "pip install 'claim-ledger[sheets]'" in result.stderr
    assert not desk.database.exists() or desk.json("list") == []


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with a part of it changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename.endswith(name) else part)
    return made.getvalue()


FAR = "row 1,048,576, column 16,384"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (changed(as_xlsx(SHEET), "sheet1.xml", lambda p: p.replace(b'"E2"', b'"XFD1048576"')), FAR),
        (
            changed(as_xlsx(SHEET), "sheet1.xml", lambda p: p[:-20]),
            "This workbook is damaged: a part of it is no XML.",
        ),
        (
            changed(
                as_xlsx(SHEET),
                "sheet1.xml",
                lambda p: p.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
            ),
            "document type",
        ),
        (as_xlsx(SHEET)[:900], "This zip cannot be read."),
        (changed(as_xlsx(SHEET), "workbook.xml", lambda _: b"<x/>"), "damaged"),
        (
            ods_of(
                '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                'table:number-columns-repeated="100" office:value-type="string"><text:p>x</text:p>'
                "</table:table-cell></table:table-row>"
            ),
            "row 1,000,000, column 100",
        ),
        (
            ods_of(
                '<table:table-row table:number-rows-repeated="1000000">'
                + ods_cell("x" * 1000)
                + "</table:table-row>"
            ),
            "more than 268,435,456 characters",
        ),
        (
            ods_of(
                '<table:table-row><table:table-cell office:value-type="string"><text:p>'
                '<text:s text:c="900000000"/></text:p></table:table-cell></table:table-row>'
            ),
            "more than 268,435,456 characters",
        ),
    ],
    ids=list("abcdefgh"),  # what is zipped has the time in it
)
def test_what_is_damaged_or_too_large_is_refused_unread(
    desk: Desk, data: bytes, problem: str
) -> None:
    refused = desk.refused("import", "--from", "workbook", given(desk, "w.xlsx", data))
    assert problem in refused
    assert not desk.database.exists()


def test_one_long_text_in_every_cell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_xlsx([["x" * 1000] * 10] * 20)
    bounds.refuse_huge(data)
    monkeypatch.setattr(bounds, "MOST_TEXT", 150_000)
    with pytest.raises(Unreadable, match="characters"):
        bounds.refuse_huge(data)


@pytest.mark.parametrize("data", [as_xlsx(SHEET), as_ods(SHEET)], ids=["xlsx", "ods"])
def test_what_is_unpacked_is_bounded(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_UNPACKED", 1500)
    with pytest.raises(Unreadable, match="once it is unpacked"):
        bounds.refuse_huge(data)


def test_more_bytes_than_a_part_says_are_not_read(desk: Desk) -> None:
    """A zip whose list says less than there is: nothing beyond that is unpacked."""
    data = bytearray(as_xlsx(SHEET))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (5).to_bytes(4, "little")
    refused = desk.refused("import", given(desk, "l.xlsx", bytes(data)))
    assert "damaged" in refused
