"""``ledger split``."""

from __future__ import annotations

import click

from ledger.cli import COMMANDS, completing
from ledger.cli.options import reason_option
from ledger.cli.terminal import open_ledger, say, say_lines, wrapped
from ledger.text import counted


@click.command(short_help=COMMANDS["split"])
@click.argument("speaker")
@click.argument("claims", nargs=-1, metavar="[CLAIM]...", shell_complete=completing.ids)
@click.option("--as", "into", metavar="NAME", help="The other person's name, as 'J. Smith (RAND)'.")
@click.option("--organisation", metavar="TEXT", help="The claims made in this organisation.")
@click.option("--role", metavar="TEXT", help="The claims made in this role.")
@reason_option
@click.pass_context
def split_command(
    ctx: click.Context,
    /,
    speaker: str,
    claims: tuple[str, ...],
    into: str | None,
    organisation: str | None,
    role: str | None,
    reason: str | None,
) -> None:
    """Take apart two people of one name, or names that were joined.

    With --as, claims of SPEAKER are given to another person: the CLAIMs that are named, those of an
    --organisation or a --role, or what is all of these.  Each is amended, for the --reason.
    Without it, SPEAKER is separated again from the name it was joined to.
    Both hold from now on: --as-of a day before still sees what was.

    \b
    Example:
      ledger split "James Black" two-percent-floor \\
        --as "James Black (RAND)" --reason "another James Black"
    """
    ledger = open_ledger(ctx)
    if into is None:
        if claims or organisation or role:
            raise click.UsageError("Say with --as whom the claims are by.", ctx)
        apart = ledger.unmerge(speaker, reason)
        say(f"{apart.speaker} counts for itself again, no longer for {apart.into}.")
        return
    done = ledger.split(speaker, into, reason, claims=claims, organisation=organisation, role=role)
    say_lines(
        wrapped(
            f"{counted(len(done.claims), 'claim')} by {done.into} now; "
            f"{done.speaker} keeps {done.left:,}."
        )
    )
