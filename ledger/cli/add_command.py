"""``ledger add``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger import edtf
from ledger.cli import COMMANDS
from ledger.cli.options import (
    CLAIM_AND_QUESTION,
    SOURCE,
    SOURCE_KEYS,
    Choice,
    as_typed,
    counted,
    given,
    options,
    since_option,
)
from ledger.cli.terminal import (
    field,
    is_interactive,
    ledger_to_write,
    say,
    say_lines,
    warn,
    wrapped,
)
from ledger.errors import BadDate, Refusal, StoreTrouble
from ledger.model.claim import STANCES
from ledger.model.claim_state import document_label
from ledger.model.forecast import EXCEPT
from ledger.model.keys import denies

if TYPE_CHECKING:
    from ledger.book.ledger import Ledger
    from ledger.book.writing.add import Added
    from ledger.edtf import FuzzyDate
    from ledger.model.claim import Question


@click.command(short_help=COMMANDS["add"])
@click.option("--id", help="The id of the claim; by default one is made from its words.")
@options(*CLAIM_AND_QUESTION)
@click.option(
    "--source",
    metavar="ID",
    help="The id of a source the ledger already has, instead of the options below.",
)
@options(*SOURCE)
@since_option
@click.option("--key", help="Any text of your own; a second add with the same key adds nothing.")
@click.pass_context
def add_command(
    ctx: click.Context, /, source: str | None, since: str | None, key: str | None, **values: Any
) -> None:
    """Add a claim: who said what would happen, in which source, by when.

    Without options, at a terminal, it asks.
    Words in dates are read against the day the claim was made or its source was published.
    A claim that names no question makes one of its own.
    The statement says what would come about, even where --stance is against; the question then
    has another id than the claim.
    After a crash the same command with the same --key can be run again: nothing is added twice.

    \b
    Example:
      ledger add --publisher "The Japan Times" --published 2023-07 \\
        --speaker "James Black" --wording "are looking to" --due 2023-07-12 \\
        --statement "NATO members agree to spend at least 2% of GDP on defence."
    """
    claim = counted(given(values), since)
    if not claim and source is None and key is None and is_interactive():
        _tell(_asked(ctx))
        return
    document = {key: claim.pop(key) for key in SOURCE_KEYS if key in claim}
    if source is not None and document:
        raise click.UsageError("Give either --source or the details of a new source, not both.")
    if source is None and not document:
        raise click.UsageError(
            "Which source? Give --source ID, or --publisher (and --title, --published, --url)."
        )
    with ledger_to_write(ctx) as ledger:
        added = ledger.add(claim, source or document, key)
    _tell(added)


def _asked(ctx: click.Context) -> Added:

    try:
        with ledger_to_write(ctx) as ledger:
            return ask(ledger)
    except click.Abort:
        say("\nNothing was added.", err=True)
        raise


def _tell(added: Added) -> None:
    claim, question = added.claim, added.question
    if added.before:
        say(f"Added {claim.id} before; nothing was added now.")
        return
    say(f"Added {claim.id}.")
    say_lines(field("new source" if added.new_source else "source", added.source.id))
    say_lines(field("made", None if claim.made is None else edtf.in_words(claim.made)))
    if claim.question != claim.id:
        say_lines(field("question", claim.question))
    if question is not None:
        say_lines(field("due", _due(question)))
    warn(as_typed(warning, add_command) for warning in added.warnings)


def _due(question: Question) -> str:
    """When the question is due, what its words were read as, and which day counts."""
    if question.due is None and question.resolve_by is not None:
        return f"none: to be checked {edtf.by(question.resolve_by)}"
    if question.due is None:
        but = EXCEPT if question.closes is not None else ""
        return f"none: it will be shown, but never scored{but}"
    words = f", read from {question.due_words!r}" if question.due_words else ""
    return f"{edtf.deadline(question.due)}{words}"


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
        told = document_label(last.publisher, last.title, last.published)
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
        say(f"  {words!r} is {edtf.in_words(found)}")
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
