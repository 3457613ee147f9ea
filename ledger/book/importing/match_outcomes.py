"""Outcomes of files matched with those the ledger has; the others numbered and entered.

Where final verdicts on one question come in one import and differ, which of them is right is not
for a file to say that tells both, nor for their order in it.  So they are entered as disputed,
which is to say blind, until somebody decides with a verdict that adjudicates.  A claim file is
another matter: in it a later verdict corrects an earlier one.
"""

from __future__ import annotations

import shlex
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger import edtf
from ledger.book import after_the_fact
from ledger.book.importing.record_status import has_said, is_said_by, number_of, read_once
from ledger.book.writing.record import next_number
from ledger.model import parse_outcome
from ledger.model.codec import question_of, to_body
from ledger.model.kinds import Kind
from ledger.model.outcome import differ, overtakes, unseats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.importing.plan import Import
    from ledger.model.bundle import Item
    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

    Body: TypeAlias = Mapping[str, Any]
    from collections.abc import Mapping

    Outcomes: TypeAlias = Mapping[str, Sequence[Revision]]


IDENTIFYING: Final = frozenset(
    {
        "verdict",
        "happened_on",
        "value",
        "answer",
        "answer_low",
        "answer_high",
        "blind",
        "adjudicates",
        "disputed",
    }
)
"""What makes two outcomes of one question the same, whatever else they say."""


READ_AGAIN: Final = " This release reads another: import with --reread and a --reason."


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
    items = kept_apart(work, question, items, there)
    stands = stood = after_the_fact.standing_at(there.values(), work.transaction.head.size)
    number = next_number(there)
    matches = _matches(work, there, items)
    if work.reread:
        _take_back(work, there, items, matches)
    for item, same in zip(items, matches, strict=True):
        if same is not None and _is_overtaken(item, there[same], stands):
            work.result.stale.append(same)
            continue
        if same is not None:
            work.enter(replace(item, record=replace(item.record, n=number_of(same))), "outcome")
            continue
        if stood is not None and _is_behind(item, there, stood):
            work.result.stale.append(stood.id)
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


def _matches(
    work: Import, there: Mapping[str, Sequence[Revision]], items: Sequence[Item[Outcome]]
) -> list[str | None]:
    """Which of the ledger's outcomes each item is, as it is read now or as it was read once.

    Where all shall be read again, what a verdict was once is left behind: another verdict, or
    another day, is another outcome.
    """
    found = match(there, [(to_body(item.record), item.said) for item in items])
    return found if work.reread else _matches_once(there, items, found)


def _matches_once(
    there: Mapping[str, Sequence[Revision]],
    items: Sequence[Item[Outcome]],
    now: Sequence[str | None],
) -> list[str | None]:
    """The outcomes that items are ``now``, and where they are none, those they were once."""
    found = list(now)
    free = {one: states for one, states in there.items() if one not in found}
    left = [
        (place, former)
        for place, item in enumerate(items)
        if found[place] is None
        for former in item.former
    ]
    told = [(read_once(items[place], former), items[place].said) for place, former in left]
    for (place, _), same in zip(left, match(free, told), strict=True):
        found[place] = found[place] or same
    return found


def _take_back(
    work: Import,
    there: Mapping[str, Sequence[Revision]],
    items: Sequence[Item[Outcome]],
    now: Sequence[str | None],
) -> None:
    """Withdraw the outcomes that were read once as nothing says them now: others take their place.

    They would contradict what else is read otherwise now, such as the due day.
    """
    once = _matches_once(there, items, now)
    for item, before, after in zip(items, once, now, strict=True):
        if before is None or after is not None or there[before][-1].replaced_by is not None:
            continue
        work.transaction.enter(
            Kind.WITHDRAWAL, before, {"what": Kind.OUTCOME.value}, work.reason_for(item)
        )
        work.taken_back.add(before)


def _is_overtaken(item: Item[Outcome], same: Sequence[Revision], stands: Outcome | None) -> bool:
    """Whether a file that tells only the verdict that stands tells one that stands no more."""
    if item.said is None or stands is None or item.record.disputed:
        return False
    if same[-1].replaced_by is not None:
        return False
    return stands.n != number_of(same[-1].entry.id)


