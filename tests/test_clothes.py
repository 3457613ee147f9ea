"""A sheet is read the same in whatever clothes it comes: to the same entries, the same root."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from clothes import MADE, SHEET, as_csv
from commands import Desk
from conftest import many, unsynced
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = datetime(2026, 7, 5, 12, tzinfo=UTC)
HEAD = ("speaker", "statement", "quote", "due", "publisher", "title", "probability")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def root_of(folder: Path, name: str, data: bytes) -> bytes:
    """The root hash of a new ledger into which a file was imported."""
    (folder / name).write_bytes(data)
    place = folder / f"{name}.db"
    place.unlink(missing_ok=True)
    with Ledger(place, recorder="desk", clock=lambda: NOW, create=True) as ledger:
        ledger.import_([folder / name])
        root = ledger.root()
        again = ledger.import_([folder / name])
        assert not again.added
        assert not again.amended
        assert ledger.root() == root
    return root


@pytest.mark.parametrize("name", MADE)
def test_a_sheet_is_the_same_in_all_clothes(tmp_path: Path, name: str) -> None:
    with unsynced():
        expected = root_of(tmp_path, "expected.csv", as_csv(SHEET))
        assert root_of(tmp_path, name, MADE[name](SHEET)) == expected


@pytest.mark.parametrize("name", MADE)
def test_its_rows_are_those_of_the_sheet(desk: Desk, name: str) -> None:
    path = desk.folder / name
    path.write_bytes(MADE[name](SHEET))
    assert desk.done("import", path) == "Added 3 claims, 3 questions, 2 sources.\n"
    rain = next(one for one in desk.json("list") if one["speaker"] == "Ann")
    assert (rain["statement"], rain["due"]) == ("It rains in Ville.", "2027-07-12")
    assert rain["probability"] == 0.7


LETTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="=+-@'\ufeff"
)
WORDS = st.text(LETTERS, min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ROWS = st.tuples(
    st.sampled_from(("Ann", "Bo Dee", "Zoë")),
    TEXTS.map(lambda text: f"It is said that {text}"),
    st.one_of(st.none(), TEXTS.map(lambda text: f"so {text}")),
    st.dates(min_value=NOW.date().replace(year=2027), max_value=NOW.date().replace(year=2100)),
    st.sampled_from(("The Paper", "The Post")),
    st.just("What is said"),
    st.one_of(st.none(), st.integers(1, 99).map(lambda n: n / 100)),
)


@pytest.mark.slow
@settings(
    max_examples=many(15, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROWS, min_size=1, max_size=6, unique_by=lambda row: row[1].casefold()))
def test_whatever_is_in_its_cells(tmp_path: Path, rows: Sequence[Sequence[Any]]) -> None:
    sheet = [HEAD, *rows]
    with unsynced():
        expected = root_of(tmp_path, "expected.csv", as_csv(sheet))
        for name, make in MADE.items():
            assert root_of(tmp_path, name, make(sheet)) == expected, name
