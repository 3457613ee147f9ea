"""Keys in files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble, Refusal
from ledger.formats.reading import read_as
from ledger.formats.writing import create_file
from ledger.journal import notekey
from ledger.permissions import OWN

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.journal.notekey import SignerKey, VerifierKey

OTHERS: Final = 0o077


def make_key(path: Path, name: str) -> VerifierKey:
    """Make a key and keep it in a new file at ``path``; the answer is what to publish.

    Raises:
        FileTrouble: there is something at ``path`` already, or it cannot be written.
        Malformed: ``name`` is no name of a key.
        NotInstalled: the library ``cryptography`` is missing.
    """
    key = notekey.make(name)
    verifier = key.verifier()
    try:
        create_file(path, f"{key.secret_text()}\n", OWN)
    except FileExistsError as trouble:
        raise FileTrouble(
            f"There is something at {path} already; it was left as it is.", _whose(path)
        ) from trouble
    return verifier


def read_key(path: Path) -> SignerKey:
    """The key in a file that `make_key` wrote.

    Raises:
        FileTrouble, Malformed: there is none that can be read.
        NotInstalled: the library ``cryptography`` is missing.
    """
    return read_as(path, lambda text: notekey.parse_signer(text.removesuffix("\n")))


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
