"""``ledger backup``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import open_ledger, say
from ledger.journal.note import to_base64
from ledger.plurals import counted


@click.command(short_help=COMMANDS["backup"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the file, if there is one.")
@click.pass_context
def command(ctx: click.Context, /, file: Path, *, replace: bool) -> None:
    """Copy the ledger to a new file, while others may write to it.

    The copy is verified before it gets its name: it is sound, and its entries are the ledger's.
    It prints how many entries it holds, and their root hash.
    A ledger on PostgreSQL is backed up with pg_dump.

    \b
    Example:
      ledger backup ledger-2026-11-23.db
    """
    copied = open_ledger(ctx).backup(file, replace=replace)
    say(f"Wrote {file}: {counted(copied.entries, 'entry')}.")
    say(f"root hash {to_base64(copied.root)}")
