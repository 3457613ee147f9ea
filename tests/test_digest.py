"""``due --format md`` and ``html``: a digest for a mail."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from markdown_it import MarkdownIt
from selenium import webdriver

from ledger.book.ledger import Ledger
from ledger.report import digest
from ledger.text import HIDDEN

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock

SOURCE: Final = {"publisher": "The Post", "published": "2023-07-01"}
NASTY: Final = "<script>x</script> | `a` [b](http://c.example) \u202eevil\u202c & **d**"
HEBREW: Final = "הגשר נפתח"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def filled(desk: Desk, clock: Clock) -> Ledger:
    """A ledger with one of everything that a digest tells of."""
    ledger = Ledger(desk.database, recorder="desk", clock=clock)
    clock.set("2023-07-03T12:00:00+00:00")
    for name, due, speaker in (
        ("late", "2023-07-05", "Ann"),
        ("soon", "2023-08-01", "Bo"),
        ("ended", None, "Cy"),
        ("old", None, "Di"),
        ("argued", "2023-07-04", "Ed"),
    ):
        claim = {"id": name, "speaker": speaker, "statement": f"It is {name}.", "due": due}
        ledger.add(claim | ({"resolve_by": "2023-07-06"} if name == "ended" else {}), SOURCE)
    clock.set("2023-07-10T12:00:00+00:00")
    ledger.record("argued", {"verdict": "happened", "evidence": "https://a.example"})
    other = Ledger(desk.database, recorder="Zoë", clock=clock)
    other.record("argued", {"verdict": "did-not-happen", "blind": True})
    other.close()
    ledger.amend("soon", {"statement": "It is soon, really."})
    clock.set("2023-07-12T12:00:00+00:00")
    return ledger


def made(ledger: Ledger, since: int = 7, stale: int = 5) -> digest.Digest:
    spans = (timedelta(days=30), timedelta(days=stale), timedelta(days=since))
    agenda = ledger.due(*spans[:2], most=50)
    return digest.digest_of(ledger, agenda, spans, ledger.moment())


def test_it_tells_of_all_that_waits_and_of_what_was_recorded(desk: Desk, clock: Clock) -> None:
    with filled(desk, clock) as ledger:
        text = digest.as_markdown(made(ledger))
        assert text.splitlines()[0] == "# Claims: 2 overdue, 1 due within 30 days, 1 dispute"
        assert re.findall("^## (.*)$", text, re.MULTILINE) == [
            "Overdue (1)",
            "Overdue to check, by their scheduled end (1)",
            "Due within 30 days (1)",
            "Without a due day, untouched for 5 days (1)",
            "Disputes that wait",
            "Verdicts since 2023-07-05",
            "Corrections since 2023-07-05",
        ]
        assert "| It is late. | 2023-07-05 | Ann | late |" in text
        assert "| It is ended. | check 2023-07-06 | Cy | ended |" in text
        assert "argued. | happened stands | Zoë: did-not-happen; desk: happened | argued |" in text
        # What was given blind is no news: others may still be judging.
        assert "| It is argued. | happened | desk | argued#1 |" in text
        assert "argued#2" not in text
        assert (
            "| question soon: statement: It is soon. → It is soon, really. | 2023-07-10 |" in text
        )
        before = ledger.moment().entry
        ledger.record("soon", {"verdict": "happened", "happened_on": "2023-07-11"})
        assert "| soon#1 |" in digest.as_markdown(made(ledger))
        ledger.undo()
        undone = digest.as_markdown(made(ledger))
        assert "| soon#1 |" not in undone
        assert "| outcome soon#1, undone at once: withdrawn | 2023-07-12 | desk |" in undone
        known = ledger.recent(date(2023, 7, 5), as_of=f"{before + 1}@2023-07-12")
        assert known.verdicts[0].id == "soon#1"
        assert "Verdicts" not in digest.as_markdown(made(ledger, since=1))


def test_both_forms_say_the_same(desk: Desk, clock: Clock) -> None:
    with filled(desk, clock) as ledger:
        found = made(ledger)
        page = Page()
        page.feed(digest.as_html(found))
        text = " ".join(page.texts)
        for table, _ in digest.tables(found):
            for words in (
                table.title,
                *(word for row in table.rows for word in (row.name, *row.cells)),
            ):
                assert words in text
        assert page.title == found.subject


class Page(HTMLParser):
    """What a page shows, what it is called, and what could be fetched or followed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.title = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title, self._in_title = data, False
        elif data.strip():
            self.texts.append(" ".join(data.split()))


