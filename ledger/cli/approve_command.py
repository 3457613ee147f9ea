"""``ledger approve``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.ids import meant_to_change
from ledger.cli.options import reason_option
from ledger.cli.terminal import open_ledger, say


@click.command(short_help=COMMANDS["approve"])
@click.argument("ids", nargs=-1, required=True, metavar="CLAIM...", shell_complete=completing.ids)
@reason_option
@click.pass_context
def approve_command(ctx: click.Context, /, ids: tuple[str, ...], reason: str | None) -> None:
    """Approve claims that somebody else has proposed, so that they count.

    Until then a proposed claim is in no figure, no feed and no ClaimReview.
    All are approved, or none.  Which wait is shown by: ledger list --status proposed.

    \b
    Example:
      ledger approve tunnel-opens-by-2027
    """
    ledger = open_ledger(ctx)
    for approved in ledger.approve(
        [meant_to_change(ledger, one, ("claim",)) for one in ids], reason
    ):
        say(f"Approved {approved}.")
