"""Makes the pictures of pages in ``pictures/``: ``python docs/screenshots.py [NAME ...]``.

It serves a ledger of the claims on the summit in Vilnius, with a clock that stands still, and takes
Chromium with its driver, as the tests of pages do.  A few claims lose their outcomes first, so that
something is overdue.  The site is of all of them, and opened from its folder.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Final

import tomlkit
from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from ledger import Ledger
from ledger.model.site_settings import SiteSettings
from ledger.site.publish import publish
from ledger.web.serving import Way, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = Path(__file__).parent / "pictures"
ARTICLE: Final = Path(__file__).parents[1] / "claims/2023/jt-2023-07-nato-vilnius.toml"
OVERDUE: Final = frozenset({"package-shows-progress", "nato-ukraine-council", "japan-nac-observer"})
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SWITCHES: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--lang=en-GB",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-lcd-text",
)  # fmt: skip
COLOURS: Final = 128
"""Pages have few colours, and their pictures are half as large with so many."""

SITE: Final = SiteSettings(
    title="The Vilnius claims", byline="The desk", answers="answers@claims.example",
    licence="CC-BY-4.0",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks in a window of some size."""

    name: str
    page: str
    height: int = 900
    width: int = 1280
    is_dark: bool = False
    is_of_site: bool = False


PICTURES: Final = (
    Picture("web-home", "/", 940),
    Picture("web-claim", "/claims/two-percent-floor", 1160),
    Picture("web-question", "/questions/ukraine-clear-signal-and-formula", 900),
    Picture("web-speaker", "/speakers/The%20Japan%20Times", 1240),
    Picture("web-report", "/report", 1100),
    Picture("web-report-dark", "/report", 1100, is_dark=True),
    Picture("web-add", "/add?source=jt-2023-07-nato-vilnius", 1100),
    Picture("web-add-narrow", "/add?source=jt-2023-07-nato-vilnius", 900, 320),
    Picture("web-review", "/review", 1000),
    Picture("site-home", "index.html", 900, is_of_site=True),
)


def main(names: list[str]) -> None:
    """Make the pictures of these names, or all."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with kept(place / "whole.db", ARTICLE) as ledger:
            publish(ledger, place / "site", SITE)
        with (
            kept(place / "ledger.db", _waiting(place / ARTICLE.name)) as ledger,
            served(ledger) as (base, sign_in),
            opened(place / "profile") as browser,
        ):
            browser.get(sign_in)
            browser.find_element(By.CSS_SELECTOR, "main button").click()
            for one in PICTURES:
                if not names or one.name in names:
                    site = (place / "site" / one.page).as_uri()
                    taken(browser, one, site if one.is_of_site else base + one.page)


@contextmanager
def kept(place: Path, file: Path) -> Iterator[Ledger]:
    """A new ledger of the claims in a file."""
    with Ledger(place, recorder="desk", clock=lambda: NOW, create=True) as ledger:
        ledger.import_([file])
        yield ledger


def _waiting(place: Path) -> Path:
    """A copy of the article in which a few claims have no outcome yet."""
    document = tomlkit.parse(ARTICLE.read_text(encoding="utf-8")).unwrap()
    for claim in document["claim"]:
        if claim["id"] in OVERDUE:
            del claim["outcome"]
    place.write_text(tomlkit.dumps(document), encoding="utf-8")
    return place


@contextmanager
def served(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """The address of a server, without the last slash, and the one to sign in at."""
    told: Queue[tuple[str, list[str]]] = Queue()
    way = Way(port=0)
    run = threading.Thread(
        target=serve, args=(ledger, way, lambda *ready: told.put(ready)), daemon=True
    )
    run.start()
    base, lines = told.get(timeout=60)
    words = (word for line in lines for word in line.split())
    yield base.rstrip("/"), next(word.rstrip(".") for word in words if "token=" in word)


@contextmanager
def opened(profile: Path) -> Iterator[webdriver.Chrome]:
    """Chromium without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    with webdriver.Chrome(options, Service(shutil.which("chromedriver"))) as browser:
        yield browser


def taken(browser: webdriver.Chrome, one: Picture, address: str) -> None:
    """Take one picture of the top of a page."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if one.is_dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
    size = {"width": one.width, "height": one.height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(address)
    browser.execute_script("document.activeElement.blur()")  # no cursor that blinks
    data = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    picture = Image.open(BytesIO(base64.b64decode(data))).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        FOLDER / f"{one.name}.png", optimize=True
    )


if __name__ == "__main__":
    main(sys.argv[1:])
