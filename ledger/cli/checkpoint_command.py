"""``ledger checkpoint``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.options import output_option
from ledger.cli.terminal import deliver, open_ledger, warn


@click.command(short_help=COMMANDS["checkpoint"])
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Sign it with this key, which ledger keygen made.",
)
@output_option
@click.pass_context
def command(ctx: click.Context, /, key: Path | None, output: Path | None) -> None:
    """Print the journal's size and root hash as it is, signed where there is a key.

    Whoever has a checkpoint sees any later change to the entries it covers, so publish it where
    you cannot change it.
    What a key has signed is remembered beside it, in KEY.signed, and never contradicted.

    \b
    Example:
      ledger checkpoint --key desk.key -o july.txt
    """
    if key is not None:
        from ledger.book.keeping.keyfile import others_can_read

        if others_can_read(key):
            warn([f"Others can read {key}; keep it to yourself with: chmod 600 {key}"])
    deliver(str(open_ledger(ctx).checkpoint(key)), output)
