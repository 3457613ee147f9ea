"""How forecasts on one question moved: claims with a chance or answer, by the day of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import lookup
from ledger.model import codec
from ledger.model.filters import Filters
from ledger.model.name_keys import name_key
from ledger.store import assessments, records

if TYPE_CHECKING:
    from ledger.model.claim import Question
    from ledger.model.claim_state import Assessment, Moment
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class Course:
    """A question, and the forecasts on it in the order of the days they were made."""

    question: Question
    claims: tuple[Assessment, ...]

    def before(self, claim: Assessment) -> Assessment | None:
        """The forecast of the same speaker before that one."""
        own = [one for one in self.claims if one.speaker_group == claim.speaker_group]
        place = own.index(claim)
        return own[place - 1] if place else None


def day_of(claim: Assessment) -> str:
    """The last day on which a forecast can have been made; the day it was recorded else."""
    return claim.made_latest or claim.made_earliest or claim.recorded_at[:10]


def forecasts(
    connection: Connection, moment: Moment, identifier: str, speaker: str | None = None
) -> Course:
    """The forecasts on the question that an id is about, of everybody or of one speaker.

    Raises:
        NotFound: no question or claim bears the id.
    """
    wanted = lookup.question_id(connection, identifier, moment.entry)
    found = assessments.assess(connection, moment, Filters(question=(wanted,)))
    body = next(
        one.body
        for one in reversed(records.revisions(connection, "question", [wanted])[wanted])
        if one.number <= moment.entry
    )
    claims = [
        one
        for one in found
        if (one.probability is not None or one.answer is not None)
        and (speaker is None or _is_of(one, speaker))
    ]
    claims.sort(key=lambda one: (day_of(one), one.entry))
    return Course(codec.question_of(wanted, body), tuple(claims))


def _is_of(claim: Assessment, speaker: str) -> bool:
    return name_key(speaker) in {name_key(claim.speaker), name_key(claim.speaker_group)}
