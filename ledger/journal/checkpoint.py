"""A checkpoint: the journal's size and root hash, small enough to publish anywhere.

It is a C2SP tlog-checkpoint.  Its text has three lines: where it is from (the origin), how many
entries there are, and the root hash over them in base64; then there may be lines of extensions:

    claim-ledger
    120
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

A signed one is a signed note of this text (see `ledger.journal.note`); an unsigned one is the text
alone.  There is one way to write each: `parse` refuses every other.

Source: https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ledger.errors import BadSignature, Malformed
from ledger.journal import note, note_key
from ledger.journal.merkle import HASH_BYTES
from ledger.journal.note import Note, from_base64, to_base64
from ledger.text import counted

if TYPE_CHECKING:
    from ledger.journal.note import Signature
    from ledger.journal.note_key import SignerKey, VerifierKey

ORIGIN: Final = "claim-ledger"
"""Where a checkpoint says it is from, unless the name of a key says something else."""

LARGEST: Final = 2**63 - 1
"""The most entries there can be: what every database can count."""

NO_ROOT: Final = sha256(b"").digest()
"""The root of a tree of no leaves."""

LINES: Final = 3

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root (32 bytes) of the journal that ``origin`` names, and who signed that.

    That there are signatures does not mean that they are valid: `verify_signature` tells.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @property
    def text(self) -> str:
        """What is signed: origin, size, root and extensions, each on its line."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        if not self.signatures:
            return self.text
        return note.written(Note(self.text, self.signatures))


def parse(text: str) -> Checkpoint:
    """The checkpoint, signed or not, that ``text`` is; the inverse of `str`.

    Raises:
        Malformed: it is none, or not written as it must be.
    """
    found = note.parse(text) if "\n\n" in text else Note(text, ())
    note.refuse_hidden(found.text)
    lines = found.text.split("\n")
    if lines.pop():
        raise Malformed("A checkpoint ends with a line break.")
    if len(lines) < LINES or not all(lines):
        raise Malformed("A checkpoint has three lines, none empty: origin, size and root hash.")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin, parse_size(size), _root(root, size), tuple(extensions), found.signatures
    )


def parse_size(text: str) -> int:
    """The number of entries, or the place of one, that ``text`` is.

    Raises:
        Malformed: it is no whole number in plain digits without leading zeros, or too large.
    """
    if not _SIZE.fullmatch(text) or int(text) > LARGEST:
        raise Malformed(f"A size is written in digits, without leading zeros, not {text[:80]!a}.")
    return int(text)


def parse_hash(text: str, what: str) -> bytes:
    """The hash of 32 bytes that ``text`` is the base64 of; ``what`` begins the refusal.

    Raises:
        Malformed: it is none.
    """
    data = from_base64(text, what)
    if len(data) != HASH_BYTES:
        raise Malformed(f"{what} has {counted(len(data), 'byte')}, and not {HASH_BYTES}.")
    return data


def signed(checkpoint: Checkpoint, key: SignerKey) -> Checkpoint:
    """The checkpoint with the signature of ``key`` behind those it has.

    Raises:
        NotInstalled: the library ``cryptography`` is missing.
    """
    own = note_key.signature(checkpoint.text, key)
    return replace(checkpoint, signatures=(*checkpoint.signatures, own))


def verify_signature(checkpoint: Checkpoint, key: VerifierKey) -> None:
    """See that ``key`` signed the checkpoint, and that it is of the ledger the key is named after.

    Raises:
        BadSignature: it did not, or what is said to be its signature is not, or the checkpoint is
            of another ledger.
        NotInstalled: the library ``cryptography`` is missing.
    """
    if checkpoint.origin != key.name:
        raise BadSignature(
            f"The checkpoint is of the ledger {checkpoint.origin}, "
            f"and the key of the ledger {key.name}."
        )
    note_key.verify(Note(checkpoint.text, checkpoint.signatures), key)


def _root(text: str, size: str) -> bytes:
    root = parse_hash(text, "The root hash")
    if size == "0" and root != NO_ROOT:
        raise Malformed("The root hash of no entries is another one.")
    return root
