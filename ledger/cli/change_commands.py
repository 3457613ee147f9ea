"""``ledger amend``, ``withdraw`` and ``merge``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.book.asking.corrections import told
from ledger.cli import COMMANDS, completing
from ledger.cli.ids import ANY, meant_to_change
from ledger.cli.options import (
    JUDGED,
    QUESTION_AND_CLAIM,
    SOURCE,
    as_typed,
    counted,
    given,
    options,
    reason_option,
    since_option,
)
from ledger.cli.record_command import VerdictWord, confirmed
from ledger.cli.terminal import open_ledger, painted, say, say_lines, warn, wrapped
from ledger.model.outcome import question_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.writing.changes import Amended


OF_A_VERDICT: Final = frozenset({"verdict", "value", "happened_on"})
"""What makes another outcome."""


@click.command(short_help=COMMANDS["amend"])
@click.argument("id", shell_complete=completing.ids)
@options(*QUESTION_AND_CLAIM, *SOURCE)
@click.option(
    "--verdict",
    type=VerdictWord(),
    metavar="VERDICT",
    help="Another verdict in place of an outcome's, which is recorded as the next.",
)
@options(*JUDGED)
@click.option(
    "--evidence",
    multiple=True,
    metavar="URL",
    help="The web address of one more source for an outcome; repeat for several.",
)
@click.option(
    "--remove-evidence",
    "removed",
    multiple=True,
    metavar="URL",
    help="Evidence to take out of an outcome, by its address or its number; repeat for several.",
)
@click.option(
    "--source",
    metavar="ID",
    shell_complete=completing.ids,
    help="Another source that the claim was made in.",
)
@since_option
@reason_option
@click.option(
    "--yes",
    is_flag=True,
    help="Do not ask about another verdict, even if a claim denies the statement.",
)
@click.pass_context
def amend_command(
    ctx: click.Context,
    /,
    id: str,
    evidence: tuple[str, ...],
    removed: tuple[str, ...],
    since: str | None,
    reason: str | None,
    yes: bool,
    **values: Any,
) -> None:
    """Correct our record of a claim, question, source or outcome (QUESTION#n).

    Another --verdict, --value or --on of an outcome is recorded as the next, as ledger record
    does, with the note and the evidence there were; what stood before needs a --reason.

    An empty text takes a thing out: --condition "".
    The old record is kept, and shown by: ledger show ID.
    A change of mind of the speaker is not a correction: add a new claim on the same question.

    \b
    Example:
      ledger amend two-percent-floor --wording "look to see" --reason "misread"
    """
    changes = counted(given(values), since)
    ledger = open_ledger(ctx)
    id = meant_to_change(ledger, id, ANY)  # noqa: A001 - as the option is named
    if evidence or removed:
        kept = _without(ledger.evidence(id), removed) if question_of(id) else []
        changes["evidence"] = kept + [{"url": url} for url in evidence]
    if not changes:
        raise click.UsageError("Say what to change, such as --due 2024-12-31.")
    if not changes.keys().isdisjoint(OF_A_VERDICT):
        expected = ledger.amend(id, changes, reason, dry_run=True).recorded
        if expected is not None and not confirmed(expected, yes=yes):
            say("Nothing was recorded.", err=True)
            ctx.exit(1)
    done = ledger.amend(id, changes, reason)
    say(f"Amended {done.id}.")
    if done.recorded is not None:
        say(f"The verdict is {done.recorded.outcome.id} now.")
    say_lines(change_lines(done))
    warn(as_typed(warning, ctx.command) for warning in done.warnings)


def change_lines(done: Amended) -> Iterator[str]:
    """What an amendment changed: each key with what stood there and what stands now."""
    for _, key, before, after in done.changes:
        change = f"{key}: {told(before, key)} -> {told(after, key)}"
        yield from map(painted, wrapped(change, indent=4, first=2))


def _without(evidence: list[dict[str, Any]], removed: tuple[str, ...]) -> list[dict[str, Any]]:
    """The evidence but what is named by its address, its source or its number.

    Raises:
        UsageError: there is no such piece.
    """
    places = {str(number): number - 1 for number in range(1, len(evidence) + 1)}
    for place, one in enumerate(evidence):
        places |= {str(one[key]): place for key in ("source", "url") if key in one}
    for name in removed:
        if name not in places:
            known = "\n".join(
                f"  {number} {told(one, 'evidence')}" for number, one in enumerate(evidence, 1)
            )
            raise click.UsageError(f"There is no evidence {name!r} to remove. There is:\n{known}")
    gone = {places[name] for name in removed}
    return [one for place, one in enumerate(evidence) if place not in gone]


@click.command(short_help=COMMANDS["withdraw"])
@click.argument("id", shell_complete=completing.ids)
@reason_option
@click.pass_context
def withdraw_command(ctx: click.Context, /, id: str, reason: str | None) -> None:
    """Take back a claim, a question no claim stands on, or one outcome (QUESTION#n).

    What is taken back stays in the journal, and its id stays taken.
    To take back a verdict reopens the question, or lets the verdict before it stand again.

    \b
    Example:
      ledger withdraw two-percent-floor#1 --reason "the wrong summit"
    """
    ledger = open_ledger(ctx)
    for taken in ledger.withdraw(meant_to_change(ledger, id), reason):
        say(f"Withdrew {taken}.")


@click.command(short_help=COMMANDS["merge"])
@click.argument("speaker")
@click.argument("into", required=False)
@click.option("--undo", is_flag=True, help="Separate SPEAKER again from the name it was joined to.")
@reason_option
@click.pass_context
def merge_command(
    ctx: click.Context, /, speaker: str, into: str | None, *, undo: bool, reason: str | None
) -> None:
    """Join two spellings of one name: what SPEAKER said counts for INTO.

    Claims keep their speaker as written; reports, filters and speaker_group in JSON follow.
    What is joined to SPEAKER already goes with it.

    \b
    Example:
      ledger merge "J. Black" "James Black" --reason "one man"
      ledger merge --undo "J. Black" --reason "his brother"
    """
    if undo != (into is None):
        why = "--undo takes one name." if undo else "Name whom SPEAKER is, or give --undo."
        raise click.UsageError(why, ctx)
    ledger = open_ledger(ctx)
    if into is None:
        done = ledger.unmerge(speaker, reason)
        say(f"{done.speaker} counts for itself again, no longer for {done.into}.")
        return
    done = ledger.merge(speaker, into, reason)
    say(f"{done.speaker} counts for {done.into} from now on.")
    if done.group != done.into:
        say(f"{done.into} itself counts for {done.group}.")
