"""``ledger undo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ledger.book.asking.corrections import told
from ledger.cli import COMMANDS
from ledger.cli.options import format_option
from ledger.cli.terminal import (
    is_interactive,
    open_ledger,
    painted,
    say,
    say_json,
    say_lines,
    wrapped,
)
from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.writing.undo import Step, Undone


@click.command(short_help=COMMANDS["undo"])
@click.option("--reason", help="Why; nothing needs one here.")
@click.option("--yes", is_flag=True, help="Do not ask; without a terminal it is needed.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken back, and write nothing.")
@format_option
@click.pass_context
def undo_command(
    ctx: click.Context, /, reason: str | None, form: str, *, yes: bool, dry_run: bool
) -> None:
    """Take back the last thing you have recorded yourself, within 15 minutes.

    It is what one command wrote: a claim with the question it made, a verdict, an amendment, a
    withdrawal, a merge.  What was there before is in force again; a source that was new stays.
    Nothing is lost: the journal keeps both, and ledger corrections lists them as undone at once,
    never as changed after the fact.
    It is refused once others have built on it or a checkpoint was made; an import is not undone,
    nor an undo.

    \b
    Example:
      ledger undo --dry-run
      ledger undo --yes
    """
    ledger = open_ledger(ctx)
    expected = ledger.undo(reason, dry_run=True)
    if dry_run and form == "json":
        _say_as_json(expected, dry_run=True)
        return
    asks = not (yes or dry_run)
    if asks and not is_interactive():
        raise click.ClickException(
            "Nothing was undone; ledger undo --dry-run shows what would be, and --yes does it."
        )
    if asks or dry_run:
        say_lines(undone_lines(expected))
    if dry_run:
        return
    if asks and not _is_meant():
        say("Nothing was undone.", err=True)
        ctx.exit(1)
    done = ledger.undo(reason, last=expected.steps[-1].entry)
    if form == "json":
        _say_as_json(done, dry_run=False)
        return
    for step in done.steps:
        say(DONE[step.does].format(f"{Kind(step.kind).traits.called} {step.id}"))
    if done.kept_source is not None:
        say(f"The source {done.kept_source} stays.")


def _say_as_json(undone: Undone, *, dry_run: bool) -> None:
    from ledger.json_views import undone_view

    say_json(undone_view(undone, dry_run=dry_run))


def _is_meant() -> bool:
    """Ask whether that is to be taken back."""
    try:
        return click.confirm("Take that back?")
    except click.Abort:
        say("\nNothing was undone.", err=True)
        raise


def _what(step: Step) -> str:
    """What a step takes back, in a few words."""
    return f"{Kind(step.kind).traits.called} {step.id} {DOES[step.does]}"


DOES: Final = {"withdrawn": "added", "restored": "withdrawn", "changed": "amended"}
"""What was done, by what undoing it does."""

DONE: Final = {
    "withdrawn": "Took back {}.",
    "restored": "In force again: {}.",
    "changed": "As it was: {}.",
}
"""What was undone, by the same."""


def undone_lines(expected: Undone) -> Iterator[str]:
    """What would be taken back, as lines: each thing, and what it would say again."""
    yield from wrapped(f"Recorded by {expected.by} at {expected.at[11:16]} UTC:")
    for step in expected.steps:
        said = f": {step.said}" if step.said else ""
        yield from map(painted, wrapped(f"{_what(step)}{said}", indent=4, first=2))
        for key, now, then in step.changes:
            change = f"{key}: {told(now, key)} -> {told(then, key)}"
            yield from map(painted, wrapped(change, indent=6, first=4))
    if expected.kept_source is not None:
        yield from wrapped(f"The source {expected.kept_source} would stay.", indent=2)
