"""``ledger copy``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import progress, say
from ledger.journal.note import to_base64
from ledger.plurals import counted


@click.command(short_help=COMMANDS["copy"])
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def command(source: str, target: str) -> None:
    """Copy the ledger FROM one database TO another: from a file to a server, or back.

    Each is a path, or a URL such as postgresql://desk@db.example/ledger; --db is not looked at.
    TO must be a new file, or an empty database.
    The journal is copied to the byte, the tables are made from it, and the root hashes compared.

    \b
    Example:
      ledger copy ledger.db moved.db
    """
    from ledger.book.ledger import Ledger

    with Ledger(source) as ledger:
        done = ledger.copy(target, track=progress("Copying"))
        if done.changed:
            say(f"Copied {counted(done.size, 'entry')}. The root hashes are the same:")
        else:
            say(f"Nothing to do: both hold the same {counted(done.size, 'entry')}.")
        say(f"  {to_base64(done.root)}  {ledger.place}")
        say(f"  {to_base64(done.target_root)}  {done.target}")
