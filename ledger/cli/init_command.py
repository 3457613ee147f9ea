"""``ledger init``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import open_ledger, say
from ledger.plurals import counted


@click.command(short_help=COMMANDS["init"])
@click.pass_context
def command(ctx: click.Context) -> None:
    """Make an empty ledger at --db; one that is there already is left as it is.

    Commands that write make a missing ledger themselves.

    \b
    Example:
      ledger --db desk.db init
    """
    ledger = open_ledger(ctx, create=True)
    size = ledger.moment().entry
    if size:
        say(f"{ledger.place} is a ledger already, with {counted(size, 'entry')}.")
    else:
        say(f"{ledger.place} is ready.")
