"""The record that a form changes: what the address of the form names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.book.asking.show import Dossier, SourceDossier
from ledger.errors import NotFound
from ledger.model import fields
from ledger.model.claim_state import as_said
from ledger.model.outcome import question_of
from ledger.web.answers import Answer
from ledger.web.blind import seen

if TYPE_CHECKING:
    from ledger.model.fields import Field
    from ledger.web.asked import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is amended: its kind and id, what it is called, and where it is shown."""

    kind: str
    id: str
    called: str
    address: str

    @property
    def table(self) -> dict[str, Field]:
        """Its fields, those of a claim with its question's."""
        return {one.name: one for one in fields.TABLES[self.kind]}


def record_of(asked: Asked, kind: str) -> Record:
    """What the address of a form names.

    Raises:
        NotFound: nothing of that kind bears the id, or it is a verdict that nobody may see.
    """
    if kind == "outcome":
        return _outcome(asked)
    found = asked.ledger.show(asked.name)
    if kind == "source" and isinstance(found, SourceDossier):
        called = found.source.title or found.source.publisher
        return _record(asked, kind, "sources", asked.name, called)
    is_question = isinstance(found, Dossier) and found.question.id == asked.name
    if kind == "question" and isinstance(found, Dossier) and is_question and not own_claim(found):
        return _record(asked, kind, "questions", asked.name, found.question.statement)
    if kind == "claim" and isinstance(found, Dossier) and found.claim is not None:
        said = as_said(found.claim.stance, found.claim.statement, found.claim.answer)
        return _record(asked, kind, "claims", asked.name, f"{found.claim.speaker}: {said}")
    raise NotFound(kind, asked.name)


def own_claim(found: Dossier) -> bool:
    """Whether the claim that made the question is in force: the id of both means the claim."""
    return any(one.id == found.question.id for one in found.claims)


def at_claim(asked: Asked, what: str) -> Answer | None:
    """Where the form is of a question that is changed with the claim that made it."""
    found = asked.ledger.show(asked.name)
    if isinstance(found, Dossier) and own_claim(found) and found.question.id == asked.name:
        return Answer(elsewhere=asked.to.page("claims", asked.name, what))
    return None


def _record(asked: Asked, kind: str, page: str, identifier: str, called: str) -> Record:
    return Record(kind=kind, id=identifier, called=called, address=asked.to.page(page, identifier))


def _outcome(asked: Asked) -> Record:
    """An outcome that whoever asks may see."""
    question, _ = question_of(asked.name) or ("", 0)
    several = asked.ledger.outcomes({question}).get(question, [])
    for one in seen(several, asked.visitor):
        if one.outcome.id == asked.name:
            called = f"the verdict {one.outcome.verdict} of {one.by}"
            return replace(_record(asked, "outcome", "questions", question, called), id=asked.name)
    raise NotFound("outcome", asked.name)
