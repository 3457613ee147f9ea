"""What an undo looks at that no journal tells: checkpoints taken, and imports made, a moment ago.

They are noted in the user's own folder for what programs remember, by the first entry of the ledger
and the root hash behind the last::

    {"marks": [{"what": "checkpoint", "first": 1, "last": 12, "root": "9f0c..."}]}

A folder that cannot be written or read is as good as none: what is not known here, such as a
checkpoint that was taken under another account, holds nothing up.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from ledger import permissions
from ledger.state import state_folder
from ledger.store import journal_table

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.store.database import Connection, Database

CHECKPOINT: Final = "checkpoint"
IMPORT: Final = "import"

KEPT: Final = 20
"""How many marks are kept of a ledger: only those of the last minutes are ever asked for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done with the entries from the ``first`` to the ``last``."""

    what: str
    first: int
    last: int
    root: str


def note(connection: Connection, what: str, first: int, last: int) -> None:
    """Remember what was done with some entries; where that cannot be kept, nothing is."""
    if not last:
        return
    root = journal_table.root(connection, last).hex()
    with suppress(OSError):
        path = _path(connection)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        several = [*_read(path), Mark(what, first, last, root)][-KEPT:]
        beside = path.with_suffix(f".{os.getpid()}")
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, permissions.OWN)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump({"marks": [asdict(mark) for mark in several]}, file)
        beside.replace(path)


def note_import(database: Database, before: int) -> None:
    """Remember that what is behind the first ``before`` entries came with an import, if there is.

    Nobody undoes that.
    """
    with database.reading() as connection:
        size = journal_table.head(connection).size
        if size > before:
            note(connection, IMPORT, before + 1, size)


def known(connection: Connection, size: int) -> list[Mark]:
    """What is remembered of the first ``size`` entries as they are, the latest last."""
    found = [mark for mark in _read(_path(connection)) if 0 < mark.last <= size]
    return [mark for mark in found if journal_table.root(connection, mark.last).hex() == mark.root]


def _read(path: Path) -> list[Mark]:
    with suppress(OSError, ValueError, LookupError, TypeError):
        told = json.loads(path.read_text("utf-8"))["marks"]
        return [
            Mark(str(one["what"]), int(one["first"]), int(one["last"]), str(one["root"]))
            for one in told
        ]
    return []


def _path(connection: Connection) -> Path:
    name = journal_table.root(connection, 1).hex()
    return state_folder() / "marks" / f"{name[:24]}.json"
