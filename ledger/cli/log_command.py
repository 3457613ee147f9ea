"""``ledger log``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option
from ledger.cli.terminal import WIDTH, open_ledger, painted, say, say_json, say_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.journal.entry import Entry


@click.command(short_help=COMMANDS["log"])
@click.argument("id", required=False)
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last N entries.")
@as_of_option
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    id: str | None,
    last: int | None,
    as_of: str | None,
    form: str,
) -> None:
    """List the entries of the journal in order, all of them or those about ID.

    When, in UTC; who recorded it; a record of what kind, and its id.

    \b
    Example:
      ledger log --last 10
    """
    from ledger.json_views import entry_view

    found = open_ledger(ctx).log(id, as_of, last)
    if form == "json":
        say_json([entry_view(number, entry) for number, entry in found])
        return
    for number, entry in found:
        say_lines(_lines(number, entry))
    if not found:
        say("The journal is empty.")


def _lines(number: int, entry: Entry) -> Iterator[str]:
    from ledger.columns import clean, fitted, width

    when = f"{entry.at[:10]} {entry.at[11:16]}"
    start = f"{number:>6}  {when}  {fitted(clean(entry.by), 10)}{entry.kind:<11}"
    said = entry.body.get("verdict") or entry.body.get("what") or ""
    what = f"{entry.id} {said}".rstrip()
    if width(start + what) <= WIDTH:
        yield painted(start + what)
    else:
        yield painted(start.rstrip())
        yield painted(f"{'':8}{what}")
