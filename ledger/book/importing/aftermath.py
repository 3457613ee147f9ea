"""What an import leaves behind: questions no claim stands on, and dates that contradict others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ledger import edtf
from ledger.book.writing.contradictions import dues_before, outcomes_against
from ledger.book.writing.withdrawing import claims_on
from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.book.importing.entering import Amendment, Import
    from ledger.edtf import FuzzyDate
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.model.complaint import Complaint
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question

    Body: TypeAlias = Mapping[str, Any]


def withdraw_what_was_left(work: Import, bundles: Iterable[Bundle]) -> None:
    """Take back the questions that claims made and have been moved from."""
    left = [one for one in work.amended if _leaves_own_question(one)]
    if not left:
        return
    staying = {
        item.record.id: work.bodies["claim", item.record.id]["question"]
        for bundle in bundles
        for item in bundle.claims
        if not work.is_withdrawn("claim", item.record.id)
    }
    for amendment in left:
        item = amendment.item
        identifier = item.record.id
        there = {one: staying.get(one, identifier) for one in claims_on(work.unit, identifier)}
        others = sorted(one for one, home in {**staying, **there}.items() if home == identifier)
        if others:
            message = (
                f"Other claims stand on the question that {identifier} made: "
                f"{', '.join(others)}; move those first."
            )
            work.complain(item, ("question",), message, code="claims-left-behind")
        what = {"what": Kind.QUESTION.value}
        work.unit.enter(Kind.WITHDRAWAL, identifier, what, work.reason_for(item))


def _leaves_own_question(amendment: Amendment) -> bool:
    record = amendment.item.record
    return bool(amendment.before.body.get("question") == record.id != record.question)


def complain_of_contradictions(work: Import, bundles: Sequence[Bundle]) -> None:
    """Name the dates of files that contradict what the ledger has and the files do not say."""
    mentioned = {item.record.id for bundle in bundles for item in bundle.claims}
    for amendment in work.amended:
        item, kind = amendment.item, amendment.before.entry.kind
        if "due" in amendment.changed:
            for outcome, complaint in _outcomes_against(work, item.record):
                message = (
                    f"{outcome.id} says {outcome.verdict}. {complaint.message} "
                    f"Take it back first: ledger withdraw {outcome.id} --reason ..."
                )
                work.complain(item, ("due",), message, code="contradicts-outcome")
        if "published" in amendment.changed and kind == "source":
            for one in dues_before(work.unit, item.record):
                if one.id not in mentioned:
                    told = f"published {item.record.published}"
                    work.complain(
                        item,
                        ("published",),
                        _too_late(told, one.id, one.due),
                        code="too-late-in-ledger",
                    )
    for bundle in bundles:
        for claim in bundle.claims:
            if claim.record.id in work.known["claim"]:
                _complain_of_dates(work, claim)


def _outcomes_against(work: Import, question: Question) -> Iterator[tuple[Outcome, Complaint]]:
    """The outcomes that contradict a due day, but those that are taken back."""
    for outcome, complaint in outcomes_against(work.unit, question):
        if outcome.id not in work.taken_back:
            yield outcome, complaint


def _complain_of_dates(work: Import, item: Item[Claim]) -> None:
    """Hold a claim's own due day against the day it was made, where the ledger leads on either."""
    identifier = item.record.id
    claim = work.bodies["claim", identifier]
    if claim["question"] != identifier or work.is_withdrawn("claim", identifier):
        return
    due = _date(_question(work, identifier), "due")
    made = _date(claim, "made")
    since = made or _date(work.bodies["source", item.record.source], "published")
    if due is None or since is None or due.latest is None or since.earliest is None:
        return
    if due.latest < since.earliest:
        told = f"made {made}" if made else f"published {since}"
        work.complain(item, ("due",), _too_late(told, identifier, due), code="too-late-in-ledger")


def _question(work: Import, identifier: str) -> Body:
    """What the ledger will say of a question that a claim stands on."""
    ours = work.bodies.get(("question", identifier))
    return work.known["question"][identifier][-1].body if ours is None else ours


def _date(record: Body, key: str) -> FuzzyDate | None:
    return edtf.parse(record[key]) if key in record else None


def _too_late(told: str, claim: str, due: object) -> str:
    return (
        f"{told} is after the due day of {claim} in the ledger: {due}. "
        f"Say when that was said: ledger amend {claim} --made DATE."
    )
