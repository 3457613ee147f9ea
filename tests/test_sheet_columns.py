"""Columns as other people have them: without names, by place, several for one, one for several."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, text: str, name: str = "sheet.csv") -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def claims(desk: Desk) -> dict[str, dict[str, object]]:
    """The claims by their statements."""
    return {str(one["statement"]): dict(one) for one in desk.json("list")}


ROWS = "Ann,We build 100 schools.,P\n{}Bo,We build 10 bridges.,P\n{}Cy,We plant trees.,P\n"
HEADER = "speaker,statement,publisher\n"


# Columns without a name


@pytest.mark.parametrize(
    "text",
    [
        f",{HEADER}0,{ROWS.format('1,', '2,')}",
        f'"",{HEADER}"1",{ROWS.format("2,", "3,")}',
        f"Unnamed: 0,{HEADER}0,{ROWS.format('4,', '17,')}",
        f"...1,{HEADER}3,{ROWS.format('1,', '2,')}",
        f"{HEADER}1,{ROWS.format('2,', '3,')}",
        f",{HEADER}12,{ROWS.format('40,', '41,')}",
    ],
)
def test_a_column_that_only_counts_rows_is_left_out_and_said(desk: Desk, text: str) -> None:
    path = sheet(desk, text)
    result = desk("import", path)
    assert result.exit_code == 0, result.output
    assert f"{path}:1: warning: Column 1 has no name and only counts the rows" in result.stderr
    assert {one["speaker"] for one in desk.json("list")} == {"Ann", "Bo", "Cy"}
    assert "Nothing changed" in desk.done("import", path)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f",{HEADER}x,{ROWS.format('y,', 'z,')}", 1),
        (f",{HEADER}2019,{ROWS.format('2020,', '2021,')}", 1),
        (f"{HEADER.strip()},\n{ROWS.format('', '').replace(',P', ',P,7')}", 4),
        (f",{HEADER}1,{ROWS.format('1,', '2,')}", 1),
    ],
)
def test_another_one_is_told_once_with_what_leaves_it_out(
    desk: Desk, text: str, place: int
) -> None:
    path = sheet(desk, text)
    told = desk.refused("import", path)
    assert told.count("has no name") == 1
    assert f'or leave it out with --map "#{place}=".\n' in told
    desk.done("import", path, "--map", f"#{place}=")
    assert len(desk.json("list")) == 3
    other = sheet(desk, text, "other.csv")
    assert "Nothing changed" in desk.done("import", other, "--map", "=")


def test_it_may_hold_something(desk: Desk) -> None:
    path = sheet(desk, f",{HEADER}x,{ROWS.format('y,', 'z,')}")
    desk.done("import", path, "--map", "#1=note")
    assert {one["note"] for one in desk.json("list")} == {"x", "y", "z"}


# By place, and the rest


def test_columns_of_one_name_are_told_apart_by_their_places(desk: Desk) -> None:
    path = sheet(desk, "Who,What,Date,Where,Date\nAnn,It rains.,2020-01-05,P,2024\n")
    words = ["--map", "Who=speaker", "--map", "What=statement", "--map", "Where=publisher"]
    told = desk.refused("import", path, *words, "--map", "Date=made")
    assert "The columns '#3' and '#5' are both made." in told
    desk.done("import", path, *words, "--map", "#3=made", "--map", "#5=due")
    (one,) = desk.json("list")
    assert (one["made"], one["due"]) == ("2020-01-05", "2024")


def test_the_rest_can_be_left_out(desk: Desk) -> None:
    path = sheet(desk, "speaker,x1,statement,x2,publisher,x3\nAnn,1,It rains.,2,P,3\n")
    assert 'All 3 that are unknown are left out by --map "*=".\n' in desk.refused("import", path)
    desk.done("import", path, "--map", "*=")
    assert '"*" = ""' in path.with_suffix(".mapping.toml").read_text(encoding="utf-8")
    assert "only be left out" in desk.misused("import", path, "--map", "*=speaker")


def test_a_place_that_is_not_there_is_said(desk: Desk) -> None:
    path = sheet(desk, f"{HEADER}Ann,It rains.,P\n")
    result = desk("import", path, "--map", "#9=due")
    assert "This sheet has no column '#9', which the mapping names." in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--map", "rating=verdict", "--map", "rating=value"],
        ["--map", "rating=verdict", "--map", "Rating=value"],
        ["--map", "rating=verdict,nonsense"],
    ],
)
def test_a_column_mapped_twice_is_refused(desk: Desk, words: list[str]) -> None:
    path = sheet(desk, "speaker,statement,publisher,rating\nAnn,It rains.,P,kept\n")
    assert "Error: " in desk.misused("import", path, *words)


def test_a_column_mapped_by_its_name_and_its_place_is_refused(desk: Desk) -> None:
    path = sheet(desk, "speaker,statement,publisher,rating\nAnn,It rains.,P,kept\n")
    told = desk.refused("import", path, "--map", "rating=verdict", "--map", "#4=value")
    assert "The column 'rating' is mapped twice, as rating=verdict and #4=value." in told


# One column for several keys, several for one

RATED = """\
speaker,statement,made,due,publisher,rating
Ann,S1,2024-01-01,2024-12-31,P,Compromise
Ann,S2,2024-01-01,2024-12-31,P,mostly done
Ann,S3,2024-01-01,2024-12-31,P,Kept
Ann,S4,2024-01-01,2024-12-31,P,partly
Ann,S5,2024-01-01,2024-12-31,P,
"""


@pytest.mark.parametrize(
    "words",
    [
        ["rating:compromise=partly 0.5", "rating:mostly done=partly 0.75"],
        ["verdict:compromise=partly 0.5", "verdict:Mostly Done=partly 0.75"],
        ["value:compromise=0.5", "value:mostly done=0.75", "verdict:mostly done=partly"],
    ],
)
def test_a_rating_says_a_verdict_and_a_share(desk: Desk, words: list[str]) -> None:
    path = sheet(desk, RATED)
    told = [word for one in words for word in ("--map-value", one)]
    desk.done("import", path, "--map", "rating=verdict,value", *told)
    found = {name: (one["verdict"], one["value"]) for name, one in claims(desk).items()}
    assert found == {
        "S1": ("partly", 0.5),
        "S2": ("partly", 0.75),
        "S3": ("happened", None),
        "S4": ("partly", None),
        "S5": (None, None),
    }
    assert "Nothing changed" in desk.done("import", path)


def test_one_day_serves_two_keys(desk: Desk) -> None:
    text = "speaker,statement,publisher,Date\nAnn,It rains.,P,2020-01-05\n"
    desk.done("import", sheet(desk, text), "--map", "Date=made,published")
    (one,) = desk.json("list")
    assert (one["made"], one["published"]) == ("2020-01-05", "2020-01-05")


@pytest.mark.parametrize("theirs", ["First+Last", "first + last", "#1+#2", "First+#2"])
def test_two_columns_make_a_name(desk: Desk, theirs: str) -> None:
    text = "First,Last,statement,publisher\nAnn,Lee,S1,P\nBo,,S2,P\n"
    desk.done("import", sheet(desk, text), "--map", f"{theirs}=speaker")
    assert {one["speaker"] for one in desk.json("list")} == {"Ann Lee", "Bo"}


def test_a_name_with_a_plus_in_it_is_a_name(desk: Desk) -> None:
    text = "A+B,statement,publisher\nAnn,S1,P\n"
    desk.done("import", sheet(desk, text), "--map", "A+B=speaker")
    assert [one["speaker"] for one in desk.json("list")] == ["Ann"]


# A column for each forecaster

WIDE = """\
statement,due,publisher,Ann,Bo,verdict
It rains.,2024-01-15,Blog,70%,0.4,happened
It snows.,2024-02-01,Blog,,10%,
It hails.,2024-02-03,Blog,-,n/a,
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [(WIDE, "Ann,Bo"), (WIDE, "*"), (WIDE.replace("Ann,Bo", "p_Ann,p_Bo"), "p_*"),
     (WIDE.replace("Ann,Bo", "Ann (prob.),Bo (prob.)"), "* (prob.)")],
)  # fmt: skip
def test_a_wide_sheet_has_a_claim_of_each_forecaster(desk: Desk, text: str, wanted: str) -> None:
    path = sheet(desk, text)
    told = desk.done("import", path, "--forecasters", wanted)
    assert told.startswith("Added 3 claims, 1 outcome, 2 questions, 1 source.\n")
    found = {(one["speaker"], one["statement"]): one for one in desk.json("list")}
    assert {name: one["probability"] for name, one in found.items()} == {
        ("Ann", "It rains."): 0.7,
        ("Bo", "It rains."): 0.4,
        ("Bo", "It snows."): 0.1,
    }
    one, other = found["Ann", "It rains."], found["Bo", "It rains."]
    assert one["question"] == other["question"]
    assert (one["result"], other["result"]) == ("right", "wrong")
    assert "Nothing changed" in desk.done("import", path)


