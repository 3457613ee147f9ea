"""``ledger import`` of a journal: JSON Lines, taken in as they are."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.cli.terminal import counter, ledger_to_write, open_ledger, say, say_json
from ledger.journal.note import to_base64
from ledger.text import counted

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    import click

    from ledger.audit.transfer import Continued

STANDARD_INPUT: Final = Path("-")


def import_journal(ctx: click.Context, path: Path, answer: str, *, dry_run: bool) -> None:
    """Take in the journal in a file, and say what came of it."""
    with (
        _opened(path) as file,
        nullcontext(open_ledger(ctx)) if dry_run else ledger_to_write(ctx) as ledger,
        counter("Importing") as tell,
    ):
        done = ledger.import_journal(file, str(path), dry_run=dry_run, tell=tell)
    if answer == "json":
        from ledger.cli.import_answer import journal_view

        say_json(journal_view(done, str(path), dry_run=dry_run))
    else:
        _tell(done, path, dry_run=dry_run)


def _tell(done: Continued, path: Path, *, dry_run: bool) -> None:
    if done.added:
        say(f"{'Would add' if dry_run else 'Added'} {counted(done.added, 'entry')}.")
    else:
        known = "it" if done.known == 1 else f"all {counted(done.known, 'entry')}"
        say(f"Nothing changed: the ledger has {known}.")
    if done.harmful:
        several = "entries hold addresses" if done.harmful > 1 else "entry holds an address"
        say(
            f"{path}: warning: {done.harmful} {several} that would run a program or open what is "
            f"on a reader's own machine (such as javascript:); no page, feed or sheet links to it.",
            err=True,
        )
    say(f"Root hash of {counted(done.known + done.added, 'entry')}: {to_base64(done.root)}")


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
