"""``ledger report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of
from ledger.cli.terminal import open_ledger, say

BY: Final = ("speaker", "publisher", "source", "topic", "kind", "wording", "year")
FORMS: Final = ("text", "json", "csv", "md")
REPEATS: Final = ("mean", "first", "last", "all")


@click.command(short_help=COMMANDS["report"])
@click.option("--by", type=click.Choice(BY), default="speaker", show_default=True, help="Grouped.")
@filter_options
@click.option(
    "--repeats",
    type=click.Choice(REPEATS),
    default="mean",
    show_default=True,
    help="How a speaker's several claims on one question count.",
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
    repeats: str,
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
    from ledger.report.figures import report
    from ledger.report.forms import FORMS as WRITERS

    found = report(open_ledger(ctx), by, filters_of(options), as_of, repeats)
    text = WRITERS[form](found)
    if output is None:
        say(text.removesuffix("\n")) if form in {"text", "md"} else click.echo(text, nl=False)
        return
    from ledger.formats.writing import write_file

    write_file(output, text)
    say(f"Wrote {output}.")
