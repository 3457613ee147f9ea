"""``ledger record``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger import edtf
from ledger.cli import COMMANDS, completing
from ledger.cli.options import RECORDERS, VERDICT, as_typed, format_option, options, reason_option
from ledger.cli.terminal import (
    RESULT_COLOURS,
    is_interactive,
    open_ledger,
    painted,
    say,
    say_json,
    say_lines,
    spread,
    verdict_colour,
    warn,
    wrapped,
)
from ledger.model import keys
from ledger.model.claim_state import verdict_label
from ledger.model.verdicts import FINAL, FOREIGN, Verdict, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.writing.record import Recorded

OF_SPEAKERS: Final = frozenset({"right", "wrong", "incorrect", "mistaken"})
"""Words for whoever said it, which are no verdicts."""

VERDICTS = [verdict.value for verdict in Verdict]


class VerdictWord(click.ParamType[str]):
    """A verdict as people type it: any case, blanks or underscores for hyphens."""

    name = "verdict"

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """Which verdicts there are."""
        return f"It is one of {', '.join(VERDICTS)}."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The verdict meant."""
        word = str(value).strip().lower().replace("_", "-").replace(" ", "-").replace("'", "")
        if word not in VERDICTS:
            known = ", ".join(VERDICTS)
            first = ctx.params.get("id") if ctx else None
            hint = _swapped(first, value) if first else ""
            self.fail(f"{value!r} is not a verdict: {known}.{hint or _hint(word)}", param, ctx)
        return word


def _swapped(first: str, second: str) -> str:
    """What to do where a verdict stands before the id; nothing where none does."""
    meant = keys.meant(first, VERDICTS)
    return f" The id comes first: ledger record {second} {meant}." if meant else ""


def _hint(word: str) -> str:
    """Which verdict may be meant by a word that is none."""
    if word in OF_SPEAKERS:
        return " It is about the statement, not the speaker: did what it says come about?"
    begun = [verdict for verdict in VERDICTS if verdict.startswith(word)]
    meant = begun[0] if len(begun) == 1 else keys.meant(word, VERDICTS) or _of_others(word)
    return f" Did you mean {meant!r}?" if meant else ""


def _of_others(word: str) -> str | None:
    """The verdict that a word of others, or one very like it, comes to."""
    import difflib

    plain = folded(word)
    same_side = [one for one in FOREIGN if keys.denies(one) == keys.denies(plain)]
    close = difflib.get_close_matches(plain, [*same_side, plain], n=2, cutoff=0.8)
    return next((FOREIGN[one] for one in close if FOREIGN.get(one)), None)


def _settling() -> str:
    """The verdicts that settle a question, with what is not plain of each."""
    words = ((verdict.value, verdict.traits.hint) for verdict in Verdict if verdict in FINAL)
    return ", ".join(f"{word} ({hint})" if hint else word for word, hint in words)


def _news() -> str:
    """The others."""
    *first, last = (verdict.value for verdict in Verdict if verdict not in FINAL)
    return f"{', '.join(first)} and {last}"


HELP: Final = f"""Record what happened to the question ID, or to the question of the claim ID.

The verdict is about the statement, never about the speaker: {_settling()};
{_news()} are news, and leave the question open.
A question that is not yes or no is answered: --answer alone says so, and settles every claim on it.
Words in --on are read against today, looking back: "Friday" is the last one.
At a terminal it asks for ID, VERDICT and what goes with them where they are left out.

A blind verdict is one more recorder's, given without sight of the others: neither they nor
anybody's results are shown, and it never stands.  Where recorders differ (ledger disputes),
one that adjudicates is an ordinary final verdict that decides.

\b
Example:
  ledger record two-percent-floor happened --on 2023-07-11 \\
    --evidence https://www.nato.int/... --note "At least 2%, they agreed."
"""


