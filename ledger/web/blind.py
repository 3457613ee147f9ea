"""Verdicts given blind are for nobody's eyes until somebody has decided.

A page may be read by anybody, and so by whoever is still to judge the same question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Agreement, Dispute
    from ledger.journal.entry import Entry
    from ledger.model.export_items import RecordedOutcome

WITHHELD: Final = "withheld"
"""The key that stands in place of what an entry says, where that was given blind."""


def seen(outcomes: Sequence[RecordedOutcome]) -> list[RecordedOutcome]:
    """The outcomes of one question that anybody may see."""
    if any(one.outcome.adjudicates for one in outcomes):
        return list(outcomes)
    return [one for one in outcomes if not _is_hidden(one)]


def _is_hidden(recorded: RecordedOutcome) -> bool:
    """Whether it was given blind; what an import disputes was given by nobody here."""
    return recorded.outcome.blind and not recorded.outcome.disputed


def seen_by_question(
    outcomes: dict[str, list[RecordedOutcome]],
) -> dict[str, list[RecordedOutcome]]:
    """The same for several questions."""
    return {question: seen(several) for question, several in outcomes.items()}


def corrections_seen(
    corrections: Iterable[Correction], outcomes: dict[str, list[RecordedOutcome]]
) -> list[Correction]:
    """Corrections but for those of outcomes that nobody may see; ``outcomes`` are by question."""
    decided = {
        question
        for question, several in outcomes.items()
        if any(one.outcome.adjudicates for one in several)
    }
    return [one for one in corrections if not one.blind or one.question in decided]


def dispute_seen(dispute: Dispute) -> Dispute:
    """A dispute without the verdicts that nobody may see."""
    if dispute.adjudicated:
        return dispute
    shown = tuple(one for one in dispute.verdicts if not _is_hidden(one))
    return replace(dispute, verdicts=shown)


def agreement_seen(agreement: Agreement) -> Agreement:
    """An agreement without them."""
    return replace(agreement, disputes=tuple(map(dispute_seen, agreement.disputes)))


def body_seen(entry: Entry) -> dict[str, Any]:
    """What an entry says, unless it was given blind."""
    body = dict(entry.body)
    if entry.kind == Kind.OUTCOME and body.get("blind") and not body.get("disputed"):
        return {"blind": True, WITHHELD: True}
    return body
