"""HTML entities in what comes from the web: undone once, and never in what does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.cleaning import undone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with no ledger yet."""
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Procter &amp; Gamble", "Procter & Gamble"),
        ("It isn&#8217;t.", "It isn\N{RIGHT SINGLE QUOTATION MARK}t."),
        ("It isn&#x2019;t.", "It isn\N{RIGHT SINGLE QUOTATION MARK}t."),
        ("a&nbsp;b", "a\u00a0b"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;amp;", "&amp;"),
        ("&#150;", "\N{EN DASH}"),
        ("AT&T and R&D; so", "AT&T and R&D; so"),
        ("https://a.example/?a=1&copy=2&para=3", "https://a.example/?a=1&copy=2&para=3"),
        ("&unknown; &;", "&unknown; &;"),
        ("no &amp without its end", "no &amp without its end"),
    ],
)
def test_an_entity_is_undone_once_where_it_ends_as_it_must(text: str, plain: str) -> None:
    assert undone(text) == plain


@given(st.text())
def test_what_is_escaped_is_undone_to_what_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert undone(escaped) == text


def review(number: int, speaker: str, statement: str = "Soap is free.") -> dict[str, Any]:
    """A ClaimReview by a desk."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://desk.example/c/{number}",
        "claimReviewed": statement,
        "author": {"@type": "Organization", "name": "Fact &amp; Fiction"},
        "datePublished": "2024-01-02",
        "keywords": "soap &amp; water, prices",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": speaker},
            "datePublished": "2023-12-01",
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingExplanation": "It isn&#8217;t.",
        },
    }


MICRODATA = """<!doctype html><html><body>
<div itemscope itemtype="https://schema.org/ClaimReview">
<a itemprop="url" href="https://desk.example/c/3?a=1&amp;b=2">x</a>
<span itemprop="claimReviewed">Soap &amp; water, written &amp;amp;, is free.</span>
<div itemprop="author" itemscope itemtype="https://schema.org/Organization">
<span itemprop="name">Fact &amp; Fiction</span></div>
<div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim">
<div itemprop="author" itemscope itemtype="https://schema.org/Person">
<span itemprop="name">Procter &amp; Gamble</span></div></div>
<div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
<span itemprop="alternateName">False</span></div></div></body></html>
"""


def page(one: dict[str, Any]) -> str:
    """A page with a ClaimReview in a script."""
    script = f'<script type="application/ld+json">\n{json.dumps(one)}\n</script>'
    return f"<!doctype html><html><head>{script}</head><body></body></html>"


def test_pages_that_escape_a_name_and_pages_that_do_not_mean_one_speaker(desk: Desk) -> None:
    """In the text of a script, in a file of JSON, and in the markup of a page."""
    (desk.folder / "a.html").write_text(page(review(1, "Procter &amp; Gamble")))
    (desk.folder / "b.html").write_text(page(review(2, "Procter & Gamble")))
    (desk.folder / "c.html").write_text(MICRODATA)
    (desk.folder / "d.json").write_text(json.dumps([review(4, "Procter &#38; Gamble")]))
    files = [desk.folder / name for name in ("a.html", "b.html", "c.html", "d.json")]
    result = desk("import", *files)
    assert result.exit_code == 0, result.output
    assert "a.html: warning: Entities of HTML, such as &amp;, were undone in" in result.stderr
    assert "c.html: warning: Entities" not in result.stderr
    claims = desk.json("list")
    assert {one["speaker"] for one in claims} == {"Procter & Gamble"}
    assert {one["publisher"] for one in claims} == {"Fact & Fiction"}
    assert {topic for one in claims for topic in one["topics"]} == {"soap & water", "prices"}
    assert "Soap & water, written &amp;, is free." in {one["statement"] for one in claims}
    notes = {outcome["note"] for one in claims for outcome in one["outcomes"]}
    assert any("It isn\N{RIGHT SINGLE QUOTATION MARK}t." in note for note in notes)
    root = desk.done("checkpoint")
    assert desk.done("import", *files).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


def test_ids_are_made_of_what_is_kept(desk: Desk) -> None:
    """They have no words of the entities, and are those of a file without them."""
    made: list[dict[str, Any]] = []
    for name, amp in (("a", "&amp;"), ("b", "&")):
        other = Desk(desk.folder)
        other.database = desk.folder / f"{name}.db"
        paper = {"@type": "CreativeWork", "publisher": {"name": f"Tea {amp} Co"}}
        said = {"author": {"name": f"Milk {amp} Co"}, "appearance": paper}
        given = {**review(1, "Ann"), "claimReviewed": f"Tea {amp} milk.", "itemReviewed": said}
        path = desk.folder / f"{name}.json"
        path.write_text(json.dumps(given))
        other.done("import", path)
        made += other.json("list")
    assert made[0]["id"].startswith("tea-milk-")
    assert made[0]["source"].startswith("tea-co-")
    keys = ("id", "question", "source", "statement", "speaker")
    assert [made[0][key] for key in keys] == [made[1][key] for key in keys]


def test_what_a_ledger_wrote_itself_is_taken_as_it_is(desk: Desk) -> None:
    """A statement about entities goes out as ClaimReview and comes back."""
    desk.add(speaker="Bea &amp; Co", id="one", statement="The page says &amp;lt; for a sign.")
    desk.done("export", "--to", "claimreview", "-o", desk.folder / "feed.jsonld")
    other = Desk(desk.folder)
    other.database = desk.folder / "other.db"
    other.done("import", desk.folder / "feed.jsonld")
    (claim,) = other.json("list")
    assert claim["speaker"] == "Bea &amp; Co"
    assert claim["statement"] == "The page says &amp;lt; for a sign."


def test_a_sheet_and_a_claim_file_are_taken_as_they_are(desk: Desk) -> None:
    """They are nobody's HTML; that such a name is like another is pointed out."""
    rows = ["Procter &amp; Gamble,S1,2030,P", "Procter & Gamble,S2,2030,P", ""]
    text = "\n".join(["speaker,statement,due,publisher", *rows])
    (desk.folder / "s.csv").write_text(text)
    told = desk.done("import", desk.folder / "s.csv")
    assert {one["speaker"] for one in desk.json("list")} == {
        "Procter &amp; Gamble",
        "Procter & Gamble",
    }
    assert "ledger merge 'Procter & Gamble' 'Procter &amp; Gamble'" in told
