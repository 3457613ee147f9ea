"""Signing in and out in a real browser, with script and without."""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from commands import ARTICLE, Desk
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_web_in_browser import show
from test_web_serving import served

from ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

    Browser = webdriver.Chrome

PASSWORD: Final = "correct horse battery"  # noqa: S105 - nobody's


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def scripted(browser: Browser, request: pytest.FixtureRequest) -> Iterator[bool]:
    """The browser with script, and without."""
    off = "Emulation.setScriptExecutionDisabled"
    browser.execute_cdp_cmd(off, {"value": not request.param})
    browser.delete_all_cookies()
    yield request.param
    browser.execute_cdp_cmd(off, {"value": False})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    with Ledger(made.database, recorder="desk", create=True) as ledger:
        ledger.import_([ARTICLE])
    return made


def words(browser: Browser) -> str:
    return browser.find_element(By.TAG_NAME, "body").text


@pytest.mark.slow
@pytest.mark.usefixtures("scripted")
def test_one_signs_in_with_the_printed_address_and_out_again(browser: Browser, desk: Desk) -> None:
    with served(desk.database) as (process, port):
        assert process.stdout is not None
        show(browser, process.stdout.readline().split("sign in at ")[1].strip())
        assert "You sign in as" in words(browser)
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, "main button").click()
        assert browser.current_url == f"http://127.0.0.1:{port}/"
        assert "Signed in as" in words(browser)
        (cookie,) = browser.get_cookies()
        assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == (
            f"ledger-{port}",
            True,
            "Lax",
        )
        with leaving(browser):
            browser.find_element(By.CSS_SELECTOR, ".who button").click()
        assert "Sign in" in words(browser)
        assert browser.get_cookies() == []
        browser.back()
        browser.refresh()
        assert "Signed in as" not in words(browser)


@pytest.mark.slow
def test_a_user_signs_in_and_is_where_they_were(
    browser: Browser, axe: str, desk: Desk, *, scripted: bool
) -> None:
    told = desk("user", "add", "Ann", "--role", "reader", "--password-stdin", stdin=PASSWORD)
    assert told.exit_code == 0
    with served(desk.database) as (_, port):
        there = f"http://127.0.0.1:{port}/claims?speaker=Jamie+Shea"
        for width, dark in ((320, False), (1280, True)):
            show(browser, there, width, dark=dark)
            assert "/sign-in?next=" in browser.current_url
            browser.find_element(By.NAME, "name").send_keys("Ann")
            with leaving(browser):
                browser.find_element(By.NAME, "password").send_keys("a wrong one", Keys.ENTER)
            assert "There is no such user" in browser.find_element(By.CSS_SELECTOR, ".errors").text
            if scripted:
                assert overflowing(browser) == []
                browser.execute_script(axe)
                found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
                assert found["violations"] == []
        with leaving(browser):
            browser.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
        assert browser.current_url == there
        assert "Signed in as Ann" in words(browser)
