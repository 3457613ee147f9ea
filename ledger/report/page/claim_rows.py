"""Every claim of a report as the page lists it: what was said, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.model.column_filling import of_rows
from ledger.report.numbers import percent
from ledger.report.page.links import of_evidence, of_source
from ledger.report.scorable import FATES, scorable
from ledger.report.timeline import NAMES

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment
    from ledger.report.making import Report
    from ledger.report.page.links import Link
    from ledger.report.page.record import Record
    from ledger.report.settings import Settings

STANCES: Final = {
    "for": None,
    "against": "Counts as saying that it would not come about.",
    "none": "Takes no side.",
}
"""What is said of a stance; nothing of the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim and what became of it, in words.

    ``mark`` is one of `ledger.report.scorable.FATES`, or the status of what is not settled;
    ``result`` says it in words, with why where it is not scored.
    """

    claim: Assessment
    stance: str | None
    chance: str | None
    made_in: Link | None
    verdict: str | None
    mark: str
    result: str
    note: str | None
    evidence: tuple[Link, ...]


def claim_rows(report: Report, record: Record) -> list[ClaimRow]:
    """The claims in the order of the record."""
    found = scorable(of_rows(record.claims), report.settings)
    alone = found.alone.tolist()
    came_out = dict(
        zip(found.columns.ids, zip(found.fate.tolist(), alone, strict=True), strict=True)
    )
    return [_row(one, came_out[one.id], report.settings, record) for one in record.claims]


def _row(
    claim: Assessment, came_out: tuple[int, bool], settings: Settings, record: Record
) -> ClaimRow:
    recorded = record.outcomes.get(claim.question)
    outcome = None if recorded is None else recorded.outcome
    source = record.sources.get(claim.source)
    chance = None if claim.probability is None else float(claim.probability)
    fate, alone = came_out
    mark, result = _result(claim, FATES[fate], alone=alone)
    return ClaimRow(
        claim=claim,
        stance=STANCES[claim.stance],
        chance=None if chance is None else percent(chance, settings.digits),
        made_in=None if source is None else of_source(source),
        verdict=None if claim.verdict is None else claim.verdict.replace("-", " "),
        mark=mark,
        result=result,
        note=None if outcome is None else outcome.note,
        evidence=()
        if outcome is None
        else tuple(of_evidence(one, record.sources) for one in outcome.evidence),
    )


def _result(claim: Assessment, fate: str, *, alone: bool) -> tuple[str, str]:
    """How a claim came out, as a mark and in words; ``alone`` says that its probability scores."""
    if claim.status == "not-checkable":
        return claim.status, "too vague to check"
    if claim.status != "settled":
        return claim.status, claim.status
    if fate != "unscored":
        return fate, NAMES[fate]
    if alone:
        return fate, "neither right nor wrong: takes no side; its probability is scored"
    why = _why_not(claim)
    return fate, f"{NAMES[fate]}: {why}" if why else NAMES[fate]


def _why_not(claim: Assessment) -> str | None:
    """Why a settled claim is not scored; None where its verdict says it."""
    if claim.made_too_late:
        return "made too late"
    if claim.stance == "none":
        return "takes no side"
    if claim.rightness is None:
        return None
    return "no due day" if claim.horizon is None else "not due yet"
