"""Data sets of fact checks: what lands in the ledger, and what is said of what cannot.

The samples are made up, in the shape of the data sets.  What is expected of them was worked out by
hand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from exports import CHECKS, comes_in_once, given, sample

from ledger.formats.fact_checks import reviews

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def about(desk: Desk, statement: str) -> dict[str, Any]:
    """The claim with a statement."""
    return next(one for one in desk.json("list") if one["statement"] == statement)


def became(desk: Desk, statement: str) -> tuple[Any, ...]:
    """The verdict on a statement, its value, and the note on it."""
    one = about(desk, statement)
    return one["verdict"], one["value"], one["outcomes"][0]["note"]


# LIAR


def test_liar(desk: Desk) -> None:
    path = CHECKS / "liar.tsv"
    comes_in_once(desk, path, "liar", "Added 6 claims, 6 outcomes, 6 questions, 6 sources.\n")
    moon = about(desk, 'The "moon" is nearer.')
    assert (moon["speaker"], moon["role"], moon["topics"]) == (
        "ann-lee",
        "Astronomer",
        ["space", "tides"],
    )
    assert (moon["publisher"], moon["due"]) == ("PolitiFact", None)
    (evidence,) = moon["outcomes"][0]["evidence"]
    assert evidence["url"] == "http://www.politifact.com/api/v/2/statement/2635/?format=json"
    assert desk.json("report")["total"]["no_due"] == 6


@pytest.mark.parametrize(
    ("statement", "verdict", "value", "note"),
    [
        (
            'The "moon" is nearer.',
            "did-not-happen",
            None,
            'rated it "false".\nSaid in: a floor speech',
        ),
        (
            "Half the fields are dry.",
            "partly",
            0.5,
            'rated it "half-true".',
        ),
        (
            "Most wells are full.",
            "partly",
            0.75,
            'rated it "mostly-true".\nSaid in: an interview',
        ),
        (
            "Few roads are open.",
            "partly",
            0.25,
            'rated it "barely-true".\nSaid in: a tweet',
        ),
        (
            "Nobody lives in Ville.",
            "did-not-happen",
            None,
            'rated it "pants-fire".\nSaid in: a blog',
        ),
        (
            "Ville has a mill.",
            "happened",
            None,
            'rated it "true".\nSaid in: a letter',
        ),
    ],
)
def test_each_step_of_the_meter(
    desk: Desk, statement: str, verdict: str, value: float | None, note: str
) -> None:
    desk.done("import", CHECKS / "liar.tsv")
    assert became(desk, statement) == (verdict, value, f"PolitiFact {note}")


def test_a_bad_line_is_named_and_can_be_left_out(desk: Desk) -> None:
    text = sample(CHECKS / "liar.tsv").replace("\thalf-true", "\tso-so").replace("\ttweet", "")
    text = text.replace("\ta blog\n", "\n")
    path = given(desk, "liar.tsv", text)
    assert desk.refused("import", "--from", "liar", path) == (
        f"{path}:2: The rating 'so-so' is not one of pants-fire, false, barely-true, half-true, "
        "mostly-true, true.\n"
        f"{path}:5: This line has 13 cells, and must have 14 with tabs between them.\n"
        "2 problems found; nothing was written.\n"
    )
    assert not desk.database.exists()
    told = desk.done("import", "--from", "liar", "--skip-bad", path)
    assert "Added 4 claims, 4 outcomes, 4 questions, 4 sources." in told
    kept = (desk.folder / "liar.bad.tsv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split("\t")[0] for line in kept] == ["10540.json", "9028.json"]


def test_a_file_with_too_many_checks_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "MOST_CHECKS", 5)
    told = desk.refused("import", CHECKS / "liar.tsv")
    assert "This file has more than 20,000 fact checks. Cut it into several." in told
    monkeypatch.setattr(reviews, "MOST_CHECKS", 6)
    desk.done("import", CHECKS / "liar.tsv")


# Duke's Fact-Check Insights


def test_duke(desk: Desk) -> None:
    path = CHECKS / "duke.csv"
    comes_in_once(desk, path, "duke", "Added 3 claims, 3 outcomes, 3 questions, 3 sources.\n")
    moon = about(desk, "The moon is nearer.")
    assert (moon["speaker"], moon["role"], moon["made"]) == ("Ann Lee", "Astronomer", "2024-02-28")
    assert moon["publisher"] == "paper.example"
    assert became(desk, "The moon is nearer.") == (
        "did-not-happen",
        None,
        'The Check rated it "False" (rating 1, best 5, worst 1).\nIt was measured.',
    )
    (evidence,) = moon["outcomes"][0]["evidence"]
    assert (evidence["url"], evidence["publisher"]) == ("https://check.example/moon", "The Check")


def test_a_scale_whose_best_is_below_its_worst_is_read_so(desk: Desk) -> None:
    """2 on a scale from 5 to 1: three of four steps."""
    desk.done("import", CHECKS / "duke.csv")
    assert became(desk, "Most wells are full.")[:2] == ("partly", 0.75)


def test_a_rating_nothing_places_is_unclear_and_said_so(desk: Desk) -> None:
    told = desk("import", CHECKS / "duke.csv").stderr
    assert "duke.csv:4: warning: The rating 'Four Pinocchios' is left unplaced: " in told
    verdict, value, note = became(desk, "Ville has a mill.")
    assert (verdict, value) == ("unclear", None)
    assert note.startswith('The Check rated it "Four Pinocchios"; not placed: ')


def test_a_bad_row_is_named_by_its_number(desk: Desk) -> None:
    path = given(desk, "duke.csv", sample(CHECKS / "duke.csv").replace("Most wells are full.", ""))
    told = desk.refused("import", path)
    assert f"{path}:3: claimReviewed is missing: nothing says what was claimed." in told
    desk.done("import", "--skip-bad", path)
    assert (desk.folder / "duke.bad.csv").read_text(encoding="utf-8-sig").count("\n") == 2


# AVeriTeC


def test_averitec(desk: Desk) -> None:
    path = CHECKS / "averitec.json"
    comes_in_once(desk, path, "averitec", "Added 4 claims, 4 outcomes, 4 questions, 2 sources.\n")
    moon = about(desk, "The moon is nearer.")
    assert (moon["speaker"], moon["made"], moon["publisher"]) == (
        "Ann Lee",
        "2024-02-28",
        "The Paper",
    )
    assert [one["url"] for one in moon["outcomes"][0]["evidence"]] == [
        "https://check.example/moon",
        "https://lab.example/moon",
    ]
    mill = about(desk, "Ville has a mill.")
    assert (mill["speaker"], mill["made"]) == ("unnamed: no speaker is named", "2024-06-05")


@pytest.mark.parametrize(
    ("statement", "verdict", "note"),
    [
        ("The moon is nearer.", "did-not-happen", '"Refuted".\nIt was measured.'),
        ("Ville has a mill.", "happened", '"Supported".\nThere it stands.'),
        ("Half the fields are dry.", "unclear", '"Not Enough Evidence".\nNobody looked.'),
        (
            "Most wells are full.",
            "unclear",
            '"Conflicting Evidence/Cherrypicking".\nSome are.',
        ),
    ],
)
def test_each_label(desk: Desk, statement: str, verdict: str, note: str) -> None:
    desk.done("import", CHECKS / "averitec.json")
    assert became(desk, statement) == (verdict, None, f"AVeriTeC rated it {note}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        (
            '"Refuted"',
            '"Wrong"',
            ":3: The label 'Wrong' is not one of Supported, Refuted, Not Enough",
        ),
        ('"claim": "The moon is nearer."', '"claim": ""', "claimReviewed is missing"),
        ('"questions": []', '"questions": [', "This is not JSON: "),
        ("false,", '"x", "x": NaN,', ":3: NaN is not JSON."),
    ],
)
def test_a_bad_claim_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(CHECKS / "averitec.json")
    assert theirs in text
    path = given(desk, "averitec.json", text.replace(theirs, ours, 1))
    assert problem in " ".join(desk.refused("import", "--from", "averitec", path).split())
    assert not desk.database.exists()


def test_a_list_of_other_things_is_refused_one_by_one(desk: Desk) -> None:
    path = given(desk, "list.json", json.dumps(["claim", 3]))
    told = desk.refused("import", "--from", "averitec", path)
    assert told.count("This is not an object.") == 2


def test_a_text_given_with_a_file_that_is_known_is_entered_once(desk: Desk) -> None:
    """Its digest is a word on the source, which all else of the file leaves to the ledger."""
    path = CHECKS / "duke.csv"
    desk.done("import", "--skip-bad", path)
    article = given(desk, "article.txt", "It rains.")
    one = "\n".join(sample(path).splitlines()[:2]) + "\n"
    first = given(desk, "one.csv", one)
    assert "Amended" in desk.done("import", "--text", article, first)
    assert desk.done("import", "--text", article, first).startswith("Nothing changed: ")
