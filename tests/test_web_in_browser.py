"""The pages in a real browser: nothing breaks their policy, they fit every width, and all may read.

It takes Chromium with its driver, and npm for axe-core, as `test_page_in_browser` does.
"""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from commands import ARTICLE
from everything import SPEAKERS, fill
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_web_serving import served

from ledger import Ledger
from ledger.web.addresses import Addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium import webdriver

    Browser = webdriver.Chrome

PAGES: Final = (
    "/", "/claims", "/claims?words=nato", "/claims?words=nonesuch", "/claims/two-percent-floor",
    "/claims/shared", "/questions/shared", "/speakers/The%20Japan%20Times",
    Addresses().page("speakers", SPEAKERS["rtl"]), Addresses().page("speakers", SPEAKERS["long"]),
    "/publishers/The%20Herald", "/sources/herald", "/topics/nato", "/speakers", "/publishers",
    "/report", "/report?by=wording&yardstick=icd203", "/compare", "/compare?a=Ann&b=Bob", "/due",
    "/corrections", "/disputes", "/log", "/verify", "/claims?as_of=2023-07-13", "/nonesuch",
    "/sign-in", "/sign-in?token=x", "/sign-out",
)  # fmt: skip
WIDTHS: Final = (320, 640, 1600)
"""Pixels of CSS; 640 is also what a window of 1280 has when it is zoomed to 200%."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of a ledger with something of everything, and an article."""
    place = tmp_path_factory.mktemp("browsed") / "ledger.db"
    fill(place)
    with Ledger(place, recorder="desk") as made:
        made.import_([ARTICLE])
    with served(place) as (_, port):
        yield f"http://127.0.0.1:{port}"


def show(browser: Browser, address: str, width: int = 1000, *, dark: bool = False) -> None:
    """Show a page so many pixels wide."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(address)


def asked(browser: Browser) -> list[str]:
    """What the browser asked the network for since it was last looked."""
    told = (json.loads(one["message"])["message"] for one in browser.get_log("performance"))
    urls = [
        one["params"]["request"]["url"]
        for one in told
        if one["method"] == "Network.requestWillBeSent"
    ]
    return [one for one in urls if not one.startswith(("data:", "chrome:"))]


@pytest.mark.slow
def test_no_page_breaks_the_policy_or_asks_another_site(browser: Browser, base: str) -> None:
    browser.get_log("browser")
    for page in PAGES:
        asked(browser)
        show(browser, base + page)
        told = [
            one for one in browser.get_log("browser") if "404 (Not Found)" not in one["message"]
        ]
        assert told == [], page
        requests = asked(browser)
        assert all(one.startswith(f"{base}/") for one in requests), requests
        assert len(requests) <= 4, requests
    # what would break it is seen
    browser.execute_script(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')"
    )
    assert "Content Security Policy" in browser.get_log("browser")[0]["message"]


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out(browser: Browser, base: str, width: int) -> None:
    for page in PAGES:
        show(browser, base + page, width)
        assert overflowing(browser) == [], page


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_axe_finds_nothing(
    browser: Browser, base: str, axe: str, width: int, *, dark: bool
) -> None:
    told = []
    for page in PAGES:
        show(browser, base + page, width, dark=dark)
        browser.execute_script(axe)
        found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
        assert found["passes"]
        told += [(page, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert told == []


@pytest.mark.slow
def test_keys_lead_where_they_say(browser: Browser, base: str) -> None:
    show(browser, f"{base}/claims")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j", "j", "k", Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda one: "/claims/" in one.current_url)
    button = browser.find_element(By.CSS_SELECTOR, "a.permalink + button")
    assert button.text == "Copy link"
    browser.find_element(By.TAG_NAME, "body").send_keys("?")
    drawn = "return getComputedStyle(document.querySelector('[data-key=d]'), '::after').content"
    assert browser.execute_script(drawn) == '"d"'
    browser.find_element(By.TAG_NAME, "body").send_keys("g", "d")
    WebDriverWait(browser, 10).until(lambda one: one.current_url.endswith("/due"))
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    browser.switch_to.active_element.send_keys("two-percent-floor", Keys.ENTER)
    WebDriverWait(browser, 10).until(
        lambda one: one.current_url.endswith("/claims/two-percent-floor")
    )


@pytest.mark.slow
def test_all_of_it_works_without_script(browser: Browser, base: str) -> None:
    off = "Emulation.setScriptExecutionDisabled"
    browser.execute_cdp_cmd(off, {"value": True})
    try:
        show(browser, f"{base}/")
        assert browser.find_elements(By.CSS_SELECTOR, "a.permalink + button") == []
        with leaving(browser):
            browser.find_element(By.ID, "jump").send_keys("nato", Keys.ENTER)
        WebDriverWait(browser, 10).until(lambda one: "/topics/nato" in one.current_url)
        with leaving(browser):
            browser.find_element(By.PARTIAL_LINK_TEXT, "to sort and search").click()
        WebDriverWait(browser, 10).until(lambda one: "/claims?topic=nato" in one.current_url)
        with leaving(browser):
            browser.find_element(By.NAME, "words").send_keys("office", Keys.ENTER)
        WebDriverWait(browser, 10).until(lambda one: "words=office" in one.current_url)
        assert "topic=nato" in browser.current_url
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, ".chosen a").click()
        WebDriverWait(browser, 10).until(lambda one: "topic=nato" not in one.current_url)
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, "tbody th a").click()
        WebDriverWait(browser, 10).until(lambda one: "/claims/" in one.current_url)
        assert browser.find_element(By.ID, "cite").text == "Cite this"
    finally:
        browser.execute_cdp_cmd(off, {"value": False})
