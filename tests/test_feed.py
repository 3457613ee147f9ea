"""News as an Atom feed, read back by feedparser and by the standard library's XML."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID
from xml.etree import ElementTree as ET

import feedparser
import pytest
from commands import CLAIMS, Desk
from conftest import Clock
from examples import FORMULA, SOURCE, add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from strategies import encodable

from ledger import Filters
from ledger.formats.calendar_and_feed import print_feed
from ledger.model.export_items import Item, News

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Step

    from ledger import Ledger

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(ledger: Ledger, as_of: str | None = None, **filters: Any) -> Any:  # noqa: ANN401 - as feedparser gives it
    """The feed of a ledger, as feedparser reads it."""
    found = feedparser.parse("".join(print_feed(ledger.news(Filters(**filters), as_of))).encode())
    assert found.bozo is False, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def titles(ledger: Ledger, as_of: str | None = None, **filters: Any) -> list[str]:  # noqa: ANN401 - as `Filters` has them
    """The titles of the news, the newest first."""
    return [one.title for one in feed(ledger, as_of, **filters).entries]


def test_a_new_claim_is_news(ledger: Ledger) -> None:
    add(ledger, id="floor", topics=["nato", "defence"], quote="a floor, not a ceiling")
    found = feed(ledger)
    (entry,) = found.entries
    assert entry.title.startswith("James Black: NATO members agree that 2% of GDP is the least")
    assert entry.updated == entry.published == found.feed.updated == "2023-07-05T12:00:00Z"
    assert entry.author == "desk"
    assert [one.term for one in entry.tags] == ["claim", "nato", "defence"]
    assert [one.href for one in entry.links] == ["https://news.example/nato"]
    assert "a floor, not a ceiling" in entry.content[0].value
    assert UUID(entry.id.removeprefix("urn:uuid:")).version == 5


def test_outcomes_and_corrections_are_news_and_the_newest_comes_first(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    ledger.import_([write("formula.toml", FORMULA)])
    clock.wait(days=1)
    evidence = [{"url": "HTTPS://nato.example/1"}, {"url": "ftp://nato.example/2"}]
    outcome = {"verdict": "happened", "happened_on": "2023-07-04", "evidence": evidence}
    ledger.record("formula", outcome)
    clock.wait(days=1)
    ledger.amend("reznikov", {"speaker": "O. Reznikov"}, "as printed")
    clock.wait(days=1)
    ledger.record("formula", {"verdict": "void", "happened_on": "2023-07-04", "reason": "misread"})
    clock.wait(days=1)
    ledger.withdraw("doubt", "not said")
    clock.wait(days=1)
    ledger.amend("jt", {"publisher": "Japan Times"}, "Its name.")
    assert titles(ledger) == [
        "Correction, after the fact: source jt, publisher",
        "Correction, after the fact: claim doubt, withdrawn",
        "Correction, after the fact: outcome formula#2, verdict",
        "void: NATO gives Ukraine a clear signal and a formula for joining.",
        "Correction, after the fact: claim reznikov, speaker",
        "happened: NATO gives Ukraine a clear signal and a formula for joining.",
        "unnamed: experts: denies: NATO gives Ukraine a clear signal and a formula for joining.",
        "Oleksii Reznikov: NATO gives Ukraine a clear signal and a formula for joining.",
    ]
    entries = feed(ledger).entries
    assert [one.href for one in entries[5].links] == ["HTTPS://nato.example/1"]
    assert "speaker: Oleksii Reznikov → O. Reznikov" in entries[4].content[0].value
    assert "Reason: as printed" in entries[4].content[0].value
    assert len({one.id for one in entries}) == len(entries)


def test_news_stay_as_they_were_and_keep_their_ids(ledger: Ledger, clock: Clock) -> None:
    add(ledger, id="floor")
    before = feed(ledger).entries
    moment, text = str(ledger.moment()), "".join(print_feed(ledger.news()))
    clock.wait(days=1)
    ledger.amend("floor", {"statement": "Something else.", "speaker": "Ann"})
    ledger.record("floor", {"verdict": "stalled"})
    after = feed(ledger).entries
    assert len(after) == 4
    assert after[-1] == before[0]
    assert "".join(print_feed(ledger.news(as_of=moment))) == text


def test_a_copy_of_the_ledger_has_the_same_news(
    ledger: Ledger, fresh_ledger: Callable[[str], Ledger]
) -> None:
    add(ledger, id="floor")
    with fresh_ledger("copy") as copy, fresh_ledger("other") as other:
        copy.import_journal(io.BytesIO(b"".join(ledger.export_journal())))
        assert "".join(print_feed(copy.news())) == "".join(print_feed(ledger.news()))
        add(other, id="wall", statement="Another.")
        assert feed(other).entries[0].id != feed(ledger).entries[0].id


def test_filters_select(ledger: Ledger) -> None:
    add(ledger, id="floor")
    add(ledger, id="other", statement="Another.", speaker="Bea")
    ledger.record("other", {"verdict": "stalled"})
    ledger.merge("Bea", "James Black")
    assert titles(ledger, question=("other",)) == [
        "Correction: speaker Bea, whom claims count for",
        "stalled: Another.",
        "Bea: Another.",
    ]
    assert [one[:11] for one in titles(ledger, question=("floor",))] == ["James Black"]
    assert feed(ledger).feed.id != feed(ledger, question=("floor",)).feed.id


@pytest.mark.slow
def test_corrections_are_told_in_words_and_not_in_keys(ledger: Ledger) -> None:
    add(ledger, id="floor", due="next week")
    ledger.amend("floor", {"due_basis": "context", "due_words": "soon"}, "misread")
    add(ledger, id="b", speaker="Bea")
    ledger.merge("James Black", "Bea")
    for entry in feed(ledger).entries:
        told = f"{entry.title} {entry.content[0].value}"
        assert not re.search("[a-z]_[a-z]|alias|speaker group", told)


def test_a_withdrawn_claim_and_its_outcomes_are_still_told(ledger: Ledger) -> None:
    add(ledger, id="floor", statement="It comes.")
    ledger.record("floor", {"verdict": "stalled"})
    ledger.withdraw("floor#1", "no")
    ledger.withdraw("floor", "no")
    assert titles(ledger)[-2:] == ["stalled: It comes.", "James Black: It comes."]
    assert all(one.startswith("Correction: ") for one in titles(ledger)[:-2])


def test_a_blind_verdict_is_no_news(ledger: Ledger) -> None:
    add(ledger, id="floor")
    ledger.record("floor", {"verdict": "happened", "happened_on": "2023-07-04", "blind": True})
    assert len(titles(ledger)) == 1


def test_an_empty_ledger_has_an_empty_feed(ledger: Ledger) -> None:
    found = feed(ledger)
    assert found.entries == []
    assert found.feed.updated == "2023-07-05T00:00:00Z"


@given(encodable(), encodable())
def test_any_text_is_read_back(title: str, name: str) -> None:
    """But for what XML cannot hold, which becomes U+FFFD."""
    item = Item(UUID(int=1), "claim", "2023-07-05T12:00:00Z", name, title, (title,), (name,), ())
    text = "".join(print_feed(News(UUID(int=2), item.at, (item,))))
    root = ET.fromstring(text)  # noqa: S314 - our own
    allowed = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == allowed.sub("\ufffd", title)
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == allowed.sub("\ufffd", name)
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == [
        "claim",
        allowed.sub("\ufffd", name),
    ]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b &amp; c", "]]>", "\"'<!--"])
def test_markup_in_a_claim_stays_text(ledger: Ledger, text: str) -> None:
    add(ledger, id="floor", statement=text, speaker="A <b>")
    root = ET.fromstring("".join(print_feed(ledger.news())))  # noqa: S314 - our own
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    shown = "".join(ET.fromstring(f"<x>{content}</x>").itertext())  # noqa: S314 - our own
    assert f"A <b> in {SOURCE['publisher']}: {text}" in shown
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == f"A <b>: {text}"


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(histories(8))
def test_any_ledger_has_a_feed_that_can_be_read(empty_ledger: Path, history: list[Step]) -> None:
    """And what was news once is told in the same words for good."""
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        told: dict[str, str] = {}
        for step in history:
            live(ledger, clock, [step])
            clock.now = max(clock.now, Clock().now)
            root = ET.fromstring("".join(print_feed(ledger.news())))  # noqa: S314 - our own
            entries = root.findall(f"{ATOM}entry")
            assert [one.findtext(f"{ATOM}updated") for one in entries] == sorted(
                (one.findtext(f"{ATOM}updated") or "" for one in entries), reverse=True
            )
            now = {one.findtext(f"{ATOM}id") or "": ET.tostring(one, "unicode") for one in entries}
            assert len(now) == len(entries)
            assert {one: now[one] for one in told} == told
            told = now


@pytest.mark.slow
def test_the_command_prints_the_news_of_the_real_claims(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("import", CLAIMS)
    found = feedparser.parse(desk.done("export", "--to", "atom").encode())
    assert found.bozo is False
    claims, outcomes = len(desk.json("list")), 0
    for one in found.entries:
        outcomes += one.tags[0].term == "outcome"
    assert len(found.entries) == claims + outcomes
    assert outcomes > 0
    file = tmp_path / "news.xml"
    assert desk.done("export", "--to", "atom", "-o", file) == f"Wrote {file}.\n"
    assert feedparser.parse(file.read_bytes()).entries == found.entries
