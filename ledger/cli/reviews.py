"""Claims exported as ClaimReviews: as one feed, or into a folder with a file for each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli.terminal import say
from ledger.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.decorators import FC

    from ledger.formats.claimreview.write import Imprint
    from ledger.model.exhibit import Exhibit


def imprint_options(command: FC) -> FC:
    """Add the options that say who publishes reviews and where."""
    command = click.option(
        "--page",
        metavar="URL",
        help="With claimreview: the page of each check; {id} stands for the claim's id.",
    )(command)
    return click.option(
        "--desk", metavar="NAME", help="With claimreview: who publishes the checks."
    )(command)


def imprint_of(desk: str | None, page: str | None) -> Imprint:
    """The imprint that the options give.

    Raises:
        UsageError: the page is no address, or the same for all claims.
    """
    from ledger.formats.claimreview.address import is_address
    from ledger.formats.claimreview.write import Imprint

    if page is not None and not (is_address(page) and "{id}" in page):
        raise click.UsageError(
            "--page must be an address with {id} in it, such as https://desk.example/checks/{id}."
        )
    return Imprint(desk, page)


def export_reviews(exhibits: Sequence[Exhibit], output: Path | None, imprint: Imprint) -> None:
    """Write the feed to a file or print it, or write each review into a folder that is there."""
    from ledger.formats.claimreview.write import write, write_each
    from ledger.formats.writing import write_file, write_within

    if output is None:
        click.echo(write(exhibits, imprint), nl=False)
        return
    if not output.is_dir():
        write_file(output, write(exhibits, imprint))
        say(f"Wrote {output}.")
        return
    texts = write_each(exhibits, imprint)
    for one, text in texts.items():
        write_within(output, output / f"{one}.jsonld", text)
    say(f"Wrote {counted(len(texts), 'file')} into {output}.")
