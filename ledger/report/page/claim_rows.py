"""Every claim of a report as the page lists it: what was said, where, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ledger.model.array_filling import of_rows
from ledger.model.claim_state import with_commas
from ledger.model.field_values import disarmed
from ledger.model.forecast import in_percent
from ledger.report.figures import NAMES
from ledger.report.sample import FATES, scorable
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedResponse
    from ledger.model.outcome import Evidence
    from ledger.report.build import Report
    from ledger.report.page.methods import Record
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

    ``mark`` is one of `ledger.report.sample.FATES`, or the status of what is not settled;
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
    responses: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A response to a claim: who says what, on which day, and where it was published."""

    by: str
    date: str
    text: str
    link: Link | None


def claim_rows(report: Report, record: Record) -> list[ClaimRow]:
    """The claims in the order of the record."""
    found = scorable(of_rows(record.claims), report.settings)
    alone = found.alone.tolist()
    came_out = dict(
        zip(found.columns.ids, zip(found.fate.tolist(), alone, strict=True), strict=True)
    )
    return [_row(claim, came_out[claim.id], report.settings, record) for claim in record.claims]


def result_of(claim: Assessment, settings: Settings) -> tuple[str, str]:
    """How one claim came out, as a mark and in words: what the page says of it among all."""
    found = scorable(of_rows([claim]), settings)
    return _result(claim, FATES[found.fate.tolist()[0]], alone=found.alone.tolist()[0])


def _row(
    claim: Assessment, came_out: tuple[int, bool], settings: Settings, record: Record
) -> ClaimRow:
    recorded = record.outcomes.get(claim.question)
    outcome = None if recorded is None else recorded.outcome
    source = record.sources.get(claim.source)
    fate, alone = came_out
    mark, result = _result(claim, FATES[fate], alone=alone)
    return ClaimRow(
        claim=claim,
        stance=STANCES[claim.stance],
        chance=in_percent(claim.forecast, settings.digits),
        made_in=None if source is None else of_source(source, claim.place),
        verdict=None if claim.verdict is None else claim.verdict.replace("-", " "),
        mark=mark,
        result=result,
        note=None if outcome is None else outcome.note,
        evidence=()
        if outcome is None
        else tuple(of_evidence(evidence, record.sources) for evidence in outcome.evidence),
        responses=tuple(map(of_response, record.responses.get(claim.id, ()))),
    )


def _result(claim: Assessment, fate: str, *, alone: bool) -> tuple[str, str]:
    """How a claim came out, as a mark and in words; ``alone`` says that its probability scores."""
    if claim.status == "not-checkable":
        return claim.status, "too vague to check"
    if claim.proposed:
        return "not-checkable", "proposed, and not approved yet"
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


FRAGMENT: Final = re.compile(r"#[!-~]+")
"""A place that is the end of an address."""

SCHEMES: Final = frozenset({"http", "https"})
"""Only these are followed: an address from data may be a program, such as ``javascript:``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A document: what it is called, where it is (None where it cannot be followed), and more."""

    text: str
    url: str | None
    archive: str | None
    published: str | None
    note: str | None = None


def followed(url: str | None) -> str | None:
    """The address, if a page may link to it; None if not."""
    if url is None:
        return None
    cleaned = clean(url).strip()
    return cleaned if _host(cleaned) else None


def _host(url: str) -> str | None:
    """Whose address it is; None where it is none of the web's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in SCHEMES else None


def of_source(source: Source, place: str | None = None) -> Link:
    """The link to what a claim was made in, and to its place there.

    A place such as ``#t=754`` is the end of the source's address, where that has none yet.
    """
    text = with_commas(source.publisher, source.title, place)
    published = None if source.published is None else str(source.published)
    end = place if place and FRAGMENT.fullmatch(place) else ""
    url, archive = (
        one and (one if "#" in one else f"{one}{end}") for one in (source.url, source.archive_url)
    )
    return Link(text, followed(url), followed(archive), published)


def of_response(recorded: RecordedResponse) -> Answered:
    """A response as pages show it."""
    response = recorded.response
    address = followed(response.url)
    link = Link(_host(address) or address, address, None, None) if address else None
    return Answered(response.by, str(response.date), response.text, link)


def of_evidence(evidence: Evidence, sources: Mapping[str, Source]) -> Link:
    """The link to a piece of evidence; what it leaves out is that of the source it names."""
    named = sources.get(evidence.source or "")
    behind = Link(evidence.source or "", None, None, None) if named is None else of_source(named)
    address = followed(evidence.url)
    told = with_commas(evidence.publisher, evidence.title)
    published = None if evidence.published is None else str(evidence.published)
    return Link(
        told
        or behind.text
        or (_host(address) if address else None)
        or disarmed(evidence.url or ""),
        address or behind.url,
        followed(evidence.archive_url) or behind.archive,
        published or behind.published,
        evidence.note,
    )
