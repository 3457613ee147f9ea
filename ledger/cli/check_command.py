"""``ledger check``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.options import full_option
from ledger.cli.problems import told
from ledger.cli.terminal import progress, say
from ledger.plurals import counted


@click.command(short_help=COMMANDS["check"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text", type=click.Path(path_type=Path), help="The article, to find quotes in.")
@full_option
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[Path, ...], *, text: Path | None, full: bool
) -> None:
    """Check claim files, or folders of them, without a ledger.

    Every problem is named with its file and line, and what was probably meant; of many that are
    alike, the first few, unless --full is given.

    \b
    Example:
      ledger check claims/
    """
    from datetime import UTC, datetime

    from ledger.book.importing.checking import check
    from ledger.model.moment import horizon

    bundles, problems = check(paths, horizon(datetime.now(UTC)), text, progress("Checking"))
    for line in told(problems, full=full):
        say(line)
    errors = sum(one.severity == "error" for one in problems)
    claims = sum(len(bundle.claims) for bundle in bundles)
    found = "no problems" if not errors else counted(errors, "problem")
    warned = len(problems) - errors
    also = f", {counted(warned, 'warning')}" if warned else ""
    say(f"{counted(claims, 'claim')} in good files; {found}{also}.")
    ctx.exit(1 if errors else 0)
