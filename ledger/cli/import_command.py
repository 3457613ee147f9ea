"""``ledger import``."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import reason_option
from ledger.cli.terminal import counter, ledger_to_write, open_ledger, progress, say, wrapped
from ledger.formats.registry import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from ledger.book.importing import Imported

STANDARD_INPUT: Final = Path("-")

LEFT_ALONE: Final = {
    "stale": "Left alone, for the ledger has been amended since: ",
    "withdrawn": "Left alone, for the ledger has withdrawn: ",
    "missing": "In the ledger, but in the files no more: ",
}


@click.command(short_help=COMMANDS["import"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "form",
    type=click.Choice([*READERS, "jsonl"]),
    help="Their format; otherwise it is told by their content.",
)
@click.option("--text", type=click.Path(path_type=Path), help="The article, to find quotes in.")
@reason_option
@click.option("--skip-bad", is_flag=True, help="Leave out what has problems.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    *,
    form: str | None,
    text: Path | None,
    reason: str | None,
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Import claim files, folders of them, or files of other formats.

    All of it is entered, or where there is a problem, nothing.
    What is new is added, and what differs is an amendment.
    The ledger leads: an older copy of a file undoes nothing that was done since.
    Importing the same files again changes nothing.
    A journal (jsonl; - reads it from standard input) goes alone, and only into an empty ledger or
    one whose journal is its beginning.

    \b
    Example:
      ledger import claims/
      ledger export --to jsonl | ledger --db copy.db import --from jsonl -
    """
    if form == "jsonl" or (form is None and _is_journal(paths)):
        if len(paths) > 1 or text or reason or skip_bad:
            ctx.fail("A journal is imported by itself, as it is; only --dry-run goes with it.")
        _import_journal(ctx, paths[0], dry_run=dry_run)
        return
    opened = nullcontext(open_ledger(ctx)) if dry_run else ledger_to_write(ctx)
    with opened as ledger:
        done = ledger.import_(
            paths,
            form=form,
            reason=reason,
            text=text,
            skip_bad=skip_bad,
            dry_run=dry_run,
            track=progress("Importing"),
            tell=lambda told: say(told, err=True),
        )
    for problem in done.problems:
        say(str(problem), err=True)
    for line in _lines(done, dry_run=dry_run):
        say(line)


def _is_journal(paths: tuple[Path, ...]) -> bool:
    """Whether a path is standard input, which can only be a journal, or a file that begins so."""
    from ledger.formats.files import read_head
    from ledger.formats.jsonl import BEGINNING

    for path in paths:
        if path == STANDARD_INPUT or read_head(path, len(BEGINNING)) == BEGINNING:
            say(f"Reading {path} as jsonl.", err=True)
            return True
    return False


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    """The bytes of a file, or of standard input."""
    from ledger.errors import FileTrouble

    if path == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{path} cannot be read: {why}.") from trouble


def _import_journal(ctx: click.Context, path: Path, *, dry_run: bool) -> None:
    with (
        _opened(path) as file,
        nullcontext(open_ledger(ctx)) if dry_run else ledger_to_write(ctx) as ledger,
        counter("Importing") as tell,
    ):
        done = ledger.import_journal(file, str(path), dry_run=dry_run, tell=tell)
    entries = f"{done.added} entr{'y' if done.added == 1 else 'ies'}"
    if done.added:
        say(f"{'Would add' if dry_run else 'Added'} {entries}.")
    else:
        say(f"Nothing changed: the ledger has all {done.known} entries.")
    say(f"Root hash of {done.known + done.added} entries: {done.root.hex()}")


def _lines(done: Imported, *, dry_run: bool) -> Iterator[str]:
    added = [f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in sorted(done.added.items())]
    would = "Would add" if dry_run else "Added"
    if added:
        yield f"{would} {', '.join(added)}."
    if done.amended:
        yield from wrapped(f"{'Would amend' if dry_run else 'Amended'}: {', '.join(done.amended)}.")
    n = done.unchanged
    same = (
        f"{n} record{' is' if n == 1 else 's are'} as the ledger has {'it' if n == 1 else 'them'}."
    )
    if not added and not done.amended:
        yield f"Nothing changed: {same}"
    elif n:
        yield same
    for name, words in LEFT_ALONE.items():
        if ids := getattr(done, name):
            yield from wrapped(words + ", ".join(ids) + ".")
    for path in done.skipped:
        yield f"Left out, for its problems: {path}"
