"""``ledger disputes``."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import open_ledger, say_json, say_lines


@click.command(short_help=COMMANDS["disputes"])
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def command(
    ctx: click.Context, /, as_of: str | None, full: bool, form: str, **options: Any
) -> None:
    """List the questions on which recorders differ, and how far they agree on all they share.

    Compared is one verdict a recorder: their last final one, else their last; see record --blind.
    A question that was adjudicated (record --adjudicates) is listed as decided.

    \b
    Example:
      ledger disputes --topic defence-spending
    """
    from ledger.cli.disputes import agreement_lines
    from ledger.json_views import agreement_view

    found = open_ledger(ctx).disputes(filters_of(options), as_of)
    if form == "json":
        say_json(agreement_view(found))
    else:
        say_lines(agreement_lines(found, full=full))
