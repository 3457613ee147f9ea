"""``ledger due``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, format_option, full_option
from ledger.cli.terminal import (
    is_interactive,
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
    from collections.abc import Sequence
    from datetime import timedelta

    from ledger.book.asking.selection import Agenda
    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment


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
        from ledger.model.spans import not_a_span, span_of

        found = span_of(str(value))
        if found is None:
            self.fail(not_a_span(str(value)), param, ctx)
        return found


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
@click.option(
    "--review",
    is_flag=True,
    help="Go through what is overdue or due: one key a verdict, at a terminal.",
)
@click.option(
    "--quiet",
    is_flag=True,
    help="Print nothing; exit with 1 where something is overdue or due, else with 0.",
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
    review: bool,
    quiet: bool,
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
    from ledger.json_views import claim_view

    if review and (as_of or form == "json" or not is_interactive()):
        raise click.UsageError("--review records verdicts, so it needs a terminal, and now.")
    ledger = open_ledger(ctx)
    moment = str(ledger.moment(as_of))
    agenda = ledger.due(within, stale, moment, most_of(limit, form))
    if review:
        _review(ledger, (*agenda.overdue, *agenda.due))
        return
    if quiet:
        ctx.exit(1 if agenda.overdue or agenda.due else 0)
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
    _tell(ledger, agenda, within, stale, full=full)


def _tell(
    ledger: Ledger, agenda: Agenda, within: timedelta, stale: timedelta, *, full: bool
) -> None:
    """Print what wants attention, and where nothing does, what comes next."""
    from ledger.cli.claim_lists import Numbered, claim_lines

    parts = {"overdue": agenda.overdue, "due": agenda.due, "stale": agenda.stale}
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


def _review(ledger: Ledger, claims: Sequence[Assessment]) -> None:
    """Go through the questions of some claims with a person."""
    from ledger.cli.prompts.triage import Triage
    from ledger.cli.record_command import preview

    if not claims:
        say("Nothing is due or overdue.")
        return
    Triage(ledger, lambda expected: say_lines(preview(expected))).run(claims)