def test_a_wide_sheet_with_ids_keeps_them_for_its_questions(desk: Desk) -> None:
    text = "id," + WIDE.replace("\nIt", "\nq-1,It", 1)
    text = "\n".join(line for n, line in enumerate(text.splitlines()) if n < 2) + "\n"
    desk.done("import", sheet(desk, text), "--forecasters", "Ann,Bo")
    assert {one["id"] for one in desk.json("list")} == {"q-1:ann", "q-1:bo"}
    assert {one["question"] for one in desk.json("list")} == {"q-1"}
    changed = text.replace("happened", "did-not-happen")
    desk.done("import", sheet(desk, changed), "--forecasters", "Ann,Bo", "--reason", "Recount.")
    assert {one["verdict"] for one in desk.json("list")} == {"did-not-happen"}


def test_a_forecaster_who_has_no_column_is_named(desk: Desk) -> None:
    told = desk.refused("import", sheet(desk, WIDE), "--forecasters", "Ann,Cy")
    assert "This sheet has no column 'Cy', which --forecasters names." in told
    text = WIDE.replace("statement,", "speaker,", 1)
    told = desk.refused("import", sheet(desk, text, "b.csv"), "--forecasters", "Ann,Bo")
    assert "There is a column of speaker, and --forecasters says that too." in told


