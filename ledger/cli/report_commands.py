"""``ledger report`` and ``ledger compare``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.lake_options import AskedLake, lake_of, lake_options
from ledger.cli.options import (
    Choice,
    as_of_option,
    filter_options,
    filters_of,
    form_of,
    format_option,
)
from ledger.cli.scoring_options import scoring_options
from ledger.cli.terminal import columns, deliver, ledger_to_read, painted, say, status_colour
from ledger.report.pictures.drawing import PICTURES, SUFFIXES
from ledger.report.settings import MOST_EXTREME, Settings
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.ledger import Ledger
    from ledger.model.filters import Filters
    from ledger.report.build import Report


BY: Final = (
    "speaker", "publisher", "source", "topic", "kind", "wording", "year", "lead", "stance",
    "organisation", "role", "condition", "recorder",
)  # fmt: skip
FORMS: Final = {
    "text": (".txt",),
    "json": (".json",),
    "csv": (".csv",),
    "md": (".md",),
    "html": (".html", ".htm"),
}
"""The forms of a report, and how the names of their files end."""


class Picture(click.ParamType["Path"]):
    """A file for a picture: its name says which, its suffix in which format."""

    name = "picture"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if what it asks for can be drawn."""
        path = Path(value)
        if path.stem not in PICTURES or path.suffix[1:] not in SUFFIXES:
            self.fail(
                f"{path.name!r} is not a picture of a report: name it {_or(PICTURES)}, ending in "
                f"{_or([f'.{suffix}' for suffix in SUFFIXES])}.",
                param,
                ctx,
            )
        return path


