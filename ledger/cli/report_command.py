"""``ledger report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of
from ledger.cli.terminal import open_ledger, say
from ledger.report.settings import CLUSTERS, REPEATS, Settings

BY: Final = ("speaker", "publisher", "source", "topic", "kind", "wording", "year")
FORMS: Final = ("text", "json", "csv", "md")
USUAL: Final = Settings()


@click.command(short_help=COMMANDS["report"])
@click.option("--by", type=click.Choice(BY), default="speaker", show_default=True, help="Grouped.")
@filter_options
@click.option(
    "--repeats",
    type=click.Choice(REPEATS),
    default=USUAL.repeats,
    show_default=True,
    help="How a speaker's several claims on one question count.",
)
@click.option(
    "--cluster",
    type=click.Choice(CLUSTERS),
    default=USUAL.cluster,
    show_default=True,
    help="What settles several claims together, for the intervals.",
)
@click.option(
    "--yardstick",
    metavar="NAME",
    help="Read words as probabilities by this table, such as icd203, phia, nato, ipcc or kent.",
)
@click.option("--guard-early", is_flag=True, help="Score a question only once its due day is over.")
@click.option(
    "--min-claims",
    type=click.IntRange(min=0),
    default=USUAL.min_claims,
    show_default=True,
    help="List groups with fewer scored apart.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=USUAL.seed,
    show_default=True,
    help="Where the random numbers of resampled intervals begin.",
)
@click.option(
    "--digits",
    type=click.IntRange(2, 9),
    default=USUAL.digits,
    show_default=True,
    help="Digits of a share: 2 shows 61%, 3 shows 61.2%. Scores have one more.",
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
