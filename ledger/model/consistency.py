"""Where a claim or its question, each key of it good, contradicts itself or can be read two ways.

Nothing is raised: what is found is complained of in the reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import edtf
from ledger.errors import BadDate
from ledger.model import keys
from ledger.model.claim import UNNAMED
from ledger.model.field_values import shown
from ledger.model.forecast import contradicts, denied

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate
    from ledger.model.claim import Claim, Question
    from ledger.model.field_reader import Reading


def check_due(reading: Reading, due: FuzzyDate, due_words: str | None) -> None:
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


def check_end(reading: Reading, resolve_by: FuzzyDate | None) -> None:
    """Warn of a day by which it was meant to be known how a question went that has no end."""
    if resolve_by is not None and resolve_by.latest is None:
        message = f"resolve_by {resolve_by} has no end, so nothing waits for it."
        reading.complain("resolve_by", message, code="without-end", warning=True)


def check_stance(reading: Reading, claim: Claim) -> None:
    """A stance on the other side of one half from its probability can be read two ways."""
    given = claim.forecast
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


def check_speaker(reading: Reading, speaker: str) -> None:
    """Warn of a speaker without a name who is not written as one, and so would be ranked."""
    if speaker.lower().startswith("unnamed") and not speaker.startswith(f"{UNNAMED} "):
        reading.complain(
            "speaker",
            f"speaker {shown(speaker)}: a speaker without a name is written like "
            f"'unnamed: experts'.",
            code="unnamed-speaker",
            warning=True,
        )


def check_named_question(reading: Reading, claim: Claim) -> None:
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


def check_own_question(reading: Reading, claim: Claim, question: Question) -> None:
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
