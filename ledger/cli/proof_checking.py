"""Checking a proof that ``ledger prove`` made, on a machine that has no ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.cli.terminal import field, painted, say_lines, wrapped
from ledger.columns import clean
from ledger.formats.reading import read_mailed
from ledger.journal import notekey, proof
from ledger.journal.checkpoint import verify_signature
from ledger.journal.note import to_base64
from ledger.model.fields import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.notekey import VerifierKey
    from ledger.journal.proof import Included, Proof

FIRST: Final = (
    "speaker", "role", "organisation", "attribution", "quote", "wording", "stance", "probability",
    "statement", "due", "publisher", "title", "authors", "published", "url",
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
    verifier = None if key is None else notekey.parse_verifier(key)
    found = read_mailed(path, proof.parse)
    proof.check(found)
    if verifier is not None:
        verify_signature(found.checkpoint, verifier)
    say_lines(_lines(found, verifier))


def _lines(found: Proof, verifier: VerifierKey | None) -> Iterator[str]:
    yield painted("This claim was in the ledger when this checkpoint was made.", "green")
    for kind, one in zip(proof.KINDS, (found.claim, found.question, found.source), strict=True):
        yield ""
        yield from _entry_lines(kind, one)
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