# Above and below the table


@pytest.mark.parametrize(
    ("above", "number"),
    [
        ("Promises of the government\nas of 2024-05-01\n\n", 4),
        ("Promises of the government;;;;;\nas of 2024-05-01;;;;;\n;;;;;\n", 4),
        ("Promises, and what came of them\n", 2),
        ("Promise;;;;Source;\n", 2),
    ],
)
def test_a_header_below_a_title_is_found_and_named(desk: Desk, above: str, number: int) -> None:
    rows = (
        "id;speaker;statement;made;due;publisher\n"
        "a;Ann;We build 100 schools.;2020-01-05;2024-12-31;The Post\n"
        "b;Bo;We build 10 bridges.;2020-01-05;2024-12-31;The Post\n"
    )
    path = sheet(desk, above + rows)
    told = desk.refused("import", path)
    assert told.count("\n") == 3  # the format, the problem, the count
    assert f"{path}:1: This row does not name the columns, but row {number} has names" in told
    assert f"add --header-row {number}.\n" in told
    told = desk.done("import", path, "--header-row", str(number))
    assert told.startswith("Added 2 claims, 2 questions, 1 source.\n")
    assert "Nothing changed" in desk.done("import", path)


def test_a_title_over_names_that_nobody_knows_is_told_from_them(desk: Desk) -> None:
    path = sheet(desk, "The promises,,,\n,,,\nWho,What,Where,x\nAnn,It rains.,P,1\n")
    told = desk.refused("import", path)
    assert "row 3 is the first with several cells" in told
    words = ["--map", "Who=speaker", "--map", "What=statement", "--map", "Where=publisher"]
    assert "Unknown column 'x'" in desk.refused("import", path, "--header-row", "3", *words)
    desk.done("import", path, "--header-row", "3", *words, "--map", "x=")


def test_bad_rows_below_a_title_come_with_it(desk: Desk) -> None:
    rows = "speaker,statement,due,publisher\nAnn,S1,2024,P\nBo,S2,someday,P\n"
    path = sheet(desk, f"A title\n\n{rows}")
    desk.done("import", path, "--header-row", "3", "--skip-bad")
    bad = desk.folder / "sheet.bad.csv"
    lines = bad.read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["A title", "", "speaker,statement,due,publisher", "Bo,S2,someday,P"]
    bad.write_text(bad.read_text(encoding="utf-8").replace("someday", "2025"), encoding="utf-8")
    assert "Added 1 claim" in desk.done("import", bad)


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_of_excel_says_the_separator(desk: Desk, said: str) -> None:
    path = sheet(desk, f"{said}\nspeaker;statement;publisher;due\nAnn;A, b, c, d.;P;2024-13\n")
    told = desk.refused("import", path)
    assert f"{path}:2: due: " in told
    path.write_text(path.read_text(encoding="utf-8").replace("-13", "-12"), encoding="utf-8")
    desk.done("import", path)
    assert list(claims(desk)) == ["A, b, c, d."]


@pytest.mark.parametrize(
    "below",
    [
        "Total,,,2\n", "TOTAL:,,,\n", 'Grand total,,,"1,234"\n', ",Gesamt,2,\n", "Sum,2,,50%\n",
        "\nSource: the ministry\n", "\nlast updated 2024-05-01,,,\nall rights reserved,,,\n",
    ],
)  # fmt: skip
def test_totals_and_remarks_are_passed_over_and_said(desk: Desk, below: str) -> None:
    path = sheet(desk, f"speaker,statement,publisher,Cost\nAnn,S1,P,1\nBo,S2,P,1\n{below}")
    result = desk("import", path, "--map", "Cost=")
    assert result.exit_code == 0, result.output
    assert "passed over: no record, but totals or remarks." in result.stderr
    assert set(claims(desk)) == {"S1", "S2"}


@pytest.mark.parametrize(
    "row",
    ["Total,Emissions fall by 2030.,P,3\n", "Total,S3,P,\n", "Sum of us,S3,P,\n"],
)
def test_a_speaker_called_total_is_one(desk: Desk, row: str) -> None:
    path = sheet(desk, f"speaker,statement,publisher,note\nAnn,S1,P,\n{row}")
    desk.done("import", path)
    assert len(claims(desk)) == 2


# Pasted


def test_rows_pasted_from_a_spreadsheet_are_read(desk: Desk) -> None:
    text = 'speaker\tstatement\tpublisher\nAnn\t"Taxes fall," he said.\tP\nBo\tIt "rains".\tP\n'
    desk.done("import", sheet(desk, text, "pasted.txt"))
    assert set(claims(desk)) == {'"Taxes fall," he said.', 'It "rains".'}


def test_cells_with_line_breaks_are_pasted_in_quotation_marks(desk: Desk) -> None:
    text = 'speaker\tstatement\tpublisher\nAnn\t"Taxes\nfall ""soon""."\tP\n'
    desk.done("import", sheet(desk, text, "pasted.txt"))
    assert set(claims(desk)) == {'Taxes\nfall "soon".'}
