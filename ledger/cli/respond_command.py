"""``ledger respond``."""

from __future__ import annotations

from typing import Any

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.change_commands import change_lines
from ledger.cli.options import as_typed, format_option, reason_option
from ledger.cli.terminal import is_interactive, open_ledger, say, say_json, say_lines, warn
from ledger.model.outcome import response_of_id

NEEDED = ("by", "date", "text")
"""What a response cannot be without."""


@click.command(short_help=COMMANDS["respond"])
@click.argument("id", required=False, metavar="CLAIM", shell_complete=completing.ids)
@click.option("--by", metavar="NAME", help="Who answers.")
@click.option("--on", "date", metavar="DAY", help="The day they answered.")
@click.option("--text", metavar="TEXT", help="What they say, in their words.")
@click.option("--url", metavar="ADDRESS", help="The web address where it was published, if any.")
@reason_option
@format_option
@click.pass_context
def respond_command(
    ctx: click.Context, /, id: str | None, reason: str | None, form: str, **values: Any
) -> None:
    """Note what the one who was judged answers to a claim.

    It changes no verdict and no figure, and is shown beside the verdict: by ledger show, in claim
    files, feeds and pages.  Words in --on are read against today, looking back.
    With the id of a response (CLAIM#r1) that is mended; ledger withdraw takes one back.
    At a terminal it asks for what is left out.

    \b
    Example:
      ledger respond two-percent-floor --by "James Black" --on 2023-08-01 \\
        --text "I said a floor." --url https://example.org/letter
    """
    given = {key: value for key, value in values.items() if value is not None}
    if id is not None and response_of_id(id):
        _mend(ctx, id, given, reason)
        return
    if reason is not None:
        raise click.UsageError("--reason says why a response is mended: name it, as CLAIM#r1.")
    missing = next((key for key in NEEDED if key not in given), "id" if id is None else None)
    if missing is not None and not is_interactive():
        param = next(one for one in ctx.command.params if one.name == (missing or "id"))
        raise click.MissingParameter(ctx=ctx, param=param)
    ledger = open_ledger(ctx)
    if missing is not None:
        from ledger.cli.prompts.responding import ask

        done = ask(ledger, given if id is None else {**given, "id": id})
    else:
        from ledger.cli.ids import meant_to_change

        done = ledger.respond(meant_to_change(ledger, str(id), ("claim",)), given)
    if form == "json":
        from dataclasses import asdict

        say_json({**asdict(done.response), "id": done.response.id, "date": str(done.response.date)})
        return
    say(f"Noted {done.response.id}.")
    warn(as_typed(warning, ctx.command) for warning in done.warnings)


def _mend(ctx: click.Context, id: str, changes: dict[str, Any], reason: str | None) -> None:
    if not changes:
        raise click.UsageError("Say what to change, such as --text TEXT.")
    done = open_ledger(ctx).amend(id, changes, reason)
    say(f"Amended {done.id}.")
    say_lines(change_lines(done))
    warn(as_typed(warning, ctx.command) for warning in done.warnings)
