"""What is newest, found without reading what is older: verdicts, and claims that hold words."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from ledger.model.filters import Filters
from ledger.model.name_keys import tokens
from ledger.store import assessments, lookups, pages

if TYPE_CHECKING:
    from ledger.model.claim_state import Assessment, Moment
    from ledger.store.database import Connection


def latest_questions(connection: Connection, moment: Moment, most: int) -> list[str]:
    """The questions with the newest outcomes in force, each once, the newest first.

    What was given blind is passed over.
    """
    return lookups.last_judged(connection, moment.entry, most)


def claims_on(connection: Connection, moment: Moment, questions: list[str]) -> list[Assessment]:
    """The claims on some questions, by id."""
    found = assessments.assess_on(connection, moment, Filters(), questions)
    return sorted(found, key=lambda claim: claim.id)


def entries_holding(
    connection: Connection, moment: Moment, words: str, most: int
) -> tuple[list[int], bool]:
    """The entries that made the claims with all of ``words``, the newest first.

    They are no more than ``most``; whether there are others is told with them.
    """
    wanted = sorted(tokens([words]), key=len, reverse=True)
    near = pages.near_words(connection, wanted)
    if not wanted or near == []:
        return [], False
    with closing(pages.Listing(connection, moment, Filters()).holding(wanted, near)) as found:
        entries = list(islice(found, most))
        return entries, next(found, None) is not None