def _is_behind(item: Item[Outcome], there: Outcomes, stands: Outcome) -> bool:
    """Whether an outcome was written before the ledger came to the verdict that stands."""
    if item.as_of is None or item.record.disputed:
        return False
    then = after_the_fact.standing_at(there.values(), item.as_of)
    return then is None or then.n != stands.n


def _complain_of_contradiction(work: Import, item: Item[Outcome]) -> None:
    """Hold a new outcome against the due day the ledger has, which may not be the file's."""
    question = item.record.question
    known = work.known["question"].get(question, [])
    said = work.bodies.get(("question", question)) or (known[-1].body if known else None)
    if said is None:
        return  # it is complained of that nobody has the question
    asked = question_of(question, said)
    for complaint in parse_outcome.check_outcome(
        item.record, asked, horizon=work.transaction.horizon
    ):
        if not complaint.warning:
            due = edtf.in_words(asked.due) if asked.due else None
            cure = READ_AGAIN if work.is_read_otherwise(question) else ""
            message = f"{complaint.message} The ledger has due {due}.{cure}"
            work.complain(item, complaint.place, message, code=complaint.code)


def _complain_of_unseating(work: Import, item: Item[Outcome], stands: Outcome | None) -> None:
    before = f"{stands.id} says {stands.verdict}" if stands else ""
    message = (
        f"{before}; {item.record.verdict} corrects that, so give a reason "
        f"(the key reason of the outcome, or --reason)."
    )
    work.complain(item, ("verdict",), message, code="needs-reason")


def match(
    known: Mapping[str, Sequence[Revision]], told: Sequence[tuple[Body, frozenset[str] | None]]
) -> list[str | None]:
    """For each of a file's outcomes, which of the ``known`` ones it is, if any.

    An outcome is told as its body, and the keys that the file has a word on (`Item.said`).
    The same are outcomes with the same verdict, happened_on and value, and both of them blind or
    adjudicating, or neither.  Where there are several, one that says the rest of it too is taken
    first, then one that did, then one in force.
    """
    free = list(known)
    found: list[str | None] = [None] * len(told)
    for is_same in (_says, has_said, _is_alike_in_force, _is_alike):
        for place, (body, keys) in enumerate(told):
            if found[place] is None:
                same = next((one for one in free if is_same(known[one], body, keys)), None)
                if same is not None:
                    free.remove(same)
                    found[place] = same
    return found


def _says(revisions: Sequence[Revision], body: Body, keys: frozenset[str] | None) -> bool:
    last = revisions[-1]
    return last.replaced_by is None and is_said_by(last, body, keys)


def _is_alike_in_force(
    revisions: Sequence[Revision], body: Body, keys: frozenset[str] | None
) -> bool:
    return revisions[-1].replaced_by is None and _is_alike(revisions, body, keys)


def _is_alike(revisions: Sequence[Revision], body: Body, keys: frozenset[str] | None) -> bool:
    compared = IDENTIFYING if keys is None else IDENTIFYING & keys
    return all(revisions[-1].body.get(key) == body.get(key) for key in compared)


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
    moment = work.transaction.head.size
    known = [
        outcome
        for outcome in (after_the_fact.outcome_at(states, moment) for states in there.values())
        if outcome
    ]
    sighted = [one for one in known if not one.blind]
    if any(_is_same(item.record, outcome) for item in rivals for outcome in sighted) and not any(
        outcome.disputed for outcome in known
    ):
        kept = [rival for rival in rivals if any(_is_same(rival.record, each) for each in sighted)]
        _name(work, question, [rival for rival in rivals if rival not in kept])
        return [item for item in items if item not in rivals or item in kept]
    if not any(outcome.disputed for outcome in known):
        work.result.disputed.append(question)
    return [_disputed(item) if item in rivals else item for item in items]


def _is_same(outcome: Outcome, other: Outcome) -> bool:
    return outcome.said == other.said


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
    answers = ((one, getattr(outcome, one)) for one in ("answer", "answer_low", "answer_high"))
    told = ([f"--{one.replace('_', '-')}", answer] for one, answer in answers if answer is not None)
    return [str(outcome.verdict), *value, *chain(*told), *day]
