"""One thing with its whole history: a claim or question, a source with its claims, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact, lookup
from ledger.book.asking.corrections import corrections
from ledger.errors import NotFound
from ledger.model import codec
from ledger.model.filters import Filters
from ledger.model.outcome import question_of, response_of_id
from ledger.store import assessments, records, taken_back

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.asking.corrections import Correction
    from ledger.model.claim import Question, Source
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.export_items import RecordedOutcome, RecordedResponse
    from ledger.store.database import Connection


@dataclass(frozen=True, slots=True)
class Dossier:
    """A question with the claims on it, its outcomes and its corrections, as of a moment.

    ``claim`` is the claim that was asked for, or None where the question was; ``withdrawn`` says
    that what was asked for has been taken back, and is shown as it last was.
    """

    question: Question
    claim: Assessment | None
    claims: tuple[Assessment, ...]
    outcomes: tuple[RecordedOutcome, ...]
    corrections: tuple[Correction, ...]
    withdrawn: bool
    responses: tuple[RecordedResponse, ...] = ()
    """To the claims on it, and to the one that was asked for; by claim and number."""

    @property
    def own_responses(self) -> tuple[RecordedResponse, ...]:
        """Those to the claim that was asked for; where the question was, all."""
        if self.claim is None:
            return self.responses
        return tuple(one for one in self.responses if one.response.claim == self.claim.id)

    @property
    def answers(self) -> dict[str, RecordedResponse]:
        """The responses by their ids."""
        return {one.response.id: one for one in self.responses}


@dataclass(frozen=True, slots=True)
class SourceDossier:
    """A source with the claims made in it, as of a moment."""

    source: Source
    claims: tuple[Assessment, ...]


def show(connection: Connection, identifier: str, moment: Moment) -> Dossier | SourceDossier:
    """What the ledger knows of a claim, question, outcome, response or source.

    Raises:
        NotFound: the id is nobody's as of that moment.
    """
    if (answer := response_of_id(identifier)) is not None:
        found = show(connection, answer[0], moment)
        if not isinstance(found, Dossier) or identifier not in found.answers:
            close = lookup.close_ids(connection, ["response"], identifier)
            raise NotFound("response in force", identifier, close)
        return found
    bearers = records.bearers(connection, [identifier], moment.entry).get(identifier, ())
    kinds = [bearer.kind for bearer in bearers]
    if kinds == ["source"]:
        return _source(connection, identifier, moment)
    return _question(connection, identifier, moment, is_claim="claim" in kinds)


def _source(connection: Connection, identifier: str, moment: Moment) -> SourceDossier:
    revisions = records.revisions(connection, "source", [identifier])[identifier]
    known = next(revision for revision in revisions if revision.in_force(moment.entry))
    found = assessments.assess(connection, moment, Filters(source=(identifier,)))
    found.sort(key=lambda claim: claim.id)
    return SourceDossier(codec.source_of(identifier, known.body), tuple(found))


def _question(
    connection: Connection, identifier: str, moment: Moment, *, is_claim: bool
) -> Dossier:
    wanted = lookup.question_id(connection, identifier, moment.entry)
    outcomes = lookup.outcomes_of(connection, moment, [wanted]).get(wanted, [])
    if question_of(identifier) and identifier not in [outcome.outcome.id for outcome in outcomes]:
        close = lookup.close_ids(connection, ["outcome"], identifier)
        raise NotFound("outcome in force", identifier, close)
    revisions = records.revisions(connection, "question", [wanted])[wanted]
    known = [revision for revision in revisions if revision.number <= moment.entry]
    filters = Filters(question=(wanted,))
    standing = assessments.assess(connection, moment, filters)
    gone: list[Assessment] = []
    if is_claim and identifier not in [claim.id for claim in standing]:
        gone = taken_back.assess_taken_back(connection, moment, filters)
    claim = next((claim for claim in (*standing, *gone) if claim.id == identifier), None)
    withdrawn = claim in gone if is_claim else not known[-1].in_force(moment.entry)
    answered = {one.id for one in (*standing, *([claim] if claim else []))}
    responses = lookup.responses_of(connection, moment, answered)
    return Dossier(
        question=codec.question_of(wanted, known[-1].entry.body),
        claim=claim if is_claim else None,
        claims=tuple(sorted(standing, key=lambda claim: claim.id)),
        outcomes=tuple(outcomes),
        corrections=tuple(corrections(connection, moment.entry, [wanted])),
        withdrawn=withdrawn,
        responses=tuple(each for one in sorted(responses) for each in responses[one]),
    )


def sources_of(connection: Connection, moment: Moment, wanted: Iterable[str]) -> dict[str, Source]:
    """The ``wanted`` sources in force at ``moment``, by id; those that are not are missing."""
    found = {}
    for identifier, revisions in records.revisions(connection, "source", wanted).items():
        known = after_the_fact.state(revisions, moment.entry)
        if known is not None:
            found[identifier] = codec.source_of(identifier, known.body)
    return found
