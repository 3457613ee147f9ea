"""The whole journal as JSON Lines, and back: what comes out is what went in, to the byte."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from test_replay import rows

from ledger.errors import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger import Ledger


def exported(ledger: Ledger, as_of: str | None = None) -> bytes:
    """The journal of a ledger as JSON Lines."""
    return b"".join(ledger.export_journal(as_of))


def taken(ledger: Ledger, data: bytes) -> tuple[int, int]:
    """How many entries were known, and how many were added."""
    done = ledger.import_journal(io.BytesIO(data), "a.jsonl")
    assert done.root == ledger.root()
    return done.known, done.added


def refused(ledger: Ledger, data: bytes) -> str:
    """Why a journal is not taken in; nothing is written."""
    before = ledger.root()
    with pytest.raises(ProblemsFound) as found:
        taken(ledger, data)
    assert ledger.root() == before
    (problem,) = found.value.problems
    return str(problem)


@settings(max_examples=40, deadline=None)
@given(histories())
def test_a_journal_makes_the_same_ledger_elsewhere(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        live(first, clock, history)
        clock.now = max(clock.now, Clock().now)
        data = exported(first)
        taken(second, data)
        assert second.root() == first.root()
        assert exported(second) == data
        assert rows(second.place) == rows(first.place)
        assert second.list() == first.list()


@settings(max_examples=25, deadline=None)
@given(histories())
def test_a_journal_goes_on_where_the_ledger_ends(empty_ledger: Path, history: list[Step]) -> None:
    """After each step of a history the copy takes in what is new; `at` alone tells the units."""
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        for step in history:
            before = first.moment().entry
            live(first, clock, [step])
            clock.now = max(clock.now, Clock().now)
            assert taken(second, exported(first)) == (before, first.moment().entry - before)
        assert rows(second.place) == rows(first.place)
