"""Crowds: nobody is meant whom anybody could ask; people and papers are left as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.formats.crowds import is_crowd, speaker_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


CROWDS = (
    "Facebook posts", "facebook post", "Multiple sources", "Various sources", "Viral image",
    "Viral images", "Viral video", "Viral post", "Social media", "Social media users",
    "Social Media Posts", "Internet", "the internet", "Internet users", "Bloggers", "Blog posting",
    "Chain email", "Chain e-mail", "WhatsApp message", "WhatsApp users", "Facebook user",
    "Facebook/Instagram posts", "Posts on Facebook", "Facebook and Twitter users", "X posts",
    "X users", "Multiple Facebook posts", "TikTok videos", "YouTube video",
    "Tweets", "Instagram posts", "Anonymous users", "Many people", "Some people", "Online posts",
    "facebook-posts", "viral-image",
    "Threads posts", "Telegram channels", "Reddit users", "Usuarios de redes sociales",
    "Redes sociales", "Réseaux sociaux", "Soziale Medien", "Varias fuentes",
)  # fmt: skip
SOMEBODY = (
    "Ann Lee", "Facebook", "Instagram", "X", "The Post", "Washington Post", "Mark Zuckerberg", "",
    "People", "Media", "Reddit", "Source", "The Source", "Ministry of Health", "Image Comics",
    "Viral Acharya", "Post Malone", "Users Union of Ville", "Twitter CEO", "Internet Archive",
    "Page Six", "Message", "Various Artists", "Claim", "Facebook Ireland Ltd", "Channel 4",
)  # fmt: skip


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_is_unnamed(name: str) -> None:
    assert speaker_of(name) == f"unnamed: {name.lower()}"


@pytest.mark.parametrize("name", SOMEBODY)
def test_somebody_keeps_the_name(name: str) -> None:
    assert not is_crowd(name)


SHEET = "speaker,statement,made,due,publisher\n{},It rains.,2024-01-02,2027-01-01,P\n"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_in_every_format(desk: Desk, form: str) -> None:
    path = desk.folder / f"f.{form}"
    path.write_text(SHEET.format("Viral image"))
    if form == "json":
        keys = SHEET.splitlines()[0].split(",")
        one = dict(zip(keys, SHEET.format("Viral image").splitlines()[1].split(","), strict=True))
        path.write_text(json.dumps([one]))
    desk.done("import", path)
    assert [one["speaker"] for one in desk.json("list")] == ["unnamed: viral image"]
    assert desk.done("import", path).startswith("Nothing changed: ")


def test_the_list_can_be_extended(desk: Desk) -> None:
    path = desk.folder / "f.csv"
    path.write_text(SHEET.format("Our readers"))
    done = desk.done("import", path, "--crowd", "our Readers")
    assert [one["speaker"] for one in desk.json("list")] == ["unnamed: our readers"]
    assert "Kept the mapping in" in done
    mapping = desk.folder / "f.mapping.toml"
    assert 'crowds = ["our Readers"]' in mapping.read_text()
    assert desk.done("import", path, "--mapping", mapping).startswith("Nothing changed: ")
    feed = desk.folder / "feed.json"
    review = {
        "@type": "ClaimReview", "url": "https://c.example/1", "claimReviewed": "It rained.",
        "itemReviewed": {"author": {"name": "Our Readers"}}, "author": {"name": "C"},
        "reviewRating": {"alternateName": "False"},
    }  # fmt: skip
    feed.write_text(json.dumps(review))
    desk.done("import", feed, "--crowd", "our readers")
    assert {one["speaker"] for one in desk.json("list")} == {"unnamed: our readers"}


def test_what_a_ledger_exports_comes_back_as_it_was(desk: Desk) -> None:
    """Somebody may have recorded a crowd by name, before or by hand."""
    words = ("--speaker", "Viral image", "--statement", "It rains.", "--due", "2027-01-01")
    desk.done("add", "--publisher", "P", *words)
    for form, name in (("csv", "out.csv"), ("claimreview", "out.jsonld")):
        desk.done("export", "--to", form, "-o", desk.folder / name)
        assert desk.done("import", desk.folder / name).startswith("Nothing changed: ")
