"""Claims printed as ClaimReviews: what each says, and that schema.org and Google know all of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import CLAIMS, Desk
from pyld import jsonld

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA: Final = "http://schema.org/"
KNOWN: Final = json.loads(
    (Path(__file__).parent / "schemaorg" / "vocabulary.json").read_text(encoding="utf-8")
)
TESTING_TOOL: Final = "structured-data-testing-tool@4.5.0"

SMALL = """\
[source]
id = "paper-1"
publisher = "The Paper"
title = "What comes"
authors = ["B. Writer"]
published = "2023-07-01/2023-07-03"
url = "https://paper.example/1"
archive_url = "https://archive.example/paper/1"
language = "en"

[[claim]]
id = "rain"
speaker = "Ann Lee"
role = "forecaster"
organisation = "Weather Office"
quote = "It will rain."
statement = "It rains in Oslo."
made = "2023-07-02"
due = "2023-08"
topics = ["weather", "oslo, norway"]
[[claim.outcome]]
verdict = "happened"
happened_on = "2023-07-04"
note = "</script> It poured."
[[claim.outcome.evidence]]
url = "https://rain.example/oslo"
publisher = "Rain"
title = "Oslo"
published = "2023-07-05"
note = "Wet."

[[question]]
id = "snow"
statement = "It snows in Oslo."
due = "2023-07-04"
condition = "It stays cold."
[[question.outcome]]
verdict = "did-not-happen"
evidence = [{ url = "https://rain.example/oslo" }]

[[claim]]
id = "no-snow"
question = "snow"
stance = "against"
speaker = "NATO"

[[claim]]
id = "maybe-snow"
question = "snow"
stance = "none"
speaker = "unnamed: experts"
attribution = "reported"

[[claim]]
id = "hail"
speaker = "Bea"
statement = "It hails in Oslo."
due = "2030-03"
made = "2023~"

[[claim]]
id = "fog"
speaker = "Bea"
statement = "It is foggy in Oslo for four days."
due = "2023-07-04"
[[claim.outcome]]
verdict = "partly"
value = 0.75
evidence = [{ url = "https://rain.example/oslo" }]
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    desk.done("import", path)
    return desk


def reviews(desk: Desk, *options: str) -> dict[str, dict[str, Any]]:
    """The ClaimReviews of a feed, by the id of the claim."""
    feed = json.loads(desk.done("export", "--to", "claimreview", *options))
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    items = [one["item"] for one in feed["dataFeedElement"]]
    return {one["identifier"]: one for one in items}


