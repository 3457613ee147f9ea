"""The whole way in a real browser: from the printed address to a site that is searched.

A colleague signs in, adds three claims of one source, records, amends what another has changed,
and imports a sheet; two users of the desk judge blind; the site is published and searched.  On the
way, no page breaks its policy, and axe-core finds nothing on a page, a form, or a form refused.
"""

# ruff: noqa: F811 - fixtures of another module
from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from browsing import leaving
from commands import plain_environment
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_page_in_browser import axe, browser, overflowing  # noqa: F401 - fixtures
from test_site_in_browser import results
from test_web_forms_in_browser import desk, press, type_in, wait
from test_web_in_browser import asked, show
from test_web_serving import served

from ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium import webdriver

    Browser = webdriver.Chrome

SCRIPT: Final = "Emulation.setScriptExecutionDisabled"
PASSWORD: Final = "rain in the north, then sun"  # noqa: S105 - of a test
SHEET: Final = """speaker,statement,due,publisher,published
Bob,It snows in Oslo,2024-05-01,The Post,2024-01-01"""
SECONDS: Final = 30
AWAY: Final = (NoSuchElementException, StaleElementReferenceException)
"""How a part is missing while one page makes way for the next."""
TOLD: Final = ("status of 422", "status of 409", "Cleared data types")
"""What the browser may say of forms that are refused, and of a session that ends."""
USERS: Final = (("Ann Lee", "happened"), ("Bo Holm", "did-not-happen"))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripted(request: pytest.FixtureRequest, browser: Browser) -> Iterator[bool]:
    """Whether pages have script."""
    browser.execute_cdp_cmd(SCRIPT, {"value": not request.param})
    yield request.param
    browser.execute_cdp_cmd(SCRIPT, {"value": False})


@pytest.fixture
def looked(browser: Browser, axe: str, *, scripted: bool) -> Iterator[Callable[[str], None]]:
    """Looks at the page that is shown, light and dark; what is wrong is told at the end."""
    wrong: list[object] = []
    browser.get_log("browser")
    asked(browser)

    def look(name: str) -> None:
        wrong.extend((name, one) for one in overflowing(browser))
        if not scripted:  # the same page, and axe is a script
            return
        browser.execute_script(axe)
        for scheme, rules in (("light", ""), ("dark", ", runOnly: ['color-contrast']")):
            features = [{"name": "prefers-color-scheme", "value": scheme}]
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            found: dict[str, Any] = browser.execute_async_script(
                f"axe.run({{preload: false{rules}}}).then(arguments[0])"
            )
            assert found["passes"]
            wrong.extend((name, scheme, one["id"], one["nodes"]) for one in found["violations"])

    yield look
    wrong += [
        one["message"]
        for one in browser.get_log("browser")
        if not any(words in one["message"] for words in TOLD)
    ]
    wrong += [one for one in asked(browser) if not one.startswith(("http://127.0.0.1:", "file:"))]
    assert wrong == [], "\n".join(str(one)[:400] for one in wrong)


def command(place: Path, *words: str, told: str = "") -> None:
    """Run a command of the terminal on the ledger."""
    whole = [sys.executable, "-m", "ledger", "--db", str(place), *words]
    subprocess.run(
        whole, check=True, input=told, text=True, capture_output=True, env=plain_environment()
    )


def shown(browser: Browser, selector: str) -> str:
    """What is written in a part of the page, once it is there."""
    told = WebDriverWait(browser, SECONDS, ignored_exceptions=AWAY)
    return str(told.until(lambda one: one.find_element(By.CSS_SELECTOR, selector).text))


@pytest.mark.slow
def test_from_the_printed_address_to_a_site_that_is_searched(
    browser: Browser, tmp_path: Path, looked: Callable[[str], None], *, scripted: bool
) -> None:
    place = tmp_path / "ledger.db"
    Ledger(place, recorder="bea", create=True).close()
    with desk(browser, place) as base:
        _add_three(browser, base, looked)
        _amend_with_a_conflict(browser, base, place, looked)
        _record(browser, base, looked)
        _import(browser, base, looked)
        _compare(browser, base, looked)
    for name, _ in USERS:
        words = ("user", "add", name, "--role", "recorder", "--password-stdin")
        command(place, *words, told=f"{PASSWORD}\n")
    with served(place) as (_, port):
        for name, verdict in USERS:
            _judge_blind(browser, f"http://127.0.0.1:{port}", name, verdict, looked)
    with Ledger(place) as found:
        assert [(one.by, one.outcome.blind) for one in found.outcomes(["second"])["second"]] == [
            (name, True) for name, _ in USERS
        ]
        assert [one.outcome.verdict for one in found.outcomes(["first"])["first"]] == ["happened"]
    command(place, "publish", str(tmp_path / "site"))
    _search(browser, tmp_path / "site", looked, scripted=scripted)


