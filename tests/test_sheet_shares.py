"""Probabilities as sheets write them: per cent, decimal commas, and never certainty by chance."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.table.shares import read_share

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def sheet(desk: Desk, *cells: str, column: str = "probability") -> Path:
    rows = (f'Ann,S{n},P,"{cell}"\n' for n, cell in enumerate(cells))
    path = desk.folder / "sheet.csv"
    path.write_text(f"speaker,statement,publisher,{column}\n{''.join(rows)}", encoding="utf-8")
    return path


def shares(desk: Desk) -> list[float | None]:
    several = sorted(desk.json("list"), key=lambda one: str(one["statement"]))
    return [one["probability"] for one in several]


PERCENT = ("--unit", "probability=percent")


def test_a_percent_sign_has_one_meaning(desk: Desk) -> None:
    cells = ("70%", "99.9%", "12,5 %", "0%", "100 %", "0.5%", "1%", "70 per cent", "0,7", "0.25")
    meant = [0.7, 0.999, 0.125, 0, 1, 0.005, 0.01, 0.7, 0.7, 0.25]
    desk.done("import", sheet(desk, *cells))
    assert shares(desk) == meant
    assert "Nothing changed" in desk.done("import", sheet(desk, *map(str, meant)))


def test_a_column_of_per_cent_is_told_once_and_its_unit_is_kept(desk: Desk) -> None:
    path = sheet(desk, *("70", "1", "99.9", "0", "", "12,5") * 20)
    told = desk.refused("import", path)
    cure = 'If they are per cent, add --unit "probability=percent".'
    what = "is a number from 0 to 1, and here are larger ones, such as '70' in row 2."
    assert told.splitlines()[1:] == [
        f"{path}:1: probability {what} {cure}",
        "1 problem found; nothing was written.",
    ]
    desk.done("import", path, *PERCENT)
    assert shares(desk)[:6] == [0.7, 0.01, 0.999, 0, None, 0.125] or len(shares(desk)) == 120
    mapping = path.with_suffix(".mapping.toml").read_text(encoding="utf-8")
    assert mapping == '[units]\nprobability = "percent"\n'
    assert "Nothing changed" in desk.done("import", path)
    assert {one["probability"] for one in desk.json("list")} == {0.7, 0.01, 0.999, 0, None, 0.125}


def test_a_sign_says_the_same_in_a_column_of_per_cent(desk: Desk) -> None:
    desk.done("import", sheet(desk, "70%", "70", "0.5%", "0.5"), *PERCENT)
    assert shares(desk) == [0.7, 0.7, 0.005, 0.005]


@pytest.mark.parametrize("cells", [("0.7", "0.25"), ("1", "0"), ("0,7",), ("0.7", "70%")])
def test_a_column_that_is_not_in_per_cent_is_refused_once(
    desk: Desk, cells: tuple[str, ...]
) -> None:
    path = sheet(desk, *cells * 30)
    told = desk.refused("import", path, *PERCENT)
    assert told.count("given in per cent, but no number is above 1") == 1
    assert "1 problem found" in told


@pytest.mark.parametrize("cells", [("0.7", "70", "1"), ("70%", "1"), ("0.25", "1", "45", "0.7")])
def test_a_row_never_passes_as_certain_by_chance(desk: Desk, cells: tuple[str, ...]) -> None:
    path = sheet(desk, *cells)
    row = cells.index("1") + 2
    assert f"{path}:{row}: probability '1' stands in a column with" in desk.refused("import", path)
    desk.done("import", path, "--skip-bad")
    assert 1 not in shares(desk)


def test_certainty_among_shares_is_certainty(desk: Desk) -> None:
    desk.done("import", sheet(desk, "1", "0.7", "0", "1.0"))
    assert shares(desk) == [1, 0.7, 0, 1]


@pytest.mark.parametrize("cell", ["1,000", "120%", "-5%", "70%%", "%", "1e2", "about 70%"])
def test_what_is_no_share_is_told_by_its_row(desk: Desk, cell: str) -> None:
    path = sheet(desk, "0.5", cell)
    assert f"{path}:3: probability " in desk.refused("import", path)


@pytest.mark.parametrize("unit", ["probability=promille", "speaker=percent", "probability"])
def test_a_unit_that_is_none_is_refused(desk: Desk, unit: str) -> None:
    assert "Error: " in desk.misused("import", sheet(desk, "70"), "--unit", unit)


@given(st.decimals(0, 100, places=3))
def test_hundredths_are_exact(number: Decimal) -> None:
    assert Decimal(read_share(f"{number}%", is_percent=False)) == number / 100
    assert Decimal(read_share(f"{number}", is_percent=True)) == number / 100
