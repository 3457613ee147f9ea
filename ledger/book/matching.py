"""Outcomes of files matched with those the ledger has; the others numbered and entered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.book import facts
from ledger.book.recording import next_number
from ledger.model import judgement
from ledger.model.body import question_of, to_body
from ledger.model.outcome import overtakes, unseats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.entering import Import, Revisions
    from ledger.model.bundle import Item
    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

    Body: TypeAlias = Mapping[str, Any]


def by_question(known: Revisions) -> dict[str, Revisions]:
    """The revisions of outcomes by question, in the order of their numbers."""
    found: dict[str, Revisions] = defaultdict(dict)
    for one in sorted(known, key=_number):
        found[one.rpartition("#")[0]][one] = known[one]
    return found


def _number(outcome: str) -> int:
    return int(outcome.rpartition("#")[2])


def enter_outcomes(work: Import, items: Iterable[Item[Outcome]]) -> None:
    """Enter the outcomes of a file; those of a question that was withdrawn are left alone."""
    several: dict[str, list[Item[Outcome]]] = defaultdict(list)
    for item in items:
        several[item.record.question].append(item)
    for question, own in several.items():
        if not work.is_withdrawn("question", question):
            _enter_outcomes_of(work, question, own)


def _enter_outcomes_of(work: Import, question: str, items: Sequence[Item[Outcome]]) -> None:
    there = work.outcomes.get(question, {})
    stands = facts.standing_at(there.values(), work.unit.head.size)
    number = next_number(there)
    matches = match(there, [to_body(item.record) for item in items])
    for item, same in zip(items, matches, strict=True):
        if same is not None:
            work.enter(replace(item, record=replace(item.record, n=_number(same))), "outcome")
            continue
        outcome = replace(item.record, n=number)
        number += 1
        _complain_of_contradiction(work, item)
        if unseats(outcome, stands):
            if work.reason_for(item) is None:
                _complain_of_unseating(work, item, stands)
                continue
            item = replace(item, reason=work.reason_for(item))  # noqa: PLW2901 - the same, reasoned
        if overtakes(outcome, stands):
            stands = outcome
        work.enter(replace(item, record=outcome), "outcome")


def _complain_of_contradiction(work: Import, item: Item[Outcome]) -> None:
    """Hold a new outcome against the due day the ledger has, which may not be the file's."""
    question = item.record.question
    asked = question_of(question, work.bodies["question", question])
    for one in judgement.check_outcome(item.record, asked, horizon=work.unit.horizon):
        if not one.warning:
            work.complain(item, one.place, f"{one.message} The ledger has due {asked.due}.")


def _complain_of_unseating(work: Import, item: Item[Outcome], stands: Outcome | None) -> None:
    before = f"{stands.id} says {stands.verdict}" if stands else ""
    message = (
        f"{before}; {item.record.verdict} corrects that, so give a reason "
        f"(the key reason of the outcome, or --reason)."
    )
    work.complain(item, ("verdict",), message)


def match(known: Mapping[str, Sequence[Revision]], bodies: Sequence[Body]) -> list[str | None]:
    """For each of a file's outcomes, given as bodies, which of the ``known`` ones it is, if any.

    The same are outcomes with the same verdict, happened_on and value, and both of them blind or
    adjudicating, or neither.  Where there are several, one that says the rest of it too is taken
    first, then one that did, then one in force.
    """
    free = list(known)
    found: list[str | None] = [None] * len(bodies)
    for is_same in (_says, _said, _is_alike_in_force, _is_alike):
        for place, body in enumerate(bodies):
            if found[place] is None:
                same = next((one for one in free if is_same(known[one], body)), None)
                if same is not None:
                    free.remove(same)
                    found[place] = same
    return found


def _says(revisions: Sequence[Revision], body: Body) -> bool:
    last = revisions[-1]
    return last.replaced_by is None and not facts.changed_keys(last.body, body)


def _said(revisions: Sequence[Revision], body: Body) -> bool:
    return any(not facts.changed_keys(one.body, body) for one in revisions)


def _is_alike_in_force(revisions: Sequence[Revision], body: Body) -> bool:
    return revisions[-1].replaced_by is None and _is_alike(revisions, body)


def _is_alike(revisions: Sequence[Revision], body: Body) -> bool:
    keys = ("verdict", "happened_on", "value", "blind", "adjudicates")
    return all(revisions[-1].body.get(key) == body.get(key) for key in keys)
