"""What the server keeps between requests is what it would make again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock, many
from everything import SPEAKERS, fill
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from web import Client

from ledger import Filters, Ledger
from ledger.errors import NotFound
from ledger.report.build import report
from ledger.report.json_csv import as_json
from ledger.web import reported as reports
from ledger.web.answers import Written
from ledger.web.catalogues import Catalogues
from ledger.web.kept import LARGEST, Kept

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger.model.claim_state import Moment


def test_what_many_ask_for_at_once_is_made_once() -> None:
    made: list[int] = []

    def make() -> Written:
        made.append(1)
        time.sleep(0.05)
        return Written(b"page", "text/plain")

    kept = Kept()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: kept.get("key", make).body, range(32)))
    assert (found, len(made)) == ([b"page"] * 32, 1)
    assert not kept._making  # noqa: SLF001 - nothing stays of those who waited


def test_what_is_too_large_to_keep_is_made_each_time_and_what_fails_is_not_kept() -> None:
    kept, sizes = Kept(), iter([LARGEST + 1, LARGEST + 1, 1, 1])

    def fails() -> Written:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        kept.get("key", fails)
    for _ in range(4):
        kept.get("key", lambda: Written(b"x" * next(sizes), "text/plain"))
    assert next(sizes, None) == 1


@dataclass(frozen=True)
class Asking:
    """What a report is made of in the server."""

    ledger: Ledger
    as_of: str

    catalogues: Catalogues = field(default_factory=Catalogues)
    state: str = ""

    @property
    def moment(self) -> Moment:
        return self.ledger.moment(self.as_of)


FILTERS = [
    Filters(),
    *(Filters(speaker=(name,)) for name in ("Ann", "Bob", "bob", SPEAKERS["emoji"])),
    Filters(publisher=("The Herald",)),
    Filters(topic=("health",)),
    Filters(kind=("pledge",), status=("settled", "open")),
    Filters(due_after=date(2023, 1, 1), verdict=("happened",)),
    Filters(words=("rain",)),
]


@pytest.mark.parametrize("by", ["speaker", "wording", "topic", "kind", "year", "recorder"])
def test_a_report_made_of_what_is_kept_is_the_report(tmp_path: Path, by: str) -> None:
    fill(tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db") as ledger:
        last = ledger.moment().entry
        for as_of in (str(ledger.moment()), f"{last // 2}@2023-08-01"):
            asking: Any = Asking(ledger, as_of)
            for filters in FILTERS:
                try:
                    wanted = report(ledger, by, filters, as_of)
                except NotFound:
                    with pytest.raises(NotFound):
                        reports.reported(asking, by, filters)
                else:
                    assert as_json(reports.reported(asking, by, filters)) == as_json(wanted)


PAGES = (
    *("/", "/claims", "/claims?speaker=Ann", "/claims/c1", "/questions/q1", "/speakers/Ann"),
    *("/report", "/due", "/corrections", "/disputes", "/log", "/topics/0", "/sources/s1"),
)


@pytest.mark.slow
@settings(max_examples=many(3, 300), deadline=None)
@given(histories())
def test_no_page_is_kept_for_longer_than_it_is_true(
    empty_ledger: Path, history: list[Step]
) -> None:
    """Each is asked for after each step, of a server that goes on and of one that has begun."""
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        going = Client(ledger)
        for step in history:
            live(ledger, clock, [step])
            begun = Client(ledger)
            for page in PAGES:
                assert going(page).text == begun(page).text, (step, page)