def test_a_settled_claim_says_all_that_schema_org_has_a_property_for(desk: Desk) -> None:
    page = "https://desk.example/checks/{id}"
    review = reviews(desk, "--desk", "The Desk", "--page", page)["rain"]
    day = review.pop("datePublished")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", day)
    ours = review.pop("urn:claim-ledger:record")
    scale = review["reviewRating"].pop("description")
    assert scale.startswith("How the claim came out by its due day: 5 as claimed,")
    assert review == {
        "@type": "ClaimReview",
        "identifier": "rain",
        "url": "https://desk.example/checks/rain",
        "author": {"@type": "Organization", "name": "The Desk"},
        "claimReviewed": "It rains in Oslo.",
        "keywords": ["weather", "oslo, norway"],
        "itemReviewed": {
            "@type": "Claim",
            "author": {
                "@type": "Person",
                "name": "Ann Lee",
                "jobTitle": "forecaster",
                "worksFor": {"@type": "Organization", "name": "Weather Office"},
            },
            "datePublished": "2023-07-02",
            "text": "It will rain.",
            "appearance": {
                "@type": "CreativeWork",
                "url": "https://paper.example/1",
                "name": "What comes",
                "author": [{"@type": "Person", "name": "B. Writer"}],
                "publisher": {"@type": "Organization", "name": "The Paper"},
                "archivedAt": "https://archive.example/paper/1",
                "inLanguage": "en",
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Happened",
            "ratingValue": 5,
            "bestRating": 5,
            "worstRating": 1,
            "ratingExplanation": "</script> It poured.",
        },
        "citation": [
            {
                "@type": "CreativeWork",
                "url": "https://rain.example/oslo",
                "name": "Oslo",
                "publisher": {"@type": "Organization", "name": "Rain"},
                "datePublished": "2023-07-05",
                "description": "Wet.",
            }
        ],
    }
    assert ours == {
        "@type": "@json",
        "@value": {
            "source": {"id": "paper-1", "published": "2023-07-01/2023-07-03"},
            "claim": {"attribution": "quoted", "kind": "prediction"},
            "question": {"due": "2023-08", "due_basis": "stated"},
            "outcome": {"verdict": "happened", "happened_on": "2023-07-04"},
        },
    }


def test_nobody_is_said_to_have_claimed_what_they_denied(desk: Desk) -> None:
    found = reviews(desk)
    denied, possible = found["no-snow"], found["maybe-snow"]
    assert denied["claimReviewed"] == (
        "It will not come about: It snows in Oslo. (On the condition: It stays cold.)"
    )
    assert denied["reviewRating"]["alternateName"] == "Right: did not happen"
    assert denied["reviewRating"]["ratingValue"] == 5
    assert possible["claimReviewed"].startswith("It may come about: It snows in Oslo.")
    assert possible["reviewRating"] == {"@type": "Rating", "alternateName": "Did not happen"}


def test_an_open_claim_expires_on_its_last_due_day_and_has_no_number(desk: Desk) -> None:
    review = reviews(desk)["hail"]
    assert review["expires"] == "2030-03-31"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Open"}
    assert "citation" not in review
    assert "expires" not in reviews(desk)["rain"]


@pytest.mark.parametrize(
    ("verdict", "value", "words", "step"),
    [
        ("happened", "", "Happened", 5),
        ("late", "", "Happened late", 1),
        ("did-not-happen", "", "Did not happen", 1),
        ("partly", "", "Partly happened", 3),
        ("partly", "0.999", "Partly happened", 4),
        ("partly", "0.01", "Partly happened", 2),
        ("void", "", "Void", None),
        ("unclear", "", "Unclear", None),
        ("stalled", "", "Stalled", None),
        ("in-progress", "", "In progress", None),
    ],
)
def test_each_verdict_has_its_words_and_its_step(
    desk: Desk, verdict: str, value: str, words: str, step: int | None
) -> None:
    made = desk.add(statement="A test is made.")
    more = ["--value", value] if value else []
    desk.done("record", made, verdict, *more, "--evidence", "https://e.example")
    rating = reviews(desk)[made]["reviewRating"]
    assert (rating["alternateName"], rating.get("ratingValue")) == (words, step)


def test_a_report_and_a_rating_never_say_two_things(desk: Desk) -> None:
    steps = {"right": {5}, "wrong": {1}, "partly": {2, 3, 4}, None: {None}}
    found = reviews(desk)
    for claim in desk.json("list"):
        rating = found[claim["id"]]["reviewRating"]
        assert rating.get("ratingValue") in steps[claim["result"]]


def test_no_text_ends_the_script_a_review_stands_in(desk: Desk) -> None:
    printed = desk.done("export", "--to", "claimreview")
    assert "<" not in printed
    assert "It poured." in printed


def test_options_select_and_an_empty_feed_is_one(desk: Desk) -> None:
    assert set(reviews(desk, "--speaker", "Bea")) == {"hail", "fog"}
    assert set(reviews(desk, "--verdict", "partly")) == {"fog"}
    assert reviews(desk, "--verdict", "void") == {}


def test_a_feed_goes_into_a_file_and_into_a_folder_each_by_itself(desk: Desk) -> None:
    out = desk.folder / "feed.jsonld"
    assert desk.done("export", "--to", "claimreview", "-o", out) == f"Wrote {out}.\n"
    assert len(json.loads(out.read_text(encoding="utf-8"))["dataFeedElement"]) == 5
    folder = desk.folder / "each"
    folder.mkdir()
    assert desk.done("export", "--to", "claimreview", "-o", folder) == (
        f"Wrote 5 files into {folder}.\n"
    )
    rain = json.loads((folder / "rain.jsonld").read_text(encoding="utf-8"))
    assert (rain["@context"], rain["@type"]) == ("https://schema.org", "ClaimReview")


def test_the_imprint_goes_with_claimreview_and_a_page_has_an_id_in_it(desk: Desk) -> None:
    to = ("export", "--to", "claimreview")
    assert "https://desk.example/checks/{id}" in desk.misused(*to, "--page", "https://a.example")
    assert "{id}" in desk.misused(*to, "--page", "checks/{id}")
    assert "--to claimreview" in desk.misused("export", "--to", "csv", "--desk", "The Desk")


def test_another_ledger_takes_a_feed_and_exports_the_same(desk: Desk, tmp_path: Path) -> None:
    out = desk.folder / "feed.jsonld"
    desk.done("export", "--to", "claimreview", "--desk", "D", "-o", out)
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    told = other.done("import", out)
    assert told == "Added 5 claims, 3 outcomes, 4 questions, 1 source.\n"
    again = other.done("export", "--to", "claimreview", "--desk", "D")
    assert again == out.read_text(encoding="utf-8")


# schema.org


def ancestors(kind: str) -> Iterator[str]:
    """A type and all types above it."""
    yield kind
    for above in KNOWN["types"][kind]:
        yield from ancestors(above)


def misuses(value: Any) -> Iterator[str]:  # noqa: ANN401 - expanded JSON-LD
    """What in an expanded document schema.org does not know, or not there, or not so."""
    if isinstance(value, list):
        for one in value:
            yield from misuses(one)
        return
    if not isinstance(value, dict) or "@value" in value:
        return
    kinds = [one.removeprefix(SCHEMA) for one in value.get("@type", [])]
    if "@id" not in value and not kinds:
        yield f"an object without a type: {value}"
    for name, inner in value.items():
        if not name.startswith("@") and name != "urn:claim-ledger:record":
            yield from misuses_of(kinds, name, inner)
            yield from misuses(inner)


def misuses_of(kinds: list[str], name: str, values: list[Any]) -> Iterator[str]:
    """What is wrong with one property of an object of some types, and with its values."""
    known = KNOWN["properties"].get(name.removeprefix(SCHEMA))
    if known is None or not name.startswith(SCHEMA):
        yield f"{name} is no property"
        return
    of = {above for kind in kinds for above in ancestors(kind)}
    if not of.intersection(known["of"]):
        yield f"{name} is no property of {kinds}"
    for one in values:
        if not is_taken(one, known["takes"]):
            yield f"{name} does not take {one}"


def is_taken(value: dict[str, Any], kinds: list[str]) -> bool:
    """Whether an expanded value is of one of the types a property takes."""
    if "@type" in value and "@value" not in value:
        of = {above for kind in value["@type"] for above in ancestors(kind.removeprefix(SCHEMA))}
        return bool(of.intersection(kinds))
    if "@id" in value:
        return "URL" in kinds and re.match("https?://", value["@id"]) is not None
    plain = value["@value"]
    if isinstance(plain, int):
        return bool({"Number", "Integer"}.intersection(kinds))
    if value.get("@type") == f"{SCHEMA}Date":
        return "Date" in kinds and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", plain) is not None
    return "Text" in kinds


def expanded(text: str) -> Any:  # noqa: ANN401 - expanded JSON-LD
    """The document as linked data, by schema.org's own context, from no network."""

    def load(url: str, _: object) -> dict[str, Any]:
        assert url.rstrip("/") == "https://schema.org"
        return {"document": {"@context": KNOWN["context"]}, "documentUrl": url, "contextUrl": None}

    return jsonld.expand(json.loads(text), {"documentLoader": load})


def test_schema_org_knows_every_property_and_every_value_is_of_its_kind(desk: Desk) -> None:
    desk.done("import", CLAIMS)
    page = "https://desk.example/checks/{id}"
    text = desk.done("export", "--to", "claimreview", "--desk", "D", "--page", page)
    found = expanded(text)
    assert len(found[0][f"{SCHEMA}dataFeedElement"]) > 50
    assert list(misuses(found)) == []


@pytest.mark.parametrize(
    ("written", "instead", "misuse"),
    [
        ('"claimReviewed"', '"claimsReviewed"', "claimsReviewed is no property"),
        ('"expires": "2030-03-31"', '"expires": "March"', "expires does not take"),
        ('"@type": "Claim"', '"@type": "Rating"', "appearance is no property of ['Rating']"),
        ('"jobTitle"', '"ratingValue"', "is no property of"),
    ],
)
def test_what_schema_org_does_not_know_would_be_found(
    desk: Desk, written: str, instead: str, misuse: str
) -> None:
    text = desk.done("export", "--to", "claimreview")
    assert written in text
    assert any(misuse in one for one in misuses(expanded(text.replace(written, instead))))


CHECK = """
const { structuredDataTest } = require('structured-data-testing-tool')
const { Google } = require('structured-data-testing-tool/presets')
const text = require('fs').readFileSync(0, 'utf8')
const html = `<html><head><script type="application/ld+json">${text}</script></head></html>`
structuredDataTest(html, { presets: [Google], schemas: ['ClaimReview'] })
  .catch(error => error.res)
  .then(({ passed, warnings, failed }) => {
    const names = tests => tests.map(one => one.test)
    console.log(JSON.stringify({
      passed: names(passed), warnings: names(warnings), failed: names(failed)
    }))
  })
"""


@pytest.fixture(scope="session")
def testing_tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with npm's structured-data-testing-tool, installed there."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node and npm are not installed")
    folder = tmp_path_factory.mktemp("npm")
    words = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", TESTING_TOOL]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        pytest.skip(f"npm cannot install {TESTING_TOOL}: {done.stderr[-200:]}")
    return folder


def judged(folder: Path, text: str) -> dict[str, list[str]]:
    """What the testing tool says of a review in a page, by Google's rules."""
    words = ["node", "-e", CHECK]
    done = subprocess.run(
        words, cwd=folder, input=text, capture_output=True, text=True, check=True, timeout=60
    )
    result: dict[str, list[str]] = json.loads(done.stdout)
    return result


@pytest.mark.slow
def test_googles_rules_are_kept_by_every_review(desk: Desk, testing_tool: Path) -> None:
    folder = desk.folder / "each"
    folder.mkdir()
    page = "https://desk.example/checks/{id}"
    words = ("--desk", "The Desk", "--page", page, "-o", folder)
    desk.done("export", "--to", "claimreview", *words)
    for path in folder.iterdir():
        result = judged(testing_tool, path.read_text(encoding="utf-8"))
        assert (result["warnings"], result["failed"]) == ([], [])
        assert "ClaimReview[0].reviewRating" in result["passed"]
    without = json.dumps({"@type": "ClaimReview", "claimReviewed": "X."})
    assert "ClaimReview[0].url" in judged(testing_tool, without)["failed"]
