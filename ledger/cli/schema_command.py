"""``ledger schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli import COMMANDS
from ledger.cli.options import output_option
from ledger.cli.terminal import deliver

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help=COMMANDS["schema"])
@output_option
def schema_command(output: Path | None) -> None:
    """Print the JSON Schema of the claim file, for editors and other programs.

    An editor that reads it completes the keys of a claim file, explains them, and underlines what
    is none.
    It takes all that ledger check takes; what needs a calendar or another file, only check sees.

    \b
    Example:
      ledger schema -o claim-file.schema.json
    """
    from ledger.formats.claimfile.schema import printed

    deliver(printed(), output)
