"""``ledger edit``: a record in one's own editor."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.change_commands import change_lines
from ledger.cli.ids import ANY, meant_to_change
from ledger.cli.options import as_typed, reason_option
from ledger.cli.terminal import is_interactive, open_ledger, say, say_lines, warn, wrapped
from ledger.errors import NeedsReason, NothingChanges, Refusal, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.book.ledger import Ledger
    from ledger.book.writing.changes import Amended

HEAD: Final = """\
# {identifier}
# Change what is wrong, and save; a key that is taken out is no longer said.
# Nothing is written before you have seen what changes.

"""


@click.command(short_help=COMMANDS["edit"])
@click.argument("id", shell_complete=completing.ids)
@reason_option
@click.pass_context
def edit_command(ctx: click.Context, /, id: str, reason: str | None) -> None:
    """Open our record of a claim, question, source or outcome in $EDITOR, as in a claim file.

    What would change is shown, and written once it is confirmed, as ledger amend does.

    \b
    Example:
      ledger edit two-percent-floor
    """
    if not is_interactive():
        raise click.UsageError("ledger edit needs a terminal; elsewhere there is ledger amend.")
    ledger = open_ledger(ctx)
    identifier = meant_to_change(ledger, id, ANY)
    known = ledger.editable(identifier)
    text = first = HEAD.format(identifier=identifier) + _printed(known)
    while True:
        text = _edited(text)
        try:
            changes = _changes(known, text)
            if text == first or not changes:
                say("Nothing was changed.")
                return
            expected, reason = _attempt(ledger, identifier, changes, reason)
        except StoreTrouble:
            raise
        except (Refusal, tomllib.TOMLDecodeError) as trouble:
            _complain(trouble, text, ctx.command)
            if not click.confirm("Edit it again?", default=True):
                say("Nothing was written.", err=True)
                ctx.exit(1)
            continue
        say_lines(change_lines(expected))
        if not click.confirm("Is that right?", default=True):
            say("Nothing was written.", err=True)
            ctx.exit(1)
        done = ledger.amend(identifier, changes, reason)
        say(f"Amended {done.id}.")
        if done.recorded is not None:
            say(f"The verdict is {done.recorded.outcome.id} now.")
        warn(as_typed(warning, ctx.command) for warning in done.warnings)
        return


def _edited(text: str) -> str:
    """The text as it leaves the editor; as it was where nothing was saved."""
    try:
        return click.edit(text, extension=".toml") or text
    except click.ClickException:
        name = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        raise click.ClickException(
            f"The editor {name!r} did not work; nothing was written. Name another in EDITOR "
            "(or VISUAL, which goes first), or use ledger amend."
        ) from None


def _printed(known: Mapping[str, Any]) -> str:
    from ledger.formats.claimfile.document import pair

    return "".join(pair(key, value) for key, value in known.items())


def _changes(known: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The keys that were set otherwise, or taken out, which an empty text stands for."""
    edited = tomllib.loads(text, parse_float=str)
    gone: dict[str, Any] = {
        key: [] if isinstance(known[key], list) else "" for key in known if key not in edited
    }
    return gone | {key: value for key, value in edited.items() if known.get(key) != value}


def _attempt(
    ledger: Ledger, identifier: str, changes: Mapping[str, Any], reason: str | None
) -> tuple[Amended, str | None]:
    """What would change, and why, which is asked for where that needs a reason."""
    try:
        return ledger.amend(identifier, changes, reason, dry_run=True), reason
    except NothingChanges:
        raise
    except NeedsReason as refusal:
        for line in wrapped(str(refusal)):
            say(line)
        asked = str(click.prompt("Why"))
        return ledger.amend(identifier, changes, asked, dry_run=True), asked


def _complain(trouble: Exception, text: str, command: click.Command) -> None:
    """Say what is wrong with the text that was edited."""
    told = f"{trouble} {trouble.cure}".strip() if isinstance(trouble, Refusal) else str(trouble)
    if isinstance(trouble, tomllib.TOMLDecodeError):
        from ledger.formats.claimfile.syntax_errors import explain

        number, why = explain(text, str(trouble))
        told = f"Line {number}: {why}"
    for line in wrapped(told, indent=2):
        say(as_typed(line, command), err=True)
