"""``ledger list``, ``search``, ``due`` and ``log``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import WIDTH, open_ledger, painted, say, say_json, say_lines
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from ledger.journal.entry import Entry


@click.command(short_help=COMMANDS["list"])
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def list_command(
    ctx: click.Context, /, as_of: str | None, full: bool, form: str, **options: Any
) -> None:
    """List claims by their due day, those without one last.

    \b
    Example:
      ledger list --speaker "Jamie Shea" --status settled
    """
    from ledger.cli.terminal import tell_claims

    filters = filters_of(options)
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    tell_claims(ledger, ledger.list(filters, moment), form, moment, full=full)


@click.command(short_help=COMMANDS["search"], context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@filter_options
@as_of_option
@full_option
@format_option
@click.pass_context
def search_command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
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
    from ledger.cli.terminal import tell_claims

    _refuse_misspelt_options(ctx, words)
    filters = filters_of(options)
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    found = ledger.search(" ".join(words), filters, moment)
    tell_claims(ledger, found, form, moment, full=full)


def _refuse_misspelt_options(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Words may begin with hyphens, but one that is nearly an option was meant as one.

    Raises:
        UsageError: there is such a word.
    """
    from difflib import get_close_matches

    known = [name for one in ctx.command.params for name in one.opts if name.startswith("--")]
    for word in words:
        name = word.partition("=")[0]
        close = get_close_matches(name, known, n=1, cutoff=0.8)
        if name.startswith("--") and close and name not in known:
            raise click.NoSuchOption(name, possibilities=close, ctx=ctx)


UNITS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}
MOST_DAYS = 365_000


class Days(click.ParamType["timedelta"]):
    """A span of time as people type it: 30d, 6w, 3m (of 30 days), 1y (of 365), or days alone."""

    name = "span"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> timedelta:
        """The span typed."""
        from datetime import timedelta

        found = re.fullmatch(r"\s*(\d{1,6})\s*([dwmy]?)[a-z]*\s*", str(value).lower(), re.ASCII)
        if not found:
            self.fail(f"{value!r} is not a span of time, such as 30d, 6w, 3m or 1y.", param, ctx)
        return timedelta(days=min(int(found[1]) * UNITS[found[2]], MOST_DAYS))


@click.command(short_help=COMMANDS["due"])
@click.option(
    "--within",
    type=Days(),
    default="30d",
    show_default=True,
    help="How far ahead to look, such as 30d, 6w, 3m or 1y.",
)
@click.option(
    "--stale",
    type=Days(),
    default="180d",
    show_default=True,
    help="List open claims without a due day left untouched for this long.",
)
@as_of_option
@full_option
@format_option
@click.pass_context
def due_command(
    ctx: click.Context,
    /,
    within: timedelta,
    stale: timedelta,
    as_of: str | None,
    full: bool,
    form: str,
) -> None:
    """List what is overdue, what falls due soon, and what was left untouched.

    A question without a due day is due to be checked by its scheduled end (resolve_by), if any.
    The last are open claims without either on whose question nothing was recorded for long.

    \b
    Example:
      ledger due --within 30d --stale 180d
    """
    from ledger.cli.terminal import claim_lines
    from ledger.json_views import claim_view

    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    agenda = ledger.due(within, stale, moment)
    parts = {"overdue": agenda.overdue, "due": agenda.due, "stale": agenda.stale}
    if form == "json":
        questions = {one.question for claims in parts.values() for one in claims}
        outcomes = ledger.outcomes(questions, moment)
        say_json([
            {**claim_view(one, outcomes.get(one.question, ())), "why": why}
            for why, claims in parts.items()
            for one in claims
        ])  # fmt: skip
        return
    soon = f"within {counted(within.days, 'day')}"
    heads = {
        "overdue": ("Overdue", "Overdue to check, by their scheduled end"),
        "due": (f"Due {soon}", f"To check {soon}, by their scheduled end"),
        "stale": ("", f"Without a due day, untouched for {counted(stale.days, 'day')}"),
    }
    for why, (due, scheduled) in heads.items():
        for head, is_due in ((due, True), (scheduled, False)):
            claims = [one for one in parts[why] if (one.due_latest is not None) is is_due]
            if claims:
                say_lines([painted(f"{head} ({len(claims)})", bold=True)])
            for one in claims:
                say_lines(claim_lines(one, full=full))
    if not any(parts.values()):
        say("Nothing is due, overdue or left untouched.")


@click.command(short_help=COMMANDS["log"])
@click.argument("id", required=False)
@click.option(
    "--last", type=click.IntRange(min=1), metavar="N", help="List only the last N entries."
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
    from ledger.text import clean, fitted, width

    when = f"{entry.at[:10]} {entry.at[11:16]}"
    start = f"{number:>6}  {when}  {fitted(clean(entry.by), 10)}{entry.kind:<11}"
    said = entry.body.get("verdict") or entry.body.get("what") or ""
    what = f"{entry.id} {said}".rstrip()
    if width(start + what) <= WIDTH:
        yield painted(start + what)
    else:
        yield painted(start.rstrip())
        yield painted(f"{'':8}{what}")
