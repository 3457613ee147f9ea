"""Trackers' questions of several options, numbers and dates."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk

from ledger.formats.trackers.answers import quantiles

if TYPE_CHECKING:
    from pathlib import Path

FATEBOOK = """\
Question title,Multiple choice option,Forecast created by,Forecast (scale = 0-1),\
Forecast created at,Question created by,Question created at,Question resolve by,Resolution,\
Resolved at
Who wins?,Ville,Ann,0.6,2023-07-03 09:00:0,Ann,2023-07-03 09:00:0,2023-12-31 00:00:0,YES,\
2024-01-02 08:00:0
Who wins?,Rovers,Bea,0.7,2023-07-04 09:00:0,Ann,2023-07-03 09:00:0,2023-12-31 00:00:0,NO,\
2024-01-02 08:00:0
"""

GJOPEN = """\
question_id,question_name,answer_name,membership_username,forecasted_probability,created_at,\
ends_at,resolved_at,voided_at,answer_correct
7,Who wins?,Ann Lee,ann,0.5,2023-07-01T09:30:00Z,2023-07-12T00:00:00Z,2023-07-13T00:00:00Z,,true
7,Who wins?,Bo; Jr,ann,0.5,2023-07-01T09:30:00Z,2023-07-12T00:00:00Z,2023-07-13T00:00:00Z,,false
7,Who wins?,Ann Lee,bea,0.9,2023-07-01T09:30:00Z,2023-07-12T00:00:00Z,2023-07-13T00:00:00Z,,true
7,Who wins?,Bo; Jr,bea,0.3,2023-07-01T09:30:00Z,2023-07-12T00:00:00Z,2023-07-13T00:00:00Z,,false
"""

MANIFOLD: dict[str, Any] = {
    "id": "m2", "outcomeType": "MULTIPLE_CHOICE", "question": "Which colour?",
    "shouldAnswersSumToOne": True, "createdTime": 1688200000000, "lastBetTime": 1688300000000,
    "closeTime": 1689200000000, "isResolved": True, "resolution": "a2",
    "resolutionTime": 1689300000000, "url": "https://manifold.markets/a/b",
    "answers": [{"id": "a1", "text": "Red", "probability": 0.7},
                {"id": "a2", "text": "Blue", "probability": 0.3}],
}  # fmt: skip

POST: dict[str, Any] = {
    "id": 9, "title": "How much rain?",
    "question": {
        "id": 11, "type": "numeric", "title": "How much rain?", "unit": "mm",
        "scheduled_close_time": "2023-07-10T00:00:00Z", "resolution": "above_upper_bound",
        "scheduled_resolve_time": "2023-07-12T00:00:00Z",
        "actual_resolve_time": "2023-07-13T08:00:00Z",
        "scaling": {"range_min": 0, "range_max": 200, "zero_point": None},
        "aggregations": {"recency_weighted": {"history": [
            {"start_time": 1688203800.0, "centers": [0.5], "interval_lower_bounds": [0.25],
             "interval_upper_bounds": [0.75], "forecast_values": None}]}},
        "my_forecasts": {"history": [
            {"start_time": 1688203800.0, "forecast_values": [0.0, 0.4, 0.8, 1.0]}]},
    },
}  # fmt: skip

QUESTIONS = """\
Question ID,Question Title,Question Type,MC Options (Current),Continuous Range,Lower Bound,\
Upper Bound,Scheduled Close Time,Resolution,Resolution Known Time
1,Which?,multiple_choice,"['Red', 'Blue']",,,,2023-07-10 00:00:00+00:00,Red,\
2023-07-13 08:00:00+00:00
2,When?,date,,"['2024-01-01T00:00:00Z', '2024-01-11T00:00:00Z', '2024-01-21T00:00:00Z']",\
2024-01-01T00:00:00Z,2024-01-21T00:00:00Z,2023-07-10 00:00:00+00:00,2024-01-09T00:00:00Z,\
2024-01-10 08:00:00+00:00
"""
FORECASTS = """\
Question ID,Forecaster Username,Start Time,Probability Yes,Probability Yes Per Category,\
Continuous CDF
1,ann,2023-07-01 09:30:00+00:00,,"[0.9, 0.1]",
2,ann,2023-07-01 09:30:00+00:00,,,"[0.0, 0.5, 1.0]"
"""


def taken(tmp_path: Path, name: str, data: bytes, form: str) -> list[dict[str, Any]]:
    desk = Desk(tmp_path)
    desk.done("init")
    (tmp_path / name).write_bytes(data)
    desk.done("import", "--from", form, tmp_path / name)
    again = desk.done("import", "--from", form, tmp_path / name)
    assert again.startswith("Nothing changed")
    desk.done("verify")
    found: list[dict[str, Any]] = desk.json("list")
    return sorted(found, key=lambda one: str(one["speaker"]))


def test_several_options_of_a_list_of_forecasts(tmp_path: Path) -> None:
    ann, bea = taken(tmp_path, "f.csv", FATEBOOK.encode(), "fatebook")
    assert (ann["type"], ann["options"]) == ("categories", ["Ville", "Rovers"])
    assert (ann["answer"], ann["result"]) == ("Ville @ 0.6", "right")
    assert (bea["answer"], bea["result"]) == ("Rovers @ 0.7", "wrong")


def test_several_answers_of_one_forecast(tmp_path: Path) -> None:
    (ann,) = taken(tmp_path, "g.csv", GJOPEN.encode(), "gjopen")  # bea's do not add up
    assert ann["answer"] == "Ann Lee=0.5; Bo, Jr=0.5"
    assert (ann["outcome_answer"], ann["result"]) == ("Ann Lee", None)


def test_a_market_with_several_answers(tmp_path: Path) -> None:
    (one,) = taken(tmp_path, "m.json", json.dumps([MANIFOLD]).encode(), "manifold")
    assert (one["answer"], one["outcome_answer"]) == ("Red=0.7; Blue=0.3", "Blue")


def test_a_number_in_an_answer_of_the_api(tmp_path: Path) -> None:
    crowd, mine = taken(tmp_path, "p.json", json.dumps([POST]).encode(), "metaculus")
    assert (crowd["unit"], crowd["lower_bound"], crowd["upper_bound"]) == ("mm", "0", "200")
    assert crowd["answer"] == "25%=50; 50%=100; 75%=150"
    assert mine["answer"].startswith("5%=8.3333333; 10%=16.666667; 25%=41.666667; 50%=83.333333")
    assert crowd["outcome_answer"] == "above 200"


def test_shares_and_a_date_in_a_download(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("question_data.csv", QUESTIONS)
        archive.writestr("forecast_data.csv", FORECASTS)
    found = {one["type"]: one for one in taken(tmp_path, "d.zip", data.getvalue(), "metaculus")}
    assert found["categories"]["answer"] == "Red=0.9; Blue=0.1"
    assert found["categories"]["outcome_answer"] == "Red"
    assert found["date"]["answer"].startswith("5%=2024-01-02; 10%=2024-01-03; 25%=2024-01-06")
    assert found["date"]["outcome_answer"] == "2024-01-09"


@pytest.mark.parametrize("chances", [[0.4, 0.4, 0.4], ["x", 0.5, None], []])
def test_what_is_no_distribution_has_no_quantiles(chances: list[object]) -> None:
    assert quantiles([1, 2, 3][: len(chances)], chances, "number") is None
