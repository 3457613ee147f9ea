"""Moving a ledger to another database: its journal to the byte, its tables made anew from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger import permissions
from ledger.errors import StoreTrouble
from ledger.store import journal, projection
from ledger.store.cradle import cradle
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.store.database import Connection, Database

PART: Final = 1000
"""Entries copied at a time, which is all of them that are ever in memory."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A ledger of ``size`` entries that two databases hold, with the root hash of each.

    ``changed`` says whether it had to be copied.
    """

    size: int
    root: bytes
    target: str
    target_root: bytes
    changed: bool


def copy(source: Database, target: str, track: Callable[[Sequence[int]], Iterable[int]]) -> Copied:
    """Copy the ledger in ``source`` to ``target``, in one transaction there.

    What others add to ``source`` meanwhile is left out.

    Raises:
        StoreTrouble: ``target`` holds another ledger, or the journal of ``source`` is damaged.
    """
    size, root = _content(source)
    mode = permissions.of_copy(source.path) if source.path else permissions.NEW
    with cradle(target, mode) as place:
        database = open_database(place, create=True)
        with database.writing() as connection:
            there = journal.head(connection).size
            own = journal.root(connection, there)
            if there and (there, own) != (size, root):
                raise StoreTrouble(
                    f"{database.place} holds another ledger, of {there} entries.",
                    "Nothing was copied; copy to an empty database.",
                )
            if not there:
                for before in track(range(0, size, PART)):
                    _copy_part(source, connection, before, min(before + PART, size))
                own = journal.root(connection, size)
            if own != root:
                raise _damaged(source, "its root does not fit its entries")
    name = target if database.path else database.place
    return Copied(size, root, name, own, changed=not there)


def _content(source: Database) -> tuple[int, bytes]:
    """The size of the journal in ``source``, and its root."""
    with source.reading() as connection:
        size = journal.head(connection).size
        try:
            return size, journal.root(connection, size)
        except ValueError as trouble:  # entries or tiles are missing
            raise _damaged(source, str(trouble).rstrip(".")) from trouble


def _damaged(source: Database, how: str) -> StoreTrouble:
    return StoreTrouble(
        f"The journal of {source.place} is damaged: {how}.",
        "Nothing was copied; go back to a copy of it.",
    )


def _copy_part(source: Database, target: Connection, before: int, last: int) -> None:
    """Copy the entries behind number ``before`` up to ``last``.

    Each part is a unit of its own at the source, so that nobody who writes there waits for long; a
    journal only grows, so the parts fit together.
    """
    with source.reading() as connection:
        read = journal.originals(connection, before + 1, last)
    entries = [entry for entry, _ in read]
    journal.append_bytes(target, before, [(entry.at, data) for entry, data in read])
    projection.project(target, before + 1, entries)
