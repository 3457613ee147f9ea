"""Moving a ledger to another database: its journal to the byte, its tables made anew from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.book.keeping.damage import Evidence
from ledger.book.keeping.scrutiny import Scrutiny
from ledger.errors import Damaged, StoreTrouble, clause
from ledger.plurals import counted
from ledger.store import journal_table, projection
from ledger.store.backend import backend_at
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.journal.entry import Entry
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
    scrutiny = Scrutiny()
    mode = source.backend.mode_of_copy(source.place)
    kept_by = backend_at(target)
    with kept_by.new_ledger(target, mode) as place:
        database = open_database(place, create=True)
        with database.writing() as connection:
            there = journal_table.head(connection).size
            own = journal_table.root(connection, there)
            if there and (there, own) != (size, root):
                raise StoreTrouble(
                    f"{database.place} holds another ledger, of {counted(there, 'entry')}.",
                    "Nothing was copied; copy to an empty database.",
                )
            if not there:
                for before in track(range(0, size, PART)):
                    part = _part(source, before, min(before + PART, size))
                    _refuse_strange(scrutiny, connection, before, part)
                    _enter(connection, before, part)
                own = journal_table.root(connection, size)
            if own != root:
                raise _damaged(source, "its root does not fit its entries")
    return Copied(size, root, kept_by.name_of(target), own, changed=not there)


def _content(source: Database) -> tuple[int, bytes]:
    """The size of the journal in ``source``, and its root."""
    with source.reading() as connection:
        size = journal_table.head(connection).size
        try:
            return size, journal_table.root(connection, size)
        except ValueError as trouble:  # entries or tiles are missing
            raise _damaged(source, clause(str(trouble))) from trouble


def _damaged(source: Database, how: str) -> StoreTrouble:
    return StoreTrouble(
        f"The journal of {source.place} is damaged: {how}.",
        "Nothing was copied; go back to a copy of it.",
    )


def _part(source: Database, before: int, last: int) -> list[tuple[Entry, bytes]]:
    """The entries behind number ``before`` up to ``last``.

    Each part is a unit of its own at the source, so that nobody who writes there waits for long; a
    journal only grows, so the parts fit together.
    """
    with source.reading() as connection:
        return journal_table.originals(connection, before + 1, last)


def _refuse_strange(
    scrutiny: Scrutiny, target: Connection, before: int, part: Sequence[tuple[Entry, bytes]]
) -> None:
    """Refuse entries that the program does not write, of which no rows could be made.

    Raises:
        Damaged: one is so.
    """
    numbered = [(number, entry) for number, (entry, _) in enumerate(part, before + 1)]
    evidence = Evidence(0, before + len(part))
    scrutiny.look(target, numbered, evidence)
    for one in sorted([*evidence.own, *evidence.odd], key=lambda one: one.entry or 0):
        raise Damaged(f"Entry {one.entry}", one.message)


def _enter(target: Connection, before: int, part: Sequence[tuple[Entry, bytes]]) -> None:
    journal_table.append_bytes(target, before, [(entry.at, data) for entry, data in part])
    projection.project(target, before + 1, [entry for entry, _ in part])
