"""``ledger merge``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.options import reason_option
from ledger.cli.terminal import open_ledger, say


@click.command(short_help=COMMANDS["merge"])
@click.argument("speaker")
@click.argument("into", required=False)
@click.option("--undo", is_flag=True, help="Take back what SPEAKER was joined to.")
@reason_option
@click.pass_context
def command(
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
