"""``ledger upgrade``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import say


@click.command(short_help=COMMANDS["upgrade"])
@click.pass_context
def command(ctx: click.Context) -> None:
    """Bring a ledger made by an older version of this program up to date.

    It keeps a copy of the file beside it first.

    \b
    Example:
      ledger --db desk.db upgrade
    """
    from ledger.store.migrate import upgrade

    copy = upgrade(ctx.find_root().obj["target"])
    if copy is None:
        say("The ledger is up to date.")
    else:
        say(f"The ledger is up to date now. What it was before is kept in {copy}.")
