"""Metaculus's zip: what lands in the ledger, and what is said of what cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told, zipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_metaculus(desk: Desk) -> None:
    path = given(desk, "data.zip", zipped())
    comes_in_once(desk, path, "metaculus", "Added 7 claims, 4 outcomes, 4 questions, 4 sources.\n")
    assert told(desk, "metaculus-101") == [
        ("2023-07-01", "ann", 0.7),
        ("2023-07-02", "bea", 0.25),
        ("2023-07-05", "Metaculus (recency_weighted)", 0.6),
        ("2023-07-05", "ann", 0.9),
    ]
    day = "2023-07-10"
    note = f"Metaculus resolved this yes, on {day}."
    assert became(desk, "metaculus-101") == (None, "happened", None, day, note)
    assert ends(desk, "metaculus-101") == (None, None, None, None, "2023-07-12")
    assert became(desk, "metaculus-103")[1] == "unclear"
    assert became(desk, "metaculus-104")[1] == "void"
    rain = next(one for one in desk.json("list") if one["question"] == "metaculus-101")
    assert rain["topics"] == ["Weather", "Ville"]


def test_what_cannot_be_taken_is_counted(desk: Desk) -> None:
    path = given(desk, "data.zip", zipped())
    result = desk("import", path)
    assert result.stderr.splitlines()[1:] == [
        f"{path}: warning: Passed over, forecasts of several probabilities: 1.",
        f"{path}: warning: Passed over, questions that are not binary: 1 (1 numeric).",
    ]


def test_who_has_no_name_there_has_none_here(desk: Desk) -> None:
    """And so is never ranked."""
    forecasts = (
        "Question ID,Forecaster (Anonymized),Is Bot,Start Time,End Time,Forecaster Count,"
        "Probability Yes\n"
        "101,0123456789abcdef,False,2023-07-01 09:30:00+00:00,,,0.7\n"
        "101,unweighted,,2023-07-01 09:30:00+00:00,,1,0.6\n"
    )
    desk.done("import", given(desk, "data.zip", zipped(forecast_data=forecasts)))
    assert told(desk, "metaculus-101") == [
        ("2023-07-01", "Metaculus (unweighted)", 0.6),
        ("2023-07-01", "unnamed: forecaster 01234567", 0.7),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        (
            {"forecast_data": sample(TRACKERS / "forecast_data.csv").replace(",0.25,", ",-0.25,")},
            (
                "data.zip:4: forecast_data.csv, column 'Probability Yes': probability '-0.25' is "
                "not a number from 0 to 1."
            ),
        ),
        (
            {"forecast_data": sample(TRACKERS / "forecast_data.csv").replace("102,5", "999,5")},
            "data.zip:6: forecast_data.csv, Question 999 is not in question_data.csv.",
        ),
        (
            {
                "question_data": sample(TRACKERS / "question_data.csv").replace(
                    "Resolution,", "Result,"
                )
            },
            "data.zip:1: There is no column 'Resolution' in question_data.csv.",
        ),
        (
            {"forecast_data": sample(TRACKERS / "forecast_data.csv").replace(",0.25,", ",,")},
            (
                "data.zip:4: forecast_data.csv, column 'Probability Yes': There is no probability, "
                "which a forecast must have."
            ),
        ),
        (
            {"forecast_data": sample(TRACKERS / "forecast_data.csv") + ",,,,,,,,,,x\n"},
            "data.zip:11: forecast_data.csv, Cell 11 of this row has no column name",
        ),
        ({"question_data": 'Question ID,"'}, "question_data.csv cannot be read: "),
        ({"question_data": ""}, "There is no row in question_data.csv."),
    ],
)
def test_a_bad_download_is_refused(desk: Desk, sheets: dict[str, str], problem: str) -> None:
    told = desk.refused("import", given(desk, "data.zip", zipped(**sheets)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


def test_names_of_categories_may_hold_marks(desk: Desk) -> None:
    """They stand in a list as Python writes it."""
    questions = sample(TRACKERS / "question_data.csv").replace(
        "['Weather', 'Ville']", """['Law, & Order', ""Ville's""]"""
    )
    desk.done("import", given(desk, "data.zip", zipped(question_data=questions)))
    one = next(one for one in desk.json("list") if one["question"] == "metaculus-101")
    assert one["topics"] == ["Law, & Order", "Ville's"]


@pytest.mark.parametrize(
    ("word", "verdict", "warning"),
    [
        ("Yes", "happened", ""),
        ("", None, ""),
        (
            "0.7",
            None,
            "The resolution '0.7' is not one of yes, no, ambiguous, annulled; it is left out.",
        ),
    ],
)
def test_a_resolution_of_another_kind_is_never_guessed(
    desk: Desk, word: str, verdict: str | None, warning: str
) -> None:
    questions = sample(TRACKERS / "question_data.csv").replace(",yes,", f",{word},")
    result = desk("import", given(desk, "data.zip", zipped(question_data=questions)))
    assert result.exit_code == 0
    assert became(desk, "metaculus-101")[1] == verdict
    assert (warning or "Passed over") in " ".join(result.stderr.split())
