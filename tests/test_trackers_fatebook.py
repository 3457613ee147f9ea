"""Fatebook's CSV: what lands in the ledger, and what is said of what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_fatebook(desk: Desk) -> None:
    path = TRACKERS / "fatebook.csv"
    comes_in_once(desk, path, "fatebook", "Added 6 claims, 3 outcomes, 4 questions, 1 source.\n")
    assert told(desk, "fatebook-rain") == [
        ("2023-07-01", "Ann", 0.7),
        ("2023-07-01", "Bea", 0.25),
        ("2023-07-05", "Ann", 0.9),
    ]
    note = "Fatebook resolved this YES, on 2023-07-10."
    assert became(desk, "fatebook-rain") == (None, "happened", None, "2023-07-10", note)
    assert became(desk, "fatebook-mill") == (None, None, None, None, None)
    assert ends(desk, "fatebook-rain") == (None, None, None, "2023-07-12", None)
    assert ends(desk, "fatebook-mill") == (None, None, None, "2023-12-31", None)
    rain = next(one for one in desk.json("list") if one["question"].startswith("fatebook-rain"))
    assert rain["statement"] == "Will it rain in Ville?"
    assert rain["topics"] == ["weather", "Ville"]
    assert rain["publisher"] == "Fatebook"


def test_what_was_resolved_after_its_scheduled_end_came_about_by_then(desk: Desk) -> None:
    """The day of the resolution is not that of the event, and stands in the note alone."""
    path = given(
        desk, "f.csv", sample(TRACKERS / "fatebook.csv").replace("2023-07-10 08:", "2023-07-14 08:")
    )
    desk.done("import", path)
    note = "Fatebook resolved this YES, on 2023-07-14."
    assert became(desk, "fatebook-rain") == (None, "happened", None, None, note)
    note = "Fatebook resolved this NO, on 2023-07-14."
    assert became(desk, "fatebook-bridge") == (None, "did-not-happen", None, None, note)
    note = "Fatebook resolved this AMBIGUOUS, on 2023-07-14."
    assert became(desk, "fatebook-fair") == (None, "unclear", None, "2023-07-14", note)


def test_what_an_export_does_not_mention_is_not_missed(desk: Desk) -> None:
    """Each person exports what they take part in, and all of it is of one source."""
    text = sample(TRACKERS / "fatebook.csv")
    desk.done("import", TRACKERS / "fatebook.csv")
    part = "".join(line for line in text.splitlines(keepends=True) if "mill" not in line)
    told = desk.done("import", given(desk, "part.csv", part))
    assert told.startswith("Nothing changed: ")
    assert "no more" not in told


@pytest.mark.parametrize("option", ["--map", "--default"])
def test_its_columns_are_not_for_mapping(desk: Desk, option: str) -> None:
    path = given(desk, "f.csv", sample(TRACKERS / "fatebook.csv"))
    told = desk.refused("import", path, option, "note=")
    assert f"{path}: This is read as fatebook, whose columns and words are known." in told
    assert not path.with_suffix(".mapping.toml").exists()


def test_an_export_made_later_only_adds(desk: Desk) -> None:
    """A forecast, and a resolution of what was open."""
    text = sample(TRACKERS / "fatebook.csv")
    desk.done("import", TRACKERS / "fatebook.csv")
    mill = next(line for line in text.splitlines() if "mill" in line)
    later = mill.replace("0.1,2023-07-03", "0.2,2023-08-03")
    resolved = (
        text.replace(
            '2023-12-31 00:00:0,,,,,,,false,,\n"Who',
            '2023-12-31 00:00:0,"NO",2024-01-02 09:00:0,,,,,false,,\n"Who',
        )
        + later.replace("00:00:0,,,", '00:00:0,"NO",2024-01-02 09:00:0,')
        + "\n"
    )
    assert "Added 1 claim, 1 outcome." in desk.done("import", given(desk, "later.csv", resolved))
    assert [one[2] for one in told(desk, "fatebook-mill")] == [0.1, 0.2]


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        (
            "0.7,2023",
            "1.7,2023",
            ":2: column 'Forecast (scale = 0-1)': probability '1.7' is not a number from 0 to 1.",
        ),
        (
            "0.7,2023",
            "70%,2023",
            (
                ":2: column 'Forecast (scale = 0-1)': probability '70%' is not a number from 0 to "
                "1. Did you mean 0.7?"
            ),
        ),
        (
            "0.7,2023",
            "NaN,2023",
            ":2: column 'Forecast (scale = 0-1)': probability 'NaN' is not a number from 0 to 1.",
        ),
        (
            "0.9,2023-07-05",
            "0.9,2023-02-30",
            (
                ":3: column 'Forecast created at': '2023-02-30 10:00:0' is not a time, such as "
                "2023-07-05T12:00:00Z."
            ),
        ),
        (
            '0.25,2023-07-01 09:00:0,"Bea",2023-07-01 09:00:0,2023-07-12 00:00:0,"YES"',
            '0.25,2023-07-01 09:00:0,"Bea",2023-07-01 09:00:0,2023-07-12 00:00:0,"NO"',
            (
                ":4: column 'Resolution': This differs from row 2, which is about the same "
                "question: 'YES' there, 'NO' here."
            ),
        ),
        (
            "Forecast created at,",
            "Made,",
            ":1: There is no column 'Forecast created at' in this sheet.",
        ),
        (
            "Forecast created at,",
            "Resolution,",
            ":1: There is no column 'Forecast created at' in this sheet.",
        ),
        (
            "Resolved at,",
            "Resolution,",
            ":1: The column 'Resolution' appears twice in this sheet.",
        ),
        (
            "0.7,2023",
            ",2023",
            ":2: column 'Forecast (scale = 0-1)': There is no probability, which a forecast must",
        ),
        (
            "2023-07-01 09:30:0",
            "",
            ":2: column 'Forecast created at': There is no time, which a forecast must have.",
        ),
        (
            'weather; Ville"\n',
            'weather; Ville",x\n',
            ":2: Cell 18 of this row has no column name in the first row.",
        ),
        (
            "2023-07-12 00:00:0",
            "12 July",
            (
                ":2: column 'Question resolve by': '12 July' is not a time, such as "
                "2023-07-05T12:00:00Z."
            ),
        ),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "fatebook.csv")
    assert theirs in text
    path = given(desk, "bad.csv", text.replace(theirs, ours, 1))
    told = desk.refused("import", "--from", "fatebook", path)
    assert f"{path}{problem}" in told.replace("\n", " ")
    assert not desk.database.exists()


def test_bad_rows_can_be_left_out(desk: Desk) -> None:
    text = sample(TRACKERS / "fatebook.csv").replace("0.25,2023", "25,2023")
    path = given(desk, "bad.csv", text)
    result = desk("import", "--skip-bad", path)
    assert result.exit_code == 0
    assert "Added 5 claims, 3 outcomes, 4 questions, 1 source." in result.stdout
    kept = (desk.folder / "bad.bad.csv").read_text(encoding="utf-8-sig").splitlines()
    assert kept[0].startswith("Question title,Multiple choice option,")
    assert [line.split(",")[:4] for line in kept[1:]] == [
        ["Will it rain in Ville?", "", "Bea", "25"]
    ]


def test_a_resolution_that_is_none_is_left_out_and_said_once(desk: Desk) -> None:
    path = given(desk, "f.csv", sample(TRACKERS / "fatebook.csv").replace(',"YES",', ",MAYBE,"))
    result = desk("import", path)
    assert result.exit_code == 0
    said = "The resolution 'MAYBE' is not one of YES, NO, AMBIGUOUS; it is left out."
    assert result.stderr.count(said) == 1
    assert became(desk, "fatebook-rain")[1] is None


def test_all_bad_cells_are_named_at_once(desk: Desk) -> None:
    text = sample(TRACKERS / "fatebook.csv").replace("0.7,2023-07-01", "7,2023-07-32")
    told = desk.refused("import", given(desk, "bad.csv", text.replace("0.4,2023", "x,2023")))
    assert [line.split(": ")[0].rpartition(":")[2] for line in told.splitlines()[2:-1]] == [*"225"]
    assert told.endswith("3 problems found; nothing was written.\n")


def test_a_forecast_made_after_its_due_day_is_kept_and_not_scored(desk: Desk) -> None:
    text = sample(TRACKERS / "fatebook.csv").replace("0.9,2023-07-05", "0.9,2023-07-13")
    desk.done("import", given(desk, "f.csv", text))
    assert ("2023-07-13", "Ann", 0.9) in told(desk, "fatebook-rain")
    assert desk.json("report")["total"]["made_too_late"] == 1


def test_a_forecast_made_twice_in_one_second_is_there_twice(desk: Desk) -> None:
    text = sample(TRACKERS / "fatebook.csv")
    row = next(line for line in text.splitlines() if ",0.4," in line)
    path = given(desk, "f.csv", f"{text}{row.replace('0.4', '0.5')}\n")
    comes_in_once(desk, path, "fatebook", "Added 7 claims, 3 outcomes, 4 questions, 1 source.\n")
    first, second = sorted(one["id"] for one in desk.json("list") if "bridge" in one["id"])
    assert first.endswith(":Ann:2023-07-02T09:00:00Z")
    assert second == f"{first}-2"


def test_the_export_of_a_tournament_has_a_column_more(desk: Desk) -> None:
    header, *rows = sample(TRACKERS / "fatebook.csv").splitlines()
    lines = [f"Tournament name,{header}", *(f'"Cup",{row}' for row in rows)]
    desk.done("import", given(desk, "cup.csv", "\n".join(lines)))
    assert len(told(desk, "fatebook-rain")) == 3
