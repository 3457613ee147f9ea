"""``ledger show``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option
from ledger.cli.terminal import open_ledger, say_json, say_lines


@click.command(short_help=COMMANDS["show"])
@click.argument("id")
@as_of_option
@format_option
@click.pass_context
def command(ctx: click.Context, /, id: str, as_of: str | None, form: str) -> None:
    """Show a claim, question or source with its whole history.

    \b
    Example:
      ledger show tokyo-office-opens-2024
    """
    from ledger.book.showing import SourceDossier
    from ledger.cli.dossier import dossier_lines, source_lines
    from ledger.cli.views import dossier_view, source_view

    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    found = ledger.show(id, moment)
    if isinstance(found, SourceDossier):
        if form == "json":
            outcomes = ledger.outcomes({one.question for one in found.claims}, moment)
            say_json(source_view(found, outcomes))
        else:
            say_lines(source_lines(found))
    elif form == "json":
        say_json(dossier_view(found))
    else:
        say_lines(dossier_lines(found))
