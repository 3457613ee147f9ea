"""Other trackers' export files: what lands in the ledger, and what is said of what cannot.

The samples are made up, in the shape that each tracker's own code writes.  What is expected of them
was worked out by hand.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from exports import TRACKERS, comes_in_once, given, sample, zipped

from ledger.formats.trackers import assembly

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(desk: Desk, question: str) -> list[tuple[Any, ...]]:
    """Who said on a question how likely it was, and when, in the order of the days."""
    claims = [one for one in desk.json("list") if one["question"].startswith(question)]
    found = [(one["made"], one["speaker"], one["probability"]) for one in claims]
    return sorted(found)


def became(desk: Desk, question: str) -> tuple[Any, ...]:
    """What became of a question: due day, verdict, value, day, and the note on it."""
    one = next(one for one in desk.json("list") if one["question"].startswith(question))
    note = one["outcomes"][0]["note"] if one["outcomes"] else None
    return one["due"], one["verdict"], one["value"], one["happened_on"], note


# Fatebook


def test_fatebook(desk: Desk) -> None:
    path = TRACKERS / "fatebook.csv"
    comes_in_once(desk, path, "fatebook", "Added 6 claims, 3 outcomes, 4 questions, 1 source.\n")
    assert told(desk, "fatebook-rain") == [
        ("2023-07-01", "Ann", 0.7),
        ("2023-07-01", "Bea", 0.25),
        ("2023-07-05", "Ann", 0.9),
    ]
    note = "Fatebook resolved this YES, on 2023-07-10."
    assert became(desk, "fatebook-rain") == ("2023-07-12", "happened", None, "2023-07-10", note)
    assert became(desk, "fatebook-mill") == ("2023-12-31", None, None, None, None)
    rain = next(one for one in desk.json("list") if one["question"].startswith("fatebook-rain"))
    assert rain["statement"] == "Will it rain in Ville?"
    assert rain["topics"] == ["weather", "Ville"]
    assert rain["publisher"] == "Fatebook"


def test_what_was_resolved_after_its_due_day_came_about_by_then(desk: Desk) -> None:
    """The day of the resolution is not that of the event, and stands in the note alone."""
    path = given(
        desk, "f.csv", sample(TRACKERS / "fatebook.csv").replace("2023-07-10 08:", "2023-07-14 08:")
    )
    desk.done("import", path)
    note = "Fatebook resolved this YES, on 2023-07-14."
    assert became(desk, "fatebook-rain") == ("2023-07-12", "happened", None, None, note)
    note = "Fatebook resolved this NO, on 2023-07-14."
    due = "2023-07-08"
    assert became(desk, "fatebook-bridge") == (due, "did-not-happen", None, due, note)
    note = "Fatebook resolved this AMBIGUOUS, on 2023-07-14."
    assert became(desk, "fatebook-fair") == (due, "unclear", None, "2023-07-14", note)


def test_an_export_made_later_only_adds(desk: Desk) -> None:
    """A forecast, and a resolution of what was open."""
    text = sample(TRACKERS / "fatebook.csv")
    desk.done("import", TRACKERS / "fatebook.csv")
    mill = next(line for line in text.splitlines() if "mill" in line)
    later = mill.replace("0.1,2023-07-03", "0.2,2023-08-03")
    resolved = (
        text.replace(
            '2023-12-31 00:00:00,,,,,,,false,,\n"Who',
            ('2023-12-31 00:00:00,NO,2024-01-02 09:00:00,,,,,false,,\n"Who'),
        )
        + later.replace("00:00:00,,,", "00:00:00,NO,2024-01-02 09:00:00,")
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
                ":3: column 'Forecast created at': made: '2023-02-30 10:00:00' is no time, such as "
                "2023-07-05T12:00:00Z."
            ),
        ),
        (
            '0.25,2023-07-01 09:00:00,"Bea",2023-07-01 09:00:00,2023-07-12 00:00:00,YES',
            '0.25,2023-07-01 09:00:00,"Bea",2023-07-01 09:00:00,2023-07-12 00:00:00,NO',
            ":4: column 'Resolution': This is not as in row 2, which is of the same question.",
        ),
        (
            "Forecast created at,",
            "Made,",
            ":1: There is no column 'Forecast created at' in this sheet.",
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
    path = given(desk, "f.csv", sample(TRACKERS / "fatebook.csv").replace(",YES,", ",MAYBE,"))
    result = desk("import", path)
    assert result.exit_code == 0
    said = "The resolution 'MAYBE' is none of YES, NO, AMBIGUOUS; it is left out."
    assert result.stderr.count(said) == 1
    assert became(desk, "fatebook-rain")[1] is None


def test_a_file_with_too_many_forecasts_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes its part of the memory; the real limits are too large to try here."""
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 5)
    told = desk.refused("import", TRACKERS / "fatebook.csv")
    assert "This file has more than 5 forecasts. Cut it into several." in told
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 6)
    desk.done("import", TRACKERS / "fatebook.csv")


