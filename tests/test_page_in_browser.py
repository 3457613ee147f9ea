"""The page in a real browser: it asks for nothing, fits every width, and is open to everybody.

It takes Chromium with its driver, and npm for axe-core, which knows the rules of accessibility
(WCAG): on Debian, apt-get install chromium chromium-driver nodejs npm.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import pytest
from pages import EVERYTHING, claim, keep
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait
from test_charts import all_charts

from ledger import Ledger, Settings
from ledger.charts.svg import About
from ledger.report.build import report
from ledger.report.forms import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTHS: Final = (320, 800, 1280)
PAPER: Final = 680
"""Pixels (96 to an inch) between the margins of an A4 page."""
SWITCHES: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


def program(name: str) -> str:
    """The path of a program; where there is none, the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium without a window, and with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium")
    for switch in (*SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    with webdriver.Chrome(options, Service(program("chromedriver"))) as driver:
        yield driver


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core."""
    folder = tmp_path_factory.mktemp("axe")
    install = [program("npm"), "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*install, "axe-core@4"], check=True, capture_output=True)
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with something of everything, and names too long for any column."""
    folder = tmp_path_factory.mktemp("page")
    with Ledger(folder / "ledger.db", recorder="desk", create=True) as made:

        def write(name: str, text: str) -> Path:
            (folder / name).write_text(text, encoding="utf-8")
            return folder / name

        keep(made, write, EVERYTHING)
        keep(made, write, [
            claim(f"long{k}", "happened", speaker=f"{LONG}{k}", quote=LONG, role=LONG,
                  statement=f"{LONG}.", topics=[LONG])
            for k in range(3)
        ], id=f"s{'9' * 80}", title=LONG)  # fmt: skip
        made.amend("went", {"quote": LONG}, LONG)
        settings = Settings(yardstick="icd203", min_claims=2, digits=6)
        return written(report(made, settings=settings), "html", made)


class Server(ThreadingHTTPServer):
    """Serves one page under every path, and notes which paths were asked for."""

    def __init__(self, page: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.page = page.encode()
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/report.html"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
        """Say nothing."""


@contextmanager
def served(page: str) -> Iterator[Server]:
    """A page on a server of this machine."""
    with Server(page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def show(
    browser: webdriver.Chrome, file: Path, width: int, *, media: str = "", dark: bool = False
) -> None:
    """Show a page so many pixels wide."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(file.as_uri())


@pytest.fixture
def file(page: str, tmp_path: Path) -> Path:
    """The page as a file."""
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def requests(browser: webdriver.Chrome) -> list[str]:
    """What the browser asked the network for since it was last looked."""
    messages = (json.loads(one["message"])["message"] for one in browser.get_log("performance"))
    urls = [
        one["params"]["request"]["url"]
        for one in messages
        if one["method"] == "Network.requestWillBeSent"
    ]
    return [one for one in urls if not one.startswith(("data:", "chrome:"))]


def test_the_page_asks_for_nothing(browser: webdriver.Chrome, page: str) -> None:
    with served(page) as server:
        requests(browser)
        browser.get_log("browser")
        browser.get(server.address)
        assert server.asked == ["/report.html"]
        assert requests(browser) == [server.address]
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == []


def test_a_page_that_asks_for_something_is_found_out(browser: webdriver.Chrome) -> None:
    with served("<!doctype html><title>x</title><img src='/spy' alt='x'>") as server:
        requests(browser)
        browser.get(server.address)
        assert "/spy" in server.asked
        assert len(requests(browser)) > 1


def test_no_script_of_data_runs_and_the_policy_would_stop_it(
    browser: webdriver.Chrome, page: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(page.replace("<body>", "<body><script>document.title = 'hurt'</script>"))
    show(browser, bad, 800)
    assert browser.title == "Accuracy of predictions, by speaker"


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_the_window(
    browser: webdriver.Chrome, file: Path, width: int
) -> None:
    show(browser, file, width)
    assert overflowing(browser) == []


def test_nothing_sticks_out_of_a_printed_page(browser: webdriver.Chrome, file: Path) -> None:
    show(browser, file, PAPER, media="print")
    assert overflowing(browser) == []


def overflowing(browser: webdriver.Chrome) -> list[str]:
    """What reaches beyond the right edge of the window."""
    found: list[str] = browser.execute_script("""
        const edge = document.documentElement.clientWidth + 1;
        const out = [...document.querySelectorAll("body *")].filter(one =>
            !one.closest(".hidden, svg") && one.getBoundingClientRect().right > edge);
        const wide = document.documentElement.scrollWidth > edge ? ["the page"] : [];
        return wide.concat(out.slice(0, 5).map(one => one.outerHTML.slice(0, 120)));
    """)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDTHS[0], WIDTHS[-1]])
def test_axe_finds_nothing_serious(
    browser: webdriver.Chrome, file: Path, axe: str, width: int, *, dark: bool
) -> None:
    show(browser, file, width, dark=dark)
    browser.execute_script(axe)
    found: dict[str, Any] = browser.execute_async_script("axe.run().then(arguments[0])")
    assert found["passes"]
    assert [
        (one["id"], one["impact"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ] == []


def test_in_the_dark_the_page_is_dark(browser: webdriver.Chrome, file: Path) -> None:
    paper = "return getComputedStyle(document.documentElement).backgroundColor"
    show(browser, file, 800)
    light = browser.execute_script(paper)
    show(browser, file, 800, dark=True)
    assert browser.execute_script(paper) != light
    bars = "return getComputedStyle(document.querySelector('figure .s-right')).stroke"
    assert browser.execute_script(bars) == "rgb(86, 180, 233)"


def test_charts_stand_under_a_policy_that_forbids_styles_within(browser: webdriver.Chrome) -> None:
    """Not a violation is told, and colours are those of the attributes."""
    charts = all_charts(lambda n: f"Name {n}", About(id="x", title="A chart"))
    policy = "default-src 'none'; style-src 'self'; img-src data:"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    icon = '<link rel="icon" href="data:,">'
    with served(f"<!doctype html><title>x</title>{head}{icon}{''.join(charts)}") as server:
        browser.get_log("browser")
        browser.get(server.address)
        assert browser.get_log("browser") == []
    mark = "return getComputedStyle(document.querySelector('circle.f-right')).fill"
    assert browser.execute_script(mark) == "rgb(0, 114, 178)"


def test_a_style_within_would_be_told(browser: webdriver.Chrome) -> None:
    head = "<meta http-equiv='Content-Security-Policy' content=\"style-src 'self'\">"
    with served(f"<!doctype html><title>x</title>{head}<p style='color: red'>x</p>") as server:
        browser.get_log("browser")
        browser.get(server.address)
        assert [one for one in browser.get_log("browser") if "style" in one["message"]]


def accessible(browser: webdriver.Chrome) -> list[tuple[str, str]]:
    """The role and the name of whatever a screen reader is told of; it is built in its own time."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [
        (one["role"]["value"], one.get("name", {}).get("value", ""))
        for one in nodes
        if not one["ignored"]
    ]


@pytest.mark.slow
def test_headings_tables_and_pictures_reach_a_screen_reader(
    browser: webdriver.Chrome, file: Path
) -> None:
    """On a narrow screen, too, where tables are folded."""
    show(browser, file, WIDTHS[0])
    tables = browser.execute_script("return document.querySelectorAll('table').length")
    told: list[tuple[str, str]] = []

    def is_there(_: webdriver.Chrome) -> bool:
        told[:] = accessible(browser)
        return [role for role, _ in told].count("table") == tables

    WebDriverWait(browser, 20).until(is_there)
    assert ("heading", "Every claim") in told
    assert ("columnheader", "accuracy") in told
    assert any(role == "rowheader" and "It comes about: came." in name for role, name in told)
    assert any(role == "image" and name.startswith("What came about") for role, name in told)
