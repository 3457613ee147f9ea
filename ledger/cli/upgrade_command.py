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
    A database on a PostgreSQL server is not copied: keep a copy first, with pg_dump.

    \b
    Example:
      ledger --db desk.db upgrade
    """
    from ledger.store.migrate import upgrade

    done = upgrade(ctx.find_root().obj["target"])
    if done.copy:
        say(f"The ledger is up to date now. What it was before is kept in {done.copy}.")
    elif done.changed:
        say("The ledger is up to date now. Its journal is what it was.")
    else:
        say("The ledger is up to date.")
