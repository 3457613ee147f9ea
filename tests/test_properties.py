"""`import(export(ledger)) == ledger`: the records in force are the same, for any ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, import_documents, live
from hypothesis import given, settings

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger.book.ledger import Ledger


def state(ledger: Ledger) -> dict[str, Any]:
    """The present state, without when and by whom it was recorded, and the outcomes' numbers.

    Nor does a claim file say which spellings of a name were joined.
    """
    claims = [replace(one, entry=0, recorded_at="", joined_to=None) for one in ledger.list()]
    told = ledger.outcomes([*{one.question for one in claims}, "q1", "q2"])
    outcomes = {
        question: [(replace(one.outcome, n=0), one.stands) for one in several]
        for question, several in told.items()
        if ledger.show(question).withdrawn is False
    }
    return {"claims": claims, "outcomes": outcomes}


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(histories())
def test_a_ledger_made_of_an_export_is_the_same(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        live(first, clock, history)
        clock.now = max(clock.now, Clock().now)
        exported = first.export()
        import_documents(second, exported)
        assert state(second) == state(first)
        assert said(second.export()) == said(exported)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(histories())
def test_a_ledger_learns_nothing_from_its_own_export(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        clock.now = max(clock.now, Clock().now)
        before = ledger.root()
        found = import_documents(ledger, ledger.export())
        assert (found.added, found.amended, found.stale, found.missing) == ({}, [], [], [])
        assert ledger.root() == before


def said(documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What documents say, wherever its questions stand, without the reasons of outcomes.

    A question goes with its first claim, and which came first is another history's; so are reasons.
    """
    questions = [table for one in documents.values() for table in one["question"]]
    claims = {(one, table["id"]): table for one in documents for table in documents[one]["claim"]}
    return {
        "sources": {one: documents[one]["source"] for one in documents},
        "questions": {table["id"]: _without_reasons(table) for table in questions},
        "claims": {key: _without_reasons(table) for key, table in claims.items()},
    }


def _without_reasons(table: dict[str, Any]) -> dict[str, Any]:
    outcomes = [
        {key: one[key] for key in one if key != "reason"} for one in table.get("outcome", [])
    ]
    return {**table, "outcome": outcomes}
