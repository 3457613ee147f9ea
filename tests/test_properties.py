"""`import(export(ledger)) == ledger`, as DESIGN.md section 6 defines it, for any ledger."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import Clock
from histories import histories, import_documents, live
from hypothesis import given, settings

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from histories import Step


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


@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_ledger_made_of_an_export_is_the_same(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        paths = [shutil.copyfile(empty_ledger, Path(folder, f"{n}.db")) for n in range(2)]
        first, second = (Ledger(path, recorder="desk", clock=clock) for path in paths)
        with first, second:
            live(first, clock, history)
            clock.now = max(clock.now, Clock().now)
            exported = first.export()
            import_documents(second, exported)
            assert state(second) == state(first)
            assert without_reasons(second.export()) == without_reasons(exported)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_ledger_learns_nothing_from_its_own_export(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copyfile(empty_ledger, Path(folder, "ledger.db"))
        with Ledger(path, recorder="desk", clock=clock) as ledger:
            live(ledger, clock, history)
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
