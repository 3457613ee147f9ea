"""``ledger list``, ``search`` and ``log``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.options import (
    Choice,
    as_of_option,
    filter_options,
    filters_of,
    format_option,
    full_option,
)
from ledger.cli.terminal import (
    SHOWN,
    Limit,
    columns,
    ledger_to_read,
    limit_option,
    most_of,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
)

ORDERS: Final = ("due", "made", "recorded", "speaker", "publisher", "probability", "id")
"""The names of `ledger.book.asking.orders.ORDERS`, which help need not load."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.journal.entry import Entry


@click.command(short_help=COMMANDS["list"])
@filter_options
@click.option(
    "--sort",
    "order",
    type=Choice(ORDERS),
    default="due",
    show_default=True,
    help="What they are in order of; what is newest, or likeliest, comes first.",
)
@limit_option
@as_of_option
@full_option
@format_option
@click.pass_context
def list_command(
    ctx: click.Context,
    /,
    order: str,
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """List claims by their due day, those without one last, or in another order.

    \b
    Example:
      ledger list --speaker "Jamie Shea" --status settled
    """
    from ledger.cli.claim_lists import tell_claims

    filters = filters_of(options)
    ledger = ledger_to_read(ctx)
    moment = str(ledger.moment(as_of))
    found = ledger.list(filters, moment, most_of(limit, form), order)
    tell_claims(ledger, found, form, moment, full=full)


@click.command(short_help=COMMANDS["search"], context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@filter_options
@limit_option
@as_of_option
@full_option
@format_option
@click.pass_context
def search_command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """Search the claims, questions and sources for WORDS; all of them must be there.

    A word also finds longer words that begin with it; case and accents do not matter.
    The newest claims come first.

    \b
    Example:
      ledger search tokyo office
    """
    from ledger.cli.claim_lists import tell_claims

    _refuse_misspelt_options(ctx, words)
    filters = filters_of(options)
    ledger = ledger_to_read(ctx)
    moment = str(ledger.moment(as_of))
    found = ledger.search(" ".join(words), filters, moment, most_of(limit, form))
    tell_claims(ledger, found, form, moment, full=full)


def _refuse_misspelt_options(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Words may begin with hyphens, but one that is nearly an option was meant as one.

    Raises:
        UsageError: there is such a word.
    """
    from difflib import get_close_matches

    known = [name for param in ctx.command.params for name in param.opts if name.startswith("--")]
    for word in words:
        name = word.partition("=")[0]
        close = get_close_matches(name, known, n=1, cutoff=0.8)
        if name.startswith("--") and close and name not in known:
            raise click.NoSuchOption(name, possibilities=close, ctx=ctx)


@click.command(short_help=COMMANDS["log"])
@click.argument("id", required=False, shell_complete=completing.ids)
@click.option(
    "--last",
    "--limit",
    "last",
    type=Limit(),
    metavar="N",
    help=f"List only the last N entries, or all.  [default: {SHOWN} at a terminal, else all]",
)
@as_of_option
@format_option
@click.pass_context
def log_command(
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
    from ledger.cli.ids import meant
    from ledger.journal.undoing import undone_by
    from ledger.json_views import entry_view

    ledger = ledger_to_read(ctx)
    if id is not None:
        id = meant(ledger, id, by_words=False)  # noqa: A001 - as the option is named
    found = ledger.log(id, as_of, most_of(last, form))
    if form == "json":
        say_json([entry_view(number, entry) for number, entry in found])
        return
    if last is None:
        say_more(found.more, "before these")
    undone = {undone_by(entry.body) for _, entry in found}
    for number, entry in found:
        say_lines(_lines(number, entry, undone=number in undone))
    if not found:
        say("The journal is empty.")


def _lines(number: int, entry: Entry, *, undone: bool) -> Iterator[str]:
    from ledger.journal.undoing import undone_by
    from ledger.text import clean, fitted, width

    when = f"{entry.at[:10]} {entry.at[11:16]}"
    start = f"{number:>6}  {when}  {fitted(clean(entry.by), 10)}{entry.kind:<11}"
    said = entry.body.get("verdict") or entry.body.get("what") or ""
    what = f"{entry.id} {said}".rstrip() + ", undone at once" * undone
    if (taken_back := undone_by(entry.body)) is not None:
        what += f", undoes entry {taken_back}"
    if width(start + what) <= columns():
        yield painted(start + what)
    else:
        yield painted(start.rstrip())
        yield painted(f"{'':8}{what}")
