"""The record behind a report: what was recorded of its claims, for readers who want to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.model.exhibit import standing_among
from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.book.asking.corrections import Correction
    from ledger.book.ledger import Ledger
    from ledger.model.assessment import Assessment
    from ledger.model.exhibit import RecordedOutcome
    from ledger.model.source import Source
    from ledger.report.making import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What stands in the ledger beside the claims of a report, as of the report's moment.

    ``claims`` are those the report's figures are about, by due day or scheduled end, those without
    either last.  ``outcomes`` has the outcome that stands on each question that has one,
    ``sources`` what claims were made in and what evidence names, both by id.  ``corrections`` are
    those of the report's claims, withdrawn ones among them, of their questions, outcomes and
    sources, and of the names that their speakers were joined to, oldest first.
    """

    claims: tuple[Assessment, ...]
    outcomes: Mapping[str, RecordedOutcome]
    sources: Mapping[str, Source]
    corrections: tuple[Correction, ...]


def record(ledger: Ledger, report: Report) -> Record:
    """The record of a report of ``ledger``, read in a few queries however many claims there are."""
    moment = str(report.moment)
    with ledger.select(report.filters, moment) as selection:
        claims, gone = (
            [one for one in rows if one.kind in report.kinds]
            for rows in (selection.rows(), selection.withdrawn())
        )
    everything = ledger.outcomes({one.question for one in claims}, moment)
    outcomes = {
        question: stands
        for question, several in everything.items()
        if (stands := standing_among(several)) is not None
    }
    return Record(
        claims=tuple(claims),
        outcomes=outcomes,
        sources=ledger.sources(_sources(claims, outcomes.values()), moment),
        corrections=_about([*claims, *gone], ledger.corrections(moment)),
    )


def _sources(claims: Iterable[Assessment], outcomes: Iterable[RecordedOutcome]) -> set[str]:
    """The ids of the sources that claims were made in, and of those that evidence names."""
    evidence = (one for recorded in outcomes for one in recorded.outcome.evidence)
    return {one.source for one in claims} | {one.source for one in evidence if one.source}


def _about(
    claims: Iterable[Assessment], corrections: Iterable[Correction]
) -> tuple[Correction, ...]:
    """Those of the corrections that bear on ``claims``."""
    spoken = list(claims)
    names = {one.speaker for one in spoken} | {one.speaker_group for one in spoken}
    ids: dict[str, set[str]] = {
        Kind.CLAIM: {one.id for one in spoken},
        Kind.QUESTION: {one.question for one in spoken},
        Kind.SOURCE: {one.source for one in spoken},
    }

    def bears(one: Correction) -> bool:
        if one.kind == Kind.OUTCOME:
            return one.question in ids[Kind.QUESTION]
        if one.kind == Kind.ALIAS:  # undone or moved on, it bears on whom it counted for as well
            return not names.isdisjoint({one.id, one.before, one.after})
        return one.id in ids[one.kind]

    return tuple(filter(bears, corrections))
