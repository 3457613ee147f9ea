"""Addresses of one page, and sources that are one: found again by address, or publisher and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.book.ledger import Ledger
from ledger.errors import BadValue
from ledger.model.addresses import beginnings, page_key
from ledger.quote import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from ledger.book.writing.add import Added

PAGE = "https://www.jt.example/News/a?id=7"
SAME = (
    "http://jt.example/News/a?id=7",
    "https://jt.example/News/a/?id=7",
    "https://JT.example/News/a?utm_source=mail&id=7&fbclid=x",
    "https://www.jt.example:443/News/a?id=7#top",
    "https://www.jt.example/News/a?id=7&gclid=1#:~:text=floor",
)
OTHER = (
    "https://www.jt.example/News/a",
    "https://www.jt.example/News/a?id=8",
    "https://www.jt.example/news/a?id=7",
    "https://www.jt.example/News/ab?id=7",
    "https://m.jt.example/News/a?id=7",
    "https://www.jt.example/News/a?id=7#!/b",
    "ftp://www.jt.example/News/a?id=7",
    "https://[broken/News/a?id=7",
)


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An empty ledger of every back end."""
    with Ledger(place, recorder="desk", create=True) as ledger:
        yield ledger


def put(ledger: Ledger, source: dict[str, str], **keys: Any) -> Added:  # noqa: ANN401 - any key
    """Add a claim about which nothing matters but its source and ``keys``."""
    return ledger.add({"speaker": "A", "statement": "It rains.", **keys}, source)


@pytest.mark.parametrize("address", SAME)
def test_addresses_of_one_page_are_the_same(address: str) -> None:
    assert page_key(address) == page_key(PAGE)


@pytest.mark.parametrize("address", OTHER)
def test_addresses_of_others_are_not(address: str) -> None:
    assert page_key(address) != page_key(PAGE)


def test_what_is_no_address_of_the_web_has_no_other_forms() -> None:
    assert beginnings("ftp://a.example") == []
    assert "http://www.a.example/b" in beginnings("https://a.example/b/?c")


def test_a_source_is_found_by_any_address_of_its_page(ledger: Ledger) -> None:
    put(ledger, source={"publisher": "JT", "url": PAGE})
    for number, address in enumerate(SAME):
        done = put(ledger, id=f"same-{number}", source={"publisher": "Else", "url": address})
        assert (done.new_source, done.source.url) == (False, PAGE)
    for number, address in enumerate(OTHER):
        assert put(ledger, id=f"o{number}", source={"publisher": "JT", "url": address}).new_source


DAY = {"publisher": "The Paper", "published": "2023-07-03"}


@pytest.mark.parametrize(
    ("there", "given", "is_new"),
    [
        (DAY, DAY, False),
        (DAY, {**DAY, "published": "3 July 2023"}, False),
        (DAY, {**DAY, "publisher": "The  Paper"}, False),
        ({**DAY, "title": "A"}, DAY, False),
        ({**DAY, "url": "https://a.example"}, DAY, False),
        ({**DAY, "title": "A"}, {**DAY, "title": "A"}, False),
        ({**DAY, "title": "A"}, {**DAY, "title": "B"}, True),
        (DAY, {**DAY, "title": "B"}, True),
        (DAY, {**DAY, "url": "https://b.example"}, False),
        ({**DAY, "url": "https://a.example"}, {**DAY, "url": "https://b.example"}, True),
        ({**DAY, "url": "http://A.Example:80/x"}, {**DAY, "url": "https://a.example/x"}, False),
        (DAY, {**DAY, "published": "2023-07-04"}, True),
        (DAY, {**DAY, "published": "2023-07"}, True),
        (DAY, {**DAY, "publisher": "the paper"}, True),
        ({"publisher": "The Paper"}, {"publisher": "The Paper"}, True),
        (DAY, {**DAY, "id": "own"}, True),
    ],
)
def test_the_same_publisher_and_day_is_the_same_source(
    ledger: Ledger, there: dict[str, str], given: dict[str, str], *, is_new: bool
) -> None:
    first = put(ledger, source=there)
    done = put(ledger, id="second", source=given)
    assert done.new_source is is_new
    assert (done.source.id == first.source.id) is not is_new


def test_of_several_sources_of_a_day_the_one_without_title_and_address_is_meant(
    ledger: Ledger,
) -> None:
    for title in ("A", "B"):
        put(ledger, id=title, source={**DAY, "title": title})
    plain = put(ledger, id="c", source=DAY)
    assert plain.new_source
    assert put(ledger, id="d", source=DAY).source.id == plain.source.id


def test_a_dry_run_adds_nothing_and_says_what_it_would(ledger: Ledger) -> None:
    claim = {"speaker": "A", "statement": "It rains."}
    expected = ledger.add(claim, DAY, dry_run=True)
    assert ledger.log() == []
    assert ledger.add(claim, DAY) == expected


def test_a_quote_is_sought_in_the_text(ledger: Ledger) -> None:
    article = Article.of("He spoke of “a floor, not a ceiling”.")
    claim = {"speaker": "A", "statement": "It rains.", "quote": "a roof, not a ceiling"}
    with pytest.raises(BadValue, match="is not in the text; the closest passage is"):
        ledger.add(claim, DAY, article=article)
    done = ledger.add({**claim, "quote": '"a floor, not a ceiling"'}, DAY, article=article)
    assert done.claim.selector is not None
    assert done.claim.selector.exact == "a floor, not a ceiling"
    assert done.source.digest == article.digest
    assert ledger.add({**claim, "quote": None, "id": "b"}, DAY, article=article).claim.quote is None
    assert ledger.verify().whole


def test_names_and_ids_are_found_for_whoever_types(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, source={**DAY, "url": PAGE}, speaker="Ann", topics=["rain"])
    assert ledger.names("speaker") == ["Ann"]
    assert ledger.names("topic") == ["rain"]
    (one,) = ledger.list()
    assert ledger.ids(one.id[:3], ("claim",), 9) == [one.id]
    assert ledger.ids("zz", ("claim",), 9) == ledger.ids("\0", ("claim",), 9) == []
    found = ledger.source_at(SAME[0])
    assert found is not None
    assert ledger.source_at(found.id) == ledger.source(found.id) == found
    assert ledger.source_at(str(tmp_path)) is None
