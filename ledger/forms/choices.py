"""What a person is asked before a claim is saved, where what they typed may mean something else.

The same is noticed as at a terminal.  Each choice is offered once: whoever saves again has chosen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.forms.answers import as_text
from ledger.forms.claim_answers import is_denial, label
from ledger.forms.claim_keys import ABOUT, EVERY
from ledger.forms.noticed import IN, noticed
from ledger.model.claim_state import as_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.writing.add import Added
    from ledger.forms.claim_answers import ClaimAnswers
    from ledger.model.claim_state import Assessment

DENIAL: Final = "denial"
"""The choice that changes no answer: whether a statement says what would not come about."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to choose: the answer it gives, or an empty text to leave all as it was typed."""

    value: str
    words: str
    about: str = ""
    """The id of what can be looked at before one chooses it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question about the answer under ``key``; ``mark`` tells it from others under that key."""

    key: str
    question: str
    ways: tuple[Way, ...]
    mark: str


def choices(answers: ClaimAnswers, expected: Added) -> list[Choice]:
    """What there is to choose, where adding what was answered would do what is ``expected``."""
    return [
        *_sources(answers, expected),
        *_names(expected),
        *_people(expected),
        *_questions(answers, expected),
        *_denial(answers),
        *_noticed(answers),
    ]


def _made(key: str, about: str, question: str, *ways: Way) -> Choice:
    digest = hashlib.sha256(about.encode(errors="surrogatepass")).hexdigest()
    return Choice(key, question, ways, f"{key}-{digest[:16]}")


def _sources(answers: ClaimAnswers, expected: Added) -> Iterator[Choice]:
    title = as_text(answers.value("title"))
    if not expected.new_source or not title:
        return
    found = answers.ledger.sources_titled(title)
    if found:
        yield _made(
            ABOUT,
            " ".join([title, *(one.id for one in found)]),
            "The ledger has a source with such a title. Is it this one?",
            *(Way(one.id, label(one), one.id) for one in found),
            Way("", "No, it is a new source"),
        )


def _names(expected: Added) -> Iterator[Choice]:
    for hint in expected.hints:
        if hint.what in {"speaker", "publisher"}:
            yield _made(
                hint.what,
                f"{hint.name} {hint.other}",
                f"The ledger has the {hint.what} “{hint.other}”. Is that the same as "
                f"“{hint.name}”?",
                Way(hint.other, f"Yes, write {hint.other}"),
                Way("", f"No, leave {hint.name}"),
            )


def _people(expected: Added) -> Iterator[Choice]:
    for hint in expected.hints:
        if hint.what == "person":
            yield _made(
                "speaker",
                f"{hint.name} {hint.other}",
                f"The ledger knows “{hint.name}” in another organisation and another role. "
                f"Is that the same person?",
                Way("", f"Yes, leave {hint.name}"),
                Way(hint.other, f"No, write {hint.other}"),
            )


def _questions(answers: ClaimAnswers, expected: Added) -> Iterator[Choice]:
    if answers.on_question() or expected.question is None:
        return
    statement = expected.question.statement
    found = {one.question: _said(one) for one in answers.ledger.similar(statement)}
    for hint in expected.hints:
        if hint.what == "question" and hint.other not in found:
            found[hint.other] = statement
    if found:
        yield _made(
            "question",
            " ".join([statement, *found]),
            "The ledger has claims that say much the same. Is this claim on the same question? "
            "Then one verdict settles both, and the due day is that of the question.",
            *(Way(question, words, question) for question, words in found.items()),
            Way("", "No, it is another question"),
        )


def _said(claim: Assessment) -> str:
    due = edtf.deadline(claim.due) if claim.due else "no due day"
    said = as_said(claim.stance, claim.statement, claim.answer).rstrip(".")
    return f"{claim.speaker}: {said} ({due})"


def _denial(answers: ClaimAnswers) -> Iterator[Choice]:
    statement = as_text(answers.value("statement"))
    if statement and is_denial(statement) and not answers.on_question():
        yield _made(
            DENIAL,
            statement,
            "The statement seems to say what would not come about. Say what would, even if the "
            "speaker denies it: that is the side, which is then against.",
            Way("", "The statement is right as it stands"),
        )


def _noticed(answers: ClaimAnswers) -> Iterator[Choice]:
    seen = set()
    for key in IN:
        for offer in noticed(key, as_text(answers.value(key))):
            said = answers.value(offer.key)
            if offer.key in seen or (said and said != EVERY[offer.key].default):
                continue
            seen.add(offer.key)
            yield _made(
                offer.key,
                f"{offer.value} {offer.words}",
                offer.question(),
                Way(offer.value, "Yes"),
                Way("", "No"),
            )
