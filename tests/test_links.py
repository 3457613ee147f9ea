"""Links: only what is an address of the web is followed, and every document has a name."""

from __future__ import annotations

import pytest

from ledger import edtf
from ledger.model.claim import Source
from ledger.model.outcome import Evidence
from ledger.report.page.claim_rows import followed, of_evidence, of_source

SOURCE = Source(
    id="s1", publisher="The Herald", title="Next", url="https://herald.example/",
    archive_url="https://archive.example/", published=edtf.parse("2023-07"),
)  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["https://a.example/b?c=d#e", "http://a.example", "HTTPS://A.example/", "https://é.example"],
)
def test_addresses_of_the_web_are_followed(url: str) -> None:
    assert followed(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "a.example", "//a.example", "https:", "https://", "javascript:alert(1)",
        " javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
        "data:text/html,x", "file:///etc/passwd", "ftp://a.example", "http://[", "vbscript:x",
        "https:javascript:x",
    ],
)  # fmt: skip
def test_nothing_else_is_followed(url: str | None) -> None:
    assert followed(url) is None


def test_what_hides_in_an_address_is_taken_out() -> None:
    assert followed(" https://a.example/\u202ex\u200b ") == "https://a.example/x"


def test_a_source_is_called_by_its_publisher_and_title() -> None:
    found = of_source(SOURCE)
    assert (found.text, found.url, found.published) == (
        "The Herald, Next", "https://herald.example/", "2023-07"
    )  # fmt: skip
    assert of_source(Source(id="s2", publisher="The Mail")).text == "The Mail"


@pytest.mark.parametrize(
    ("place", "url", "archive"),
    [
        ("item 40", "https://herald.example/", "https://archive.example/"),
        ("#t=754", "https://herald.example/#t=754", "https://archive.example/#t=754"),
        ("#page=12", "https://herald.example/#page=12", "https://archive.example/#page=12"),
        ("# 40", "https://herald.example/", "https://archive.example/"),
    ],
)
def test_a_place_is_named_and_linked_to_where_it_is_the_end_of_an_address(
    place: str, url: str, archive: str
) -> None:
    found = of_source(SOURCE, place)
    assert (found.text, found.url, found.archive) == (f"The Herald, Next, {place}", url, archive)


def test_an_address_that_has_an_end_keeps_it() -> None:
    source = Source(id="s1", publisher="P", url="https://v.example/x#t=3")
    assert of_source(source, "#t=754").url == "https://v.example/x#t=3"


@pytest.mark.parametrize(
    ("evidence", "text", "url"),
    [
        (
            Evidence(url="https://a.example/x", publisher="A", title="T"),
            "A, T",
            "https://a.example/x",
        ),
        (Evidence(url="https://a.example/x"), "a.example", "https://a.example/x"),
        (Evidence(url="javascript:x"), "unsafe:javascript%3Ax", None),
        (Evidence(source="s1"), "The Herald, Next", "https://herald.example/"),
        (Evidence(source="s1", title="Page 3"), "Page 3", "https://herald.example/"),
        (Evidence(source="unknown"), "unknown", None),
    ],
)
def test_evidence_is_called_by_what_is_known_of_it(
    evidence: Evidence, text: str, url: str | None
) -> None:
    found = of_evidence(evidence, {"s1": SOURCE})
    assert (found.text, found.url) == (text, url)
