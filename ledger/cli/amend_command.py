"""``ledger amend``."""

from __future__ import annotations

from typing import Any

import click

from ledger.book.asking.corrections import told
from ledger.cli import COMMANDS
from ledger.cli.fields import CLAIM, QUESTION, SOURCE, as_typed, given, options
from ledger.cli.options import reason_option
from ledger.cli.terminal import open_ledger, say, warn, wrapped


@click.command(short_help=COMMANDS["amend"])
@click.argument("id")
@options(*QUESTION, *CLAIM, *SOURCE)
@click.option("--evidence", multiple=True, metavar="URL", help="Of an outcome: one more source.")
@reason_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    id: str,
    evidence: tuple[str, ...],
    reason: str | None,
    **values: Any,
) -> None:
    """Correct our record of a claim, question, source or outcome (QUESTION#n).

    An empty text takes a thing out: --condition "".
    The old record is kept, and shown by: ledger show ID.
    A change of mind of the speaker is not a correction: add a new claim on the same question.

    \b
    Example:
      ledger amend two-percent-floor --wording "look to see" --reason "misread"
    """
    changes = given(values)
    ledger = open_ledger(ctx)
    if evidence:
        changes["evidence"] = ledger.evidence(id) + [{"url": url} for url in evidence]
    if not changes:
        raise click.UsageError("Say what to change, such as --due 2024-12-31.")
    done = ledger.amend(id, changes, reason)
    say(f"Amended {done.id}.")
    for _, key, before, after in done.changes:
        for line in wrapped(f"{key}: {told(before)} -> {told(after)}", indent=4, first=2):
            say(line)
    warn(as_typed(one, ctx.command) for one in done.warnings)
