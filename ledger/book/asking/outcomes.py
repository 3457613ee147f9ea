"""Outcomes as recorded: what was said, when, by whom and why, and whether it stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.book import facts
from ledger.model.exhibit import RecordedOutcome
from ledger.model.outcome import standing
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.moment import Moment
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection


def outcomes_of(
    connection: Connection, moment: Moment, questions: Iterable[str]
) -> dict[str, list[RecordedOutcome]]:
    """The outcomes in force at ``moment``, by question, in the order they were recorded."""
    known: dict[str, list[tuple[Outcome, str, str, str | None]]] = defaultdict(list)
    for revisions in records.revisions(connection, "outcome", questions).values():
        outcome = facts.outcome_at(revisions, moment.entry)
        if outcome is not None:
            first = revisions[0].entry
            reason = first.body.get("reason")
            told = (outcome, first.by, first.at, None if reason is None else str(reason))
            known[outcome.question].append(told)
    found: dict[str, list[RecordedOutcome]] = {}
    for question, several in known.items():
        stands = standing(outcome for outcome, *_ in several)
        several.sort(key=lambda told: told[0].n)
        found[question] = [RecordedOutcome(*told, stands=told[0] is stands) for told in several]
    return found
