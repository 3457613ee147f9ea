"""PredictionBook's JSON and CSV: what lands in the ledger, and what is said of what cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_predictionbook(desk: Desk) -> None:
    path = TRACKERS / "predictionbook.json"
    comes_in_once(
        desk, path, "predictionbook", "Added 5 claims, 3 outcomes, 3 questions, 1 source.\n"
    )
    assert told(desk, "predictionbook-11") == [
        ("2023-07-01", "Ann", 0.7),
        ("2023-07-02", "user 6", 0.2),
        ("2023-07-05", "Ann", 0.9),
    ]
    assert told(desk, "predictionbook-12") == [("2023-07-03", "PredictionBook (mean)", 0.4)]
    note = "PredictionBook resolved this right, on 2023-07-10."
    day = "2023-07-10"
    assert became(desk, "predictionbook-11") == (None, "happened", None, day, note)
    assert ends(desk, "predictionbook-11") == (None, None, None, "2023-07-12", None)
    note = "PredictionBook resolved this wrong, on 2023-07-10."
    assert became(desk, "predictionbook-12") == (None, "did-not-happen", None, None, note)
    assert became(desk, "predictionbook-13")[1:3] == ("void", None)


def test_predictionbook_in_csv_has_only_means(desk: Desk) -> None:
    path = TRACKERS / "predictionbook.csv"
    comes_in_once(desk, path, "predictionbook", "Added 1 claim, 1 outcome, 1 question, 1 source.\n")
    assert told(desk, "predictionbook-21") == [("2023-07-05", "PredictionBook (mean)", 0.8)]


def test_predictions_may_stand_in_what_the_api_gives(desk: Desk) -> None:
    wrapped = {
        "user": {"name": "Ann"},
        "predictions": json.loads(sample(TRACKERS / "predictionbook.json")),
    }
    path = given(desk, "mine.json", json.dumps(wrapped))
    assert desk.done("import", path) == "Added 5 claims, 3 outcomes, 3 questions, 1 source.\n"


def test_a_confidence_above_a_hundred_is_refused_at_its_line(desk: Desk) -> None:
    text = sample(TRACKERS / "predictionbook.json").replace('"confidence": 90', '"confidence": 190')
    told = desk.refused("import", given(desk, "p.json", text))
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "190" in one)
    assert f"p.json:{line}: confidence: 190 is not a number from 0 to 100." in (
        " ".join(told.split())
    )


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        ('"responses": []', '"responses": "none"', "p.json:18: responses is not a list."),
        (
            '"responses": []',
            '"responses": [40]',
            "p.json:18: This item of responses is not an object.",
        ),
        (
            '"mean_confidence": 40',
            '"mean_confidence": {}',
            "p.json:18: mean_confidence: {} is not a number from 0 to 100.",
        ),
        (
            '"confidence": 90',
            '"confidence": ""',
            "p.json:9: confidence: There is no probability, which a forecast must have.",
        ),
        (
            '"confidence": 90',
            '"confidence": "90%"',
            "p.json:9: confidence: '90%' is not a number from 0 to 100.",
        ),
        (
            '"withdrawn": true',
            '"withdrawn": "perhaps"',
            "p.json:23: withdrawn is 'perhaps', which is neither true nor false.",
        ),
        ('"id": 11', '"id": null', "p.json:3: This prediction has no id."),
    ],
)
def test_a_bad_prediction_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "predictionbook.json")
    assert theirs in text
    told = desk.refused("import", given(desk, "p.json", text.replace(theirs, ours, 1)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


def test_bad_rows_can_be_left_out_of_csv(desk: Desk) -> None:
    text = sample(TRACKERS / "predictionbook.csv").replace(",,,\n", ",,,180\n")
    result = desk("import", "--skip-bad", given(desk, "p.csv", text))
    assert result.exit_code == 0
    assert "Added 1 claim, 1 outcome, 1 question, 1 source." in result.stdout
    kept = (desk.folder / "p.bad.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in kept] == ["id", "22"]


def test_a_prediction_with_a_problem_is_left_out_of_json(desk: Desk) -> None:
    desk.done("import", TRACKERS / "fatebook.csv")
    text = sample(TRACKERS / "predictionbook.json").replace('"confidence": 90', '"confidence": 190')
    path = given(desk, "p.json", text)
    result = desk("import", "--skip-bad", path)
    assert result.exit_code == 0
    assert f"Left out of {path}, for their problems:\n  item 1." in result.stdout
    assert result.stderr.count("is not a number from 0 to 100.") == 1
    assert "190" in (desk.folder / "p.bad.json").read_text(encoding="utf-8")


def test_a_resolution_that_is_none_is_left_out(desk: Desk) -> None:
    text = sample(TRACKERS / "predictionbook.json").replace('"outcome": true', '"outcome": "maybe"')
    result = desk("import", given(desk, "p.json", text))
    said = "outcome: The resolution 'maybe' is not one of true, false; it is left out."
    assert said in " ".join(result.stderr.split())
    assert became(desk, "predictionbook-11")[1] is None
