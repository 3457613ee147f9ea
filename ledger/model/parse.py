"""Sources, questions and claims as people write them, read into values with every complaint.

The rules that one record can break by itself, or against the record it stands on, are here.  What
only the ledger can know, such as whether an id is taken, is judged in ``book``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ledger import edtf
from ledger.model import consistency
from ledger.model.claim import Claim, Question, Source
from ledger.model.field_reader import Reading
from ledger.model.fields import OWN_QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledger.edtf import FuzzyDate
    from ledger.model.field_reader import Complaint, Raw


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as read, with the question it makes itself, if it makes one."""

    claim: Claim
    question: Question | None
    reason: str | None
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as read."""

    question: Question
    reason: str | None
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as read."""

    source: Source
    complaints: tuple[Complaint, ...]


def read_source(raw: Raw, *, horizon: date | None = None) -> SourceDraft:
    """A source from its keys (`keys.SOURCE_KEYS`).

    ``horizon`` is the latest day it is anywhere on Earth; where it is given, a source published
    after it is warned of.
    """
    reading = Reading(raw)
    reading.refuse_unknown("source")
    found = reading.record("source", {"published": lambda: read_published(reading, horizon)})
    return SourceDraft(Source(**found), tuple(reading.complaints))


def read_published(reading: Reading, horizon: date | None) -> FuzzyDate | None:
    """The fuzzy date under ``published``; warns where it is after ``horizon``, if that is given."""
    found = reading.date("published")
    first = None if found is None else found.earliest
    if first is not None and horizon is not None and first > horizon:
        message = f"published {found} is in the future; is it right?"
        reading.complain("published", message, code="in-future", warning=True)
    return found


def read_question(
    raw: Raw, anchor: FuzzyDate | None, *, anchor_lost: bool = False
) -> QuestionDraft:
    """A question that stands by itself; words in its ``due`` are read against ``anchor``.

    ``anchor_lost`` says that there is an anchor, but that it cannot be read.
    """
    reading = Reading(raw, anchor, anchor_lost)
    reading.refuse_unknown("question")
    identifier = reading.identifier("id")
    statement = reading.text("statement", required=True) or ""
    question = _question(reading, identifier, statement, note=reading.text("note"))
    return QuestionDraft(question, reading.text("reason"), tuple(reading.complaints))


def read_claim(
    raw: Raw,
    source: Source,
    *,
    horizon: date,
    published_lost: bool = False,
    apart: str | None = None,
) -> ClaimDraft:
    """A claim in ``source``, and the question it makes where it names none.

    Words in ``due`` are read against ``made``, else against the source's ``published``; words in
    ``made`` against ``published``, looking back from it.  ``horizon`` is the latest day it is
    anywhere on Earth; ``published_lost`` says that the source's ``published`` cannot be read;
    ``apart`` is the id of the question it makes, where that is not the claim's own.
    """
    reading = Reading(raw, source.published, published_lost)
    reading.refuse_unknown("claim")
    made = _made(reading, source, horizon)
    found = reading.record("claim", {"made": lambda: made})
    question = None
    if found["question"] is None:
        own = apart or str(found["id"])
        found["question"] = own
        question = _question(reading, own, _own_statement(reading), note=None)
    claim = Claim(source=source.id, **found)
    consistency.check_speaker(reading, claim.speaker)
    consistency.check_stance(reading, claim)
    if question is None:
        consistency.check_named_question(reading, claim)
    else:
        consistency.check_own_question(reading, claim, question)
    return ClaimDraft(claim, question, reading.text("reason"), tuple(reading.complaints))


def _made(reading: Reading, source: Source, horizon: date) -> FuzzyDate | None:
    """The day the claim was made, which its words are then read against."""
    made, published = reading.date("made", roll="back"), source.published
    if reading.has("made"):
        reading.anchor, reading.anchor_lost = made, made is None
    if made is None:
        return None
    if made.earliest is not None and made.earliest > horizon:
        reading.complain("made", f"made {edtf.in_words(made)} is in the future.", code="in-future")
    elif published is not None and edtf.before(published, made):
        message = (
            f"made {edtf.in_words(made)} is after the source was published "
            f"({edtf.in_words(published)})."
        )
        reading.complain("made", message, code="after-published", warning=True)
    return made


def _own_statement(reading: Reading) -> str:
    if reading.has("statement"):
        return reading.text("statement", required=True) or ""
    message = "statement is missing; a claim has a statement, or a question that it names."
    reading.complain("statement", message, code="missing-statement")
    return ""


def _question(reading: Reading, identifier: str, statement: str, note: str | None) -> Question:
    due, due_words = reading.date("due"), reading.line("due_words")
    basis = reading.choice("due_basis")
    written = reading.raw.get("due")
    if due is not None and due_words is None and not edtf.is_edtf(str(written).strip()):
        due_words = str(written).strip()
    if due is None and not reading.has("due"):
        for key in (one.name for one in OWN_QUESTION if one.goes_with == "due"):
            if reading.has(key):
                reading.complain(
                    key,
                    f"{key} stands without due; write due, or leave {key} out.",
                    code="without-due",
                )
    elif due is not None:
        consistency.check_due(reading, due, due_words)
    own = {
        "id": identifier,
        "statement": statement,
        "due": due,
        "due_words": due_words,
        "due_basis": None if due is None else basis or "stated",
        "note": note,
    }
    given: dict[str, Callable[[], Any]] = {key: partial(own.get, key) for key in own}
    return Question(**reading.record("question", given | {"resolve_by": partial(_end, reading)}))


def _end(reading: Reading) -> FuzzyDate | None:
    found = reading.date("resolve_by")
    consistency.check_end(reading, found)
    return found
