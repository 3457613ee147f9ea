"""`import(export(ledger)) == ledger`, as DESIGN.md section 6 defines it, for any ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conftest import Clock
from histories import empty_ledgers, histories, import_documents, live
from hypothesis import given, settings

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger.book.ledger import Ledger


def state(ledger: Ledger) -> dict[str, Any]:
    """The present state, without when and by whom it was recorded, and the outcomes' numbers."""
    claims = [replace(one, entry=0, recorded_at="") for one in ledger.list()]
    told = ledger.outcomes([*{one.question for one in claims}, "q1", "q2"])
    outcomes = {
        question: [(replace(one.outcome, n=0), one.stands) for one in several]
        for question, several in told.items()
        if ledger.show(question).withdrawn is False
    }
    return {"claims": claims, "outcomes": outcomes}


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
        assert without_reasons(second.export()) == without_reasons(exported)


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


def without_reasons(documents: dict[str, Any]) -> dict[str, Any]:
    """Documents without the reasons of their outcomes, which are those of another history."""
    return {
        one: {
            kind: [_without_reasons(table) for table in told] if kind != "source" else told
            for kind, told in document.items()
        }
        for one, document in documents.items()
    }


def _without_reasons(table: dict[str, Any]) -> dict[str, Any]:
    if "outcome" not in table:
        return table
    outcomes = [{key: one[key] for key in one if key != "reason"} for one in table["outcome"]]
    return {**table, "outcome": outcomes}
