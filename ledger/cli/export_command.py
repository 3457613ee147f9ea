"""``ledger export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import Choice, as_of_option, filter_options, filters_of, form_of
from ledger.cli.terminal import ledger_to_read, say
from ledger.formats.registry import JOURNAL, WRITERS
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from click.decorators import FC

    from ledger.book.ledger import Ledger
    from ledger.formats.claimreview.write import Imprint
    from ledger.model.export_items import Exhibit
    from ledger.model.filters import Filters


def imprint_options(command: FC) -> FC:
    """Add the options that say who publishes reviews and where."""
    command = click.option(
        "--page",
        metavar="URL",
        help="With claimreview: the address of the page of each check, with {id} for the "
        "claim's id.",
    )(command)
    return click.option(
        "--desk", metavar="NAME", help="With claimreview: the name of whoever publishes the checks."
    )(command)


def imprint_of(desk: str | None, page: str | None) -> Imprint:
    """The imprint that the options give.

    Raises:
        UsageError: the page is no address, or the same for all claims.
    """
    from ledger.formats.claimreview.sources import is_address
    from ledger.formats.claimreview.write import Imprint

    if page is not None and not (is_address(page) and "{id}" in page):
        raise click.UsageError(
            "--page must be an address with {id} in it, such as https://desk.example/checks/{id}."
        )
    return Imprint(desk, page)


def export_reviews(exhibits: Iterable[Exhibit], output: Path | None, imprint: Imprint) -> None:
    """Write the feed to a file or print it, or write each review into a folder that is there."""
    from ledger.formats.claimreview.write import write, write_each
    from ledger.formats.write_files import writing_within

    if output is None or not output.is_dir():
        _write_text(write(exhibits, imprint), output)
        return
    number = 0
    with writing_within(output) as write_text:
        for one, text in write_each(list(exhibits), imprint):
            write_text(output / f"{one}.jsonld", text)
            number += 1
    say(f"Wrote {counted(number, 'file')} into {output}.")


def _sheet(ledger: Ledger, filters: Filters, as_of: str | None) -> Iterator[str]:
    return ledger.sheet(filters, as_of)


def _calendar(ledger: Ledger, filters: Filters, as_of: str | None) -> Iterator[str]:
    from ledger.formats.calendar_and_feed import print_calendar

    return print_calendar(ledger.due_days(filters, as_of))


def _feed(ledger: Ledger, filters: Filters, as_of: str | None) -> Iterator[str]:
    from ledger.formats.calendar_and_feed import print_feed

    return print_feed(ledger.news(filters, as_of))


def _scores(ledger: Ledger, filters: Filters, as_of: str | None) -> Iterator[str]:
    from ledger.report.score_rows import score_rows

    return score_rows(ledger, filters, as_of)


PRINTERS: Final[dict[str, Callable[[Ledger, Filters, str | None], Iterator[str]]]] = {
    "csv": _sheet,
    "scores": _scores,
    "ics": _calendar,
    "atom": _feed,
}
"""What one file of each format is made by, its text a part at a time."""

IN_MEMORY: Final = 4 * 1024 * 1024
"""So many bytes of what is printed are held at once."""

LAKE: Final = "parquet"
"""What a folder of tables for engines is called, as a format (`ledger.lake`)."""

ENDINGS: Final = {
    "claimreview": (".jsonld",),
    "csv": (".csv",),
    "scores": (".csv",),
    "ics": (".ics",),
    "atom": (".atom",),
    JOURNAL: (".jsonl",),
}
"""How the names of files of a format end; claim files go into a folder."""


@click.command(short_help=COMMANDS["export"])
@click.option(
    "--to",
    "form",
    type=Choice(["claims", *dict.fromkeys([*WRITERS, *PRINTERS]), JOURNAL, LAKE]),
    help="Claim files, one a source, one file of another format, or a folder of Parquet files; by "
    "default what the name of the file says, else claims.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The folder to write claim files into, or the file for another format; by "
    "default it is printed.",
)
@imprint_options
@filter_options
@as_of_option
@click.pass_context
def export_command(
    ctx: click.Context,
    /,
    form: str | None,
    output: Path | None,
    desk: str | None,
    page: str | None,
    as_of: str | None,
    **options: Any,
) -> None:
    """Export claims: all of them as claim files into a folder, or some in another format.

    A claim file there that says the same is left as it is, and one that differs keeps its comments
    and order.  New sources get YEAR/SOURCE-ID.toml.
    Claim files hold every claim as it stands, and jsonl is the whole journal; other formats hold
    the claims that the options select: ics their due days, atom what became known of them, scores a
    row for each claim that is scored.
    As claimreview they are one feed, or in a folder that is there a file each.
    As parquet the ledger's tables go into a folder that engines read; the next time only what is
    new is written there.  It needs the extra lake: pip install 'claim-ledger[lake]'.

    \b
    Example:
      ledger export --to claims -o claims/
      ledger export --to ics --status open -o due.ics
    """
    form = form_of(ctx, "--to", form, output, ENDINGS) or "claims"
    if form == "claimreview":
        imprint = imprint_of(desk, page)
        export_reviews(ledger_to_read(ctx).exhibits(filters_of(options), as_of), output, imprint)
        return
    if desk is not None or page is not None:
        ctx.fail("--desk and --page need --to claimreview.")
    if form == JOURNAL:
        if any(options.values()):
            ctx.fail("The journal is exported whole; options that select claims do not go with it.")
        _write(ledger_to_read(ctx).export_journal(as_of), output)
        return
    if form in PRINTERS:
        _write_text(PRINTERS[form](ledger_to_read(ctx), filters_of(options), as_of), output)
        return
    what = "A lake goes" if form == LAKE else "Claim files go"
    if output is None:
        ctx.fail(f"{what} into a folder: name it with -o.")
    if any(options.values()):
        whole = "A lake is" if form == LAKE else "Claim files are"
        ctx.fail(f"{whole} the whole ledger; options that select claims go with --to.")
    write = _export_lake if form == LAKE else _export_claim_files
    write(ledger_to_read(ctx), output, as_of)


def _export_claim_files(ledger: Ledger, folder: Path, as_of: str | None) -> None:
    from datetime import UTC, datetime

    from ledger.formats.claimfile.write import write_claim_files
    from ledger.journal.entry import horizon

    number = same = 0
    for path in write_claim_files(ledger.documents(as_of), folder, horizon(datetime.now(UTC))):
        number += 1
        if path is None:
            same += 1
        else:
            say(f"Wrote {path}.")
    if same:
        are, them = ("is", "it") if same == 1 else ("are", "them")
        say(f"{counted(same, 'file')} {are} as the ledger has {them}.")
    if not number:
        say("The ledger has no source to export.")


def _export_lake(ledger: Ledger, folder: Path, as_of: str | None) -> None:
    from ledger.lake.export import export_lake

    done = export_lake(ledger, folder, as_of)
    said = f"Wrote {counted(done.written, 'file')} into {folder}" if done.written else "Nothing new"
    say(f"{said}; the lake is as of entry {done.manifest.entry:,}.")


def _write_text(parts: Iterable[str], output: Path | None) -> None:
    """Write a text of which each part is made as it comes, while the ledger is being read.

    What is printed is made whole before, in a temporary file where it is long: who reads it may be
    slow, and nobody could write to the ledger meanwhile.
    """
    made = (part.encode() for part in parts)
    if output is not None:
        _write(made, output)
        return
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(IN_MEMORY) as whole:
        for one in made:
            whole.write(one)
        whole.seek(0)
        _write(iter(lambda: whole.read(IN_MEMORY), b""), None)


def _write(parts: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return
    from ledger.formats.write_files import write_parts

    write_parts(output, parts)
    say(f"Wrote {output}.")
