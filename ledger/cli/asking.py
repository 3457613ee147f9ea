"""Adding a claim by answering questions at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger import edtf
from ledger.cli.choice import Choice
from ledger.cli.terminal import say, wrapped
from ledger.errors import BadDate, Refusal, StoreTrouble
from ledger.model.claim import STANCES
from ledger.model.labels import with_commas
from ledger.model.synonyms import denies

if TYPE_CHECKING:
    from ledger.book.ledger import Ledger
    from ledger.book.writing.adding import Added
    from ledger.edtf import FuzzyDate

NOTHING = "-"
"""The answer that takes back what was answered before."""


def ask(ledger: Ledger) -> Added:
    """Ask for a claim and add it; ask again where it cannot be taken.

    Raises:
        click.Abort: the person stops; nothing is added.
    """
    say("An empty answer leaves a thing out. Ctrl-C stops, and nothing is added.")
    source, published = _source(ledger)
    claim: dict[str, Any] = {}
    while True:
        claim = _claim(published, claim)
        try:
            return ledger.add(claim, source)
        except StoreTrouble:
            raise
        except Refusal as refusal:
            _complain(refusal)
            say(f"Once more. Enter keeps an answer, and {NOTHING} leaves a thing out.")


def _source(ledger: Ledger) -> tuple[str | dict[str, Any], FuzzyDate | None]:
    """The source, and when it was published: the last one if it is that."""
    last = ledger.last_source()
    if last is not None:
        told = with_commas(last.publisher, last.title, last.published)
        if click.confirm(f"Same source as last time: {told} ({last.id})?", default=True):
            return last.id, last.published
    document: dict[str, Any] = {"publisher": _required("Who published it")}
    document |= {"title": _text("Its title"), "url": _text("Its address (url)")}
    published = _date("When was it published", None)
    document["published"] = None if published is None else str(published)
    return {key: value for key, value in document.items() if value}, published


def _claim(published: FuzzyDate | None, before: dict[str, Any]) -> dict[str, Any]:
    """The keys of a claim; what was answered ``before`` is offered again."""
    claim: dict[str, Any] = {
        "speaker": _required("Who said it", before.get("speaker")),
        "quote": _text("In which words (quote)", before.get("quote")),
        "statement": _statement(before.get("statement")),
    }
    due = _text("By when (a date, or words such as 'next week')", before.get("due"))
    while due and not _can_be_read(due, published):
        due = _text("By when")
    claim["due"] = due
    claim["wording"] = _text(
        "How sure are the words (such as 'is likely to')", before.get("wording")
    )
    claim["stance"] = _stance(before.get("stance", "for"))
    return {key: value for key, value in claim.items() if value}


def _statement(before: str | None) -> str:
    """What would come about; asked twice where the answer says what would not."""
    question = "What would come about, in your words"
    answer = _required(question, before)
    if answer != before and any(denies(word) for word in answer.lower().rstrip(".").split()):
        say("  Say what would come about, even if the speaker denies it: that is the stance.")
        answer = _required(question, answer)
    return answer


def _stance(before: str) -> str:
    choice = Choice(STANCES)
    return str(click.prompt("Is the speaker for it, against it, or none", before, type=choice))


def _can_be_read(words: str, anchor: FuzzyDate | None) -> bool:
    """Show what a date was read as, or why it cannot be read."""
    try:
        found = edtf.read(words, anchor)
    except BadDate as trouble:
        _complain(trouble)
        return False
    if str(found) != words:
        say(f"  {words!r} is {found}")
    return True


def _complain(refusal: Refusal) -> None:
    for line in wrapped(f"{refusal} {refusal.cure}".strip(), indent=2):
        say(line, err=True)


def _date(question: str, anchor: FuzzyDate | None) -> FuzzyDate | None:
    while words := _text(question):
        if _can_be_read(words, anchor):
            return edtf.read(words, anchor)
    return None


def _text(question: str, before: str | None = None) -> str:
    answer = str(click.prompt(question, before or "", show_default=bool(before))).strip()
    return "" if answer == NOTHING else answer


def _required(question: str, before: str | None = None) -> str:
    while not (answer := _text(question, before)):
        say("  This cannot be left out.", err=True)
    return answer
