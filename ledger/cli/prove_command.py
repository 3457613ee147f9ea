"""``ledger prove``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.options import output_option
from ledger.cli.terminal import deliver, open_ledger


@click.command(short_help=COMMANDS["prove"])
@click.argument("claim")
@click.option(
    "--checkpoint",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What ledger checkpoint printed.",
)
@output_option
@click.pass_context
def command(ctx: click.Context, /, claim: str, checkpoint: Path, output: Path | None) -> None:
    """Prove that a claim was in the ledger when a checkpoint was made.

    The proof holds the claim, its question and its source as they stood then.
    Anyone can check it without the ledger: ledger verify --proof FILE --key VERIFIER-KEY.

    \b
    Example:
      ledger prove two-percent-floor --checkpoint july.txt -o floor.proof
    """
    from ledger.formats.reading import read_mailed
    from ledger.journal.checkpoint import parse

    published = read_mailed(checkpoint, parse)
    deliver(str(open_ledger(ctx).prove(claim, published)), output)