@click.command(short_help=COMMANDS["record"], help=HELP)
@click.argument("id", required=False, metavar="ID", shell_complete=completing.ids)
@click.argument("verdict", type=VerdictWord(), required=False, metavar="VERDICT")
@options(*VERDICT)
@reason_option
@options(*RECORDERS)
@click.option(
    "--yes", is_flag=True, help="Do not ask for confirmation, even if a claim denies the statement."
)
@format_option
@click.pass_context
def record_command(
    ctx: click.Context,
    /,
    id: str | None,
    evidence: tuple[str, ...],
    yes: bool,
    form: str,
    **values: Any,
) -> None:
    """Record what happened to a question."""
    if values["blind"] and values["adjudicates"]:
        raise click.UsageError("A verdict can be blind or adjudicate, not both.")
    outcome = _given(values, evidence)
    if id is None or "verdict" not in outcome:
        _ask(ctx, id, outcome)
        return
    ledger = open_ledger(ctx)
    if is_interactive():
        from ledger.cli.ids import meant_to_change

        id = meant_to_change(ledger, id)  # noqa: A001 - as the option is named
    expected = ledger.record(id, outcome, dry_run=True)
    asks = _is_denied(expected) and not yes
    if asks and form == "json":
        raise click.ClickException(
            "Nothing was recorded: a claim here denies the statement; say --yes if that is meant."
        )
    if asks:
        say_lines(preview(expected))
        if not _is_meant():
            say("Nothing was recorded.", err=True)
            ctx.exit(1)
    done = ledger.record(id, outcome)
    if form == "json":
        from ledger.json_views import recorded_view

        say_json(recorded_view(done))
        return
    if not asks:  # nobody takes for done what then fails
        say_lines(preview(done))
    say(f"Recorded {done.outcome.id}.")
    warn(as_typed(warning, ctx.command) for warning in done.warnings)


def _given(values: dict[str, Any], evidence: tuple[str, ...]) -> dict[str, Any]:
    """The outcome that the options give; an answer alone says that it is answered."""
    outcome = {key: value for key, value in values.items() if value is not None}
    if evidence:
        outcome["evidence"] = [{"url": url} for url in evidence]
    if "answer" in outcome:
        outcome.setdefault("verdict", Verdict.ANSWERED.value)
    return outcome


def _ask(ctx: click.Context, id: str | None, outcome: dict[str, Any]) -> None:
    """Ask a person for what is not given, and record it; without a terminal, say what is missing.

    Raises:
        MissingParameter: nobody can be asked.
    """
    if not is_interactive():
        missing = "id" if id is None else "verdict"
        param = next(one for one in ctx.command.params if one.name == missing)
        raise click.MissingParameter(ctx=ctx, param=param)
    from ledger.cli.prompts.recording import ask

    given = {key: value for key, value in outcome.items() if value is not False}
    from ledger.cli.ids import ON_A_QUESTION, meant

    ledger = open_ledger(ctx)
    if id is not None:
        given["id"] = meant(ledger, id, ON_A_QUESTION)
    done = ask(ledger, given, _show)
    say(f"Recorded {done.outcome.id}.")


def _show(expected: Recorded) -> None:
    say_lines(preview(expected))


def _is_denied(expected: Recorded) -> bool:
    """Whether a claim denies the statement, so that its verdict could be read two ways."""
    denied = any(claim.stance == "against" for claim in expected.claims)
    return denied and not expected.outcome.blind


def confirmed(expected: Recorded, *, yes: bool) -> bool:
    """Show what a verdict makes of each claim, and ask where one denies the statement.

    Raises:
        ClickException: nobody can be asked.
    """
    say_lines(preview(expected))
    return yes or not _is_denied(expected) or _is_meant()


def _is_meant() -> bool:
    """Ask whether the results shown are right; without a terminal, refuse."""
    if not is_interactive():
        raise click.ClickException(
            "Nothing was recorded: a claim here denies the statement, so look at the results "
            "above, and say --yes if they are right."
        )
    try:
        return click.confirm("A claim here denies the statement. Are these results right?")
    except click.Abort:
        say("\nNothing was recorded.", err=True)
        raise


def preview(expected: Recorded) -> Iterator[str]:
    """The statement, the verdict, and what the result of each claim would be, as lines."""
    yield from wrapped(expected.question.statement)
    outcome = expected.outcome
    label = verdict_label(outcome.verdict, outcome.amount)
    verdict = painted(label, verdict_colour(outcome.verdict), bold=True)
    when = "" if outcome.happened_on is None else f", {edtf.in_words(outcome.happened_on)}"
    yield f"  {verdict}{when}"
    if outcome.blind:
        yield "  blind: it does not stand, and changes nobody's result"
    if (before := expected.before) is not None:
        place = "in place of" if expected.stands else "news only; what stands is still"
        yield f"  {place} {before.verdict} ({painted(before.id)})"
    for claim in expected.claims:
        result = claim.result or "not scored"
        colour = RESULT_COLOURS.get(result)
        side = claim.answer if claim.answer and claim.stance == "for" else claim.stance
        told = f"{claim.speaker}, {side}" + ("" if outcome.blind else f": {result}")
        *above, last = wrapped(told, indent=4, first=2)
        yield from (painted(line, colour) for line in above)
        for who, which in spread(last, f"({claim.id})"):
            yield painted(who, colour) + painted(which)
