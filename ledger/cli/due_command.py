"""``ledger due``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import Choice, as_of_option, full_option
from ledger.cli.terminal import (
    SHOWN,
    is_interactive,
    ledger_to_read,
    limit_option,
    most_of,
    open_ledger,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from ledger.book.asking.agenda import Agenda
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


DIGESTS: Final = ("md", "html")
"""The forms of a mail."""

WEEK: Final = 7
"""So many days back it tells of what was recorded, where nothing else is said."""


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
@click.option(
    "--since",
    type=Days(),
    help="How far back a digest tells of verdicts and corrections.  [default: 7d]",
)
@limit_option
@as_of_option
@full_option
@click.option(
    "--format",
    "form",
    type=Choice(["text", "json", *DIGESTS]),
    default="text",
    show_default=True,
    help="Whether to print text for people, JSON for programs, or a digest for a mail.",
)
@click.pass_context
def due_command(
    ctx: click.Context,
    /,
    within: timedelta,
    stale: timedelta,
    review: bool,
    quiet: bool,
    since: timedelta | None,
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
) -> None:
    """List what is overdue, what falls due soon, and what was left untouched.

    A question without a due day is due to be checked by its scheduled end (resolve_by), if any.
    The last are open claims without either on whose question nothing was recorded for long.
    A limit is one for each of the three.
    A digest (md or html) also has disputes that wait, and verdicts and corrections of late.
    Its first heading, or title, is the subject; the exit code is that of --quiet.

    \b
    Example:
      ledger due --within 30d --stale 180d
      ledger due --format md
    """
    from datetime import timedelta

    from ledger.json_views import claim_view

    if review and (as_of or quiet or form != "text" or not is_interactive()):
        raise click.UsageError(
            "--review asks for verdicts: it needs a terminal, and goes with none of --as-of, "
            "--format and --quiet."
        )
    if since is not None and form not in DIGESTS:
        raise click.UsageError("--since is for a digest: add --format md or html.")
    ledger = open_ledger(ctx) if review else ledger_to_read(ctx)
    when = ledger.moment(as_of)
    moment = str(when)
    most = SHOWN if limit is None and form in DIGESTS else most_of(limit, form)
    agenda = ledger.due(within, stale, moment, most)
    if review:
        _review(ledger, (*agenda.overdue, *agenda.due))
        return
    if form in DIGESTS and not quiet:
        from ledger.report import digest

        spans = (within, stale, timedelta(days=WEEK) if since is None else since)
        found = digest.digest_of(ledger, agenda, spans, when, most)
        click.echo((digest.as_html if form == "html" else digest.as_markdown)(found), nl=False)
    if quiet or form in DIGESTS:
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
    from ledger.report.agenda_parts import IDLE, parts

    numbered = Numbered(ledger)
    what = {"overdue": "overdue", "due": "due soon", "stale": "left untouched"}
    several = list(parts(agenda, within, stale))
    for why, left_out in what.items():
        for _, head, claims in (part for part in several if part[0] == why):
            say_lines([painted(head, bold=True)])
            for claim in claims:
                say_lines(numbered.lines(claim, full=full))
        say_more(agenda.more[why], left_out)
    numbered.keep()
    if not several:
        say(IDLE)
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