def _or(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


@click.command(short_help=COMMANDS["report"])
@click.option(
    "--by", type=Choice(BY), default="speaker", show_default=True, help="What to group by."
)
@filter_options
@scoring_options
@click.option(
    "--min-claims",
    type=click.IntRange(min=0),
    default=Settings().min_claims,
    show_default=True,
    help="List groups with fewer scored claims than this apart.",
)
@click.option(
    "--tests", is_flag=True, help="Also tell the area under the ROC curve and Spiegelhalter's z."
)
@as_of_option
@lake_options
@click.option(
    "--format",
    "form",
    type=Choice(list(FORMS)),
    help="The form of the report; by default what the name of the -o file says, else text.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file; by default it is printed.",
)
@click.option(
    "--plot",
    "plots",
    type=Picture(),
    multiple=True,
    metavar="FILE",
    help="Draw accuracy, coverage, outcomes, pit or reliability, such as accuracy.svg, instead of "
    "the report (with -o, in addition to it); repeat for several. It may end in .svg, or in .png "
    "or .pdf, which take matplotlib.",
)
@click.pass_context
def report_command(
    ctx: click.Context,
    /,
    *,
    by: str,
    as_of: str | None,
    form: str | None,
    output: Path | None,
    plots: tuple[Path, ...],
    **options: Any,
) -> None:
    """Report how claims fared: counts, and how right each speaker was by the due day.

    The form html makes one page with everything behind the figures, that opens in any browser.
    Where several kinds are selected, the figures are about predictions; --kind asks for others.
    A report names the command that gives it again, to the byte.

    \b
    Example:
      ledger report --by speaker --publisher "The Japan Times"
    """
    form = form_of(ctx, "--format", form, output, FORMS) or "text"
    lake = lake_of(ctx, options, form)
    filters, settings = filters_of(options), Settings(**options)
    if lake is not None and lake.dialect is not None:
        _deliver_sql(lake.folder, lake.dialect, filters, as_of, output)
        return
    source = ledger_to_read(ctx) if lake is None else lake
    found = _found(source, by, filters, as_of, settings)
    for path in plots:
        _draw(found, path)
    if plots and output is None:
        return
    if form == "text" and output is None:
        _say(found)
        return
    from ledger.report.forms import written

    text = written(found, form, None if isinstance(source, AskedLake) else source)
    if output is None:
        say(text.removesuffix("\n")) if form == "md" else click.echo(text, nl=False)
    else:
        _write(output, text)


def _found(
    of: Ledger | AskedLake, by: str, filters: Filters, as_of: str | None, settings: Settings
) -> Report:
    """The report of a ledger, or of what was written of one."""
    if isinstance(of, AskedLake):
        from ledger.lake.report import lake_report

        return lake_report(of.folder, of.engine, by, filters, as_of, settings, of.master)
    from ledger.report.build import report

    return report(of, by, filters, as_of, settings)


def _deliver_sql(
    folder: Path, dialect: str, filters: Filters, as_of: str | None, output: Path | None
) -> None:
    from ledger.lake.report import shown_sql

    deliver(f"{shown_sql(folder, dialect, filters, as_of)}\n", output)


def _say(found: Report) -> None:
    """Print a report as wide as the terminal, the letters of its bars in their colours."""
    from ledger.report.status_bars import PARTS
    from ledger.report.text_markdown import text_lines

    colours = {letter: status_colour(part) for part, letter in PARTS.items()}
    for line, bar in text_lines(found, columns()):
        drawn = (painted("".join(same), colours[letter]) for letter, same in groupby(bar))
        click.echo(f"{clean(line)}{''.join(drawn)}")


def _draw(found: Report, path: Path) -> None:
    from ledger.report.pictures.drawing import picture

    _write(path, picture(found, path.stem, path.suffix[1:]))


def _write(path: Path, content: str | bytes) -> None:
    from ledger.formats.write_files import write_file

    write_file(path, content)
    say(f"Wrote {path}.")


@click.command(short_help=COMMANDS["compare"])
@click.argument("names", nargs=-1)
@click.option(
    "--by",
    type=Choice(["speaker", "publisher"]),
    help="Whether the names are of speakers or publishers; by default speakers, unless only "
    "publishers have both of two.",
)
@filter_options
@scoring_options
@click.option(
    "--extremise",
    type=click.FloatRange(0, MOST_EXTREME, min_open=True),
    metavar="A",
    help="Of more than two, multiply the mean log odds of crowds by this, such as 2; by default "
    "they stay as they are.",
)
@as_of_option
@click.option("--full", is_flag=True, help="Of two, also list the questions, with what each said.")
@format_option
@click.pass_context
def compare_command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    by: str | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """Compare speakers or publishers on the questions that they share.

    Of two, their Brier scores where both gave probabilities, and their accuracy where both took a
    side, with an interval of the difference.  Of more, or of all where none is named, each is held
    against the others who gave probabilities on the same questions: peer scores, relative scores
    and skill, the ranks that the data allow, and the crowd.
    It names the command that gives it again, to the byte.

    \b
    Example:
      ledger compare "Oleksii Reznikov" "unnamed: experts"
      ledger compare --by publisher
    """
    if len(names) == PAIR:
        if options["extremise"] is not None:
            raise click.UsageError(
                "--extremise is about a crowd; name more than two, or none.", ctx
            )
        _compare_two(ctx, names, by, as_of, form, options, full=full)
        return
    from ledger.report.comparing.contest import contest
    from ledger.report.comparing.contest_forms import as_json, as_text

    if len(names) == 1:
        raise click.UsageError(f"{names[0]} is compared with whom? Name two, or none for all.", ctx)
    if full:
        raise click.UsageError("--full lists the questions of two; name two.", ctx)
    filters, sort = filters_of(options), by or "speaker"
    if names and getattr(filters, sort):
        raise click.UsageError(f"The names are {sort}s, so --{sort} cannot be given.", ctx)
    found = contest(ledger_to_read(ctx), names, sort, filters, as_of, Settings(**options))
    if form == "json":
        click.echo(as_json(found), nl=False)
    else:
        say(as_text(found, columns()).removesuffix("\n"))


PAIR: Final = 2
"""So many names are compared two by two."""


def _compare_two(
    ctx: click.Context,
    names: tuple[str, ...],
    by: str | None,
    as_of: str | None,
    form: str,
    options: dict[str, Any],
    *,
    full: bool,
) -> None:
    from ledger.report.comparing.comparison import compare, sort_of
    from ledger.report.comparing.forms import as_json, as_text

    a, b = names
    if a.casefold() == b.casefold():
        raise click.UsageError(f"{a} cannot be compared with {b}; name two that differ.", ctx)
    filters = filters_of(options)
    ledger = ledger_to_read(ctx)
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
        say(as_text(found, columns(), full=full).removesuffix("\n"))
