"""``ledger verify``: a ledger, or a proof on a machine that has none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.options import format_option
from ledger.cli.terminal import (
    field,
    open_ledger,
    painted,
    progress,
    say_json,
    say_lines,
    warn,
    wrapped,
)
from ledger.formats.read_files import read_mailed
from ledger.journal import note_key, proof
from ledger.journal.checkpoint import verify_signature
from ledger.journal.note import to_base64
from ledger.model.fields import EVERY
from ledger.text import clean, counted, the_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.audit.damage import Checked, Damage
    from ledger.audit.verify import Verified
    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.note_key import VerifierKey
    from ledger.journal.proof import Included, Proof


@click.command(short_help=COMMANDS["verify"])
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check the entries against this checkpoint; repeat for several.",
)
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check only what is newer than this checkpoint.",
)
@click.option(
    "--proof",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check a proof that ledger prove wrote; no ledger is needed.",
)
@click.option(
    "--key",
    metavar="VERIFIER-KEY",
    help="Check signatures with the key that ledger keygen printed.",
)
@click.option(
    "--lake",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Hold the Parquet files that ledger export wrote into this folder against the ledger.",
)
@format_option
@click.pass_context
def verify_command(
    ctx: click.Context,
    /,
    checkpoints: tuple[Path, ...],
    since: Path | None,
    proof: Path | None,
    key: str | None,
    lake: Path | None,
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
        alone = not checkpoints and since is None and lake is None and form == "text"
        _prove(proof, key, alone=alone)
        return
    if lake is not None:
        if checkpoints or since is not None or key is not None or form != "text":
            raise click.UsageError("--lake cannot be combined with other options.")
        _hold(ctx, lake)
        return

    from ledger.audit.two_processes import cores

    kept = [_read(checkpoint, key) for checkpoint in checkpoints]
    trusted = None if since is None else _read(since, key)
    found = open_ledger(ctx).verify(kept, trusted, progress("Verifying"), processes=cores())
    if form == "json":
        from ledger.json_views.verified import verified_view

        say_json(verified_view(found))
    else:
        say_lines(verdict_lines(found, signed=key is not None))
        warn(found.warnings)
    if not found.whole:
        ctx.exit(1)


def _hold(ctx: click.Context, folder: Path) -> None:
    from ledger.lake.hold import hold

    found = hold(open_ledger(ctx), folder)
    say_lines([painted("The lake is whole.", "green")])
    files = counted(len(found.files), "file")
    say_lines(wrapped(f"{files} as of entry {found.entry}, root hash {found.root}"))


def _prove(proof: Path, key: str | None, *, alone: bool) -> None:

    if not alone:
        raise click.UsageError("--proof can only be combined with --key.")
    check_proof(proof, key)


def _read(path: Path, key: str | None) -> Checkpoint:
    """The checkpoint in a file, its signature checked where there is a key to check it with."""
    from ledger.formats.read_files import read_mailed
    from ledger.journal.checkpoint import parse, verify_signature
    from ledger.journal.note_key import parse_verifier

    verifier: VerifierKey | None = None if key is None else parse_verifier(key)
    found = read_mailed(path, parse)
    if verifier is not None:
        verify_signature(found, verifier)
    return found


def verdict_lines(found: Verified, *, signed: bool) -> Iterator[str]:
    """The verdict as lines; ``signed`` says whether the signatures were checked."""
    if found.whole:
        yield painted("The ledger is whole.", "green")
    else:
        yield painted("The ledger is damaged.", "red")
        for damage in found.damage:
            yield from _damage_lines(damage)
        yield ""
    root = f", root hash {to_base64(found.root)}" if found.root else ""
    yield from wrapped(f"{counted(found.size, 'entry')}{root}")
    if found.since:
        first = the_first(found.since, "entry")
        yield from wrapped(f"Of {first} only the hashes were checked: nothing else was read.")
    for checked in found.checkpoints:
        yield from wrapped(_checked_line(checked))
    if found.checkpoints and not signed:
        yield from wrapped("Signatures were not checked: give the verifier key with --key.")
    yield from wrapped(_protection(found))


def _damage_lines(one: Damage) -> Iterator[str]:
    place = one.table
    if one.row:
        place += f", {one.row}"
    if one.entry is not None:
        place += f", entry {one.entry}" if one.table == "journal" else f" (entry {one.entry})"
    yield ""
    yield from (painted(line, bold=True) for line in wrapped(f"{place}: {one.kind}"))
    more = f" {one.more} more {'differs' if one.more == 1 else 'differ'}." if one.more else ""
    yield from map(painted, wrapped(one.message + more, indent=2))


def _checked_line(checked: Checked) -> str:
    size = counted(checked.checkpoint.size, "entry")
    fits = "fits" if checked.matches else "does not fit"
    return f"The checkpoint of {checked.checkpoint.origin} with {size} {fits}."


def _protection(found: Verified) -> str:
    if found.protected >= found.size:
        return "All entries are in a checkpoint." if found.size else "There is nothing to protect."
    if not found.checkpoints and not found.protected:
        which = "No checkpoint was given"
    elif not found.protected:
        which = "No entry is in a checkpoint that fits"
    elif found.protected + 1 == found.size:
        which = f"Entry {found.size} is in no checkpoint"
    else:
        which = f"Entries {found.protected + 1} to {found.size} are in no checkpoint"
    return f"{which}: whoever holds the database can rewrite what no checkpoint covers, unseen."


FIRST: Final = (
    "speaker", "role", "organisation", "attribution", "quote", "place", "wording", "stance",
    "probability", "statement", "due", "publisher", "title", "authors", "published", "url",
)  # fmt: skip
"""What of an entry is shown before all else."""

LABELS: Final = {"organisation": "of"}
"""What is shown in place of a key."""

OURS: Final = frozenset(one.name for one in EVERY)


def check_proof(path: Path, key: str | None) -> None:
    """Check the proof in a file, and print what it shows; ``key`` is the text of a verifier key.

    Raises:
        FileTrouble, Malformed: the proof cannot be read, or the key is none.
        NotProven: it does not show what it should.
        BadSignature: the key did not sign its checkpoint.
        NotInstalled: the library ``cryptography`` is missing.
    """
    verifier = None if key is None else note_key.parse_verifier(key)
    found = read_mailed(path, proof.parse)
    proof.check(found)
    if verifier is not None:
        verify_signature(found.checkpoint, verifier)
    say_lines(_lines(found, verifier))


def _lines(found: Proof, verifier: VerifierKey | None) -> Iterator[str]:
    yield painted("This claim was in the ledger when this checkpoint was made.", "green")
    for kind, included in zip(
        proof.KINDS, (found.claim, found.question, found.source), strict=True
    ):
        yield ""
        yield from _entry_lines(kind, included)
    yield ""
    yield from _checkpoint_lines(found.checkpoint)
    yield ""
    if verifier is not None:
        yield from wrapped(f"It is signed by {verifier.name}+{verifier.key_id.hex()}.")
    else:
        yield from wrapped("The signature was not checked: give the verifier key with --key.")
    yield from wrapped("Whether the claim was corrected or withdrawn, no proof can show.")


def _entry_lines(kind: str, one: Included) -> Iterator[str]:
    entry = one.entry
    texts = {name: _shown(value) for name, value in entry.body.items()}
    yield painted(f"{kind.capitalize()} {entry.id}", bold=True)
    for name in [*filter(texts.__contains__, FIRST), *sorted(texts.keys() - {*FIRST})]:
        yield from field(clean(LABELS.get(name, _label(name))), texts[name])
    yield from field("recorded", f"{entry.at} by {entry.by}, entry {one.index + 1}")


def _label(name: str) -> str:
    """A key as people read it; one that is none of ours stays as it is."""
    return name.replace("_", " ") if name in OURS else name


def _checkpoint_lines(checkpoint: Checkpoint) -> Iterator[str]:
    yield painted("Checkpoint", bold=True)
    yield from field("ledger", checkpoint.origin)
    yield from field("entries", str(checkpoint.size))
    yield from field("root hash", to_base64(checkpoint.root))


def _shown(value: Any) -> str | None:
    """A value of an entry as text; None for what places a quote in its source, and other tables."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else None
