"""Sheets out and in again: what a sheet can carry comes back, and changes nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_oracle import sheet
from strategies import lines

from ledger.formats.table import read
from ledger.formats.table.cells import joined, split
from ledger.formats.write_files import RUNS, all_harmless, harmless, plain
from ledger.model.filters import Filters

if TYPE_CHECKING:
    from histories import Step

    from ledger import Ledger


def exported(ledger: Ledger, filters: Filters | None = None) -> str:
    return "".join(ledger.sheet(filters))


def without_entry(text: str) -> list[list[str]]:
    """The cells of a sheet but the last of each row, which tell how far its ledger had come."""
    return [row[:-1] for row in csv.reader(io.StringIO(text, newline=""))]


def imported(ledger: Ledger, text: str) -> Any:  # noqa: ANN401 - an `Imported`
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.csv")
        path.write_bytes(text.encode())
        return ledger.import_([path])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_ledger_learns_nothing_from_its_own_sheet(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        clock.now = max(clock.now, Clock().now)
        before = ledger.root()
        if text := exported(ledger).partition("\r\n")[2]:
            found = imported(ledger, exported(ledger))
            assert (found.added, found.amended, found.stale, found.blanked) == ({}, [], [], {})
            assert text
        assert ledger.root() == before


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(histories())
def test_columns_and_objects_make_the_same_sheet(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        clock.now = max(clock.now, Clock().now)
        assert exported(ledger) == sheet(ledger.exhibits(), len(list(ledger.log())))


@given(st.lists(st.text(st.sampled_from("a =+-@;'\"\t\r\n,\u3000\uff1d"), max_size=4), min_size=1))
def test_cells_of_a_column_are_made_harmless_and_quoted_as_each_would_be(cells: list[str]) -> None:
    assert list(all_harmless(cells)) == list(map(harmless, cells))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([one, "x"] for one in cells)
    assert "".join(f"{one},x\r\n" for one in read.quoted(cells)) == text.getvalue()


def said(ledger: Ledger) -> list[Any]:
    """The claims with what became of them, but for when it was recorded and what was joined.

    Proposed claims stay with the desk: no sheet has them.
    """
    approved = (one for one in ledger.list() if not one.proposed)
    return [replace(one, entry=0, recorded_at="", joined_to=None) for one in approved]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_ledger_made_of_a_sheet_has_the_same_claims(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        live(first, clock, history)
        clock.now = max(clock.now, Clock().now)
        text = exported(first)
        imported(second, text)
        assert said(second) == said(first)
        assert without_entry(exported(second)) == without_entry(text)


@given(
    st.text()
    | st.tuples(st.sampled_from(["'", "''", " ", "' "]), st.sampled_from(RUNS), st.text()).map(
        "".join
    )
)
def test_what_is_made_harmless_comes_back_unchanged(text: str) -> None:
    cell = harmless(text)
    assert plain(cell) == text
    assert not cell.startswith(RUNS)
    assert not cell.lstrip().startswith(RUNS)


@given(st.lists(lines(), max_size=4, unique=True), st.sampled_from([";", " "]))
def test_several_texts_in_one_cell_come_back(texts: list[str], separator: str) -> None:
    assert split(joined(texts, separator), separator) == texts


def test_a_sheet_holds_no_cell_that_runs(ledger: Ledger) -> None:
    formula = '=HYPERLINK("https://evil.example","x")'
    ledger.add(
        {"speaker": "@ann", "statement": formula, "quote": "-1", "wording": "+1"},
        {"publisher": "\uff1dP", "authors": ["=A", "B;C"]},
    )
    text = exported(ledger)
    header, row = csv.reader(io.StringIO(text, newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells["statement"] == f"'{formula}"
    assert (cells["speaker"], cells["quote"], cells["wording"]) == ("'@ann", "'-1", "'+1")
    assert (cells["publisher"], cells["authors"]) == ("'\uff1dP", '\'=A;"B;C"')
    assert imported(ledger, text).unchanged == 3
    assert [(one.statement, one.speaker) for one in ledger.list()] == [(formula, "@ann")]


def test_a_sheet_holds_the_claims_that_are_selected(ledger: Ledger) -> None:
    for speaker in ("Ann", "Bea"):
        ledger.add(
            {"speaker": speaker, "statement": f"{speaker} wins."}, {"publisher": "P", "id": speaker}
        )
    text = exported(ledger, Filters(speaker=("Bea",)))
    assert [row["speaker"] for row in csv.DictReader(io.StringIO(text))] == ["Bea"]


@pytest.mark.parametrize("text", ["2023-07-12", "Ann", "'tis", "it's", "70%"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert harmless(text) == plain(text) == text
