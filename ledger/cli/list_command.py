"""``ledger list``."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import open_ledger


@click.command(short_help=COMMANDS["list"])
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def command(
    ctx: click.Context, /, as_of: str | None, full: bool, form: str, **options: Any
) -> None:
    """List claims by their due day, those without one last.

    \b
    Example:
      ledger list --speaker "Jamie Shea" --status settled
    """
    from ledger.cli.claims import tell_claims

    filters = filters_of(options)
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    tell_claims(ledger, ledger.list(filters, moment), form, moment, full=full)