# PredictionBook


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
    assert became(desk, "predictionbook-11") == ("2023-07-12", "happened", None, day, note)
    note = "PredictionBook resolved this wrong, on 2023-07-10."
    due = "2023-07-08"
    assert became(desk, "predictionbook-12") == (due, "did-not-happen", None, due, note)
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
    assert f"p.json:{line}: confidence: probability 190 is not a number from 0 to 1." in (
        " ".join(told.split())
    )


# Manifold


def test_manifold(desk: Desk) -> None:
    path = TRACKERS / "manifold.json"
    comes_in_once(desk, path, "manifold", "Added 5 claims, 3 outcomes, 4 questions, 4 sources.\n")
    assert told(desk, "manifold-m1") == [
        ("2023-07-01", "Manifold (market)", 0.612345678901234568),
        ("2023-07-05", "Manifold (market)", 0.8),
    ]
    day = "2023-07-12"
    note = f"Manifold resolved this YES, on {day}."
    assert became(desk, "manifold-m1") == (day, "happened", None, day, note)
    note = f"Manifold resolved this MKT (37%), on {day}."
    assert became(desk, "manifold-m2") == (None, "partly", 0.37, day, note)
    note = f"Manifold resolved this CANCEL, on {day}."
    assert became(desk, "manifold-m3") == (None, "void", None, day, note)
    assert became(desk, "manifold-m4") == ("2024-01-01", None, None, None, None)
    rain = next(one for one in desk.json("list") if one["question"] == "manifold-m1")
    assert rain["criteria"] == "By the gauge on the roof."
    (evidence,) = rain["outcomes"][0]["evidence"]
    assert evidence["url"] == "https://manifold.markets/ann/will-it-rain"


@pytest.mark.parametrize(("price", "verdict"), [("0", "did-not-happen"), ("1", "happened")])
def test_a_market_resolved_at_nothing_or_all_is_decided(
    desk: Desk, price: str, verdict: str
) -> None:
    text = sample(TRACKERS / "manifold.json").replace(
        '"resolutionProbability": 0.37', (f'"resolutionProbability": {price}')
    )
    desk.done("import", given(desk, "m.json", text))
    assert became(desk, "manifold-m2")[1:3] == (verdict, None)


