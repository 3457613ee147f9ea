"""``ledger export``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option
from ledger.cli.terminal import open_ledger, say


@click.command(short_help=COMMANDS["export"])
@click.option(
    "--to",
    "form",
    type=click.Choice(["claims"]),
    default="claims",
    show_default=True,
    help="Claim files, one a source.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where they go.",
)
@as_of_option
@click.pass_context
def command(ctx: click.Context, /, form: str, output: Path, as_of: str | None) -> None:  # noqa: ARG001 - there is one form so far
    """Export the ledger's claims as claim files into a folder.

    A file there that says the same is left as it is, and one that differs keeps its comments and
    order.  New sources get YEAR/SOURCE-ID.toml.

    \b
    Example:
      ledger export --to claims -o claims/
    """
    from datetime import UTC, datetime

    from ledger.formats.claimfile.write import write_claim_files
    from ledger.model.moment import horizon

    documents = open_ledger(ctx).export(as_of)
    written = write_claim_files(documents, output, horizon(datetime.now(UTC)))
    for path in written:
        say(f"Wrote {path}.")
    same = len(documents) - len(written)
    if same:
        are, them = ("is", "it") if same == 1 else ("are", "them")
        say(f"{same} file{'' if same == 1 else 's'} {are} as the ledger has {them}.")
    if not documents:
        say("The ledger has no source to export.")
