"""``ledger corrections``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option
from ledger.cli.terminal import open_ledger, say, say_json, say_lines


@click.command(short_help=COMMANDS["corrections"])
@as_of_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, as_of: str | None, form: str) -> None:
    """List what was amended, withdrawn or re-judged, with the reasons, ready to publish.

    After the fact means: when the question was settled or its due day over.

    \b
    Example:
      ledger corrections
    """
    from ledger.cli.corrections import corrections_lines
    from ledger.json_views import correction_view

    found = open_ledger(ctx).corrections(as_of)
    if form == "json":
        say_json([correction_view(one) for one in found])
        return
    say_lines(corrections_lines(found))
    if not found:
        say("Nothing was amended, withdrawn or re-judged.")
