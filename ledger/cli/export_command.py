"""``ledger export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of
from ledger.cli.terminal import open_ledger, say
from ledger.formats.registry import WRITERS

if TYPE_CHECKING:
    from ledger.book.ledger import Ledger


@click.command(short_help=COMMANDS["export"])
@click.option(
    "--to",
    "form",
    type=click.Choice(["claims", *WRITERS]),
    default="claims",
    show_default=True,
    help="Claim files, one a source, or one file of another format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to: a folder for claim files; otherwise a file, or else it is printed.",
)
@filter_options
@as_of_option
@click.pass_context
def command(
    ctx: click.Context, /, form: str, output: Path | None, as_of: str | None, **options: Any
) -> None:
    """Export claims: all of them as claim files into a folder, or some in another format.

    A claim file there that says the same is left as it is, and one that differs keeps its comments
    and order.  New sources get YEAR/SOURCE-ID.toml.
    Claim files are the whole ledger; other formats hold the claims that the options select.

    \b
    Example:
      ledger export --to claims -o claims/
    """
    if form != "claims":
        _export_file(open_ledger(ctx), form, output, as_of, options)
        return
    if output is None:
        ctx.fail("Claim files go into a folder: name it with -o.")
    if any(options.values()):
        ctx.fail("Claim files are the whole ledger; options that select claims go with --to.")
    _export_claim_files(open_ledger(ctx), output, as_of)


def _export_claim_files(ledger: Ledger, folder: Path, as_of: str | None) -> None:
    from datetime import UTC, datetime

    from ledger.formats.claimfile.write import write_claim_files
    from ledger.model.moment import horizon

    documents = ledger.export(as_of)
    written = write_claim_files(documents, folder, horizon(datetime.now(UTC)))
    for path in written:
        say(f"Wrote {path}.")
    same = len(documents) - len(written)
    if same:
        are, them = ("is", "it") if same == 1 else ("are", "them")
        say(f"{same} file{'' if same == 1 else 's'} {are} as the ledger has {them}.")
    if not documents:
        say("The ledger has no source to export.")


def _export_file(
    ledger: Ledger, form: str, output: Path | None, as_of: str | None, options: dict[str, Any]
) -> None:
    from ledger.formats.registry import writer

    text = writer(form).write(ledger.exhibits(filters_of(options), as_of))
    if output is None:
        click.echo(text, nl=False)
        return
    from ledger.formats.writing import write_file

    write_file(output, text)
    say(f"Wrote {output}.")
