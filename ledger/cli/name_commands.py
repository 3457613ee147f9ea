"""``ledger sources``, ``speakers``, ``publishers`` and ``topics``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import Choice, as_of_option, format_option
from ledger.cli.terminal import (
    columns,
    ledger_to_read,
    limit_option,
    most_of,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
    spread,
    wrapped,
)
from ledger.text import clean, counted, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.asking.names import Named

ORDERS: Final = ("claims", "name")


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that these commands share."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--sort",
            "order",
            type=Choice(ORDERS),
            default="claims",
            show_default=True,
            help="What they are in order of: the most claims, or the name.",
        ),
        limit_option,
        as_of_option,
        format_option,
        click.pass_context,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command(short_help=COMMANDS["sources"])
@_options
def sources_command(ctx: click.Context, /, **options: Any) -> None:
    """List the sources, with how many claims each has.

    \b
    Example:
      ledger sources --limit 10
    """
    _list(ctx, "source", **options)


@click.command(short_help=COMMANDS["speakers"])
@_options
def speakers_command(ctx: click.Context, /, **options: Any) -> None:
    """List the speakers, with how many claims each made.

    Spellings that were joined are one speaker; what is withdrawn is not counted.

    \b
    Example:
      ledger speakers --sort name
    """
    _list(ctx, "speaker", **options)


@click.command(short_help=COMMANDS["publishers"])
@_options
def publishers_command(ctx: click.Context, /, **options: Any) -> None:
    """List the publishers, with how many claims are in their sources.

    \b
    Example:
      ledger publishers --limit 10
    """
    _list(ctx, "publisher", **options)


@click.command(short_help=COMMANDS["topics"])
@_options
def topics_command(ctx: click.Context, /, **options: Any) -> None:
    """List the topics, with how many claims are on each.

    \b
    Example:
      ledger topics
    """
    _list(ctx, "topic", **options)


def _list(
    ctx: click.Context, what: str, order: str, limit: int | None, as_of: str | None, form: str
) -> None:
    from ledger.model.export_items import Page

    found = ledger_to_read(ctx).named(what, as_of)
    if order == "name":
        found.sort(key=lambda one: (one.name.casefold(), one.name))
    page = Page.of(found, most_of(limit, form))
    if form == "json":
        about = ("about",) if what == "source" else ()
        say_json([
            {key: getattr(one, key) for key in ("name", "claims", *about)} for one in page
        ])  # fmt: skip
        return
    for one in page:
        _say(one)
    if not page:
        say(f"There is no {what} yet.")
    say_more(page.more)


def _say(one: Named) -> None:
    room = columns() - 2
    name, *others = wrapped(one.name) if " " in one.name else [clean(one.name)]
    for left, right in spread(name, counted(one.claims, "claim")):
        say_lines([painted(left, bold=True) + painted(right)])
    say_lines([*others, *([f"  {cut(clean(one.about), room)}"] if one.about else [])])
