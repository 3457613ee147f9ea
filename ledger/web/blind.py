"""Verdicts given blind are for few eyes until somebody has decided.

A page may be read by anybody, and so by whoever is still to judge the same question.  So they are
shown to those alone who have given a verdict themselves, and to editors once there are two verdicts
to decide between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.disputes import agreement, verdicts
from ledger.desk.roles import Role
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.web.visitor import NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Agreement
    from ledger.book.ledger import Ledger
    from ledger.journal.entry import Entry
    from ledger.model.export_items import RecordedOutcome
    from ledger.model.filters import Filters
    from ledger.web.visitor import Visitor

WITHHELD: Final = "withheld"
"""The key that stands in place of what an entry says, where that was given blind."""


def seen(outcomes: Sequence[RecordedOutcome], visitor: Visitor = NOBODY) -> list[RecordedOutcome]:
    """The outcomes of one question that a visitor may see."""
    if any(one.outcome.adjudicates for one in outcomes) or _may_see(outcomes, visitor):
        return list(outcomes)
    return [one for one in outcomes if not _is_hidden(one)]


def _may_see(outcomes: Sequence[RecordedOutcome], visitor: Visitor) -> bool:
    """Whether somebody has judged the question, or is to decide between two who have."""
    name = visitor.name
    if name is not None and any(is_same(one.by, name) for one in outcomes):
        return True
    return visitor.may(Role.EDITOR) and len(verdicts(outcomes)) > 1


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


def agreement_seen(
    ledger: Ledger, filters: Filters | None, as_of: str, visitor: Visitor = NOBODY
) -> tuple[Agreement, int]:
    """How far recorders agree by what a visitor may see, and on how many questions more was given.

    Whether a verdict that they may not see differs from another would tell what it is: so neither
    the figures nor the disputes know of it.
    """
    hidden = 0

    def shown(several: Sequence[RecordedOutcome]) -> list[RecordedOutcome]:
        nonlocal hidden
        found = seen(several, visitor)
        hidden += len(found) < len(several)
        return found

    with ledger.select(filters, as_of) as selection:
        return agreement(selection, shown), hidden


def body_seen(entry: Entry, blind: Collection[str] = ()) -> dict[str, Any]:
    """What an entry says, unless it was given blind, or takes one of the ``blind`` back."""
    body = dict(entry.body)
    if entry.kind == Kind.OUTCOME and body.get("blind") and not body.get("disputed"):
        return {"blind": True, WITHHELD: True}
    if entry.kind == Kind.WITHDRAWAL and entry.id in blind:
        return {"what": body.get("what"), WITHHELD: True}
    return body


def taken_back_blind(ledger: Ledger, entries: Iterable[Entry], as_of: str) -> set[str]:
    """The outcomes given blind that some of the entries take back."""
    ids = {one.id for one in entries if one.kind == Kind.WITHDRAWAL and "#" in one.id}
    found = {one: (entry for _, entry in ledger.log(one, as_of)) for one in sorted(ids)}
    return {
        one
        for one, several in found.items()
        if any(entry.kind == Kind.OUTCOME and WITHHELD in body_seen(entry) for entry in several)
    }
