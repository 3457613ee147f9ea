"""Ten sheets as people publish them go in with one mapping each, and none of them is edited.

They are remade from descriptions of real ones, with invented names: columns, dates, words and
quirks are as they are found.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest
from commands import Desk

SHEETS: Final = Path(__file__).parent / "sheets"

READ: Final = {
    "promise_meter.csv": {
        ("Odile Marsh", "Plant 5,000 street trees"): ("2022-01-20", "2026-01-20", None, "happened"),
        ("Odile Marsh", "Open the night bus on all lines"): (
            "2022-01-20", "2026-01-20", None, "partly",
        ),
        ("Odile Marsh", "Freeze the water rates for four years"): (
            "2022-01-20", "2026-01-20", None, "did-not-happen",
        ),
        ("Odile Marsh", "Build a second library"): (
            "2022-02-02", "2026-01-20", None, "in-progress",
        ),
        ("Odile Marsh", "Publish every contract"): ("2022-02-02", "2026-01-20", None, "stalled"),
        ("Odile Marsh", "Cap the price of school meals"): (
            "2022-02-02", "2026-01-20", None, None,
        ),
    },
    "checked_claims.csv": {
        ("Harlan Voss", "Unemployment falls below 4% within two years."): (
            "2021-03-04", None, None, "happened",
        ),
        ("Harlan Voss", "The ferry will be free by 2023."): (
            "2021-05-17", None, None, "did-not-happen",
        ),
        ("Ines Kaur", "No school will close this year."): ("2022-01-11", None, None, "unclear"),
        ("Ines Kaur", "The stadium opens in autumn."): ("2022-06-30", None, None, "happened"),
    },
    "pledges_us.csv": {
        ("County Executive Rowan Pike", "Repave all county roads"): (
            "2023-01-05", "2024-12-31", None, "happened",
        ),
        ("County Executive Rowan Pike", "Hire 40 nurses"): (
            "2023-01-05", "2024-06-30", None, "partly",
        ),
        ("County Executive Rowan Pike", "Cut permit times to 10 days"): (
            "2023-02-14", "2023-12-31", None, "did-not-happen",
        ),
        ("County Executive Rowan Pike", "Reopen the Lakeview pool"): (
            "2023-03-01", "2027-05-01", None, "in-progress",
        ),
        ("County Executive Rowan Pike", "Install 300 sensors"): (
            "2023-03-01", "2027-09-01", None, None,
        ),
    },
    "versprechen.csv": {
        ("Jörg Brandt", "Der Radweg am Fluss wird gebaut."): (
            "2023-09-05", "2025-12-31", 0.7, "happened",
        ),
        ("Jörg Brandt", "Die Gebühren bleiben gleich."): (
            "2023-09-18", "2024-12-31", 0.85, "did-not-happen",
        ),
        ("Käthe Voß", "Das Freibad öffnet wieder."): ("2023-10-02", "2026-06-01", 0.4, "partly"),
        ("Käthe Voß", "Zehn neue Busse fahren elektrisch."): (
            "2023-10-02", "2027-12-31", 0.65, None,
        ),
    },
    "office_pool.csv": {
        ("Amara", "Will the new bridge open by the end of 2024?"): (
            "2024-01-02", "2024-12-31", 0.8, "happened",
        ),
        ("Benedikt", "Will the new bridge open by the end of 2024?"): (
            "2024-01-02", "2024-12-31", 0.65, "happened",
        ),
        ("Chiyo", "Will the new bridge open by the end of 2024?"): (
            "2024-01-02", "2024-12-31", 0.9, "happened",
        ),
        ("Amara", "Will the council raise the local tax in 2025?"): (
            "2024-01-02", "2025-12-31", 0.3, "did-not-happen",
        ),
        ("Chiyo", "Will the council raise the local tax in 2025?"): (
            "2024-01-02", "2025-12-31", 0.45, "did-not-happen",
        ),
        ("Amara", "Will the museum get a director by June 2025?"): (
            "2024-01-02", "2025-06-30", 0.55, "happened",
        ),
        ("Benedikt", "Will the museum get a director by June 2025?"): (
            "2024-01-02", "2025-06-30", 0.7, "happened",
        ),
        ("Amara", "Will rents fall in 2027?"): ("2024-01-02", "2027-12-31", 0.1, None),
        ("Benedikt", "Will rents fall in 2027?"): ("2024-01-02", "2027-12-31", 0.2, None),
    },
    "predictions_2025.csv": {
        ("Tove Lind", "My town elects a new mayor"): ("2025-01-01", "2025-12-31", 0.9, "happened"),
        ("Tove Lind", "The heat record is broken again"): (
            "2025-01-01", "2025-12-31", 0.7, "happened",
        ),
        ("Tove Lind", "I finish the marathon"): (
            "2025-01-01", "2025-12-31", 0.55, "did-not-happen",
        ),
        ("Tove Lind", "Bread costs more than 5 crowns"): (
            "2025-01-01", "2025-12-31", 0.8, "did-not-happen",
        ),
        ("Tove Lind", "The lake freezes over"): (
            "2025-01-01", "2025-12-31", 0.01, "did-not-happen",
        ),
    },
    "statements.csv": {
        ("Paul Okoro", "Waiting lists halve by the end of 2024."): (
            "2022-03-07", "2024-12-31", None, "partly",
        ),
        ("Sofie van Dam", "The dam is repaired before the rains."): (
            "2022-11-21", "2023-04-30", None, "did-not-happen",
        ),
        ("Lu", "All clinics get clean water."): ("2023-02-09", "2024-06-30", None, "happened"),
    },
    "form_responses.csv": {
        ("Amir Rao", "The harvest beats last year's"): (
            "2025-08-03", "2025-11-30", 0.75, "happened",
        ),
        ("Dana Wu", "A second train line opens"): ("2025-08-03", "2026-12-31", 0.2, None),
        ("Amir Rao", "The river floods the old town"): (
            "2025-08-14", "2025-10-31", 0.125, "did-not-happen",
        ),
    },
    "tracker.tsv": {
        ("Green List", "Insulate 2,000 homes by 2025."): (None, "2025-12-01", None, "happened"),
        ("Green List", "Close the coal plant by 2024."): (
            None, "2024-12-31", None, "did-not-happen",
        ),
        ("Centre Union", "Halve the debt by 2030."): (None, "2030-12-31", None, "in-progress"),
        ("Centre Union", "Build the tram by 2028."): (None, "2028-12-31", None, None),
    },
    "bulletin.csv": {
        ("R. Castellanos", "Pensions rise by 3%"): ("2023-10-04", "2024-07-01", None, "happened"),
        ("R. Castellanos", "The fuel tax ends"): ("2023-10-04", "2024-12-31", None, "partly"),
        ("R. Castellanos", "No new posts are created"): (
            "2023-10-04", "2024-12-31", None, "did-not-happen",
        ),
        ("T. Osei", "The port doubles its berths"): (
            "2023-11-20", "2028-12-31", None, "in-progress",
        ),
    },
}  # fmt: skip
"""By sheet, who said what: the day made, the day due, the probability and the verdict."""

SEVERAL: Final = {
    "promise_meter.csv": ("topics", "Plant 5,000 street trees", ["Parks", "Climate"]),
    "checked_claims.csv": ("topics", "The stadium opens in autumn.", ["sport", "building"]),
    "statements.csv": ("value", "Waiting lists halve by the end of 2024.", 0.75),
    "bulletin.csv": ("value", "The fuel tax ends", 0.5),
    "pledges_us.csv": ("id", "Hire 40 nurses", "P-002"),
}
"""By sheet, what else is read of some statement."""


def test_there_are_ten_with_a_mapping_each() -> None:
    sheets = {path.name for path in SHEETS.iterdir() if path.suffix in {".csv", ".tsv"}}
    assert sheets == READ.keys()
    assert len(sheets) == 10
    assert all((SHEETS / name).with_suffix(".mapping.toml").exists() for name in sheets)


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_a_sheet_goes_in_with_its_mapping_as_it_is(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path)
    path = tmp_path / name
    shutil.copyfile(SHEETS / name, path)
    mapping = (SHEETS / name).with_suffix(".mapping.toml")
    shutil.copyfile(mapping, tmp_path / mapping.name)
    told = desk.done("import", path)
    assert told.startswith(f"Added {len(READ[name])} claims, ")
    claims = desk.json("list")
    found = {
        (one["speaker"], one["statement"]): (
            one["made"], one["due"], one["probability"], one["verdict"],
        )
        for one in claims
    }  # fmt: skip
    assert found == READ[name]
    if name in SEVERAL:
        key, statement, value = SEVERAL[name]
        assert {str(one[key]) for one in claims if one["statement"] == statement} == {str(value)}
    log = desk.json("log")
    assert "Nothing changed" in desk.done("import", path)
    assert desk.json("log") == log
    assert path.read_bytes() == (SHEETS / name).read_bytes()
