"""Importing a whole journal, from a file or from standard input."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.cli.terminal import counter, ledger_to_write, open_ledger, say
from ledger.journal.note import to_base64
from ledger.plurals import counted

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    import click

STANDARD_INPUT: Final = Path("-")


def has_journal(paths: tuple[Path, ...]) -> bool:
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


def import_journal(ctx: click.Context, path: Path, *, dry_run: bool) -> None:
    """Take in the journal in a file, and say what came of it."""
    with (
        _opened(path) as file,
        nullcontext(open_ledger(ctx)) if dry_run else ledger_to_write(ctx) as ledger,
        counter("Importing") as tell,
    ):
        done = ledger.import_journal(file, str(path), dry_run=dry_run, tell=tell)
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
