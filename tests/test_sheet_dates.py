"""Days as sheets write them: one order for a sheet, times of day, numbers, and what is refused."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.table.dates import Days, Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, *days: tuple[str, str], name: str = "sheet.csv") -> Path:
    """A sheet with a claim for each pair of days, made and due."""
    rows = (f'Ann,S{n},"{made}","{due}",P\n' for n, (made, due) in enumerate(days, 1))
    path = desk.folder / name
    path.write_text(f"speaker,statement,made,due,publisher\n{''.join(rows)}", encoding="utf-8")
    return path


def days(desk: Desk) -> list[tuple[str, str]]:
    """The days of the claims, in the order of the rows."""
    several = sorted(desk.json("list"), key=lambda one: str(one["statement"]))
    return [(one["made"], one["due"]) for one in several]


US = [("9/18/2025", "12/31/2026"), ("9/5/2025", "1/2/2027")]
MEANT = [("2025-09-18", "2026-12-31"), ("2025-09-05", "2027-01-02")]
AMBIGUOUS = [("9/5/2025", "1/2/2027"), ("9/6/2025", "1/3/2027")]


def test_rows_that_can_be_read_in_one_way_show_the_order_and_it_is_kept(desk: Desk) -> None:
    path = sheet(desk, *US)
    result = desk("import", path)
    assert "warning: Days are read month first (--dates MDY), as '9/18/2025' in row 2" in (
        result.stderr
    )
    assert days(desk) == MEANT
    mapping = path.with_suffix(".mapping.toml")
    assert mapping.read_text(encoding="utf-8") == 'dates = "MDY"\n'
    sheet(desk, *AMBIGUOUS)
    assert "Added 2 claims" in desk.done("import", path)
    assert ("2025-09-06", "2027-01-03") in days(desk)


@pytest.mark.parametrize(
    ("order", "written"),
    [
        ("MDY", US),
        ("mdy", [("09-18-2025", "12.31.2026"), ("9/5/25", "01/02/27 23:59")]),
        ("DMY", [("18.9.2025", "31.12.2026"), ("05.09.2025", "2.1.2027")]),
        ("DMY", [("18. 9. 2025", "31/12/2026 0:00"), ("5-9-25", "2/1/2027, 8:30 PM")]),
        ("YMD", [("25-09-18", "26/12/31"), ("2025-9-5", "2027/1/2 12:00:00")]),
    ],
)
def test_an_order_is_told(desk: Desk, order: str, written: list[tuple[str, str]]) -> None:
    path = sheet(desk, *written)
    desk.done("import", path, "--dates", order)
    assert days(desk) == MEANT
    assert f'dates = "{order.upper()}"' in path.with_suffix(".mapping.toml").read_text("utf-8")
    assert "Nothing changed" in desk.done("import", path)


def test_what_is_in_doubt_is_refused_once_for_each_column(desk: Desk) -> None:
    path = sheet(desk, *AMBIGUOUS * 50)
    told = desk.refused("import", path)
    cure = "(100 such cells). Say which, with --dates DMY or --dates MDY."
    made = (
        "'9/5/2025' in row 2 can be read as 2025-05-09 (day first) or as 2025-09-05 (month first)"
    )
    due = "'1/2/2027' in row 2 can be read as 2027-02-01 (day first) or as 2027-01-02 (month first)"
    lines = told.splitlines()[1:]
    assert lines == [
        f"{path}:1: column 'made': {made} {cure}",
        f"{path}:1: column 'due': {due} {cure}",
        "2 problems found; nothing was written.",
    ]
    assert "nothing was written" in desk.refused("import", path)
    result = desk("import", path, "--skip-bad")
    assert desk.json("log") == []
    assert "Left out, for its problems" in result.stdout


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([("9/18/2025", "2027"), ("18/9/2025", "2027")], "'18/9/2025' in row 3 of column 'made'"),
        ([("9/18/2025", "2027"), ("2025", "31/12/2027")], "'31/12/2027' in row 3 of column 'due'"),
    ],
)
def test_rows_that_show_both_orders_refuse_the_column(
    desk: Desk, written: list[tuple[str, str]], told: str
) -> None:
    path = sheet(desk, *written)
    refused = desk.refused("import", path)
    assert told in refused
    assert "'9/18/2025' in row 2 of column 'made' can only be month first" in refused
    assert "1 problem found" in refused
    assert f"{path}:3: " in desk.refused("import", path, "--dates", "MDY")
    assert not path.with_suffix(".bad.csv").exists()


def test_the_same_day_in_both_orders_is_in_no_doubt(desk: Desk) -> None:
    desk.done("import", sheet(desk, ("5/5/2025", "12.12.2027")))
    assert days(desk) == [("2025-05-05", "2027-12-12")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-03T17:44:01.000Z", "2026-08-03"),
        ("2018-05-16 12:00:30", "2018-05-16"),
        ("2018-05-16T23:59:59-08:00", "2018-05-16"),
        ("2018-05-16 0:00", "2018-05-16"),
        ("2018-05-16 12:00:30.123456+00:00", "2018-05-16"),
        ("20180516T1200", "2018-05-16"),
        ("16 May 2018 14:30", "2018-05-16"),
        ("Wed May 16 2018 00:00:00 GMT+0200 (CEST)", "2018-05-16"),
        ("May 16, 2018 at 2:30 PM", "2018-05-16"),
        ("2021-7-16", "2021-07-16"),
        ("2021/07/6", "2021-07-06"),
        ("2021.7.16", "2021-07-16"),
        ("20210716", "2021-07-16"),
        ("18-Sep-2025", "2025-09-18"),
        ("2025", "2025"),
        ("2025-09", "2025-09"),
    ],
)
def test_a_day_is_read_however_it_is_written(desk: Desk, text: str, day: str) -> None:
    desk.done("import", sheet(desk, (text, "2030-01-01")))
    assert days(desk) == [(day, "2030-01-01")]
    assert "Nothing changed" in desk.done("import", sheet(desk, (day, "2030-01-01")))


def test_numbers_of_a_spreadsheet_are_days_where_all_of_a_column_are(desk: Desk) -> None:
    result = desk("import", sheet(desk, ("45918", "46387.99"), ("43000.5", "46022")))
    assert days(desk) == [("2025-09-18", "2026-12-31"), ("2017-09-22", "2025-12-31")]
    assert "The days in column 'made' are numbers, as spreadsheets count them: 45918 is" in (
        result.stderr
    )
    told = desk.refused("import", sheet(desk, ("45918", "2026"), ("2025", "2026")))
    assert "sheet.csv:2: made: '45918'" in told


@given(st.dates(date(1954, 10, 5), date(2119, 1, 10)))
def test_a_number_is_so_many_days_after_the_end_of_1899(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    assert Days("", frozenset({"made"})).read("made", str(number)) == day.isoformat()


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.sampled_from("/.-"),
    st.booleans(),
    st.sampled_from(["", " 14:30", ", 2:30 PM", " 0:00:00"]),
)
def test_an_order_is_taken_at_its_word(day: date, mark: str, padded: bool, time: str) -> None:  # noqa: FBT001
    month, number = (f"{n:02d}" if padded else str(n) for n in (day.month, day.day))
    parts: dict[str, Sequence[str]] = {
        "MDY": (month, number, f"{day.year}"),
        "DMY": (number, month, f"{day.year}"),
        "YMD": (f"{day.year}", month, number),
    }
    for order, written in parts.items():
        text = mark.join(written) + time
        assert Days(order).read("made", text) == day.isoformat()
        one_way = {"MDY": Shape.MONTH_FIRST, "DMY": Shape.DAY_FIRST}.get(order)
        if one_way is not None and day.month != day.day:
            assert shape_of(text) is (one_way if day.day > 12 else Shape.EITHER)


@given(st.integers(1, 99))
def test_a_year_of_two_digits_is_a_near_one(short: int) -> None:
    read = Days("DMY", year=2026).read("made", f"5/9/{short:02d}")
    year = int(read[:4])
    assert year % 100 == short
    assert 1946 < year <= 2046


@given(st.text(max_size=90))
def test_what_is_no_day_stays_as_it_is(text: str) -> None:
    found = Days("MDY", frozenset({"made"})).read("made", text)
    assert found == text or date.fromisoformat(found) > date.min + timedelta(1) or found in text


@pytest.mark.parametrize(
    "text",
    ["31/2/2025", "13/13/2025", "0/5/2025", "99999", "9/5", "5/9/2025/1", "12:30", "99/9/9"],
)
def test_what_is_no_day_in_any_order_is_told_by_its_row(desk: Desk, text: str) -> None:
    told = desk.refused("import", sheet(desk, ("2025", "2027"), (text, "2027")), "--dates", "DMY")
    assert "sheet.csv:3: made: " in told


def test_words_for_days_stay_words(desk: Desk) -> None:
    desk.done("import", sheet(desk, ("9/18/2025", "in the next 6 months")))
    (one,) = desk.json("list")
    assert (one["due"], one["due_words"]) == ("../2026-03-18", "in the next 6 months")
