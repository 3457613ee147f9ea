"""``ledger keygen``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import say


@click.command(short_help=COMMANDS["keygen"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--name",
    default="claim-ledger",
    show_default=True,
    metavar="NAME",
    help="Of the ledger, as its checkpoints give it; best a web address of yours.",
)
def command(file: Path, name: str) -> None:
    """Make a key to sign checkpoints with, in a new file only you can read.

    Printed is the key to verify with: publish it, for others check your checkpoints with it.

    \b
    Example:
      ledger keygen desk.key --name example.com/ledger
    """
    from ledger.book.keeping.keyfile import make_key

    say(str(make_key(file, name)))
