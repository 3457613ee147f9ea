"""How tests go from page to page in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium import webdriver

SECONDS: Final = 30
CAME: Final = "return !window.isBefore && document.readyState === 'complete'"


@contextmanager
def leaving(browser: webdriver.Chrome) -> Iterator[None]:
    """What is done within leads to another page, which is there once this is left.

    Amid the change the browser has no page to ask, and is asked again.
    """
    browser.execute_script("window.isBefore = true")
    yield
    waiting = WebDriverWait(browser, SECONDS, ignored_exceptions=[WebDriverException])
    waiting.until(lambda one: one.execute_script(CAME))
