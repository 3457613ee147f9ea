"""The bars of a report on pledges by speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.book.ledger import Ledger
from ledger.model.filters import Filters
from ledger.model.verdicts import FINAL
from ledger.report.build import report
from ledger.report.forms import written
from ledger.report.status_bars import PARTS, _bar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Three pledges of one speaker, one of another, and a prediction."""
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        for name, speaker, kind, verdict in (
            ("a", "Ann", "pledge", "happened"),
            ("b", "Ann", "pledge", "did-not-happen"),
            ("c", "Ann", "pledge", None),
            ("d", "Bo", "pledge", "partly"),
            ("e", "Bo", "prediction", "happened"),
        ):
            claim = {"id": name, "speaker": speaker, "kind": kind, "statement": f"{name}."}
            ledger.add({**claim, "due": "2023-07-12"}, {"publisher": "P"})
            if verdict:
                ledger.record(name, {"verdict": verdict, "happened_on": "2023-07-11"})
        yield ledger


def test_a_report_on_pledges_by_speaker_has_bars(ledger: Ledger) -> None:
    pledges = Filters(kind=("pledge",))
    told = written(report(ledger, "speaker", pledges), "text", ledger)
    assert (
        "What became of them\n\nAnn 3  HD!\nBo  1  P\nall 4  HPD!\n"
        "H happened, P partly, D did not happen, ! overdue\n"
    ) in told
    none = Filters(kind=("pledge",), status=("not-checkable",))
    assert "What became" not in written(report(ledger, "speaker", none), "text", ledger)
    for other in (report(ledger, "speaker"), report(ledger, "topic", pledges)):
        assert "What became of them" not in written(other, "text", ledger)


def test_every_verdict_that_settles_has_a_letter_of_its_own() -> None:
    assert {verdict.column for verdict in FINAL} <= PARTS.keys()
    assert len(set(PARTS.values())) == len(PARTS)


@given(
    st.lists(st.integers(0, 10_000), min_size=len(PARTS), max_size=len(PARTS)),
    st.integers(len(PARTS), 40),
)
def test_a_bar_has_all_there_is_by_its_share(numbers: list[int], room: int) -> None:
    counts = dict(zip(PARTS, numbers, strict=True))
    bar = _bar(counts, room)
    assert len(bar) == min(room, sum(numbers))
    for part, letter in PARTS.items():
        drawn = bar.count(letter)
        assert (drawn > 0) == (counts[part] > 0)
        if sum(numbers) > room:
            assert abs(drawn - counts[part] * room / sum(numbers)) < len(PARTS)
