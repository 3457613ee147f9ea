"""``ledger duplicates``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import open_ledger, painted, say, say_json, say_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.duplicates import Duplicates


@click.command(short_help=COMMANDS["duplicates"])
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def command(
    ctx: click.Context, /, as_of: str | None, full: bool, form: str, **options: Any
) -> None:
    """List claims of one speaker that say nearly the same and come from several sources.

    Four of five words are the same, and all numbers; nothing is changed.
    Claims on one question are no duplicates: reports weigh such repeats already.
    Take one back with ledger withdraw, or let both stand on one question with ledger amend.

    \b
    Example:
      ledger duplicates --speaker "James Black"
    """
    from ledger.cli.views import duplicates_view

    filters = filters_of(options)
    found = open_ledger(ctx).duplicates(filters, as_of)
    if form == "json":
        say_json([duplicates_view(one) for one in found])
        return
    for one in found:
        say_lines(_lines(one, full=full))
    several = f"{len(found)} group{'' if len(found) == 1 else 's'} of claims that may be one."
    say(several if found else "No two claims look like one.")


def _lines(found: Duplicates, *, full: bool) -> Iterator[str]:
    from ledger.cli.claims import claim_lines

    alike = "the same statement" if found.equal else "nearly the same statement"
    yield painted(f"{found.speaker_group}: {alike}", bold=True)
    for one in found.claims:
        yield from claim_lines(one, full=full)
        yield painted(f"  in {one.source}")
    yield ""
