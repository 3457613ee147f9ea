"""``ledger report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, scoring_options
from ledger.cli.terminal import open_ledger, say
from ledger.report.settings import Settings

BY: Final = ("speaker", "publisher", "source", "topic", "kind", "wording", "year")
FORMS: Final = ("text", "json", "csv", "md")


@click.command(short_help=COMMANDS["report"])
@click.option("--by", type=click.Choice(BY), default="speaker", show_default=True, help="Grouped.")
@filter_options
@scoring_options
@click.option(
    "--min-claims",
    type=click.IntRange(min=0),
    default=Settings().min_claims,
    show_default=True,
    help="List groups with fewer scored apart.",
)
@as_of_option
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    by: str,
    as_of: str | None,
    form: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Report how claims fared: counts, and how right each speaker was by the due day.

    Where several kinds are selected, the figures are about predictions; --kind asks for others.
    A report names the command that gives it again, to the byte.

    \b
    Example:
      ledger report --by speaker --publisher "The Japan Times"
    """
    from ledger.report.forms import FORMS as WRITERS
    from ledger.report.making import report

    filters = filters_of(options)
    found = report(open_ledger(ctx), by, filters, as_of, Settings(**options))
    text = WRITERS[form](found)
    if output is None:
        say(text.removesuffix("\n")) if form in {"text", "md"} else click.echo(text, nl=False)
        return
    from ledger.formats.writing import write_file

    write_file(output, text)
    say(f"Wrote {output}.")
