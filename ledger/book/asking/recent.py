"""What was recorded lately: verdicts and corrections, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact
from ledger.book.asking.corrections import corrections
from ledger.model.claim_state import verdict_label
from ledger.model.export_items import Page
from ledger.model.kinds import Kind
from ledger.store import journal_table, records
from ledger.store.held_back import proposed_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledger.book.asking.corrections import Correction
    from ledger.journal.entry import Entry
    from ledger.model.claim_state import Moment
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """An outcome, who recorded it first and when, and the question it is about."""

    id: str
    question: str
    statement: str
    verdict: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Recent:
    """What was recorded from a day on."""

    since: date
    verdicts: Page[NewVerdict]
    corrections: Page[Correction]


def recent(connection: Connection, moment: Moment, since: date, most: int | None) -> Recent:
    """The verdicts and corrections from a day on up to ``moment``; of each the newest ``most``.

    No verdict that was given blind is told, for others may still be judging, and none that was
    taken back: that is a correction.  What is only proposed is left out.
    """
    day = since.isoformat()
    before = journal_table.size_at(connection, day)
    found: dict[int, Entry] = {}
    for number, entry in journal_table.backwards(connection):
        if number <= before or (most is not None and len(found) > most):
            break
        if entry.kind == Kind.OUTCOME and number <= moment.entry:
            found[number] = entry
    proposed, alone = proposed_at(connection, moment.entry)
    verdicts = [one for one in _first(connection, moment, found) if one.question not in alone]
    more = 0 if most is None or len(verdicts) <= most else None
    corrected = [
        one
        for one in corrections(connection, moment.entry)
        if one.at >= day and not (one.kind == Kind.CLAIM and one.id in proposed)
    ]
    return Recent(since, Page(verdicts[:most], more), Page.of(corrected[::-1], most))


def _first(
    connection: Connection, moment: Moment, found: Mapping[int, Entry]
) -> Iterator[NewVerdict]:
    """Those of the entries that are the first of an outcome that is in force and not blind."""
    asked = {entry.id.rpartition("#")[0] for entry in found.values()}
    questions = records.latest(connection, "question", asked)
    outcomes = records.revisions(connection, "outcome", asked)
    for number, entry in found.items():
        revisions = outcomes[entry.id]
        now = after_the_fact.outcome_at(revisions, moment.entry)
        if revisions[0].number == number and now is not None and not now.blind:
            statement = str(questions[now.question].body["statement"])
            verdict = verdict_label(now.verdict, now.amount, now.happened_on)
            yield NewVerdict(entry.id, now.question, statement, verdict, entry.by, entry.at)
