"""``ledger publish``: the ledger as a folder of pages, for any host of static files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option
from ledger.cli.terminal import ledger_to_read, progress, say, say_json
from ledger.text import counted

if TYPE_CHECKING:
    from ledger.site.folder import Done


@click.command(short_help=COMMANDS["publish"])
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--site",
    "settings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file that says what the site is called, who answers for it, and what is not "
    "shown.  [default: site.toml, where it is there]",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be written.")
@as_of_option
@format_option
@click.pass_context
def publish_command(
    ctx: click.Context,
    /,
    folder: Path,
    settings: Path | None,
    dry_run: bool,
    as_of: str | None,
    form: str,
) -> None:
    """Write the ledger as pages into a folder, to open from there or put on a web server.

    The pages are those of ledger serve, without a server: claims, speakers, reports, lists and a
    search, with the data to take along.
    Only what has changed since the last time is written, and what is no longer there is removed;
    other files in the folder are left alone.
    The same moment and settings give the same files, to the byte.

    \b
    Example:
      ledger publish public/
      ledger publish public/ --dry-run
    """
    from ledger.formats.site_file import read_site
    from ledger.site.publish import publish

    told = read_site(settings)
    site, done = publish(
        ledger_to_read(ctx), folder, told, as_of, dry_run=dry_run, track=progress("Pages")
    )
    if form == "json":
        say_json({
            "folder": str(folder), "as_of": site.as_of, "entry": site.moment.entry,
            "until": site.until, "dry_run": dry_run, **asdict(done),
        })  # fmt: skip
        return
    say(_told(done, folder, dry_run=dry_run))
    say(f"The site is as of entry {site.moment.entry:,} and {site.moment.day}.")
    if site.until < site.moment.entry:
        say(
            f"Its journal ends with entry {site.until:,}: verdicts given blind after it are not "
            f"decided yet."
        )


def _told(done: Done, folder: Path, *, dry_run: bool) -> str:
    would = "Would write" if dry_run else "Wrote"
    parts = [f"{would} {counted(done.written, 'file')} into {folder}"]
    if done.removed:
        parts.append(f"{'remove' if dry_run else 'removed'} {done.removed:,}")
    are = "is" if done.unchanged == 1 else "are"
    return f"{' and '.join(parts)}; {done.unchanged:,} {are} as before."