def test_one_market_alone_is_taken(desk: Desk) -> None:
    first, *_ = json.loads(sample(TRACKERS / "manifold.json"))
    path = given(desk, "m.json", json.dumps(first))
    assert desk.done("import", path) == "Added 2 claims, 1 outcome, 1 question, 1 source.\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        ('"probAfter": 0.8', '"probAfter": 1.8', "probAfter: probability 1.8 is not a number"),
        ('"probAfter": 0.8', '"probAfter": "NaN"', "probAfter: probability 'NaN' is not a number"),
        ('"probAfter": 0.8', '"probAfter": NaN', "NaN is no JSON."),
        (
            '1688551200000, "probB',
            '1e999999999, "probB',
            "createdTime: made: 1E+999999999 is no time",
        ),
        (
            '"question": "How full will the lake be?"',
            '"question": ""',
            "m.json:15: question: statement is empty; write it.",
        ),
        ("0.37", '"lots"', "resolutionProbability is no number from 0 to 1"),
    ],
)
def test_a_bad_market_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "manifold.json")
    assert theirs in text
    told = desk.refused("import", given(desk, "m.json", text.replace(theirs, ours, 1)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


# Polymarket


def test_polymarket(desk: Desk) -> None:
    path = TRACKERS / "polymarket.json"
    comes_in_once(desk, path, "polymarket", "Added 5 claims, 3 outcomes, 4 questions, 4 sources.\n")
    assert told(desk, "polymarket-501") == [
        ("2023-07-01", "Polymarket (market)", 0.6),
        ("2023-07-05", "Polymarket (market)", 0.8),
    ]
    assert told(desk, "polymarket-504") == [("2023-07-04", "Polymarket (market)", 0.105)]
    day = "2023-07-10"
    note = f"Polymarket resolved this Yes, on {day}."
    assert became(desk, "polymarket-501") == ("2023-07-12", "happened", None, day, note)
    note = f"Polymarket resolved this No, on {day}."
    due = "2023-07-08"
    assert became(desk, "polymarket-502") == (due, "did-not-happen", None, due, note)
    note = (
        f"Polymarket resolved this 50-50, on {day}. "
        "Polymarket resolves so where it was a tie, and also where it was called off."
    )
    assert became(desk, "polymarket-503") == ("2023-07-12", "partly", 0.5, day, note)


def test_a_closed_market_whose_prices_say_nothing_has_no_outcome(desk: Desk) -> None:
    text = sample(TRACKERS / "polymarket.json").replace(
        '[\\"0.5\\", \\"0.5\\"]', '[\\"0.98\\", \\"0.02\\"]'
    )
    result = desk("import", given(desk, "p.json", text))
    assert result.exit_code == 0
    assert "its prices do not say how it was resolved; no outcome." in result.stderr
    assert became(desk, "polymarket-503")[1] is None


# Metaculus


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
    assert became(desk, "metaculus-101") == ("2023-07-12", "happened", None, day, note)
    assert became(desk, "metaculus-103")[1] == "unclear"
    assert became(desk, "metaculus-104")[1] == "void"
    rain = next(one for one in desk.json("list") if one["question"] == "metaculus-101")
    assert (rain["due_basis"], rain["topics"]) == ("context", ["Weather", "Ville"])


def test_who_has_no_name_there_has_none_here(desk: Desk) -> None:
    """And so is never ranked."""
    forecasts = (
        "Question ID,Forecaster (Anonymized),Is Bot,Start Time,End Time,Forecaster Count,"
        "Probability Yes\n"
        "101,0123456789abcdef,False,2023-07-01 09:30:00+00:00,,,0.7\n"
    )
    desk.done("import", given(desk, "data.zip", zipped(forecast_data=forecasts)))
    assert told(desk, "metaculus-101") == [("2023-07-01", "unnamed: forecaster 01234567", 0.7)]


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
        ({"question_data": 'Question ID,"'}, "question_data.csv cannot be taken apart: "),
        ({"question_data": ""}, "There is no row in question_data.csv."),
    ],
)
def test_a_bad_download_is_refused(desk: Desk, sheets: dict[str, str], problem: str) -> None:
    told = desk.refused("import", given(desk, "data.zip", zipped(**sheets)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


def packed(**entries: str) -> bytes:
    """A zip with entries of any names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return made.getvalue()


def test_nothing_of_a_zip_is_put_on_the_disk(desk: Desk) -> None:
    """Whatever its entries are called, only the two sheets are read, and in memory."""
    evil = packed(
        **{
            "/etc/ledger-evil": "x",
            "../../evil": "x",
            "question_data.csv": sample(TRACKERS / "question_data.csv"),
            "forecast_data.csv": sample(TRACKERS / "forecast_data.csv"),
        }
    )
    path = given(desk, "data.zip", evil)
    desk.done("import", path)
    assert sorted(one.name for one in desk.folder.iterdir()) == ["data.zip", "ledger.db"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04" + bytes(100), "This is no zip that can be read."),
        (zipped()[:300] + bytes(40) + zipped()[340:], ""),
        (
            packed(**{"question_data.csv": sample(TRACKERS / "question_data.csv")}),
            "There is no forecast_data.csv in this zip.",
        ),
        (
            packed(**{"a/question_data.csv": "a", "b/question_data.csv": "b"}),
            ("There is more than one question_data.csv in this zip."),
        ),
        (
            packed(**{"question_data.csv": "0" * (128 * 1024 * 1024 + 1)}),
            ("question_data.csv is larger than 128 MB once it is unpacked."),
        ),
    ],
    ids=["torn", "damaged", "lacking", "twice", "bomb"],
)
def test_a_zip_that_cannot_be_taken_is_refused(desk: Desk, data: bytes, problem: str) -> None:
    told = desk.refused("import", "--from", "metaculus", given(desk, "data.zip", data))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()