def test_nothing_is_fetched_and_nothing_from_data_is_markup(desk: Desk, clock: Clock) -> None:
    with filled(desk, clock) as ledger:
        ledger.add({"id": "n", "speaker": HEBREW, "statement": NASTY, "due": "2023-07-06"}, SOURCE)
        found = made(ledger)
        page, html, text = Page(), digest.as_html(found), digest.as_markdown(found)
    page.feed(html)
    assert not {"script", "img", "link", "style", "a", "iframe", "form"} & page.tags
    assert not {"src", "href", "background", "onclick", "class"} & page.attributes
    assert "url(" not in html
    assert "<script>x</script> | `a` [b](http://c.example) evil & **d**" in page.texts
    assert f"<bdi>{HEBREW}</bdi>" in html
    for said in (html, text):
        assert not HIDDEN.search(said)
    shown = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script>x" not in shown
    assert "<a " not in shown
    assert shown.count("<table>") == text.count("## ")
    assert all(row.count("<td") in {0, 4} for row in shown.split("<tr>"))


def test_the_exit_code_is_that_of_quiet(desk: Desk) -> None:
    for form in ("md", "html"):
        result = desk("due", "--format", form)
        assert result.exit_code == 0
        assert "nothing is due within 30 days" in result.stdout
        assert digest.IDLE in result.stdout
    desk.add(due="2023-07-12")
    for form in ("md", "html"):
        result = desk("due", "--format", form)
        assert result.exit_code == 1
        assert "Claims: 1 overdue" in result.stdout
        assert (desk("due", "--format", form, "--quiet").output) == ""
    assert desk("due", "--format", "md", "--as-of", "1@2023-07-01").exit_code == 0
    assert "--since is for a digest" in desk.misused("due", "--since", "1d")
    assert "--review asks" in desk.misused("due", "--review", "--format", "md")


def test_of_many_the_first_are_told_and_the_others_counted(desk: Desk, clock: Clock) -> None:
    with filled(desk, clock) as ledger:
        for n in range(4):
            ledger.add(
                {"id": f"c{n}", "speaker": "A", "statement": f"S{n}.", "due": "2023-07-05"}, SOURCE
            )
            verdict = "happened" if n % 2 else "did-not-happen"
            ledger.record("argued", {"verdict": verdict, "reason": f"Reason {n}."})
        spans = (timedelta(days=30), timedelta(days=5), timedelta(days=7))
        agenda = ledger.due(*spans[:2], most=2)
        text = digest.as_markdown(digest.digest_of(ledger, agenda, spans, ledger.moment(), 2))
        assert text.startswith("# Claims: 6 overdue, ")
        assert "And 4 more." in text
        assert "Overdue (first 2)" in text
        assert (text.count("argued#"), text.count("There are more.")) == (2 + 2, 1)
        recent = ledger.recent(date(2023, 7, 5), most=2)
        assert [one.id for one in recent.verdicts] == ["argued#6", "argued#5"]
        assert (recent.verdicts.more, len(recent.corrections)) == (None, 2)
        early = ledger.recent(date(2023, 7, 5), as_of="2023-07-11")
        assert [one.id for one in early.verdicts] == ["argued#1"]


@pytest.mark.slow
def test_it_is_as_wide_as_there_is_room(desk: Desk, clock: Clock) -> None:
    """Not wider, so that nobody has to scroll sideways, whatever the ids and words are."""
    driver = shutil.which("chromedriver")
    if driver is None or shutil.which("chromium") is None:
        pytest.skip("chromium is not installed")
    long = {"id": "x" * 120, "speaker": "Y" * 90, "statement": "Z" * 200, "due": "2023"}
    with filled(desk, clock) as ledger:
        ledger.add(long, SOURCE)
        path = desk.folder / "digest.html"
        path.write_text(digest.as_html(made(ledger)), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(word)
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as chrome:
        chrome.get(path.as_uri())
        for width in (320, 480, 800):
            chrome.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": True},
            )
            assert chrome.execute_script("return document.documentElement.scrollWidth") == width
            assert chrome.execute_script(TOO_WIDE) == 0


TOO_WIDE: Final = """
return [...document.querySelectorAll("td, th")].filter(e => e.scrollWidth > e.clientWidth).length
"""
