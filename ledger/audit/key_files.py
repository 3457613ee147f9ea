"""Keys in files, and beside each what it has signed, so that it never contradicts itself.

What was signed is in a file beside the key's: a line for each checkpoint, oldest and smallest
first, with size, root hash and origin:

    118 X3SXdPFhGYBvbdUWYtq7xlxcXSKXbdlFpq5JQi2t8hY= claim-ledger
    120 CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= claim-ledger

Lines are only ever added.  There is one way to write them: `parse` refuses every other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.errors import Contradiction, FileTrouble, Malformed, Refusal
from ledger.formats.read_files import read_as
from ledger.formats.write_files import create_file
from ledger.journal import note_key
from ledger.journal.checkpoint import parse_hash, parse_size
from ledger.journal.note import to_base64
from ledger.permissions import OWN
from ledger.text import counted, the_first

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.note_key import SignerKey, VerifierKey


OTHERS: Final = 0o077


def make_key(path: Path, name: str) -> VerifierKey:
    """Make a key and keep it in a new file at ``path``; the answer is what to publish.

    Raises:
        FileTrouble: there is something at ``path`` already, or it cannot be written.
        Malformed: ``name`` is no name of a key.
        NotInstalled: the library ``cryptography`` is missing.
    """
    key = note_key.make(name)
    verifier = key.verifier()
    try:
        create_file(path, f"{key.secret_text()}\n", OWN)
    except FileExistsError as trouble:
        raise FileTrouble(
            f"{path} already exists; it was left as it is.", _whose(path)
        ) from trouble
    return verifier


def read_key(path: Path) -> SignerKey:
    """The key in a file that `make_key` wrote.

    Raises:
        FileTrouble, Malformed: there is none that can be read.
        NotInstalled: the library ``cryptography`` is missing.
    """
    return read_as(path, lambda text: note_key.parse_signer(text.removesuffix("\n")))


def others_can_read(path: Path) -> bool:
    """Whether a key's file is open to others than its owner; of a missing one, no."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return sys.platform != "win32" and bool(mode & OTHERS)


def _whose(path: Path) -> str:
    """What to say of a file that is there already."""
    try:
        return f"It is a key; to verify with: {read_key(path).verifier()}"
    except Refusal:
        return "Name another file."


RootReader: TypeAlias = Callable[[int], bytes]
"""The root (32 bytes) over the first so many entries of a ledger."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The sizes and roots signed for ``origin``; the sizes grow."""

    origin: str
    signed: tuple[tuple[int, bytes], ...] = ()

    def __str__(self) -> str:
        lines = (f"{size} {to_base64(root)} {self.origin}\n" for size, root in self.signed)
        return "".join(lines)

    def adding(self, checkpoint: Checkpoint) -> Memory:
        """The memory with a checkpoint that `refuse_contradiction` has let through."""
        newest = (checkpoint.size, checkpoint.root)
        if newest in self.signed[-1:]:
            return self
        return Memory(self.origin, (*self.signed, newest))


def parse(text: str, origin: str) -> Memory:
    """The memory of what was signed for ``origin``; the inverse of `str`.

    Raises:
        Malformed: it is none, or is of another origin; an empty text is none, for a key that has
            signed nothing has no memory yet.
    """
    lines = text.split("\n")
    if lines.pop() or not lines:
        raise Malformed("What a key has signed is kept in lines; the last one is cut off.")
    signed = tuple(_line(line, origin) for line in lines)
    if any(one >= next_ for (one, _), (next_, _) in pairwise(signed)):
        raise Malformed("The sizes a key has signed grow from line to line; these do not.")
    return Memory(origin, signed)


def refuse_contradiction(memory: Memory, checkpoint: Checkpoint, root_at: RootReader) -> None:
    """Refuse to sign a checkpoint of a ledger that the last one signed is not a beginning of.

    That one held all before it when it was signed, so it alone is looked at.

    Raises:
        Contradiction: entries are gone or were changed, or it is another ledger.
    """
    if not memory.signed:
        return
    size, root = memory.signed[-1]
    cure = "Keep both as evidence, find out which is right, and give another ledger its own key."
    if checkpoint.size < size:
        raise Contradiction(
            f"This key has signed a checkpoint of {counted(size, 'entry')}, and this ledger has "
            f"{checkpoint.size}: it was cut off, or is another ledger.",
            cure,
        )
    found = checkpoint.root if checkpoint.size == size else root_at(size)
    if found != root:
        raise Contradiction(
            f"This key has signed another root hash for {the_first(size, 'entry')}: "
            f"one of them was changed, or this is another ledger.",
            cure,
        )


def _line(line: str, origin: str) -> tuple[int, bytes]:
    parts = line.split(" ")
    if len(parts) != 3:  # noqa: PLR2004 - size, root and origin
        raise Malformed(f"A line of what a key has signed is SIZE ROOT ORIGIN, not {line[:80]!a}.")
    size, root, named = parts
    if named != origin:
        raise Malformed(f"This is what a key of {named!a} has signed, not one of {origin!a}.")
    return parse_size(size), parse_hash(root, "A root hash")
