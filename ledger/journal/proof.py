"""A proof that a claim was in the ledger when a checkpoint was made, checked without the ledger.

Its file holds the claim, its question and its source, each as the canonical bytes of its entry,
its place in the journal (from 0) and the hashes that lead from there to the root; then the
checkpoint, as it was published:

    claim-ledger proof 1

    {"at":"2023-07-05T12:00:00Z","body":{...},"by":"desk","id":"floor","kind":"claim"}
    index 2
    X3SXdPFhGYBvbdUWYtq7xlxcXSKXbdlFpq5JQi2t8hY=
    fmgtn3H5FjKhBPTtU6iaaXQGTqIPCs2aVb5qJLJxVdE=

    {"at":"2023-07-05T12:00:00Z","body":{...},"by":"desk","id":"floor","kind":"question"}
    index 1
    ...

    {"at":"2023-07-05T12:00:00Z","body":{...},"by":"desk","id":"jt","kind":"source"}
    index 0
    ...

    claim-ledger
    3
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — claim-ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+...

Index and hashes are written as in a C2SP tlog-proof.
There is one way to write each proof: `parse` refuses every other.

Source: https://github.com/C2SP/C2SP/blob/main/tlog-proof.md
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import Malformed, NotProven
from ledger.journal import checkpoint, entry, merkle
from ledger.journal.checkpoint import parse_hash, parse_size
from ledger.journal.note import to_base64
from ledger.model.kinds import Kind
from ledger.text import counted

if TYPE_CHECKING:
    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.entry import Entry

HEADER: Final = "claim-ledger proof 1"

KINDS: Final = (Kind.CLAIM.value, Kind.QUESTION.value, Kind.SOURCE.value)
"""What a proof holds an entry of, in this order."""

LONGEST_PATH: Final = 63
"""Hashes from a leaf to the root of the largest tree."""

_INDEX: Final = "index "


@dataclass(frozen=True, slots=True)
class Included:
    """An entry's canonical bytes, its place from 0, and the hashes from there to the root."""

    data: bytes
    index: int
    path: tuple[bytes, ...]

    @property
    def entry(self) -> Entry:
        """The entry that the bytes are.

        Raises:
            ValueError: they are none.
        """
        return entry.from_bytes(self.data)


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim's entry, and those of its question and its source, as a checkpoint found them.

    That they are together does not mean that they fit together: `check` tells.
    """

    claim: Included
    question: Included
    source: Included
    checkpoint: Checkpoint

    def __str__(self) -> str:
        parts = [_written(included) for included in (self.claim, self.question, self.source)]
        return "\n".join([f"{HEADER}\n", *parts, str(self.checkpoint)])


def parse(text: str) -> Proof:
    """The proof that ``text`` is; the inverse of `str`.

    Raises:
        Malformed: it is none, or not written as it must be.
    """
    header, *parts = text.split("\n\n", 1 + len(KINDS))
    if header != HEADER:
        raise Malformed(f"A proof begins with the line {HEADER!r} and a blank line.")
    if len(parts) != 1 + len(KINDS):
        raise Malformed(f"A proof has a {', a '.join(KINDS)} and a checkpoint.")
    *entries, last = parts
    claim, question, source = (
        _included(part, kind) for part, kind in zip(entries, KINDS, strict=True)
    )
    return Proof(claim, question, source, checkpoint.parse(last))


def check(proof: Proof) -> None:
    """See that the entries belong together and are in the tree of the checkpoint.

    The signatures of the checkpoint are not looked at; origin and size rest on them alone.

    Raises:
        NotProven: something does not fit.
    """
    claim, question, source = (
        _proven(included, kind, proof.checkpoint)
        for included, kind in zip((proof.claim, proof.question, proof.source), KINDS, strict=True)
    )
    for kind, other in (("question", question), ("source", source)):
        if claim.body.get(kind) != other.id:
            raise NotProven(f"The claim {claim.id!r} is not of the {kind} {other.id!r}.")


def _proven(one: Included, kind: str, found: Checkpoint) -> Entry:
    leaf = merkle.leaf_hash(one.data)
    if not merkle.verify_inclusion(leaf, one.index, found.size, one.path, found.root):
        entries = counted(found.size, "entry")
        raise NotProven(f"The {kind} is not shown to be among the {entries}.")
    try:
        known = one.entry
    except ValueError as trouble:
        raise NotProven(f"The {kind} is not an entry. {str(trouble)[:200]}") from trouble
    if known.kind != kind:
        raise NotProven(f"What should be the {kind} is of the kind {known.kind}.")
    return known


def _included(text: str, kind: str) -> Included:
    data, *lines = text.split("\n")
    if not lines or not lines[0].startswith(_INDEX):
        raise Malformed(f"The {kind} of a proof has its entry on one line and its index below.")
    if len(lines) > 1 + LONGEST_PATH:
        raise Malformed(f"The {kind} of a proof has at most {LONGEST_PATH} hashes.")
    index = parse_size(lines[0].removeprefix(_INDEX))
    hashes = tuple(parse_hash(line, f"A hash of the {kind}") for line in lines[1:])
    try:
        encoded = data.encode()
        entry.from_bytes(encoded)
    except ValueError as trouble:
        raise Malformed(f"The {kind} of a proof is not an entry. {str(trouble)[:200]}") from trouble
    return Included(encoded, index, hashes)


def _written(one: Included) -> str:
    lines = [one.data.decode(), f"{_INDEX}{one.index}", *map(to_base64, one.path)]
    return "".join(f"{line}\n" for line in lines)
