"""The forms in a real browser, with script and without: a claim in, changed, and a sheet."""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from commands import ARTICLE, plain_environment
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_web_in_browser import show

from ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

    Browser = webdriver.Chrome

PAGES: Final = (
    "/add", "/add?source=jt-2023-07-nato-vilnius", "/add?question=two-percent-floor",
    "/claims/two-percent-floor", "/claims/two-percent-floor/amend",
    "/claims/two-percent-floor/withdraw", "/sources/jt-2023-07-nato-vilnius/amend",
    "/outcomes/two-percent-floor%231/amend", "/import", "/extract", "/",
)  # fmt: skip
SHEET: Final = """Who\tStatement\tDeadline\tPublisher\tPublished
Ann\tIt rains in Rome\t2024-05-01\tThe Post\t2024-01-01
Bob\tIt snows in Oslo\tsometime\tThe Post\t2024-01-01"""
SECONDS: Final = 30


@contextmanager
def desk(browser: Browser, place: Path) -> Iterator[str]:
    """The address of a server, in whose pages the browser has signed in with the token."""
    command = [sys.executable, "-m", "ledger", "--db", str(place), "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=plain_environment()
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"(http://\S*?)/sign-in\?token=\S+", process.stdout.readline()
                              + process.stdout.readline())  # fmt: skip
            assert found is not None
            browser.get(found[0])
            browser.find_element(By.CSS_SELECTOR, "main button").click()
            yield found[1]
        finally:
            process.kill()


PARAGRAPH: Final = (
    "The bridge will open before Easter, the mayor said. "
    "“We will not close it again,” said Ann Lee, who built it."
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled-in") / "ledger.db"
    with Ledger(path, recorder="bea", create=True) as made:
        made.import_([ARTICLE])
    return path


def wait(browser: Browser, until: str) -> None:
    """Wait for an address that holds some text."""
    WebDriverWait(browser, SECONDS).until(lambda one: until in one.current_url)


def type_in(browser: Browser, **fields: str) -> None:
    for name, text in fields.items():
        field = browser.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)


def press(browser: Browser, words: str) -> None:
    """Press the button that says so, and wait until the page that it was on is gone."""
    for button in browser.find_elements(By.CSS_SELECTOR, "main button:not(.hidden), main a"):
        if button.text == words:
            browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
            with leaving(browser):
                button.click()
            return
    raise AssertionError(words)


def here(browser: Browser) -> str:
    return str(browser.switch_to.active_element.get_attribute("name"))


@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_adds_amends_and_imports(
    browser: Browser, place: Path, *, script: bool
) -> None:
    n = "one" if script else "two"
    with desk(browser, place) as base:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        try:
            _add_three(browser, base, n, script=script)
            _amend_with_a_conflict(browser, base, place, n)
            _import_a_sheet(browser, base, n)
        finally:
            browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    with Ledger(place) as found:
        assert {f"first-{n}", f"second-{n}", f"third-{n}"} <= {one.id for one in found.list()}
        assert found.editable(f"first-{n}")["note"] == "mine"
        assert found.search(f"rains rome {n}")


def _add_three(browser: Browser, base: str, n: str, *, script: bool) -> None:
    show(browser, f"{base}/add")
    assert here(browser) == "url"
    about = {"url": f"https://post.example/{n}", "publisher": f"The Post {n}"}
    said = {"speaker": "Ann", "statement": f"First {n}.", "due": "next month"}
    type_in(browser, **about, published="2023-03-05", **said)
    press(browser, "Check first")
    WebDriverWait(browser, SECONDS).until(lambda one: one.find_elements(By.ID, "checked"))
    assert "2023-04" in browser.find_element(By.ID, "checked").text
    press(browser, "Save")
    wait(browser, f"/claims/first-{n}")
    # The second claim of the source: Enter, quote, speaker, statement, due, and save.
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser, "/add?source=")
    since, keys = time.monotonic(), 0
    assert here(browser) == "quote"
    for text, tabs in (("So it will be", 1), ("Ann", 3), (f"Second {n}.", 1), ("2024-02-01", 0)):
        browser.switch_to.active_element.send_keys(text, *[Keys.TAB] * tabs)
        keys += tabs + 1
    if script:
        browser.switch_to.active_element.send_keys(Keys.CONTROL, Keys.ENTER)
    else:
        browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser, f"/claims/second-{n}")
    assert time.monotonic() - since < 20
    assert keys == 9  # four texts and five tabs; Enter before them, and one to save
    press(browser, "Add another from this source")
    wait(browser, "/add?source=")
    type_in(browser, speaker="ann", statement=f"Third {n}.", due="2024-02-01")
    press(browser, "Save and add another")
    WebDriverWait(browser, SECONDS).until(lambda one: one.find_elements(By.ID, "checked"))
    assert "Yes, write Ann" in browser.find_element(By.ID, "checked").text
    browser.find_element(By.CSS_SELECTOR, "#checked input[value=Ann]").click()
    press(browser, "Save and add another")
    wait(browser, f"saved=third-{n}")


