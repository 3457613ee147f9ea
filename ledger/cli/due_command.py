"""``ledger due``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option, full_option
from ledger.cli.terminal import (
    limit_option,
    most_of,
    open_ledger,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
)
from ledger.text import counted

if TYPE_CHECKING:
    from datetime import timedelta


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
@limit_option
@as_of_option
@full_option
@format_option
@click.pass_context
def due_command(
    ctx: click.Context,
    /,
    within: timedelta,
    stale: timedelta,
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
) -> None:
    """List what is overdue, what falls due soon, and what was left untouched.

    A question without a due day is due to be checked by its scheduled end (resolve_by), if any.
    The last are open claims without either on whose question nothing was recorded for long.
    A limit is one for each of the three.

    \b
    Example:
      ledger due --within 30d --stale 180d
    """
    from ledger.cli.claim_lists import Numbered, claim_lines
    from ledger.json_views import claim_view

    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    agenda = ledger.due(within, stale, moment, most_of(limit, form))
    parts = {"overdue": agenda.overdue, "due": agenda.due, "stale": agenda.stale}
    if form == "json":
        questions = {claim.question for claims in parts.values() for claim in claims}
        outcomes = ledger.outcomes(questions, moment)
        say_json([
            {**claim_view(claim, outcomes.get(claim.question, ())), "why": why}
            for why, claims in parts.items()
            for claim in claims
        ])  # fmt: skip
        return
    soon = f"within {counted(within.days, 'day')}"
    heads = {
        "overdue": ("Overdue", "Overdue to check, by their scheduled end"),
        "due": (f"Due {soon}", f"To check {soon}, by their scheduled end"),
        "stale": ("", f"Without a due day, untouched for {counted(stale.days, 'day')}"),
    }
    numbered = Numbered(ledger)
    what = {"overdue": "overdue", "due": "due soon", "stale": "left untouched"}
    for why, (due, scheduled) in heads.items():
        for head, is_due in ((due, True), (scheduled, False)):
            claims = [part for part in parts[why] if (part.due_latest is not None) is is_due]
            if claims:
                say_lines([painted(f"{head} ({len(claims)})", bold=True)])
            for claim in claims:
                say_lines(numbered.lines(claim, full=full))
        say_more(agenda.more[why], what[why])
    numbered.keep()
    if not any(parts.values()):
        say("Nothing is due, overdue or left untouched.")
    if agenda.following:
        say_lines([painted("Next", bold=True)])
        say_lines(claim_lines(agenda.following[0], full=full))
