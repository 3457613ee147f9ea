"""Sources, questions and claims as people write them, read into values with every complaint.

The rules that one record can break by itself, or against the record it stands on, are here.  What
only the ledger can know, such as whether an id is taken, is judged in ``book``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadDate
from ledger.model import keys
from ledger.model.answers.question_types import QuestionType
from ledger.model.claim import UNNAMED, Claim, Question, Source
from ledger.model.field_reader import Reading, read_published
from ledger.model.field_values import shown
from ledger.model.fields import OWN_QUESTION
from ledger.model.forecast import contradicts, denied

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
    _check_speaker(reading, claim.speaker)
    _check_stance(reading, claim)
    if question is None:
        _check_named_question(reading, claim)
    else:
        _check_own_question(reading, claim, question)
        reading.complaints += check_stand(claim, question)
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
        for key in (field.name for field in OWN_QUESTION if field.goes_with == "due"):
            if reading.has(key):
                reading.complain(
                    key,
                    f"{key} stands without due; write due, or leave {key} out.",
                    code="without-due",
                )
    elif due is not None:
        _check_due(reading, due, due_words)
    own = {
        "id": identifier,
        "statement": statement,
        "due": due,
        "due_words": due_words,
        "due_basis": None if due is None else basis or "stated",
        "note": note,
    }
    given: dict[str, Callable[[], Any]] = {key: partial(own.get, key) for key in own}
    more: dict[str, Callable[[], Any]] = {
        "resolve_by": partial(_end, reading),
        "type": partial(_type, reading),
    }
    question = Question(**reading.record("question", given | more))
    if any(reading.has(key) for key in OF_TYPES):
        from ledger.model import parse_answers  # noqa: PLC0415 - most ask for yes or no

        parse_answers.check_question(reading, question)
    return question


OF_TYPES: Final = frozenset({
    "type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound",
})  # fmt: skip
"""What says that a question is not yes or no."""


def _type(reading: Reading) -> str | None:
    """The type of a question; none where that is binary, which goes without saying."""
    found = reading.choice("type")
    return None if found == QuestionType.BINARY else found


def check_stand(claim: Claim, question: Question) -> tuple[Complaint, ...]:
    """What is wrong with what a claim says of its question, by the type of that."""
    if claim.answer is None and question.type is None:
        return ()
    from ledger.model import parse_answers  # noqa: PLC0415 - most ask for yes or no

    return tuple(parse_answers.check_claim(claim, question))


def _end(reading: Reading) -> FuzzyDate | None:
    found = reading.date("resolve_by")
    _check_end(reading, found)
    return found


def _check_due(reading: Reading, due: FuzzyDate, due_words: str | None) -> None:
    """Warn of a deadline without an end, and of words that would now be read otherwise.

    The words of a due date keep the date they were first read as.
    """
    if due.latest is None:
        told = edtf.in_words(due)
        message = f"due {told} has no end, so it is not a deadline, and no claim on it is scored."
        reading.complain("due", message, code="without-end", warning=True)
    if due_words is None:
        return
    try:
        now = edtf.read(due_words, reading.anchor)
    except BadDate:
        return  # words of the source need not be ones that can be read
    if now.latest != due.latest:
        reading.complain(
            "due_words",
            f"due_words {due_words!r} would now be read as {edtf.in_words(now)}, "
            f"not {edtf.in_words(due)}.",
            code="words-read-otherwise",
            warning=True,
        )


def _check_end(reading: Reading, resolve_by: FuzzyDate | None) -> None:
    """Warn of a day by which it was meant to be known how a question went that has no end."""
    if resolve_by is not None and resolve_by.latest is None:
        message = f"resolve_by {resolve_by} has no end, so nothing waits for it."
        reading.complain("resolve_by", message, code="without-end", warning=True)


def _check_stance(reading: Reading, claim: Claim) -> None:
    """A stance on the other side of one half from its probability can be read two ways."""
    given = None if claim.stance is None else claim.forecast
    if given is None or not contradicts(claim.stance, given):
        return
    other = "against" if claim.stance == "for" else "for"
    reading.complain(
        "stance",
        f"stance {claim.stance} contradicts probability {given}, which is always "
        f"that of the statement coming about: either the stance is {other}, "
        f"or the probability is {denied(given)}.",
        code="stance-contradicts",
    )


def _check_speaker(reading: Reading, speaker: str) -> None:
    """Warn of a speaker without a name who is not written as one, and so would be ranked."""
    if speaker.lower().startswith("unnamed") and not speaker.startswith(f"{UNNAMED} "):
        reading.complain(
            "speaker",
            f"speaker {shown(speaker)}: a speaker without a name is written like "
            f"'unnamed: experts'.",
            code="unnamed-speaker",
            warning=True,
        )


def _check_named_question(reading: Reading, claim: Claim) -> None:
    """A claim that names a question leaves to it all that is the question's."""
    if claim.question and claim.question == claim.id:
        reading.complain(
            "question",
            "question names the claim itself; name another, or leave it out and write a statement.",
            code="names-itself",
        )
    for key in keys.OWN_QUESTION_KEYS:
        if reading.has(key):
            reading.complain(
                key,
                f"A claim that names a question takes its {key} from there; "
                f"move {key} to that question, or leave question out.",
                code="key-of-question",
            )
    if reading.has("outcome"):
        reading.complain(
            "outcome",
            "A verdict is about the question, not about this claim; "
            "move the outcome to the question that the claim names.",
            code="outcome-of-question",
        )


def _check_own_question(reading: Reading, claim: Claim, question: Question) -> None:
    """A claim does not deny the question under its own id, and is made before its own is due."""
    if claim.stance == "against" and claim.question == claim.id:
        reading.complain(
            "stance",
            "A denial needs a question of its own, so that a verdict cannot be read two ways: "
            "write what would come about, and its outcomes, as a [[question]], "
            "and name that in the claim's question.",
            code="denial-without-question",
        )
    if question.due is None or reading.anchor is None:
        return
    due, made = question.due.latest, reading.anchor.earliest
    if due is not None and made is not None and due < made:
        since, cure = "the claim was made", "one of the two is wrong"
        if claim.made is None:
            since, cure = "its source was published", "if the claim is older, say so with made"
        message = (
            f"due {edtf.in_words(question.due)} is over before {since} "
            f"({edtf.in_words(reading.anchor)}); {cure}."
        )
        reading.complain("due", message, code="over-before-made")
