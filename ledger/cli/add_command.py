"""``ledger add``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.fields import CLAIM, QUESTION, SOURCE, SOURCE_KEYS, as_typed, given, options
from ledger.cli.terminal import field, is_interactive, ledger_to_write, say, say_lines, warn

if TYPE_CHECKING:
    from ledger.book.writing.adding import Added
    from ledger.model.question import Question


@click.command(short_help=COMMANDS["add"])
@click.option("--id", help="The claim's id; by default one is made.")
@options(*QUESTION[:3], *CLAIM[:1], *CLAIM[5:8], *QUESTION[3:], *CLAIM[1:5], *CLAIM[8:])
@click.option("--source", metavar="ID", help="The source, if the ledger has it.")
@options(*SOURCE)
@click.option("--key", help="Any text of your own; the same again adds nothing twice.")
@click.pass_context
def command(ctx: click.Context, /, source: str | None, key: str | None, **values: Any) -> None:
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
    claim = given(values)
    if not claim and source is None and key is None and is_interactive():
        _tell(_asked(ctx))
        return
    document = {key: claim.pop(key) for key in SOURCE_KEYS if key in claim}
    if source is not None and document:
        raise click.UsageError("Give --source, or the keys of a new source, not both.")
    if source is None and not document:
        raise click.UsageError(
            "Which source? Give --source ID, or --publisher (and --title, --published, --url)."
        )
    with ledger_to_write(ctx) as ledger:
        added = ledger.add(claim, source or document, key)
    _tell(added)


def _asked(ctx: click.Context) -> Added:
    from ledger.cli.asking import ask

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
    say_lines(field("made", None if claim.made is None else str(claim.made)))
    if claim.question != claim.id:
        say_lines(field("question", claim.question))
    if question is not None:
        say_lines(field("due", _due(question)))
    warn(as_typed(one, command) for one in added.warnings)


def _due(question: Question) -> str:
    """When the question is due, what its words were read as, and which day counts."""
    if question.due is None and question.resolve_by is not None:
        return f"none: to be checked by {question.resolve_by.latest}"
    if question.due is None:
        but = ", but for a probability" if question.closes is not None else ""
        return f"none: it will be shown, but never scored{but}"
    words = f", read from {question.due_words!r}" if question.due_words else ""
    latest = "" if question.due.latest is None else str(question.due.latest)
    last = f", at the latest {latest}" if latest not in {"", str(question.due)} else ""
    return f"{question.due}{words}{last}"
