"""What a key has signed: the sizes and roots of its checkpoints, so that it never contradicts one.

A line for each checkpoint, oldest and smallest first, holds size, root hash and origin:

    118 X3SXdPFhGYBvbdUWYtq7xlxcXSKXbdlFpq5JQi2t8hY= claim-ledger
    120 CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= claim-ledger

Lines are only ever added.  There is one way to write them: `parse` refuses every other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from ledger.errors import Contradiction, Malformed
from ledger.journal.checkpoint import parse_hash, parse_size
from ledger.journal.note import to_base64
from ledger.plurals import counted, the_first

if TYPE_CHECKING:
    from ledger.journal.checkpoint import Checkpoint

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
