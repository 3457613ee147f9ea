"""``ledger amend``, ``withdraw`` and ``merge``."""

from __future__ import annotations

from typing import Any

import click

from ledger.book.asking.corrections import told
from ledger.cli import COMMANDS
from ledger.cli.ids import ANY, meant_to_change
from ledger.cli.options import (
    QUESTION_AND_CLAIM,
    SOURCE,
    as_typed,
    counted,
    given,
    options,
    reason_option,
    since_option,
)
from ledger.cli.terminal import open_ledger, say, warn, wrapped


@click.command(short_help=COMMANDS["amend"])
@click.argument("id")
@options(*QUESTION_AND_CLAIM, *SOURCE)
@click.option(
    "--evidence",
    multiple=True,
    metavar="URL",
    help="The web address of one more source for an outcome; repeat for several.",
)
@since_option
@reason_option
@click.pass_context
def amend_command(
    ctx: click.Context,
    /,
    id: str,
    evidence: tuple[str, ...],
    since: str | None,
    reason: str | None,
    **values: Any,
) -> None:
    """Correct our record of a claim, question, source or outcome (QUESTION#n).

    An empty text takes a thing out: --condition "".
    The old record is kept, and shown by: ledger show ID.
    A change of mind of the speaker is not a correction: add a new claim on the same question.

    \b
    Example:
      ledger amend two-percent-floor --wording "look to see" --reason "misread"
    """
    changes = counted(given(values), since)
    ledger = open_ledger(ctx)
    id = meant_to_change(ledger, id, ANY)  # noqa: A001 - as the option is named
    if evidence:
        changes["evidence"] = ledger.evidence(id) + [{"url": url} for url in evidence]
    if not changes:
        raise click.UsageError("Say what to change, such as --due 2024-12-31.")
    done = ledger.amend(id, changes, reason)
    say(f"Amended {done.id}.")
    for _, key, before, after in done.changes:
        for line in wrapped(f"{key}: {told(before, key)} -> {told(after, key)}", indent=4, first=2):
            say(line)
    warn(as_typed(warning, ctx.command) for warning in done.warnings)


@click.command(short_help=COMMANDS["withdraw"])
@click.argument("id")
@reason_option
@click.pass_context
def withdraw_command(ctx: click.Context, /, id: str, reason: str | None) -> None:
    """Take back a claim, a question no claim stands on, or one outcome (QUESTION#n).

    What is taken back stays in the journal, and its id stays taken.
    To take back a verdict reopens the question, or lets the verdict before it stand again.

    \b
    Example:
      ledger withdraw two-percent-floor#1 --reason "the wrong summit"
    """
    ledger = open_ledger(ctx)
    for taken in ledger.withdraw(meant_to_change(ledger, id), reason):
        say(f"Withdrew {taken}.")


@click.command(short_help=COMMANDS["merge"])
@click.argument("speaker")
@click.argument("into", required=False)
@click.option("--undo", is_flag=True, help="Separate SPEAKER again from the name it was joined to.")
@reason_option
@click.pass_context
def merge_command(
    ctx: click.Context, /, speaker: str, into: str | None, *, undo: bool, reason: str | None
) -> None:
    """Join two spellings of one name: what SPEAKER said counts for INTO.

    Claims keep their speaker as written; reports, filters and speaker_group in JSON follow.
    What is joined to SPEAKER already goes with it.

    \b
    Example:
      ledger merge "J. Black" "James Black" --reason "one man"
      ledger merge --undo "J. Black" --reason "his brother"
    """
    if undo != (into is None):
        why = "--undo takes one name." if undo else "Name whom SPEAKER is, or give --undo."
        raise click.UsageError(why, ctx)
    ledger = open_ledger(ctx)
    if into is None:
        done = ledger.unmerge(speaker, reason)
        say(f"{done.speaker} counts for itself again, no longer for {done.into}.")
        return
    done = ledger.merge(speaker, into, reason)
    say(f"{done.speaker} counts for {done.into} from now on.")
    if done.group != done.into:
        say(f"{done.into} itself counts for {done.group}.")
