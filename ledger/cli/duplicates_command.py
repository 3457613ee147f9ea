"""``ledger duplicates``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import open_ledger, painted, say, say_json, say_lines, wrapped
from ledger.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.alike import Alike
    from ledger.book.asking.duplicates import Duplicates


@click.command(short_help=COMMANDS["duplicates"])
@click.option("--names", is_flag=True, help="Names that are alike, and nothing else.")
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def command(
    ctx: click.Context, /, names: bool, as_of: str | None, full: bool, form: str, **options: Any
) -> None:
    """List claims of one speaker that say nearly the same and come from several sources.

    Four of five words are the same, and all numbers; nothing is changed.
    Claims on one question are no duplicates: reports weigh such repeats already.
    Take one back with ledger withdraw, or let both stand on one question with ledger amend.
    Below them stand names of speakers, publishers and topics that differ only in case, accents,
    punctuation, entities or letters that look the same, with the command that joins two speakers;
    names nobody can tell apart are one.

    \b
    Example:
      ledger duplicates --speaker "James Black"
      ledger duplicates --names
    """
    from ledger.json_views import alike_view, duplicates_view

    filters, ledger = filters_of(options), open_ledger(ctx)
    found = [] if names else ledger.duplicates(filters, as_of)
    if form == "json" and not names:
        say_json([duplicates_view(one) for one in found])
        return
    alike = ledger.alike(filters, as_of)
    if form == "json":
        say_json([alike_view(one) for one in alike])
        return
    for one in found:
        say_lines(_lines(one, full=full))
    several = f"{counted(len(found), 'group')} of claims that may be one."
    if not names:
        say(several if found else "No two claims look like one.")
    elif not alike:
        say("No two names are alike.")
    for names_alike in alike:
        say_lines(_names(names_alike))


def _names(alike: Alike) -> Iterator[str]:
    """Names that are alike, and what joins them."""
    told = ", ".join(f"{name} ({number})" for name, number in alike.names)
    yield from wrapped(f"Alike, by their claims: the {alike.what}s {told}")
    for one in alike.commands:
        yield painted(f"  {one}")


def _lines(found: Duplicates, *, full: bool) -> Iterator[str]:
    from ledger.cli.claims import claim_lines

    alike = "the same statement" if found.equal else "nearly the same statement"
    yield painted(f"{found.speaker_group}: {alike}", bold=True)
    for one in found.claims:
        yield from claim_lines(one, full=full)
        yield painted(f"  in {one.source}")
    yield ""
