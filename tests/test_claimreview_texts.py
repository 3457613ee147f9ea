"""What stands around ClaimReviews: comments, semicolons, one on each line, archives of pages."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

REVIEW: Final[dict[str, Any]] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/1",
    "claimReviewed": "We build 100 schools; soon.",
    "author": {"@type": "Organization", "name": "Desk"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Ann"}},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}
OTHER: Final = {**REVIEW, "url": "https://desk.example/2", "claimReviewed": "We build bridges."}
TEXT: Final = json.dumps(REVIEW)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def given(desk: Desk, name: str, data: str | bytes) -> Path:
    path = desk.folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def page(script: str) -> str:
    return f'<html><script type="application/ld+json">{script}</script><body></body></html>'


@pytest.mark.parametrize(
    "script",
    [
        f"{TEXT};",
        f"{TEXT} ;\n",
        f"/* <![CDATA[ */\n{TEXT}\n/* ]]> */",
        f"/*<![CDATA[*/{TEXT}/*]]>*/",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"<![CDATA[{TEXT}]]>",
        f"<!--\n{TEXT};\n//-->",
    ],
)
def test_what_stands_around_a_script_is_taken_away(desk: Desk, script: str) -> None:
    path = given(desk, "page.html", page(script))
    assert desk.done("import", path) == "Added 1 claim, 1 outcome, 1 question, 1 source.\n"
    (claim,) = desk.json("list")
    assert claim["statement"] == "We build 100 schools; soon."
    json_path = given(desk, "feed.jsonld", f"{TEXT};\n")
    assert desk.done("import", json_path).startswith("Nothing changed: ")


def test_one_review_a_line(desk: Desk) -> None:
    path = given(desk, "feed.jsonl", f"{TEXT}\n\n{json.dumps(OTHER)}\n")
    result = desk("import", path)
    assert "as claimreview." in result.stderr
    assert "Added 2 claims" in result.stdout
    assert desk.done("import", path).startswith("Nothing changed: ")
    bad = given(desk, "bad.jsonl", f"{TEXT}\n{json.dumps(OTHER)[:-1]}\n")
    assert "bad.jsonl:2: This is not JSON" in desk.refused("import", bad)
    wrong = {**OTHER, "claimReviewed": ""}
    path = given(desk, "wrong.jsonl", f"{TEXT}\n{json.dumps(wrong)}\n")
    assert "wrong.jsonl:2: claimReviewed is missing" in desk.refused("import", path)


def archive(html: str, charset: str = "utf-8", encoding: str = "quoted-printable") -> bytes:
    """A page as browsers save it, with a picture."""
    mail = EmailMessage()
    mail["From"] = "<Saved by a browser>"
    mail["Subject"] = "A check"
    mail["Snapshot-Content-Location"] = "https://desk.example/1"
    mail.set_content(html, subtype="html", charset=charset, cte=encoding)
    mail.add_related(b"\x89PNG", "image", "png")
    return mail.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_an_archive_of_a_page(desk: Desk, charset: str, encoding: str) -> None:
    said = {**REVIEW, "claimReviewed": "Zoë says =3D so; " + "x" * 90}
    text = page(json.dumps(said, ensure_ascii=False))
    path = given(desk, "page.mhtml", archive(text, charset, encoding))
    assert "Added 1 claim" in desk.done("import", path)
    assert [one["statement"] for one in desk.json("list")] == [said["claimReviewed"]]
    assert desk.done("import", path).startswith("Nothing changed: ")


def test_an_archive_without_a_page_is_refused(desk: Desk) -> None:
    data = archive("x").replace(b"text/html", b"text/plain")
    refused = desk.refused("import", given(desk, "page.mht", data))
    assert "There is no page in this archive (MHTML). Save the page as HTML." in refused


def test_teasers_are_passed_over_and_counted(desk: Desk) -> None:
    teaser = {"@type": "ClaimReview", "url": "https://desk.example/3", "headline": "More"}
    path = given(desk, "feed.json", json.dumps([REVIEW, teaser, teaser]))
    result = desk("import", path)
    assert "with neither a claim nor a rating (teasers): 2." in result.stderr
    assert "Added 1 claim" in result.stdout
    rated = {**teaser, "reviewRating": {"@type": "Rating", "alternateName": "False"}}
    path = given(desk, "rated.json", json.dumps([REVIEW, rated]))
    assert "claimReviewed is missing" in desk.refused("import", path)


LISTING: Final = """\
<!doctype html><html><body>
<article itemscope itemtype="http://schema.org/ClaimReview">
<meta itemprop="url" content="https://desk.example/a/"/>
<meta itemprop="claimReviewed" content="An advertisement shows the border.">
<span itemprop="author" itemscope itemtype="http://schema.org/Organization">
<meta itemprop="name" content="Desk"/></span>
<span itemprop="itemReviewed" itemscope itemtype="http://schema.org/CreativeWork">
<span itemprop="author" itemscope itemtype="http://schema.org/Organization">
<meta itemprop="name" content="{}"/></span></span>
<span itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating">
<span itemprop="alternateName">False</span></span></article>
<article itemscope itemtype="http://schema.org/ClaimReview">
<meta itemprop="url" content="https://desk.example/b/"/><h2 itemprop="headline">A teaser</h2>
</article></body></html>
"""


@pytest.mark.parametrize(
    ("name", "speaker"),
    [("Internet", "unnamed: internet"), ("Viral image", "unnamed: viral image"), ("Ann", "Ann")],
)
def test_a_front_page_gives_what_it_has_in_full(desk: Desk, name: str, speaker: str) -> None:
    path = given(desk, "page.html", LISTING.format(name))
    result = desk("import", path)
    assert "with neither a claim nor a rating (teasers): 1." in result.stderr
    assert "Added 1 claim" in result.stdout
    assert [one["speaker"] for one in desk.json("list")] == [speaker]
