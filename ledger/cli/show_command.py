"""``ledger show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option
from ledger.cli.terminal import open_ledger, say_json, say_lines

if TYPE_CHECKING:
    from ledger.book.ledger import Ledger


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
    from ledger.book.asking.showing import SourceDossier
    from ledger.cli.dossier import dossier_lines, source_lines

    ledger = open_ledger(ctx)
    if form == "json":
        say_json(_view(ledger, id, str(ledger.moment(as_of))))
        return
    found = ledger.show(id, as_of)
    lines = source_lines(found) if isinstance(found, SourceDossier) else dossier_lines(found)
    say_lines(lines)


def _view(ledger: Ledger, id: str, moment: str) -> dict[str, Any]:
    from ledger.book.asking.showing import SourceDossier
    from ledger.json_views import dossier_view, source_view

    found = ledger.show(id, moment)
    if not isinstance(found, SourceDossier):
        return dossier_view(found)
    return source_view(found, ledger.outcomes({one.question for one in found.claims}, moment))
