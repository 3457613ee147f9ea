"""``ledger forecast`` and ``forecasts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ledger import edtf
from ledger.cli import COMMANDS, completing
from ledger.cli.ids import ON_A_QUESTION, meant, meant_to_change
from ledger.cli.options import as_of_option, as_typed, format_option
from ledger.cli.terminal import (
    columns,
    field,
    ledger_to_read,
    limit_option,
    most_of,
    open_ledger,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
    warn,
    wrapped,
)
from ledger.model.export_items import Page
from ledger.model.forecast import exact_percent, points_between
from ledger.text import clean, cut, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledger.book.asking.forecasts import Course
    from ledger.model.claim_state import Assessment


@click.command(short_help=COMMANDS["forecast"])
@click.argument("question", shell_complete=completing.ids)
@click.argument("said", metavar="FORECAST")
@click.option("--speaker", help="Whose forecast it is; by default the recorder's.")
@click.option("--on", metavar="DATE", help="When it was made; by default today.")
@click.option(
    "--source", metavar="ID", help="The source it is in; by default one of the speaker's own."
)
@click.option("--note", help="Anything worth noting, such as why it changed.")
@format_option
@click.pass_context
def forecast_command(
    ctx: click.Context,
    /,
    question: str,
    said: str,
    speaker: str | None,
    on: str | None,
    source: str | None,
    note: str | None,
    form: str,
) -> None:
    """Add a dated forecast on QUESTION, or on the question of a claim: 0.7, or 70%.

    The probability is that of the statement coming about.
    A question of another type takes an answer, as --answer of add does.
    It becomes a claim of the recorder's; another one later is a mind that changed.

    \b
    Example:
      ledger forecast two-percent-floor 70% --note "The draft leaked."
    """
    more = {"speaker": speaker, "made": on, "note": note}
    ledger = open_ledger(ctx)
    question = meant_to_change(ledger, question)
    done = ledger.forecast(question, said, more, source)
    if form == "json":
        from ledger.json_views import forecasted_view

        say_json(forecasted_view(done.added, None if done.before is None else done.before.id))
        return
    claim = done.added.claim
    before = "" if done.before is None else _said(done.before.probability, done.before.answer)
    change = f", after {before}" if before else ""
    say(f"Forecast {_said(claim.probability, claim.answer)}{change}.")
    say_lines(field("claim", claim.id))
    say_lines(field("question", claim.question))
    if claim.made is not None:
        say_lines(field("made", edtf.in_words(claim.made)))
    warn(as_typed(warning, ctx.command) for warning in done.added.warnings)


def _said(probability: Decimal | None, answer: str | None) -> str:
    """What a forecast says: the answer, or the probability in percent."""
    if answer is not None:
        return clean(answer)
    return "" if probability is None else exact_percent(probability)


@click.command(short_help=COMMANDS["forecasts"])
@click.argument("question", shell_complete=completing.ids)
@click.option("--speaker", help="Show only the forecasts of this speaker.")
@limit_option
@as_of_option
@format_option
@click.pass_context
def forecasts_command(
    ctx: click.Context,
    /,
    question: str,
    speaker: str | None,
    limit: int | None,
    as_of: str | None,
    form: str,
) -> None:
    """Show every forecast on QUESTION in the order it was made, and how it changed.

    On a question of another type than yes or no, each is the answer that was given.
    The point on each line lies between 0% and 100%.  A limit is of the newest.

    \b
    Example:
      ledger forecasts two-percent-floor
    """
    ledger = ledger_to_read(ctx)
    question = meant(ledger, question, ON_A_QUESTION)
    moment = str(ledger.moment(as_of))
    course = ledger.forecasts(question, speaker, moment)
    newest = Page.of(course.claims, most_of(limit, form), last=True)
    if form == "json":
        from ledger.json_views import claim_view

        outcomes = ledger.outcomes({course.question.id}, moment)
        known = outcomes.get(course.question.id, ())
        say_json([claim_view(claim, known) for claim in newest])
        return
    due = course.question.due
    say_lines(wrapped(course.question.statement))
    say_lines([painted(f"  {course.question.id}" + (f", due {edtf.when(due)}" if due else ""))])
    if not course.claims:
        say("There is no forecast on it.")
        return
    say_more(newest.more, "before these")
    say_lines(_lines(course, newest))


NAME: Final = 20
"""The most columns for a speaker."""

DAY: Final = 10
SHARE: Final = 6
CHANGE: Final = 6
SHORTEST: Final = 11
"""The fewest columns of a line on which a point lies between 0% and 100%."""


def _lines(course: Course, several: Sequence[Assessment]) -> Iterator[str]:
    """A line for each forecast: the day, who made it, the probability, its change and a scale."""
    from ledger.book.asking.forecasts import day_of

    name = min(NAME, max(width(clean(claim.speaker)) for claim in course.claims))
    room = columns() - (DAY + 2 + name + 2 + SHARE + 1 + CHANGE + 2)
    for claim in several:
        said = cut(clean(claim.speaker), name)
        said += " " * (name - width(said))
        line = f"{day_of(claim)}  {said}  "
        if claim.probability is None or claim.answer is not None:
            line += cut(_said(claim.probability, claim.answer), columns() - width(line))
        else:
            line += f"{exact_percent(claim.probability):>{SHARE}}"
            line += f" {_change(course, claim):>{CHANGE}}"
            if room >= SHORTEST:
                line += f"  {_scale(claim.probability, min(room, 41))}"
        yield painted(line.rstrip())


def _change(course: Course, claim: Assessment) -> str:
    """By how many points of percent it differs from the speaker's forecast before."""
    before = course.before(claim)
    if before is None or before.probability is None or claim.probability is None:
        return ""
    points = points_between(before.probability, claim.probability)
    return f"{points:+f}" if points else "="


def _scale(share: Decimal, room: int) -> str:
    """A line from 0% to 100% with a point on it."""
    place = round(float(share) * (room - 1))
    return f"{'·' * place}●{'·' * (room - 1 - place)}"
