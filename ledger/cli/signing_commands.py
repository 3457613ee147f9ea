"""``ledger keygen``, ``checkpoint`` and ``prove``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.options import output_option
from ledger.cli.terminal import deliver, ledger_to_read, open_ledger, say, warn


@click.command(short_help=COMMANDS["keygen"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--name",
    default="claim-ledger",
    show_default=True,
    metavar="NAME",
    help="The ledger's name on its checkpoints; best a web address of yours.",
)
def keygen_command(file: Path, name: str) -> None:
    """Make a key to sign checkpoints with, in a new file only you can read.

    Printed is the key to verify with: publish it, for others check your checkpoints with it.

    \b
    Example:
      ledger keygen desk.key --name example.com/ledger
    """
    from ledger.audit.key_files import make_key

    say(str(make_key(file, name)))


@click.command(short_help=COMMANDS["checkpoint"])
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Sign the checkpoint with this key, made by ledger keygen.",
)
@output_option
@click.pass_context
def checkpoint_command(ctx: click.Context, /, key: Path | None, output: Path | None) -> None:
    """Print the journal's size and root hash as it is, signed where there is a key.

    Whoever has a checkpoint sees any later change to the entries it covers, so publish it where
    you cannot change it.
    What a key has signed is remembered beside it, in KEY.signed, and never contradicted.

    \b
    Example:
      ledger checkpoint --key desk.key -o july.txt
    """
    if key is not None:
        from ledger.audit.key_files import others_can_read

        if others_can_read(key):
            warn([f"Others can read {key}; keep it to yourself with: chmod 600 {key}"])
    deliver(str(open_ledger(ctx).checkpoint(key)), output)


@click.command(short_help=COMMANDS["prove"])
@click.argument("claim", shell_complete=completing.ids)
@click.option(
    "--checkpoint",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The checkpoint, as ledger checkpoint printed it.",
)
@output_option
@click.pass_context
def prove_command(ctx: click.Context, /, claim: str, checkpoint: Path, output: Path | None) -> None:
    """Prove that a claim was in the ledger when a checkpoint was made.

    The proof holds the claim, its question and its source as they stood then.
    Anyone can check it without the ledger: ledger verify --proof FILE --key VERIFIER-KEY.

    \b
    Example:
      ledger prove two-percent-floor --checkpoint july.txt -o floor.proof
    """
    from ledger.cli.ids import meant
    from ledger.formats.read_files import read_mailed
    from ledger.journal.checkpoint import parse

    published = read_mailed(checkpoint, parse)
    ledger = ledger_to_read(ctx)
    deliver(str(ledger.prove(meant(ledger, claim, ("claim",)), published)), output)
