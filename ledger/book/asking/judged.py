"""Who has judged what: the questions that one recorder has given a verdict on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact
from ledger.model.name_keys import is_same
from ledger.model.outcome import question_of
from ledger.model.verdicts import FINAL
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.claim_state import Moment
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class Judged:
    """The questions that a recorder has ``given`` a final verdict on, which is in force.

    On those in ``sighted`` they have recorded something with the other verdicts in view, and so
    cannot give a blind one any more, though it was withdrawn.
    """

    given: frozenset[str]
    sighted: frozenset[str]


def judged(
    connection: Connection, moment: Moment, recorder: str, questions: Iterable[str]
) -> Judged:
    """Those of the ``questions`` that a recorder has judged."""
    given, sighted = set(), set()
    for identifier, states in records.revisions(connection, "outcome", questions).items():
        first = states[0]
        if first.number > moment.entry or not is_same(first.entry.by, recorder):
            continue
        question, _ = question_of(identifier) or ("", 0)
        if not first.body.get("blind"):
            sighted.add(question)
        outcome = after_the_fact.outcome_at(states, moment.entry)
        if outcome is not None and outcome.verdict in FINAL and not outcome.disputed:
            given.add(question)
    return Judged(frozenset(given), frozenset(sighted))
