"""Final verdicts on one question that come in one import and differ: kept, and none of them stands.

Which of them is right is not for a file to say that tells both, nor for their order in it.  So they
are entered as disputed, which is to say blind, until somebody decides with a verdict that
adjudicates.  A claim file is another matter: in it a later verdict corrects an earlier one.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.book import facts
from ledger.model.outcome import differ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.book.importing.entering import Import
    from ledger.model.bundle import Item
    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

    Outcomes: TypeAlias = Mapping[str, Sequence[Revision]]

MARKS: Final = frozenset({"blind", "disputed"})
"""The keys of a disputed outcome that say so."""


def kept_apart(
    work: Import, question: str, items: Sequence[Item[Outcome]], there: Outcomes
) -> Sequence[Item[Outcome]]:
    """The outcomes of a file on one question, those that differ from each other as disputed.

    Where the ledger has one of them already, for it was told alone or decided on, that is left as
    it is, and the others are named and left out.
    """
    rivals = [
        item
        for item in items
        if item.said is not None
        and any(differ(item.record, other.record) for other in items if other.said is not None)
    ]
    if not rivals:
        return items
    moment = work.unit.head.size
    known = [one for one in (facts.outcome_at(states, moment) for states in there.values()) if one]
    sighted = [one for one in known if not one.blind]
    if any(_is_same(item.record, one) for item in rivals for one in sighted) and not any(
        one.disputed for one in known
    ):
        kept = [one for one in rivals if any(_is_same(one.record, each) for each in sighted)]
        _name(work, question, [one for one in rivals if one not in kept])
        return [one for one in items if one not in rivals or one in kept]
    if not any(one.disputed for one in known):
        work.result.disputed.append(question)
    return [_disputed(item) if item in rivals else item for item in items]


def _is_same(outcome: Outcome, other: Outcome) -> bool:
    return (outcome.verdict, outcome.value) == (other.verdict, other.value)


def _disputed(item: Item[Outcome]) -> Item[Outcome]:
    said = None if item.said is None else item.said | MARKS
    return replace(item, record=replace(item.record, blind=True, disputed=True), said=said)


def _name(work: Import, question: str, items: Sequence[Item[Outcome]]) -> None:
    """Name the verdicts that are left out as the ledger has another of the same file."""
    for item in items:
        verdict = item.record.verdict
        command = shlex.join(["record", question, *_as_typed(item.record)])
        message = (
            f"This says {verdict} of {question}, and the ledger has another verdict of this file; "
            f'left out. If it is the right one: ledger {command} --reason "..." '
            f"To keep it beside the other, another recorder gives it: "
            f"ledger --recorder NAME {command} --blind"
        )
        work.result.problems.append(
            item.origin.problem(("verdict",), message, "warning", code="another-verdict")
        )


def _as_typed(outcome: Outcome) -> list[str]:
    """A verdict with its share and its day as `ledger record` takes them."""
    value = [] if outcome.value is None else ["--value", str(outcome.value)]
    day = [] if outcome.happened_on is None else ["--on", str(outcome.happened_on)]
    return [str(outcome.verdict), *value, *day]
