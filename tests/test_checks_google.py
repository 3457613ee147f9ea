"""Google's Fact Check Tools: answers to a search, and lists of markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import CHECKS, comes_in_once, given, sample

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = CHECKS / "google.json"
MARKUP: Final[dict[str, Any]] = {
    "pageUrl": "https://check.example/moon",
    "publishDate": "2024-03-02",
    "claimReviewAuthor": {"name": "The Check", "imageUrl": ""},
    "claimReviewMarkups": [
        {
            "url": "https://check.example/moon",
            "claimReviewed": "The moon is nearer.",
            "claimDate": "2024-02-28",
            "claimLocation": "In a speech",
            "claimAuthor": {"name": "Ann Lee", "jobTitle": "Astronomer"},
            "claimFirstAppearance": "https://paper.example/ann",
            "claimAppearances": ["https://paper.example/ann", "https://radio.example/ann"],
            "rating": {
                "textualRating": "Wrong",
                "ratingValue": 1,
                "worstRating": 1,
                "bestRating": 5,
            },
        },
        {
            "claimReviewed": "The sun is nearer.",
            "claimAuthor": {"name": "Facebook posts"},
            "rating": {
                "textualRating": "False",
                "ratingValue": 0,
                "ratingExplanation": "Measured.",
            },
        },
    ],
    "versionId": "1",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_answer_to_a_search(desk: Desk) -> None:
    comes_in_once(desk, FILE, "google", "Added 3 claims, 3 outcomes, 3 questions, 3 sources.\n")
    found = desk.json("list")
    assert {(one["speaker"], one["verdict"]) for one in found} == {
        ("Ann Lee", "did-not-happen"),
        ("Ann Lee", "partly"),
        ("unnamed: viral image", "happened"),
    }
    moon = next(one for one in found if one["verdict"] == "did-not-happen")
    assert (moon["made"], moon["publisher"]) == ("2024-02-28", "The Check")
    (evidence,) = moon["outcomes"][0]["evidence"]
    assert evidence["url"] == "https://check.example/sun"


def test_several_answers_may_stand_in_one_list(desk: Desk) -> None:
    answer = json.loads(sample(FILE))
    pages = [{"claims": [one]} for one in answer["claims"]]
    path = given(desk, "g.json", json.dumps(pages))
    assert "Added 3 claims" in desk.done("import", path)
    claims = given(desk, "c.json", json.dumps(answer["claims"]))
    assert desk.done("import", claims).startswith("Nothing changed: ")


@pytest.mark.parametrize("wrap", [lambda one: {"claimReviewMarkupPages": [one]}, lambda one: [one]])
def test_markup(desk: Desk, wrap: Any) -> None:  # noqa: ANN401
    path = given(desk, "m.json", json.dumps(wrap(MARKUP), indent=1))
    assert "Added 2 claims" in desk.done("import", path)
    moon, sun = sorted(desk.json("list"), key=lambda one: str(one["statement"]), reverse=True)[::-1]
    if moon["statement"] != "The moon is nearer.":
        moon, sun = sun, moon
    assert (moon["speaker"], moon["role"], moon["verdict"]) == (
        "Ann Lee",
        "Astronomer",
        "did-not-happen",
    )
    assert "https://radio.example/ann" in moon["note"]
    assert (sun["speaker"], sun["verdict"]) == ("unnamed: facebook posts", "did-not-happen")
    assert "Measured." in sun["outcomes"][0]["note"]


def test_what_is_missing_is_named_with_its_line(desk: Desk) -> None:
    text = sample(FILE).replace('"text": "The sun is nearer."', '"text": ""')
    refused = desk.refused("import", given(desk, "g.json", text))
    assert "g.json:6: claimReviewed is missing" in refused
    empty = given(desk, "e.json", json.dumps({"claims": [], "claimReview": "textualRating"}))
    assert "problem" in desk.refused("import", "--from", "google", empty)
