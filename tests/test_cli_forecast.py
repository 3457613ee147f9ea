"""Forecasts of one's own, added in one line, and how they moved."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    """A desk with one question."""
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    desk.add(id="floor", due="2099-12-31")
    return desk


def test_a_forecast_is_a_dated_claim_in_a_source_of_ones_own(desk: Desk) -> None:
    told = desk.done("forecast", "floor", "70%")
    assert told.startswith("Forecast 70%.\n")
    assert "after 70%" in desk.done("forecast", "floor", "0.555", "--note", "It leaked.")
    first, second = [one for one in desk.json("list") if one["speaker"] == "desk"]
    assert first["made"] == datetime.now(UTC).date().isoformat()
    assert (first["probability"], second["probability"]) == (0.7, 0.555)
    assert first["source"] == second["source"] == "forecasts-desk"
    assert second["note"] == "It leaked."
    desk.done("forecast", first["id"], "1%", "--speaker", "Ann", "--on", "2023-07-04")
    assert desk.json("forecasts", "floor", "--speaker", "Ann")[0]["source"] == "forecasts-ann"
    desk.done("forecast", "floor", "0", "--source", "japan-times-2023-07-03")
    assert desk.done("verify").startswith("The ledger is whole")


def test_a_forecast_on_another_type_of_question_is_an_answer(desk: Desk) -> None:
    desk.add(
        id="seats", statement="How many seats?", type="number", unit="seats", due="2099-12-31",
        answer="at least 300",
    )  # fmt: skip
    said = ("320 to 380 @ 90%", "350")
    assert desk.done("forecast", "seats", said[0]).startswith(f"Forecast {said[0]}.\n")
    assert f"Forecast 350, after {said[0]}." in desk.done("forecast", "seats", said[1])
    quantiles = "5%=300; 50%=350; 95%=410"
    told = desk.json("forecast", "seats", quantiles, "--speaker", "Ann", "--on", "2023-07-04")
    assert (told["probability"], told["answer"]) == (None, quantiles)
    lines = desk.done("forecasts", "seats").splitlines()[2:]
    assert [line[25:] for line in lines] == ["at least 300", quantiles, *said]
    assert [one["answer"] for one in desk.json("forecasts", "seats")] == [
        "at least 300", quantiles, *said,
    ]  # fmt: skip
    assert "many" in desk.refused("forecast", "seats", "many")
    assert desk.done("verify").startswith("The ledger is whole")


def test_how_forecasts_moved(desk: Desk) -> None:
    for day, speaker, chance in (
        ("2023-07-05", "Ann", "60%"),
        ("2023-07-03", "Ann", "0.4"),
        ("2023-07-06", "Bo", "100%"),
        ("2023-07-07", "Ann", "60%"),
        ("2023-07-08", "Ann", "0.5%"),
    ):
        desk.done("forecast", "floor", chance, "--speaker", speaker, "--on", day)
    assert desk.done("forecasts", "floor") == (
        "NATO members agree to spend at least 2% of GDP on defence.\n"
        "  floor, due 2099-12-31\n"
        f"2023-07-03  Ann     40%         {'·' * 16}●{'·' * 24}\n"
        f"2023-07-05  Ann     60%    +20  {'·' * 24}●{'·' * 16}\n"
        f"2023-07-06  Bo     100%         {'·' * 40}●\n"
        f"2023-07-07  Ann     60%      =  {'·' * 24}●{'·' * 16}\n"
        f"2023-07-08  Ann    0.5%  -59.5  ●{'·' * 40}\n"
    )
    several = desk.json("forecasts", "floor")
    assert [one["probability"] for one in several] == [0.4, 0.6, 1, 0.6, 0.005]
    assert len(desk.json("forecasts", "floor", "--speaker", "Bo")) == 1
    assert desk.json("forecasts", "floor", "--as-of", "5@2026-01-01")[0]["probability"] == 0.6


def test_where_nobody_forecast_that_is_said(desk: Desk) -> None:
    assert desk.done("forecasts", "floor").endswith("There is no forecast on it.\n")
    assert "Did you mean floor?" in desk.refused("forecasts", "flor")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("floor", "70"), "is not a number from 0 to 1. Did you mean 0.7?"),
        (("floor", "170%"), "is not a number from 0 to 1"),
        (("floor", "likely"), "Words such as 'likely' belong in wording."),
        (("flor", "0.7"), "There is no claim or question 'flor' in this ledger. Did you mean"),
        (("floor", "0.7", "--on", "someday"), "does not say by when"),
        (("floor", "0.7", "--on", "2199-01-01"), "is in the future"),
        (("floor", "0.7", "--source", "none"), "There is no source 'none'"),
        (("floor", "0.7", "--speaker", ""), ""),
    ],
)
def test_what_is_no_forecast_is_refused(desk: Desk, words: tuple[str, ...], why: str) -> None:
    if why:
        assert why in desk.refused("forecast", *words)
        assert len(desk.json("list")) == 1
    else:
        desk.done("forecast", *words)


def test_a_source_of_another_is_never_taken_for_ones_own(desk: Desk) -> None:
    desk.add(id="forecasts-desk", statement="It rains.")
    desk.done("forecast", "floor", "0.5")
    assert desk.json("forecasts", "floor")[0]["source"] == "forecasts-desk-2"


def test_a_forecast_answers_as_json_too(desk: Desk) -> None:
    first = desk.json("forecast", "floor", "40%", "--speaker", "Ann", "--on", "2023-07-04")
    assert first == {
        "added": True,
        "id": "ann-floor",
        "question": "floor",
        "source": "forecasts-ann",
        "new_source": True,
        "new_question": False,
        "warnings": [],
        "probability": 0.4,
        "answer": None,
        "before": None,
    }
    again = desk.json("forecast", "floor", "0.6", "--speaker", "Ann", "--on", "2023-07-05")
    assert (again["before"], again["new_source"]) == ("ann-floor", False)


def test_a_program_adds_forecasts_too(desk: Desk) -> None:
    with Ledger(desk.database, recorder="bot") as ledger:
        done = ledger.forecast("floor", 0.25)
        assert done.before is None
        again = ledger.forecast("floor", "30%", {"made": "yesterday"})
        assert again.added.claim.speaker == "bot"
        assert [str(one.probability) for one in ledger.forecasts("floor").claims] == ["0.3", "0.25"]
