"""Importing: what files say, compared with what the ledger says, entered in one unit or not at all.

The ledger leads.  What is new is added and what differs is an amendment; but what the ledger said
once and has been amended since is stale, what was withdrawn stays withdrawn, and what files no
longer mention stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ledger.book import facts
from ledger.book.comparing import Standing, adopted, compare
from ledger.book.contradictions import dues_before, outcomes_against
from ledger.book.matching import match
from ledger.book.reasons import read_reason
from ledger.book.recording import next_number, unseats
from ledger.book.references import reference_problems
from ledger.book.withdrawing import claims_on
from ledger.model.body import to_body
from ledger.model.filters import Filters
from ledger.model.outcome import FINAL
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.unit import Unit
    from ledger.errors import Problem
    from ledger.model.body import Record
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

    Revisions = dict[str, list[Revision]]


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: counts by kind, and ids by name where people must look."""

    added: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    amended: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop an import."""
        return [one for one in self.problems if one.severity == "error"]


@dataclass(slots=True)
class Import:
    """One import under way: the unit it writes to and the revisions the ledger has."""

    unit: Unit
    reason: str | None
    known: dict[str, Revisions]
    outcomes: dict[str, Revisions]
    """The ledger's outcomes by question, in the order of their numbers."""
    amended: list[tuple[Item[Any], Revision, list[str]]] = field(default_factory=list)
    """What was amended: as the file gives it, as it was, and the keys that changed."""
    result: Imported = field(default_factory=Imported)


def import_bundles(unit: Unit, bundles: Sequence[Bundle], reason: str | None) -> Imported:
    """Enter in ``unit`` what ``bundles`` say and the ledger does not; name what was left alone.

    Where the result has errors, ``unit`` must not be closed.

    Raises:
        BadValue: the reason is no text that can be kept.
    """
    known = _known(unit, bundles)
    work = Import(unit, read_reason(reason), known, _by_question(known["outcome"]))
    work.result.problems += reference_problems(unit.connection, bundles, work.known)
    if work.result.errors:
        return work.result
    for bundle in bundles:
        for item in bundle.named:
            _enter(work, item, _about(item))
    for bundle in bundles:
        _enter_outcomes(work, bundle.outcomes)
    _withdraw_what_was_left(work, bundles)
    _complain_of_contradictions(work)
    work.result.missing = _missing(unit, bundles)
    return work.result


def _known(unit: Unit, bundles: Sequence[Bundle]) -> dict[str, Revisions]:
    """Every revision the ledger has of what the bundles are about."""
    wanted = defaultdict(set)
    for bundle in bundles:
        wanted["source"].add(bundle.source.record.id)
        wanted["question"] |= {item.record.id for item in bundle.questions}
        wanted["question"] |= {item.record.question for item in bundle.claims}
        wanted["claim"] |= {item.record.id for item in bundle.claims}
    known = {
        kind: records.revisions(unit.connection, kind, wanted[kind])
        for kind in ("source", "question", "claim")
    }
    for revisions in known["claim"].values():
        wanted["question"] |= {str(one.body["question"]) for one in revisions}
    known["outcome"] = records.revisions(unit.connection, "outcome", wanted["question"])
    known["question"] = records.revisions(unit.connection, "question", wanted["question"])
    return known


def _about(item: Item[Any]) -> str:
    return type(item.record).__name__.lower()


def _enter(work: Import, item: Item[Any], kind: str) -> None:
    """Enter one source, question, claim or numbered outcome, if the ledger does not say it."""
    record: Record = item.record
    revisions = work.known[kind].get(record.id, [])
    body = to_body(record)
    standing = compare(revisions, body)
    if standing in {Standing.NEW, Standing.AMENDED} and kind == "claim":
        _complain_of_withdrawn_question(work, item)
    if standing is Standing.NEW:
        work.result.added[kind] += 1
        work.unit.enter(kind, record.id, body, item.reason)
    elif standing is Standing.AMENDED:
        _amend(work, item, kind, revisions[-1], body)
    elif standing is Standing.UNCHANGED:
        work.result.unchanged += 1
    else:
        named = work.result.stale if standing is Standing.STALE else work.result.withdrawn
        if record.id not in named and not (kind == "question" and _has_moved(work, record.id)):
            named.append(record.id)


def _is_withdrawn(work: Import, question: str) -> bool:
    states = work.known["question"].get(question, [])
    return bool(states) and states[-1].replaced_by is not None


def _has_moved(work: Import, claim: str) -> bool:
    """Whether a claim stands, but no longer on the question it made."""
    states = work.known["claim"].get(claim)
    if not states or states[-1].replaced_by is not None:
        return False
    return bool(states[-1].body["question"] != claim)


def _complain_of_withdrawn_question(work: Import, item: Item[Claim]) -> None:
    question = item.record.question
    if _is_withdrawn(work, question):
        message = f"The question {question!r} was withdrawn; no claim can stand on it."
        work.result.problems.append(item.origin.problem(("question",), message))


