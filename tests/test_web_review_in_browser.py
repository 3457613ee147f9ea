"""Recording and reviewing in a real browser, with script and without: two judge, a third decides.

It takes Chromium with its driver, and npm for axe-core, as `test_page_in_browser` does.
"""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from examples import FORMULA
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_web_in_browser import asked, show
from test_web_serving import served

from ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selenium import webdriver

    Browser = webdriver.Chrome

SCRIPT: Final = "Emulation.setScriptExecutionDisabled"
PAGES: Final = (
    "/", "/review", "/review?blind=1", "/review?speaker=Nobody%20Else", "/questions/formula",
    "/questions/formula/record", "/questions/formula/record?blind=1", "/claims/doubt",
    "/questions/formula/record?adjudicates=1", "/disputes",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The file of a ledger with a question that two have taken sides on, and another."""
    file = tmp_path / "claims.toml"
    file.write_text(FORMULA, encoding="utf-8")
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as made:
        made.import_([file])
        made.add({"id": "rain", "speaker": "Nobody Else", "statement": "It rains on July 9, 2023.",
                  "due": "2023-07-09", "quote": "It will rain on Sunday."}, "jt")  # fmt: skip
    return tmp_path / "ledger.db"


@pytest.fixture
def sign_in(browser: Browser, place: Path) -> Any:  # noqa: ANN401 - a function, and its end
    """Begins to serve the ledger to somebody, and signs them in: the address of their pages."""
    with ExitStack() as running:

        def signed_in(recorder: str) -> str:
            process, port = running.enter_context(served(place, recorder=recorder))
            assert process.stdout is not None
            told = process.stdout.readline()
            browser.get(next(word for word in told.split() if "token=" in word).rstrip("."))
            press(browser, "Sign in")
            told_who = (By.CSS_SELECTOR, "header .who")
            WebDriverWait(browser, 20).until(
                lambda one: recorder in one.find_element(*told_who).text
            )
            return f"http://127.0.0.1:{port}"

        yield signed_in
    browser.execute_cdp_cmd(SCRIPT, {"value": False})


def press(browser: Browser, words: str) -> None:
    """Press the first button that can be seen and is called so, and wait for the next page."""
    buttons = browser.find_elements(By.XPATH, f"//button[normalize-space()='{words}']")
    button = next(one for one in buttons if "hidden" not in (one.get_attribute("class") or ""))
    with leaving(browser):
        button.click()


def fill(browser: Browser, name: str, text: str) -> None:
    browser.find_element(By.NAME, name).send_keys(text)


def choose(browser: Browser, verdict: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"input[name=verdict][value={verdict}]").click()


def arrived(browser: Browser, words: str) -> None:
    WebDriverWait(browser, 20, ignored_exceptions=[WebDriverException]).until(
        lambda one: words in one.find_element(By.TAG_NAME, "main").text
    )


@pytest.mark.slow
@pytest.mark.parametrize("scripted", [True, False])
def test_two_judge_blind_and_a_third_decides(
    browser: Browser, place: Path, sign_in: Callable[[str], str], *, scripted: bool
) -> None:
    browser.execute_cdp_cmd(SCRIPT, {"value": not scripted})
    for recorder, key, verdict in (("ann", "t", "happened"), ("ben", "f", "did-not-happen")):
        base = sign_in(recorder)
        show(browser, f"{base}/review")
        arrived(browser, "1 of 2")
        browser.find_element(
            By.LINK_TEXT, "Judge blind, without sight of what others found"
        ).click()
        arrived(browser, "Review, blind: 1 of 2")
        assert browser.find_elements(By.CSS_SELECTOR, "kbd")[0].is_displayed() is scripted
        if scripted:  # a key for the verdict, the address, Enter; and a key to skip
            body = browser.find_element(By.TAG_NAME, "body")
            body.send_keys(key)
            browser.switch_to.active_element.send_keys("https://nato.example/", Keys.ENTER)
        else:
            choose(browser, verdict)
            fill(browser, "evidence-1-url", "https://nato.example/")
            press(browser, "Save and go on")
        arrived(browser, "2 of 2")
        if scripted:
            browser.find_element(By.TAG_NAME, "body").send_keys("n")
        else:
            with leaving(browser):
                browser.find_element(By.PARTIAL_LINK_TEXT, "Skip").click()
        arrived(browser, "that you have skipped")
    base = sign_in("eve")
    show(browser, f"{base}/disputes")
    with leaving(browser):
        browser.find_element(By.PARTIAL_LINK_TEXT, "Decide").click()
    arrived(browser, "Verdicts so far")
    choose(browser, "happened")
    fill(browser, "happened_on", "11 July 2023")
    fill(browser, "evidence-1-url", "https://nato.example/")
    press(browser, "Check")
    arrived(browser, "If you save this")
    assert "2023-07-11" in browser.find_element(By.ID, "checked").text
    press(browser, "Save")
    arrived(browser, "Saved.")
    with Ledger(place) as ledger:
        given = ledger.outcomes(["formula"])["formula"]
        assert [(one.by, one.outcome.blind, one.stands) for one in given] == [
            ("ann", True, False), ("ben", True, False), ("eve", False, True),
        ]  # fmt: skip
        assert given[-1].outcome.adjudicates


@pytest.mark.slow
def test_a_double_click_saves_once(
    browser: Browser, place: Path, sign_in: Callable[[str], str]
) -> None:
    base = sign_in("ann")
    show(browser, f"{base}/questions/rain/record?blind=1")
    choose(browser, "unclear")
    fill(browser, "note", "Nobody measured.")
    (button,) = browser.find_elements(By.CSS_SELECTOR, "button.main")
    ActionChains(browser).double_click(button).perform()
    arrived(browser, "Saved.")
    with Ledger(place) as ledger:
        assert len(ledger.outcomes(["rain"])["rain"]) == 1


@pytest.mark.slow
def test_the_pages_are_sound(
    browser: Browser, place: Path, sign_in: Callable[[str], str], axe: str
) -> None:
    base = sign_in("ann")
    for recorder, verdict in (("ben", "happened"), ("cleo", "unclear")):
        with Ledger(place, recorder=recorder) as ledger:
            ledger.record("formula", {"verdict": verdict, "note": "N", "blind": True})
    told = []
    for page in PAGES:
        for width, dark in ((320, False), (1280, True)):
            browser.get_log("browser")
            asked(browser)
            show(browser, base + page, width, dark=dark)
            assert browser.get_log("browser") == [], page
            assert all(one.startswith(f"{base}/") for one in asked(browser))
            assert overflowing(browser) == [], (page, width)
            browser.execute_script(axe)
            found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
            told += [
                (page, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]
            ]
    assert told == []
