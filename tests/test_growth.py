"""What costs as much in a large ledger as in a small one, told by the work done and not by time."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from sqlalchemy import event
from strange_entries import AT, CLAIM

from ledger import Filters, Ledger
from ledger.journal.entry import Entry, to_bytes
from ledger.store import assessments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Step

    from ledger.model.claim_state import Assessment

FEW, MANY = 60, 600

VERBS: Final[dict[str, Callable[[Ledger], object]]] = {
    "add": lambda ledger: ledger.add({"speaker": "B", "statement": "It is new."}, "s"),
    "add the same": lambda ledger: ledger.add({"speaker": "B", "statement": "It is 7."}, "s"),
    "add with a key": lambda ledger: ledger.add({"speaker": "B", "question": "q7"}, "s", "key"),
    "record": lambda ledger: ledger.record("q7", {"verdict": "stalled"}),
    "log --last": lambda ledger: ledger.log(last=3),
    "log ID": lambda ledger: ledger.log("c7"),
    "show": lambda ledger: ledger.show("c7"),
    "the last source": lambda ledger: ledger.last_source(),
}


def filled(ledger: Ledger, number: int) -> Ledger:
    """A ledger of so many claims, each on a question of its own, one in five of them settled."""
    entries = [Entry(AT, "desk", "source", "s", {"publisher": "P"})]
    for n in range(number):
        due = {"due": f"{2023 + n % 9}-08-01", "due_basis": "stated"} if n % 10 else {}
        question = {"statement": f"It is {n}.", **due}
        entries += [
            Entry(AT, "desk", "question", f"q{n}", question),
            Entry(AT, "desk", "claim", f"c{n}", {**CLAIM, "question": f"q{n}"}),
        ]
        if n % 5 == 1:
            entries.append(Entry(AT, "desk", "outcome", f"q{n}#1", {"verdict": "void"}))
    ledger.import_journal(io.BytesIO(b"".join(to_bytes(one) + b"\n" for one in entries)))
    return ledger


def steps(ledger: Ledger, verb: Callable[[Ledger], object]) -> int:
    """How many instructions SQLite's machine takes for a verb, counted in tens."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    def listen(raw: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
        raw.set_progress_handler(count, 10)

    engine = ledger._database.engine  # noqa: SLF001 - what it does there is to be counted
    event.listen(engine, "connect", listen)
    verb(ledger)
    event.remove(engine, "connect", listen)
    return taken


@pytest.mark.slow
@pytest.mark.parametrize("name", VERBS)
def test_the_work_of_a_verb_does_not_grow_with_the_ledger(
    fresh_ledger: Callable[[str], Ledger], name: str, note: Callable[[str], None]
) -> None:
    """Ten times as many claims: trees are a level deeper, and nothing is gone through."""
    with fresh_ledger("small") as small, fresh_ledger("large") as large:
        few = steps(filled(small, FEW), VERBS[name])
        many = steps(filled(large, MANY), VERBS[name])
    note(f"{few}0 instructions with {FEW} claims, {many}0 with {MANY}")
    assert many < 1.3 * few + 20


def test_what_is_due_is_all_that_is_assessed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Assessment] = []

    def counted(*values: Any, **named: Any) -> Assessment:  # noqa: ANN401 - a row's
        made.append(REAL(*values, **named))
        return made[-1]

    filled(ledger, MANY)
    monkeypatch.setattr(assessments, "Assessment", counted)
    monkeypatch.setattr(assessments, "fields", lambda _: REAL_FIELDS)
    agenda = ledger.due(timedelta(days=30))
    assert len(agenda.due) == 47  # of 67 due then, 7 have no due day and 13 are settled
    assert {one.id for one in made if one.due_latest} == {one.id for one in agenda.due}
    assert len(made) == 47  # those without a due day are read only where they are stale


REAL: Final = assessments.Assessment
REAL_FIELDS: Final = assessments.fields(REAL)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_what_is_due_is_what_going_through_all_claims_finds(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        last = (clock.now.date() + timedelta(days=30)).isoformat()
        unsettled = ledger.list(Filters(status=("open", "overdue")))
        agenda = ledger.due()
        assert list(agenda.overdue) == [one for one in unsettled if one.status == "overdue"]
        assert list(agenda.due) == [
            one
            for one in unsettled
            if one.status == "open" and one.horizon is not None and one.horizon <= last
        ]
        assert {one.id for one in agenda.stale} <= {
            one.id for one in unsettled if one.horizon is None
        }


def test_a_statement_of_any_length_is_found_again(place: str, clock: Clock) -> None:
    """An index of PostgreSQL takes no text of over 2,704 bytes, unless it is a hash."""
    with Ledger(place, recorder="desk", clock=clock, create=True) as ledger:
        statement = "It rains, " + "and rains, " * 2000 + "and stops."
        source = {"id": "s", "publisher": "P"}
        ledger.add({"id": "a", "speaker": "A", "statement": statement}, source)
        added = ledger.add({"id": "b", "speaker": "B", "statement": statement}, "s")
        assert "a has the same statement" in added.warnings[0]
