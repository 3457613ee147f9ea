"""``ledger compare``."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import COMMANDS
from ledger.cli.choice import Choice
from ledger.cli.options import (
    as_of_option,
    filter_options,
    filters_of,
    format_option,
    scoring_options,
)
from ledger.cli.terminal import open_ledger, say
from ledger.report.settings import Settings


@click.command(short_help=COMMANDS["compare"])
@click.argument("a")
@click.argument("b")
@click.option(
    "--by",
    type=Choice(["speaker", "publisher"]),
    help="What A and B are; by default speakers, unless only publishers have these names.",
)
@filter_options
@scoring_options
@as_of_option
@click.option("--full", is_flag=True, help="Show the questions too, with what each said of them.")
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    a: str,
    b: str,
    by: str | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """Compare two speakers or publishers on the questions both took a stand on.

    Their Brier scores where both gave probabilities, and their accuracy where both took a side,
    with an interval of the difference.  It names the command that gives it again, to the byte.

    \b
    Example:
      ledger compare "Oleksii Reznikov" "unnamed: experts"
    """
    from ledger.report.comparing.comparison import compare, sort_of
    from ledger.report.comparing.data import as_json
    from ledger.report.comparing.text import as_text

    if a.casefold() == b.casefold():
        raise click.UsageError(f"{a} cannot be compared with {b}; name two that differ.", ctx)
    filters = filters_of(options)
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    sort = by or sort_of(ledger, a, b, moment)
    if getattr(filters, sort):
        raise click.UsageError(f"A and B are the {sort}s, so --{sort} cannot be given.", ctx)
    if sort != (by or "speaker"):
        say("No speakers have these names; they are compared as publishers.", err=True)
    found = compare(ledger, a, b, sort, filters, moment, Settings(**options))
    if form == "json":
        click.echo(as_json(found), nl=False)
    else:
        say(as_text(found, full=full).removesuffix("\n"))
