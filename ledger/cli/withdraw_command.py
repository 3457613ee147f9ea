"""``ledger withdraw``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.options import reason_option
from ledger.cli.terminal import open_ledger, say


@click.command(short_help=COMMANDS["withdraw"])
@click.argument("id")
@reason_option
@click.pass_context
def command(ctx: click.Context, /, id: str, reason: str | None) -> None:
    """Take back a claim, a question no claim stands on, or one outcome (QUESTION#n).

    What is taken back stays in the journal, and its id stays taken.
    To take back a verdict reopens the question, or lets the verdict before it stand again.

    \b
    Example:
      ledger withdraw two-percent-floor#1 --reason "the wrong summit"
    """
    for taken in open_ledger(ctx).withdraw(id, reason):
        say(f"Withdrew {taken}.")
