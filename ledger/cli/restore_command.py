"""``ledger restore``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import say
from ledger.journal.note import to_base64
from ledger.plurals import counted


@click.command(short_help=COMMANDS["restore"])
@click.argument("backup", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Also where the ledger has what the backup lacks.")
@click.pass_context
def command(ctx: click.Context, /, backup: Path, *, replace: bool) -> None:
    """Put a copy of a backup where the ledger is, or was.

    The copy is verified first.
    A ledger that has entries which the backup lacks is left as it is; with --replace it is kept
    aside, and so is a file that is damaged.
    A ledger on PostgreSQL is restored with pg_restore.

    \b
    Example:
      ledger --db desk.db restore ledger-2026-11-23.db
    """
    from ledger.store.copies import restore

    target = ctx.find_root().obj["target"]
    copied = restore(backup, target, overwrite=replace)
    say(f"Restored {target}: {counted(copied.entries, 'entry')}.")
    say(f"root hash {to_base64(copied.root)}")
    if copied.aside is not None:
        say(f"What it was before is kept in {copied.aside}.")
