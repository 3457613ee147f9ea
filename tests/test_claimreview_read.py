"""ClaimReviews as publishers write them, read into sources, claims and verdicts."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk

from ledger.formats.claimfile.document import bundle_document
from ledger.formats.claimreview.read import read_reviews
from ledger.formats.registry import recognise
from ledger.formats.strict_json import DEEPEST

if TYPE_CHECKING:
    from ledger.model.bundle import Bundle

HORIZON = date(2026, 12, 1)

GOOGLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://check.example/2024/moon",
    "claimReviewed": "The moon was closer in 2023.",
    "datePublished": "2024-03-02",
    "author": {"@type": "Organization", "name": "The Check"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {
            "@type": "Person",
            "name": "Ann Lee",
            "jobTitle": "senator",
            "worksFor": {"@type": "Organization", "name": "Senate"},
            "sameAs": "https://who.example/ann",
        },
        "datePublished": "2024-02-28T09:00:00-05:00",
        "appearance": {
            "@type": "CreativeWork",
            "url": "https://www.paper.example/ann-lee",
            "headline": "Ann Lee on the moon",
            "publisher": {"name": "The Paper"},
            "author": [{"name": "B. Writer"}],
            "datePublished": "2024-02-29",
        },
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "False",
        "ratingExplanation": "It was as far away as ever.",
    },
}
"""The shape of Google's guide, with a word on everything."""


OURS_IS_BAD = (
    "f.json:2: urn:claim-ledger:record must hold one object with the objects "
    "source, claim, question, outcome."
)


def read(value: object) -> tuple[list[Bundle], list[str]]:
    text = value if isinstance(value, str) else json.dumps(value)
    bundles, problems = read_reviews("f.json", text, HORIZON)
    return bundles, [str(one) for one in problems]


def said(value: object) -> list[dict[str, Any]]:
    """What a file without problems says, as claim files would."""
    bundles, problems = read(value)
    assert problems == []
    return [bundle_document(one) for one in bundles]


