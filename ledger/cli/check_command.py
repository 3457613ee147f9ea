"""``ledger check``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.terminal import progress, say


@click.command(short_help=COMMANDS["check"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text", type=click.Path(path_type=Path), help="The article, to find quotes in.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[Path, ...], text: Path | None) -> None:
    """Check claim files, or folders of them, without a ledger.

    Every problem is named with its file and line, and what was probably meant.

    \b
    Example:
      ledger check claims/
    """
    from datetime import UTC, datetime

    from ledger.book.importing.checking import check
    from ledger.model.moment import horizon

    bundles, problems = check(paths, horizon(datetime.now(UTC)), text, progress("Checking"))
    for one in problems:
        say(str(one))
    errors = sum(one.severity == "error" for one in problems)
    claims = sum(len(bundle.claims) for bundle in bundles)
    told = "no problems" if not errors else f"{errors} problem{'' if errors == 1 else 's'}"
    warned = len(problems) - errors
    also = f", {warned} warning{'' if warned == 1 else 's'}" if warned else ""
    say(f"{claims} claim{'' if claims == 1 else 's'} in good files; {told}{also}.")
    ctx.exit(1 if errors else 0)
