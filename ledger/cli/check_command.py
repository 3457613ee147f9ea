"""``ledger check``."""

from __future__ import annotations

from pathlib import Path

import click

from ledger.cli import COMMANDS
from ledger.cli.options import Choice, full_option
from ledger.cli.problems import annotation, told
from ledger.cli.terminal import progress, say
from ledger.text import counted


@click.command(short_help=COMMANDS["check"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--text",
    type=click.Path(path_type=Path),
    help="The text of the article, to check quotes against.",
)
@click.option(
    "--format",
    "form",
    type=Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Whether to print for people, for programs, or as annotations of a GitHub workflow.",
)
@full_option
@click.pass_context
def check_command(
    ctx: click.Context, /, paths: tuple[Path, ...], *, text: Path | None, form: str, full: bool
) -> None:
    """Check claim files, or folders of them, without a ledger.

    Every problem is named with its file and line, and what was probably meant; of many that are
    alike, the first few, unless --full is given.

    \b
    Example:
      ledger check claims/
    """
    from datetime import UTC, datetime

    from ledger.book.importing.check import check
    from ledger.journal.entry import horizon

    bundles, problems = check(paths, horizon(datetime.now(UTC)), text, progress("Checking"))
    errors = sum(problem.severity == "error" for problem in problems)
    claims = sum(len(bundle.claims) for bundle in bundles)
    drafts = sum(item.draft for bundle in bundles for item in bundle.claims)
    if form == "json":
        from ledger.cli.terminal import say_json
        from ledger.json_views import problem_view

        shown = [problem_view(problem) for problem in problems]
        say_json({"claims": claims, "drafts": drafts, "problems": shown})
        ctx.exit(1 if errors else 0)
    lines = map(annotation, problems) if form == "github" else told(problems, full=full)
    for line in lines:
        say(line)
    found = "no problems" if not errors else counted(errors, "problem")
    warned = len(problems) - errors
    also = f", {counted(warned, 'warning')}" if warned else ""
    still = f", {counted(drafts, 'draft')} among them" if drafts else ""
    say(f"{counted(claims, 'claim')} in good files{still}; {found}{also}.")
    ctx.exit(1 if errors else 0)