def _add_three(browser: Browser, base: str, looked: Callable[[str], None]) -> None:
    wait(browser, base)
    show(browser, f"{base}/")
    assert "empty" in shown(browser, ".lead")
    looked("an empty desk")
    press(browser, "Add a claim")
    wait(browser, "/add")
    press(browser, "Save")
    told = shown(browser, ".errors")
    assert "Speaker: This cannot be left out." in told
    assert "Publisher: This cannot be left out." in told
    looked("nothing typed")
    about = {"url": "https://post.example/1", "publisher": "The Post", "published": "2023-01-05"}
    type_in(browser, **about, speaker="Ann", statement="First.", due="2023-02-01")
    press(browser, "Save")
    wait(browser, "/claims/first")
    for statement in ("Second.", "Third."):
        press(browser, "Add another from this source")
        wait(browser, "/add?source=")
        type_in(browser, speaker="Bob", statement=statement, due="2023-03-01")
        press(browser, "Save")
        wait(browser, f"/claims/{statement.lower().rstrip('.')}")
    looked("a claim that is new")


def _amend_with_a_conflict(
    browser: Browser, base: str, place: Path, looked: Callable[[str], None]
) -> None:
    show(browser, f"{base}/claims/third/amend")
    with Ledger(place, recorder="cleo") as other:
        other.amend("third", {"note": "theirs"}, "misread")
    type_in(browser, note="mine", reason="to be clear")
    press(browser, "Save")
    told = shown(browser, ".conflict")
    assert "cleo" in told
    assert "theirs" in told
    looked("a conflict")
    press(browser, "Save mine all the same")
    wait(browser, "saved=amended")


def _record(browser: Browser, base: str, looked: Callable[[str], None]) -> None:
    show(browser, f"{base}/claims/first")
    press(browser, "Record what happened")
    wait(browser, "/questions/first/record")
    press(browser, "Check")
    assert shown(browser, ".errors")
    looked("no verdict chosen")
    browser.find_element(By.CSS_SELECTOR, "input[value=happened]").click()
    type_in(browser, happened_on="1 February 2023")
    type_in(browser, **{"evidence-1-url": "https://agency.example/1"})
    press(browser, "Check")
    assert "2023-02-01" in shown(browser, "#checked")
    looked("a verdict checked")
    press(browser, "Save")
    wait(browser, "saved=")


def _import(browser: Browser, base: str, looked: Callable[[str], None]) -> None:
    show(browser, f"{base}/import")
    press(browser, "Show what it would do")
    assert shown(browser, ".errors")
    looked("nothing to import")
    browser.find_element(By.NAME, "pasted").send_keys(SHEET)
    press(browser, "Show what it would do")
    assert "1 claim" in shown(browser, "#checked")
    looked("an import checked")
    press(browser, "Import")
    wait(browser, "/import?saved=")


def _compare(browser: Browser, base: str, looked: Callable[[str], None]) -> None:
    show(browser, f"{base}/compare")
    type_in(browser, a="Ann", b="Bob")
    press(browser, "Compare")
    wait(browser, "a=Ann")
    assert "Ann and Bob" in shown(browser, "h1")
    looked("two compared")


def _judge_blind(
    browser: Browser, base: str, name: str, verdict: str, looked: Callable[[str], None]
) -> None:
    show(browser, f"{base}/review?blind=1")
    wait(browser, "/sign-in")
    type_in(browser, name=name, password="not this one")  # noqa: S106 - of a test
    press(browser, "Sign in")
    assert shown(browser, ".errors")
    looked("not let in")
    type_in(browser, name=name, password=PASSWORD)
    press(browser, "Sign in")
    wait(browser, "/review")
    while "Second." not in shown(browser, "h1"):
        here = browser.current_url
        with leaving(browser):
            browser.find_element(By.PARTIAL_LINK_TEXT, "Skip").click()
        WebDriverWait(browser, SECONDS).until(lambda one: one.current_url != here)  # noqa: B023
    assert "did not happen" not in shown(browser, ".entries")
    looked("blind review")
    browser.find_element(By.CSS_SELECTOR, f"input[name=verdict][value={verdict}]").click()
    type_in(browser, note="I looked.")
    press(browser, "Save and go on")
    WebDriverWait(browser, SECONDS).until(lambda one: "Second." not in shown(one, "h1"))
    with leaving(browser):
        browser.find_element(By.XPATH, "//button[.='Sign out']").click()
    WebDriverWait(browser, SECONDS).until(lambda one: "Signed in" not in shown(one, "body"))


def _search(browser: Browser, site: Path, looked: Callable[[str], None], *, scripted: bool) -> None:
    show(browser, (site / "index.html").as_uri())
    looked("the site")
    with leaving(browser):
        browser.find_element(By.ID, "jump").send_keys("snows Oslo", Keys.ENTER)
    wait(browser, "search.html")
    if scripted:
        assert results(browser) == ["It snows in Oslo"]
    else:
        with leaving(browser):
            browser.find_element(By.LINK_TEXT, "speakers").click()
        wait(browser, "speakers.html")
    looked("searched")
