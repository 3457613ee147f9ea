"""``ledger report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.choice import Choice
from ledger.cli.options import as_of_option, filter_options, filters_of, form_of, scoring_options
from ledger.cli.terminal import open_ledger, say
from ledger.report.pictures.picture import PICTURES, SUFFIXES
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.report.making import Report

BY: Final = ("speaker", "publisher", "source", "topic", "kind", "wording", "year")
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
                f"{path.name!r} is no picture of a report: name it {_or(PICTURES)}, and end it in "
                f"{_or([f'.{one}' for one in SUFFIXES])}.",
                param,
                ctx,
            )
        return path


def _or(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


@click.command(short_help=COMMANDS["report"])
@click.option("--by", type=Choice(BY), default="speaker", show_default=True, help="Grouped.")
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
@click.option(
    "--format",
    "form",
    type=Choice(list(FORMS)),
    help="By default what the file's name says, else text.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file."
)
@click.option(
    "--plot",
    "plots",
    type=Picture(),
    multiple=True,
    metavar="FILE",
    help="Draw accuracy, outcomes or reliability, such as reliability.png, instead of the report "
    "or, with -o, beside it; may be given several times.",
)
@click.pass_context
def command(
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
    from ledger.report.making import report

    form = form_of(ctx, "--format", form, output, FORMS) or "text"
    ledger = open_ledger(ctx)
    found = report(ledger, by, filters_of(options), as_of, Settings(**options))
    for path in plots:
        _draw(found, path)
    if plots and output is None:
        return
    from ledger.report.forms import written

    text = written(found, form, ledger)
    if output is None:
        say(text.removesuffix("\n")) if form in {"text", "md"} else click.echo(text, nl=False)
    else:
        _write(output, text)


def _draw(found: Report, path: Path) -> None:
    from ledger.report.pictures.picture import picture

    _write(path, picture(found, path.stem, path.suffix[1:]))


def _write(path: Path, content: str | bytes) -> None:
    from ledger.formats.writing import write_file

    write_file(path, content)
    say(f"Wrote {path}.")