def _amend_with_a_conflict(browser: Browser, base: str, place: Path, n: str) -> None:
    show(browser, f"{base}/claims/first-{n}/amend")
    with Ledger(place, recorder="bea") as other:
        other.amend(f"first-{n}", {"wording": "is likely to"}, "misread")
    type_in(browser, note="mine", reason="to be clear")
    press(browser, "Save")
    WebDriverWait(browser, SECONDS).until(lambda one: one.find_elements(By.ID, "conflict"))
    told = browser.find_element(By.CSS_SELECTOR, ".conflict").text
    assert "bea" in told
    assert "is likely to" in told
    press(browser, "Save mine all the same")
    wait(browser, f"/claims/first-{n}?saved=amended")


def _import_a_sheet(browser: Browser, base: str, n: str) -> None:
    show(browser, f"{base}/import")
    field = browser.find_element(By.NAME, "pasted")
    rows = SHEET.replace("Rome", f"Rome {n}").replace("\t", ",")
    field.send_keys(rows)
    press(browser, "Show what it would do")
    WebDriverWait(browser, SECONDS).until(lambda one: one.find_elements(By.ID, "checked"))
    assert "1 row" in browser.find_element(By.ID, "checked").text
    press(browser, "Import the rest, without 1 row")
    wait(browser, "/import?saved=")


@pytest.mark.slow
def test_no_form_breaks_the_policy_or_sticks_out_and_all_may_use_it(
    browser: Browser, place: Path, axe: str
) -> None:
    told: list[object] = []
    with desk(browser, place) as base:
        browser.get_log("browser")
        for page in (*PAGES, "checked", "wrong", "proposed"):
            for width, dark in ((320, False), (1280, True)):
                _open(browser, base, page, width, dark=dark)
                told += [(page, one) for one in overflowing(browser)]
                browser.execute_script(axe)
                found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
                assert found["passes"]
                told += [
                    (page, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]
                ]
        logged = [one["message"] for one in browser.get_log("browser")]
        told += [one for one in logged if "422" not in one]
    assert told == []


def _open(browser: Browser, base: str, page: str, width: int, *, dark: bool) -> None:
    """Show a page, or a form that was sent: ``checked``, or with something ``wrong`` in it.

    ``proposed`` is an article with what may be its claims.
    """
    if page.startswith("/"):
        show(browser, base + page, width, dark=dark)
        return
    if page == "proposed":
        show(browser, f"{base}/extract", width, dark=dark)
        browser.execute_script("document.querySelector('details.more').open = true")
        type_in(browser, pasted=PARAGRAPH, publisher="The Post", published="2024-02-06")
        press(browser, "Find its claims")
        assert browser.find_elements(By.ID, "p2")
        return
    show(browser, f"{base}/add?source=jt-2023-07-nato-vilnius", width, dark=dark)
    due = "next month" if page == "checked" else "whenever"
    type_in(browser, speaker="jamie shea", statement="NATO agrees on 2% of GDP.", due=due)
    press(browser, "Check first")
    WebDriverWait(browser, SECONDS).until(
        lambda one: one.find_elements(By.CSS_SELECTOR, "#checked, .errors")
    )
