"""What services answer: Metaculus's posts, Manifold's bets, Polymarket's events; GJ Open's CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told, zipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_metaculus_posts(desk: Desk) -> None:
    path = TRACKERS / "metaculus.json"
    comes_in_once(desk, path, "metaculus", "Added 5 claims, 2 outcomes, 2 questions, 2 sources.\n")
    assert told(desk, "metaculus-101") == [
        ("2023-07-01", "Metaculus (recency_weighted)", 0.7),
        ("2023-07-01", "unnamed: forecaster", 0.6),
        ("2023-07-02", "Metaculus (recency_weighted)", 0.8),
        ("2023-07-02", "Metaculus (unweighted)", 0.75),
    ]
    note = "Metaculus resolved this yes, on 2023-07-13."
    assert became(desk, "metaculus-101") == (None, "happened", None, None, note)
    assert ends(desk, "metaculus-101")[3:] == ("2023-07-12", "2023-07-10")
    assert became(desk, "metaculus-103")[1] == "void"
    rain = next(one for one in desk.json("list") if one["question"] == "metaculus-101")
    assert (rain["criteria"], rain["topics"]) == ("By the gauge on the roof.", ["Weather"])
    (evidence,) = rain["outcomes"][0]["evidence"]
    assert evidence["url"] == "https://www.metaculus.com/questions/77/"


def test_what_of_metaculus_is_passed_over_is_counted(desk: Desk) -> None:
    told = " ".join(desk("import", TRACKERS / "metaculus.json").stderr.split())
    assert "Passed over, forecasts that are hidden: 1." in told
    assert "Passed over, questions that are not binary: 1 (1 numeric)." in told
    assert "Passed over, questions without a forecast: 1." in told


def test_one_question_of_metaculus_alone_is_taken(desk: Desk) -> None:
    post = json.loads(sample(TRACKERS / "metaculus.json"))["results"][0]
    added = "Added 4 claims, 1 outcome, 1 question, 1 source.\n"
    assert desk.done("import", given(desk, "q.json", json.dumps(post["question"]))) == added


def test_an_answer_of_metaculus_goes_with_its_download(desk: Desk) -> None:
    """The same question and forecast, by whatever way they come."""
    desk.done("import", given(desk, "q.zip", zipped()))
    there = desk.json("list")
    before = {one["id"] for one in there}
    number = "101"
    title = next(one["statement"] for one in there if one["question"] == f"metaculus-{number}")
    question = {
        "id": number, "type": "binary", "title": title, "scheduled_close_time": None,
        "resolution": None, "aggregations": {"recency_weighted": {"history": [
            {"start_time": "2023-07-08T12:00:00Z", "centers": [0.65]}]}},
    }  # fmt: skip
    desk.done("import", given(desk, "q.json", json.dumps({"id": 77, "question": question})))
    assert {one["question"] for one in desk.json("list") if one["id"] not in before} == {
        f"metaculus-{number}"
    }


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        ("[0.7]", "[1.7]", "centers: probability 1.7 is not a number from 0 to 1"),
        ("[0.7]", "0.7", "There is no probability, which a forecast must have."),
        ('"start_time": 1688203800.0', '"start_time": 3', "start_time: 3 is not a time"),
        ('"id": 101', '"id": ""', "This question has no id."),
        ('"2023-07-12T00:00:00Z"', '"soon"', "scheduled_resolve_time: 'soon' is not a time"),
    ],
)
def test_a_bad_question_is_named_with_its_line(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "metaculus.json")
    assert theirs in text
    refused = desk.refused("import", given(desk, "q.json", text.replace(theirs, ours, 1)))
    assert problem in " ".join(refused.split())
    assert not desk.database.exists()


def test_bets_go_with_the_market_they_name(desk: Desk) -> None:
    path = TRACKERS / "manifold-bets.json"
    comes_in_once(desk, path, "manifold", "Added 2 claims, 1 outcome, 1 question, 1 source.\n")
    assert told(desk, "manifold-m9") == [
        ("2023-07-02", "Manifold (market)", 0.6),
        ("2023-07-04", "Manifold (market)", 0.7),
    ]


def test_bets_may_be_in_a_file_of_their_own(desk: Desk) -> None:
    market, *bets = json.loads(sample(TRACKERS / "manifold-bets.json"))
    alone = given(desk, "bets.json", json.dumps(bets))
    assert "manifold-m9" in desk.refused("import", alone)
    both = given(desk, "market.json", json.dumps({**market, "bets": bets[:1]}))
    desk.done("import", both)
    assert desk.done("import", alone).startswith("Added 1 claim.")
    assert len(told(desk, "manifold-m9")) == 2
    assert desk.done("import", alone).startswith("Nothing changed: ")


def test_bets_and_their_market_in_two_files_at_once(desk: Desk) -> None:
    market, *bets = json.loads(sample(TRACKERS / "manifold-bets.json"))
    alone = given(desk, "bets.json", json.dumps(bets))
    both = given(desk, "market.json", json.dumps({**market, "bets": bets[:1]}))
    done = desk("import", both, alone)
    assert done.exit_code in {0, 1}
    assert "Traceback" not in done.output


def test_markets_in_events_have_the_tags_and_the_end_of_these(desk: Desk) -> None:
    path = TRACKERS / "polymarket-events.json"
    comes_in_once(desk, path, "polymarket", "Added 1 claim, 1 outcome, 1 question, 1 source.\n")
    (hail,) = desk.json("list")
    assert (hail["question"], hail["topics"]) == ("polymarket-601", ["Weather"])
    assert (hail["resolve_by"], hail["verdict"]) == ("2023-07-12", "happened")


def test_good_judgment_open(desk: Desk) -> None:
    path = TRACKERS / "gjopen.csv"
    comes_in_once(desk, path, "gjopen", "Added 3 claims, 2 outcomes, 2 questions, 2 sources.\n")
    assert told(desk, "gjopen-1001") == [("2023-07-01", "ann", 0.72), ("2023-07-02", "bea", 0.4)]
    assert became(desk, "gjopen-1001")[1] == "happened"
    assert became(desk, "gjopen-1003")[1] == "void"
    assert ends(desk, "gjopen-1001")[4] == "2023-07-12"


def test_its_columns_may_be_spelt_in_words(desk: Desk) -> None:
    head, *rows = sample(TRACKERS / "gjopen.csv").splitlines()
    words = ",".join(one.replace("_", " ").title() for one in head.split(","))
    path = given(desk, "g.csv", "\n".join([words, *rows]))
    comes_in_once(desk, path, "gjopen", "Added 3 claims, 2 outcomes, 2 questions, 2 sources.\n")


def test_a_bad_row_of_it_is_left_out(desk: Desk) -> None:
    text = sample(TRACKERS / "gjopen.csv").replace("0.72", "7.2")
    path = given(desk, "g.csv", text)
    assert "probability '7.2' is not a number from 0 to 1" in desk.refused("import", path)
    assert "Added 3 claims" in desk.done("import", "--skip-bad", path)