def changed(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The review of Google's shape with other properties; None takes one away."""
    return {key: one for key, one in (GOOGLE | keys).items() if one is not None}


def item(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The review of Google's shape with another ``itemReviewed``."""
    return changed(itemReviewed={"@type": "Claim", **keys})


def rated(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The verdict, the share and the note of the review with such a rating."""
    bundles, _ = read(changed(reviewRating={"@type": "Rating", **keys}))
    outcome = bundles[0].outcomes[0].record
    return {"verdict": outcome.verdict, "value": outcome.value, "note": outcome.note}


def test_every_property_of_googles_guide_has_its_place() -> None:
    (document,) = said(GOOGLE)
    source = document["source"]
    claim = document["claim"][0]
    assert source == {
        "id": source["id"],
        "publisher": "The Paper",
        "title": "Ann Lee on the moon",
        "authors": ["B. Writer"],
        "published": "2024-02-29",
        "url": "https://www.paper.example/ann-lee",
    }
    assert claim == {
        "id": claim["id"],
        "speaker": "Ann Lee",
        "organisation": "Senate",
        "role": "senator",
        "made": "2024-02-28",
        "statement": "The moon was closer in 2023.",
        "outcome": [
            {
                "verdict": "did-not-happen",
                "note": 'The Check rated it "False" (rating 1, best 5, worst 1).\n'
                "It was as far away as ever.",
                "evidence": [
                    {
                        "url": "https://check.example/2024/moon",
                        "publisher": "The Check",
                        "published": "2024-03-02",
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    "around",
    [
        lambda one: [one],
        lambda one: {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, one]},
        lambda one: {"@type": "DataFeed", "dataFeedElement": [{"item": [one]}]},
        lambda one: {"@type": "DataFeed", "dataFeedElement": [{"@type": "Thing", "item": one}]},
        lambda one: {"@type": "NewsArticle", "review": one},
        lambda one: [[one, one]],
        lambda one: {**one, "@type": ["Review", "ClaimReview"]},
        lambda one: {**one, "@type": "http://schema.org/ClaimReview"},
        lambda one: {f"https://schema.org/{key}": v for key, v in one.items() if key[0] != "@"}
        | {"@type": ["https://schema.org/ClaimReview"]},
        lambda one: {key: {"@value": v} if isinstance(v, str) and key[0] != "@" else v
                     for key, v in one.items()},
    ],
)  # fmt: skip
def test_a_review_is_found_however_it_is_wrapped(around: Any) -> None:  # noqa: ANN401 - a function
    assert said(around(GOOGLE)) == said(GOOGLE)


def test_an_object_that_only_refers_stands_for_the_one_it_refers_to() -> None:
    graph = [
        {"@type": "Organization", "@id": "#org", "name": "The Check"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        changed(author={"@id": "#org"}, itemReviewed={"author": {"@id": "#ann"}}),
        {"@type": "ClaimReview", "@id": "#elsewhere"},
    ]
    (document,) = said({"@graph": graph})
    assert document["claim"][0]["speaker"] == "Ann Lee"
    assert document["source"]["publisher"] == "The Check"


def test_without_an_appearance_the_page_of_the_review_is_source_and_evidence() -> None:
    (document,) = said(item(author={"name": "Ann"}))
    source = document["source"]
    assert source == {
        "id": source["id"],
        "publisher": "The Check",
        "published": "2024-03-02",
        "url": "https://check.example/2024/moon",
    }
    (evidence,) = document["claim"][0]["outcome"][0]["evidence"]
    assert (evidence["source"], evidence["url"]) == (source["id"], source["url"])


def test_the_first_appearance_is_the_source_and_the_others_are_in_the_note() -> None:
    appearance = [
        "https://b.example/2",
        {"@type": "SocialMediaPosting", "url": "https://c.example/3"},
        "https://a.example/1",
    ]
    (document,) = said(
        item(author={"name": "Ann"}, firstAppearance="https://a.example/1", appearance=appearance)
    )
    assert document["source"]["url"] == "https://a.example/1"
    assert document["source"]["publisher"] == "a.example"
    assert document["claim"][0]["note"] == (
        "It also appeared at https://b.example/2\nIt also appeared at https://c.example/3"
    )


def test_an_appearance_that_is_no_address_is_the_title_of_the_source() -> None:
    (document,) = said(item(author={"name": "Ann"}, appearance="A viral video"))
    assert document["source"]["title"] == "A viral video"
    assert "url" not in document["source"]


def test_a_creative_work_under_review_is_the_source_of_older_markup() -> None:
    work = {
        "@type": "CreativeWork",
        "author": {"@type": "Person", "name": "Ann", "image": "x.png"},
        "datePublished": "20 June 2016",
        "name": "a speech in Oslo",
        "url": "https://talk.example/oslo",
    }
    (document,) = said(changed(itemReviewed=work))
    assert document["source"]["url"] == "https://talk.example/oslo"
    assert document["source"]["title"] == "a speech in Oslo"
    assert document["claim"][0]["made"] == "2016-06-20"


def test_claims_of_one_source_are_together_and_those_of_others_apart() -> None:
    other = changed(claimReviewed="It is made of cheese.", url="https://check.example/cheese")
    third = item(author="Bob", appearance="https://else.example/")
    bundles, problems = read([GOOGLE, third, other])
    assert problems == []
    assert [[len(one.claims), one.source.record.publisher] for one in bundles] == [
        [2, "The Paper"],
        [1, "else.example"],
    ]


def test_several_speakers_are_several_claims_on_one_question() -> None:
    (document,) = said(item(author=[{"name": "Ann", "jobTitle": "MP"}, "Bob", {"name": "Ann"}]))
    first, second = document["claim"]
    assert (first["speaker"], first["role"]) == ("Ann", "MP")
    assert second == {"id": f"{first['id']}-2", "question": first["id"], "speaker": "Bob"}
    assert len(first["outcome"]) == 1


@pytest.mark.parametrize(
    ("author", "speaker"),
    [
        (None, "unnamed: no speaker is named"),
        ("", "unnamed: no speaker is named"),
        ({"@type": "Person"}, "unnamed: no speaker is named"),
        ({"name": "Unknown"}, "unnamed: unknown"),
        ("Facebook posts", "unnamed: facebook posts"),
    ],
)
def test_a_speaker_who_is_not_named_is_written_so(author: Any, speaker: str) -> None:  # noqa: ANN401 - JSON
    (document,) = said(item(author=author))
    assert document["claim"][0]["speaker"] == speaker


def test_what_a_scale_says_is_the_verdict_and_the_words_are_kept() -> None:
    assert rated(alternateName="Misleading", ratingValue="2", bestRating="5", worstRating="1") == {
        "verdict": "partly",
        "value": 1 / 4,
        "note": 'The Check rated it "Misleading" (rating 2, best 5, worst 1).',
    }


def test_a_rating_without_a_scale_is_unclear_and_the_words_are_kept() -> None:
    found = rated(alternateName="Satire", ratingValue=-1, bestRating=-1, worstRating=-1)
    assert found["verdict"] == "unclear"
    assert found["note"] == (
        'The Check rated it "Satire" (rating -1, best -1, worst -1); '
        "not placed: neither its words nor its numbers say where."
    )
    _, problems = read(changed(reviewRating={"alternateName": "Satire"}))
    (problem,) = problems
    assert problem == (
        "f.json:1: warning: The rating 'Satire' is left unplaced: "
        "neither its words nor its numbers say where."
    )


def test_the_name_of_a_rating_stands_in_for_its_alternate_name() -> None:
    assert rated(name="True")["verdict"] == "happened"
    assert rated(ratingValue=False)["verdict"] == "did-not-happen"
    bundles, _ = read(changed(reviewRating="False"))
    assert bundles[0].outcomes[0].record.verdict == "did-not-happen"


def test_a_review_without_a_rating_gives_a_claim_without_an_outcome() -> None:
    bundles, problems = read(changed(reviewRating=None))
    assert bundles[0].outcomes == ()
    assert bundles[0].claims[0].record.note == "It is reviewed at https://check.example/2024/moon"
    assert problems == [
        "f.json:1: warning: There is no rating; the claim is taken without an outcome."
    ]


@pytest.mark.parametrize(
    ("written", "why"), [("05/06/2017", "no one date"), ("2099-01-01", "in the future")]
)
def test_a_date_that_cannot_be_taken_is_kept_in_the_note(written: str, why: str) -> None:
    bundles, problems = read(item(author="Ann", datePublished=written))
    claim = bundles[0].claims[0].record
    assert (claim.made, claim.note) == (None, f"The claim is dated {written}")
    assert problems == [f"f.json:1: warning: datePublished '{written}' is {why}; kept in the note."]


def test_what_expires_is_no_due_date() -> None:
    (document,) = said(changed(expires="2030-01-01"))
    assert "due" not in document["claim"][0]


def test_citations_are_evidence_too() -> None:
    (document,) = said(changed(citation=["https://data.example/1", "A book", {"name": "no url"}]))
    evidence = document["claim"][0]["outcome"][0]["evidence"]
    assert [one["url"] for one in evidence] == [
        "https://check.example/2024/moon",
        "https://data.example/1",
    ]


def test_the_same_review_twice_is_one_and_another_is_left_out() -> None:
    assert said([GOOGLE, GOOGLE]) == said(GOOGLE)
    otherwise = changed(keywords="moon, tides")
    bundles, problems = read(json.dumps([GOOGLE, otherwise], indent=1))
    assert [len(one.outcomes) for one in bundles] == [1]
    (problem,) = problems
    assert problem == (
        "f.json:49: warning: Another ClaimReview of this claim, at line 2, says otherwise; "
        "this one is left out."
    )


def test_another_rating_of_the_same_claim_is_kept_too() -> None:
    otherwise = changed(reviewRating={"alternateName": "True"})
    bundles, problems = read(json.dumps([GOOGLE, otherwise], indent=1))
    verdicts = [one.record.verdict for each in bundles for one in each.outcomes]
    assert verdicts == ["did-not-happen", "happened"]
    (problem,) = problems
    assert problem == (
        "f.json:49: warning: Another ClaimReview of this claim, at line 2, rates it otherwise; "
        "both are kept, and neither stands."
    )


def test_ids_are_the_same_each_time_and_hang_on_page_words_and_speaker() -> None:
    def ids(review: dict[str, Any]) -> tuple[str, str]:
        (document,) = said(review)
        return document["source"]["id"], document["claim"][0]["id"]

    source, claim = ids(GOOGLE)
    assert ids(changed(datePublished="2025-01-01")) == (source, claim)
    assert ids(changed(claimReviewed="Else."))[1] != claim
    assert ids(changed(url="https://check.example/2"))[1] != claim
    assert ids(changed(url="https://check.example/2"))[0] == source


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}", "f.json: There is no ClaimReview in this file."),
        ("", "f.json:1: This is not JSON: Expecting value (column 1)."),
        ('{\n"a": 1,\n}', None),
        ('{"@type": "ClaimReview",\n\n"a": NaN}', "f.json:3: NaN is not JSON."),
        ('{"a": -Infinity}', "f.json:1: -Infinity is not JSON."),
        (
            '{"@type": "ClaimReview",\n"x": {"a\\u0062": 1,\n"ab": 2}}',
            "f.json:3: The key 'ab' stands twice in one object.",
        ),
        (
            '[{"ab": 1,\n"ab": 2},\n{"\\x": 1, "b',
            "f.json:2: The key 'ab' stands twice in one object.",
        ),
        ("[" * 100000, "f.json: Objects or lists are nested more than 64 deep."),
        (
            "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2),
            "f.json: Objects or lists are nested more than 64 deep.",
        ),
        (
            '{"@type": "ClaimReview",\n"url": "https://c.example/", "reviewRating": {"name": "N"}}',
            "f.json:1: claimReviewed is missing: nothing says what was claimed.",
        ),
        (
            '{"@type": "ClaimReview", "url": "https://c.example/1",\n"claimReviewed": "X\\u001b."}',
            "f.json:2: statement contains the control character U+001B; remove it.",
        ),
        (
            '{"@type": "ClaimReview", "author": "C",\n"urn:claim-ledger:record": 3}',
            OURS_IS_BAD,
        ),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_line(text: str, problem: str | None) -> None:
    _, problems = read(text)
    if problem is None:
        assert len(problems) == 1
        assert problems[0].startswith("f.json:2: This is not JSON:") or problems[0].startswith(
            "f.json:3: This is not JSON:"
        )
    else:
        assert problem in problems


def test_numbers_of_any_size_do_no_harm() -> None:
    for number in ("1e999999999999", "9" * 100000, "-1e-999999999999"):
        text = json.dumps(changed(reviewRating={"alternateName": "Odd"}))
        text = text.replace('"Odd"', f'"Odd", "ratingValue": {number}, "bestRating": 5')
        bundles, _ = read(text)
        assert bundles[0].outcomes[0].record.verdict == "unclear"


def test_a_rating_that_changed_needs_a_reason_and_other_words_are_another_claim(
    tmp_path: Path, empty_ledger: Path
) -> None:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    path = tmp_path / "check.json"

    def says(**keys: Any) -> None:  # noqa: ANN401 - any JSON
        path.write_text(json.dumps(changed(**keys)), encoding="utf-8")

    says()
    assert desk.done("import", path) == "Added 1 claim, 1 outcome, 1 question, 1 source.\n"
    says(reviewRating={"alternateName": "True"})
    assert "give a reason" in desk.refused("import", path)
    told = desk.done("import", path, "--reason", "They corrected it.")
    assert told.startswith("Added 1 outcome.\n")
    says(claimReviewed="The moon was much closer in 2023.")
    assert desk.done("import", path).startswith("Added 1 claim, 1 outcome, 1 question.\n")


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.json", '{"@type": "ClaimReview"}', "claimreview"),
        ("a.txt", '\n[{"@context": "http://schema.org"}]', "claimreview"),
        ("a.htm", "nothing yet", "claimreview"),
        ("a", "<!doctype html><p itemtype='https://schema.org/ClaimReview'>", "claimreview"),
        ("a.toml", '[source]\nid = "ClaimReview"', "claims"),
        ("a.csv", "speaker,statement\nAnn,ClaimReview is by schema.org", "csv"),
    ],
)
def test_the_format_is_told_by_content_and_name(name: str, text: str, form: str) -> None:
    assert form == recognise(text.encode(), Path(name)).NAME
