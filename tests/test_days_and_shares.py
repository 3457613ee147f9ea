"""TOML's own days, the noise of floats, and cells that other programs might run."""

from __future__ import annotations

import csv
import io
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from conftest import many
from exports import given
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from ledger.formats.table.cells import joined, split
from ledger.formats.write_files import harmless, plain
from ledger.model.field_reader import Reading

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = """[source]
id = "s"
publisher = "P"
published = {published}
[[claim]]
id = "c"
speaker = "Ann"
statement = "It rains."
made = {made}
due = {due}
[[claim.outcome]]
verdict = "happened"
happened_on = {happened_on}
evidence = [{{ url = "https://a.example", published = {published} }}]
"""
DAYS: Final = {
    "published": "2023-01-02",
    "made": "2023-01-01",
    "due": "2023-12-31",
    "happened_on": "2023-06-01",
}


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def test_a_day_without_quotation_marks_is_that_day(desk: Desk) -> None:
    plain_days = given(desk, "f.toml", FILE.format(**DAYS))
    quoted = FILE.format(**{key: f'"{day}"' for key, day in DAYS.items()})
    desk.done("import", plain_days)
    assert desk.done("import", given(desk, "f.toml", quoted)).startswith("Nothing changed: ")
    (claim,) = desk.json("list")
    assert {key: claim[key] for key in DAYS} == DAYS
    assert claim["due_words"] is None
    desk.done("export", "--to", "claims", "-o", desk.folder / "out")


@pytest.mark.parametrize("time", ["2023-12-31T10:00:00", "2023-12-31 10:00:00Z", "10:00:00"])
@pytest.mark.parametrize("key", DAYS)
def test_a_time_is_refused_with_the_cure(desk: Desk, key: str, time: str) -> None:
    told = desk.refused("import", given(desk, "f.toml", FILE.format(**DAYS | {key: time})))
    assert f"{key} must be a date, not a " in told
    assert (f'write {key} = "2023-12-31".' if "-" in time else 'such as "2023-07-12".') in told


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0.0012000000000000001", "0.0012"),
        ("0.30000000000000004441", "0.3"),
        ("0.69999999999999995559", "0.7"),
        ("0.12345678901234567890", "0.123456789012346"),
        ("0.123456789012345678", "0.123456789012345678"),  # which has 18 places, as ever
        ("0.000000000012345678901", "0.000000000012345679"),
        ("0.99999999999999999999", None),
        ("0.00000000000000000001", None),
    ],
)
def test_the_noise_of_a_float_is_rounded_with_a_note(written: str, kept: str | None) -> None:
    reading = Reading({"probability": written})
    found = reading.share("probability")
    assert found == (None if kept is None else Decimal(kept))
    noted = [one.warning for one in reading.complaints]
    assert noted == ([] if written == kept else [kept is not None])


def test_a_sheet_with_noise_is_taken_and_a_journal_is_not(desk: Desk) -> None:
    text = "id,speaker,statement,due,publisher,probability\na,Ann,It rains.,2024,P,{}\n"
    done = desk("import", given(desk, "s.csv", text.format("0.0012000000000000001")))
    assert done.exit_code == 0
    assert "probability '0.0012000000000000001' has more than 18 decimal places" in done.stderr
    assert "taken as 0.0012." in done.stderr
    journal = desk.done("export", "--to", "jsonl").replace('"0.0012"', '"0.0012000000000000001"')
    copy = Desk(desk.folder)
    copy.database = desk.folder / "copy.db"
    told = copy.refused("import", given(desk, "j.jsonl", journal))
    assert "probability '0.0012000000000000001' is not written as the journal writes it" in told


SIGNS: Final = st.text(alphabet=";\t\r\n '\"=+-@ax\uff1d,", max_size=12)


@pytest.mark.slow
@settings(max_examples=many(500, 20_000))
@drawn(st.lists(SIGNS.map(str.strip).filter(bool), max_size=4))
def test_no_item_of_a_list_is_run_and_all_come_back(texts: list[str]) -> None:
    cell = harmless(joined([" ".join(one.split()) for one in texts], ";"))
    for separator in ";\t":  # those who take commas find the cell in quotation marks
        for row in csv.reader(io.StringIO(cell, newline=""), delimiter=separator):
            for part in row:
                assert not part.lstrip().startswith((*"=+-@\uff1d",))
    assert split(plain(cell), ";") == [" ".join(one.split()) for one in texts]


@pytest.mark.slow
@settings(max_examples=many(500, 20_000))
@drawn(SIGNS | st.text())
def test_whatever_a_cell_holds_comes_back(text: str) -> None:
    assert plain(harmless(text)) == text


def test_topics_that_would_run_come_back_from_a_sheet(desk: Desk) -> None:
    desk.done(
        "add", "--id", "c", "--publisher", "P", "--speaker", "Ann", "--statement", "It rains.",
        "--topic", "a", "--topic", "=1+1", "--topic", "'@x",
    )  # fmt: skip
    sheet = desk.done("export", "--to", "csv")
    assert "a;'=1+1;''@x" in sheet
    assert desk.done("import", given(desk, "s.csv", sheet)).startswith("Nothing changed: ")
