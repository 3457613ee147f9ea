"""One thing with its whole history: a claim or question, a source with its claims, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact, lookup
from ledger.book.asking.corrections import corrections
from ledger.errors import NotFound
from ledger.model import codec
from ledger.model.filters import Filters
from ledger.model.outcome import question_of
from ledger.store import assessments, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.asking.corrections import Correction
    from ledger.model.claim import Question, Source
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.export_items import RecordedOutcome
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


@dataclass(frozen=True, slots=True)
class SourceDossier:
    """A source with the claims made in it, as of a moment."""

    source: Source
    claims: tuple[Assessment, ...]


def show(connection: Connection, identifier: str, moment: Moment) -> Dossier | SourceDossier:
    """What the ledger knows of a claim, question, outcome or source.

    Raises:
        NotFound: the id is nobody's as of that moment.
    """
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
        gone = assessments.assess_taken_back(connection, moment, filters)
    claim = next((claim for claim in (*standing, *gone) if claim.id == identifier), None)
    withdrawn = claim in gone if is_claim else not known[-1].in_force(moment.entry)
    return Dossier(
        question=codec.question_of(wanted, known[-1].entry.body),
        claim=claim if is_claim else None,
        claims=tuple(sorted(standing, key=lambda claim: claim.id)),
        outcomes=tuple(outcomes),
        corrections=tuple(corrections(connection, moment.entry, [wanted])),
        withdrawn=withdrawn,
    )


def sources_of(connection: Connection, moment: Moment, wanted: Iterable[str]) -> dict[str, Source]:
    """The ``wanted`` sources in force at ``moment``, by id; those that are not are missing."""
    found = {}
    for identifier, revisions in records.revisions(connection, "source", wanted).items():
        known = after_the_fact.state(revisions, moment.entry)
        if known is not None:
            found[identifier] = codec.source_of(identifier, known.body)
    return found
