"""A site in a real browser: opened from a folder, with script and without, and as a host serves it.

It takes Chromium with its driver, and npm for axe-core, as `test_page_in_browser` does.
"""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from commands import ARTICLE
from everything import fill
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from sites import published
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_web_in_browser import asked, show

from ledger import Ledger
from ledger.model.site_settings import SiteSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

    Browser = webdriver.Chrome

PAGES: Final = (
    "index.html", "claims.html", "claims/two-percent-floor.html", "claims/shared.html",
    "questions/shared.html", "sources/herald.html", "speakers.html", "publishers.html",
    "topics.html", "sources.html", "topics/nato.html", "report.html", "report-by-publisher.html",
    "report-by-topic.html", "due.html", "corrections.html", "disputes.html", "method.html",
    "answer.html", "data.html", "search.html", "404.html", "lists/year-2023-1.html",
    "embed/claims/shared.html",
)  # fmt: skip
ADDRESS: Final = "http://127.0.0.1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a ledger with something of everything, and an article."""
    place = tmp_path_factory.mktemp("site")
    fill(place / "ledger.db")
    settings = SiteSettings(
        title="Our claims", byline="The desk", answers="desk@claims.example", licence="CC0-1.0",
        embed=(f"{ADDRESS}:*",),
    )  # fmt: skip
    with Ledger(place / "ledger.db", recorder="desk") as made:
        made.import_([ARTICLE])
        published(made, place / "public", settings)
    return place / "public"


def rules(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """What `_headers` says, by its rules."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part in (folder / "_headers").read_text().split("\n\n"):
        rule, *lines = part.strip().split("\n")
        if rule:
            pairs = (line.strip().partition(": ") for line in lines)
            found[rule] = [(name, value) for name, _, value in pairs]
    return found


class Host(SimpleHTTPRequestHandler):
    """Serves a folder with the headers that its `_headers` tells, as hosts of static files do."""

    def end_headers(self) -> None:
        path = self.path.partition("?")[0]
        for rule, pairs in rules_of_host(self.directory).items():
            if rule == path or (rule.endswith("/*") and path.startswith(rule[:-1])):
                for name, value in pairs:
                    self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
        """Say nothing."""


def rules_of_host(directory: str) -> dict[str, list[tuple[str, str]]]:
    from pathlib import Path  # noqa: PLC0415 - a type elsewhere

    return rules(Path(directory))


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    """The address of a host that serves the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"{ADDRESS}:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_no_page_breaks_the_policy_or_asks_another_site(browser: Browser, base: str) -> None:
    browser.get_log("browser")
    for page in PAGES:
        asked(browser)
        show(browser, f"{base}/{page}")
        assert browser.get_log("browser") == [], page
        requests = asked(browser)
        assert all(one.startswith(f"{base}/") for one in requests), requests
        assert len(requests) <= 4, requests
    show(browser, f"{base}/claims/shared.html")
    browser.execute_script("document.body.insertAdjacentHTML('beforeend', '<p style=\"top:0\">')")
    assert "Content Security Policy" in browser.get_log("browser")[0]["message"]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, folder: Path, axe: str, width: int, *, dark: bool
) -> None:
    told = []
    for page in PAGES:
        if page == "404.html":  # it finds its style sheet on a host alone
            continue
        show(browser, (folder / page).as_uri(), width, dark=dark)
        assert overflowing(browser) == [], page
        browser.execute_script(axe)
        found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
        assert found["passes"]
        told += [(page, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert told == []


def results(browser: Browser) -> list[str]:
    """What the search shows, once it has ended."""
    told = browser.find_element(By.ID, "told")
    WebDriverWait(browser, 10).until(lambda _: told.text and told.text != "Searching…")
    return [one.text for one in browser.find_elements(By.CSS_SELECTOR, "#results a")]


@pytest.mark.slow
def test_it_is_read_and_searched_from_a_folder(browser: Browser, folder: Path) -> None:
    show(browser, (folder / "index.html").as_uri())
    with leaving(browser):
        browser.find_element(By.LINK_TEXT, "Claims").click()
    with leaving(browser):
        browser.find_element(By.CSS_SELECTOR, "tbody th a").click()
    assert "/claims/" in browser.current_url
    with leaving(browser):
        browser.find_element(By.ID, "jump").send_keys("two percent floor", Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda one: "search.html" in one.current_url)
    assert len(results(browser)) == 1
    found = browser.find_element(By.CSS_SELECTOR, "#results a").get_attribute("href")
    assert found is not None
    assert found.endswith("/claims/two-percent-floor.html")
    box = browser.find_element(By.ID, "words")
    box.clear()
    box.send_keys("Jamie Sh")
    WebDriverWait(browser, 10).until(lambda _: "Jamie Shea" in results(browser))
    with leaving(browser):
        browser.find_element(By.LINK_TEXT, "Jamie Shea").click()
    assert "/speakers/jamie-shea~" in browser.current_url
    show(browser, (folder / "search.html").as_uri() + "?q=xyzzyxyzzy")
    assert results(browser) == []
    assert "Nothing" in browser.find_element(By.ID, "told").text


@pytest.mark.slow
def test_all_claims_are_reached_without_script(browser: Browser, folder: Path) -> None:
    off = "Emulation.setScriptExecutionDisabled"
    browser.execute_cdp_cmd(off, {"value": True})
    try:
        show(browser, (folder / "index.html").as_uri())
        with leaving(browser):
            browser.find_element(By.ID, "jump").send_keys("nato", Keys.ENTER)
        WebDriverWait(browser, 10).until(lambda one: "search.html" in one.current_url)
        with leaving(browser):
            browser.find_element(By.LINK_TEXT, "speakers").click()
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, ".choices a").click()
        WebDriverWait(browser, 10).until(lambda one: "/lists/speakers/" in one.current_url)
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, "tbody th a").click()
        WebDriverWait(browser, 10).until(lambda one: "/speakers/" in one.current_url)
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, ".claims tbody th a").click()
        WebDriverWait(browser, 10).until(lambda one: "/claims/" in one.current_url)
        assert browser.find_element(By.ID, "cite").text == "Cite this"
    finally:
        browser.execute_cdp_cmd(off, {"value": False})


FRAME: Final = b'<!doctype html><title>x</title><iframe src="%s/embed/claims/shared.html"></iframe>'


@pytest.mark.slow
def test_a_site_that_may_frames_a_claim_and_nobody_a_page(
    browser: Browser, base: str, tmp_path: Path
) -> None:
    (tmp_path / "framing.html").write_bytes(FRAME % base.encode())
    (tmp_path / "wrong.html").write_bytes(
        (FRAME % base.encode()).replace(b"/embed/claims/", b"/claims/")
    )
    serve = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        browser.get_log("browser")
        show(browser, f"{ADDRESS}:{other.server_port}/framing.html")
        browser.switch_to.frame(0)
        assert browser.find_elements(By.CSS_SELECTOR, ".verdict")
        browser.switch_to.default_content()
        show(browser, f"{ADDRESS}:{other.server_port}/wrong.html")
        assert any("frame-ancestors" in one["message"] for one in browser.get_log("browser"))
        other.shutdown()
