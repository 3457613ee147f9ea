"""``ledger verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.cli import COMMANDS
from ledger.cli.options import format_option
from ledger.cli.terminal import open_ledger, progress, say_json, say_lines, warn

if TYPE_CHECKING:
    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.notekey import VerifierKey


@click.command(short_help=COMMANDS["verify"])
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A checkpoint the entries must fit; may be given several times.",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read only what is newer than this checkpoint.",
)
@click.option(
    "--proof",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check what ledger prove wrote; this needs no ledger.",
)
@click.option("--key", metavar="VERIFIER-KEY", help="Check signatures with what keygen printed.")
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    checkpoints: tuple[Path, ...],
    since: Path | None,
    proof: Path | None,
    key: str | None,
    form: str,
) -> None:
    """Verify that nobody changed the ledger past the program: exit code 1 where somebody did.

    Every entry is hashed anew, and every row of every table compared with what the entries say.
    Only a checkpoint kept elsewhere tells of entries cut off or rewritten with all that hangs on
    them.
    The database's own shape is compared with what the program makes: what could change an answer
    is damage, and what else it holds is a warning.
    With --since the check is quick: it reads what is newer than that checkpoint.

    \b
    Example:
      ledger verify --checkpoint 2023-07.checkpoint
    """
    if proof is not None:
        _prove(proof, key, alone=not checkpoints and since is None and form == "text")
        return
    from ledger.cli.verdict import verdict_lines, verdict_view

    kept = [_read(one, key) for one in checkpoints]
    trusted = None if since is None else _read(since, key)
    found = open_ledger(ctx).verify(kept, trusted, progress("Verifying"))
    if form == "json":
        say_json(verdict_view(found))
    else:
        say_lines(verdict_lines(found, signed=key is not None))
        warn(found.warnings)
    if not found.whole:
        ctx.exit(1)


def _prove(proof: Path, key: str | None, *, alone: bool) -> None:
    from ledger.cli.proof_checking import check_proof

    if not alone:
        raise click.UsageError("--proof goes with --key alone.")
    check_proof(proof, key)


def _read(path: Path, key: str | None) -> Checkpoint:
    """The checkpoint in a file, its signature checked where there is a key to check it with."""
    from ledger.formats.reading import read_mailed
    from ledger.journal.checkpoint import parse, verify_signature
    from ledger.journal.notekey import parse_verifier

    verifier: VerifierKey | None = None if key is None else parse_verifier(key)
    found = read_mailed(path, parse)
    if verifier is not None:
        verify_signature(found, verifier)
    return found