def _amend(work: Import, item: Item[Any], kind: str, last: Revision, body: dict[str, Any]) -> None:
    record = item.record
    new = adopted(last.body, body)
    changed = facts.changed_keys(last.body, new)
    reason = item.reason or work.reason
    protected = facts.PROTECTED.intersection(changed) and kind in {"question", "claim"}
    if protected and reason is None:
        questions = {last.body["question"], new["question"]} if kind == "claim" else {record.id}
        if any(_is_after_the_fact(work, one) for one in questions):
            message = (
                f"{record.id}: {', '.join(changed)} changed after the question was settled or due; "
                f"give a reason (the key reason, or --reason)."
            )
            work.result.problems.append(item.origin.problem((changed[0],), message))
            return
    if record.id not in work.result.amended:
        work.result.amended.append(record.id)
    work.amended.append((item, last, changed))
    work.unit.enter(kind, record.id, {key: new[key] for key in new if key != "reason"}, reason)


def _is_after_the_fact(work: Import, question: str) -> bool:
    states = work.known["question"].get(question, [])
    outcomes = work.outcomes.get(question, {}).values()
    moment = work.unit.moment
    return facts.is_after_the_fact(states, outcomes, moment.entry, moment.day.isoformat())


def _by_question(known: Revisions) -> dict[str, Revisions]:
    found: dict[str, Revisions] = defaultdict(dict)
    for one in sorted(known, key=_number):
        found[one.rpartition("#")[0]][one] = known[one]
    return found


def _number(outcome: str) -> int:
    return int(outcome.rpartition("#")[2])


def _enter_outcomes(work: Import, items: Sequence[Item[Outcome]]) -> None:
    by_question: dict[str, list[Item[Outcome]]] = defaultdict(list)
    for item in items:
        by_question[item.record.question].append(item)
    for question, own in by_question.items():
        _enter_outcomes_of(work, question, own)


def _enter_outcomes_of(work: Import, question: str, items: Sequence[Item[Outcome]]) -> None:
    """Match a file's outcomes of one question with the ledger's; number and enter the others."""
    if _is_withdrawn(work, question):
        return
    there = work.outcomes.get(question, {})
    stands = facts.standing_at(there.values(), work.unit.head.size)
    number = next_number(there)
    matches = match(there, [to_body(item.record) for item in items])
    for item, same in zip(items, matches, strict=True):
        if same is not None:
            matched = replace(item.record, n=_number(same))
            _enter(work, replace(item, record=matched), "outcome")
            continue
        numbered = replace(item, record=replace(item.record, n=number))
        number += 1
        if unseats(numbered.record, stands):
            if not (item.reason or work.reason):
                _complain_of_unseating(work, item, stands)
                continue
            numbered = replace(numbered, reason=item.reason or work.reason)
        if stands is None or numbered.record.verdict in FINAL or stands.verdict not in FINAL:
            stands = numbered.record
        _enter(work, numbered, "outcome")


def _complain_of_unseating(work: Import, item: Item[Outcome], stands: Outcome | None) -> None:
    before = f"{stands.id} says {stands.verdict}" if stands else ""
    message = (
        f"{before}; {item.record.verdict} corrects that, so give a reason "
        f"(the key reason of the outcome, or --reason)."
    )
    work.result.problems.append(item.origin.problem(("verdict",), message))


def _withdraw_what_was_left(work: Import, bundles: Sequence[Bundle]) -> None:
    """Take back the questions that claims made and have been moved from."""
    for item, last, _ in work.amended:
        record = item.record
        if last.body.get("question") != record.id or record.question == record.id:
            continue
        there = {one for one in claims_on(work.unit, record.id) if one != record.id}
        moving = {one.record.id for one, *_ in work.amended}
        coming = {c.record.id for b in bundles for c in b.claims if c.record.question == record.id}
        if others := sorted((there - moving) | coming):
            message = (
                f"Other claims stand on the question that {record.id} made: {', '.join(others)}; "
                f"move those first."
            )
            work.result.problems.append(item.origin.problem(("question",), message))
        reason = item.reason or work.reason
        work.unit.enter("withdrawal", record.id, {"what": "question"}, reason)


def _complain_of_contradictions(work: Import) -> None:
    """Name amended dates that contradict what the ledger has and the files do not say."""
    for item, last, changed in work.amended:
        if "due" in changed:
            for outcome, why in outcomes_against(work.unit, item.record):
                message = (
                    f"{outcome.id} says {outcome.verdict}. {why} "
                    f"Take it back first: ledger withdraw {outcome.id} --reason ..."
                )
                work.result.problems.append(item.origin.problem(("due",), message))
        if "published" in changed and last.entry.kind == "source":
            for one in dues_before(work.unit, item.record):
                if one.id not in work.result.amended:
                    message = (
                        f"published {item.record.published} is after the due day of {one.id}: "
                        f"{one.due}. Say when that was said: ledger amend {one.id} --made DATE."
                    )
                    work.result.problems.append(item.origin.problem(("published",), message))


def _missing(unit: Unit, bundles: Sequence[Bundle]) -> list[str]:
    """Claims of the bundles' sources that the ledger has and the bundles do not mention."""
    sources = tuple(bundle.source.record.id for bundle in bundles)
    if not sources:
        return []
    mentioned = {item.record.id for bundle in bundles for item in bundle.claims}
    found = assessments.assess(unit.connection, unit.moment, Filters(source=sources))
    return sorted({one.id for one in found} - mentioned)
