"""Makes the museum's imports: ``python tests/museum/imported.py``.

For each file of ``imported/`` a ledger into which release 0.1.0 imported it.  They stay as they
are for ever: a later program that imports the same file again must append nothing to them.  Only
for a file that is new here is a ledger made, and only by the release whose reading it shall keep.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ledger.book.ledger import Ledger

PLACE = Path(__file__).parent / "imported"
NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)


def files() -> list[Path]:
    """The files, each of another kind."""
    return sorted(one for one in PLACE.iterdir() if one.suffix != ".db")


def ledger_of(file: Path) -> Path:
    """Where the ledger is into which a file was imported."""
    return file.with_name(f"{file.name}.db")


def make(file: Path) -> None:
    """Import a file into a new ledger."""
    with Ledger(ledger_of(file), recorder="desk", clock=lambda: NOW, create=True) as ledger:
        ledger.import_([file])


if __name__ == "__main__":
    for one in files():
        if not ledger_of(one).exists():
            make(one)
