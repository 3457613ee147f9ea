"""The page on the browser names every page, and each address on it is answered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from commands import ARTICLE
from web import Client

from ledger import Ledger
from ledger.desk import attempts, passwords, sessions
from ledger.desk.roles import Role
from ledger.web import bodies, connections, guard
from ledger.web.asked import MOST
from ledger.web.routes import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = (Path(__file__).parents[1] / "docs" / "web.md").read_text(encoding="utf-8")
ADDRESSES: Final = sorted(set(re.findall(r"`(/[^`\s]*)`", PAGE)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    place = tmp_path_factory.mktemp("docs") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        yield Client(made, Role.EDITOR)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_on_the_page_is_answered(site: Client, address: str) -> None:
    found = site(address)
    is_gone = "prices.csv" in address or "key=KEY" in address
    expected = 404 if is_gone else 303 if address.startswith("/jump") else 200
    assert found.status == expected


def test_the_page_names_every_page() -> None:
    told = {address.partition("?")[0] for address in ADDRESSES}
    for page in TABLE:
        begins = page.path.partition("{")[0]
        forms = [begins, *(f"{begins}.{form}" for form in page.forms)]
        assert page.path == "/index" or any(
            one in told or ("{" in page.path and any(each.startswith(one) for each in told))
            for one in forms
        ), page.path


def test_the_page_tells_the_bounds_there_are() -> None:
    for bound in (
        f"{MOST:,} at most",
        f"{guard.LONGEST_PATH:,} characters",
        f"{guard.LONGEST_QUERY:,} in its query",
        f"{guard.LARGEST_HEAD // 1024} KiB",
        f"{guard.CONNECTIONS} connections",
        f"{guard.AT_ONCE} requests",
        f"{connections.PATIENCE:.0f} seconds",
        f"at most {bodies.FORM // 2**20} MiB, an import {bodies.IMPORT // 2**20} MiB",
        f"either {bodies.SECONDS_TO_SEND:.0f} seconds",
        f"{sessions.IDLE / 3600:.0f} hours after it was last used",
        f"after {sessions.LONGEST / 86400:.0f} days",
        f"{passwords.SHORTEST} characters at least",
        f"{attempts.BY_NAME} tries that failed for one name, or {attempts.BY_ADDRESS} from one",
        f"up to {attempts.WITHIN / 60:.0f} minutes",
        f"for {guard.SECONDS_TO_TAKE:.0f}, is left",
    ):
        assert bound in PAGE
