"""Ledgers that an earlier release let harmful addresses into, as no file brings them any more."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock

PROGRAM: Final = "javascript:alert(1)"
PAGE: Final = "data:text/html,x"
ADDRESSES: Final = {
    "https://program.example/": PROGRAM,
    "https://page.example/": PAGE,
    "https://blank.example/": " JavaScript:alert(1)".strip(),
}
"""What is written for each of them, and turned into it in the journal."""

STANDS_FOR: Final = {harmful: plain for plain, harmful in ADDRESSES.items()}


def harmed(ledger: Ledger, path: Path, clock: Clock) -> Ledger:
    """A ledger with the journal of another, in which addresses stand for harmful ones."""
    journal = b"".join(ledger.export_journal())
    for plain, harmful in ADDRESSES.items():
        journal = journal.replace(plain.encode(), harmful.encode())
    made = Ledger(path, recorder="desk", clock=clock, create=True)
    made.import_journal(io.BytesIO(journal))
    return made
