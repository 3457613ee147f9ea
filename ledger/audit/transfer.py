"""A journal taken in elsewhere, whole or continued: its bytes kept, the tables made anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from ledger.audit.command_rules import faults
from ledger.audit.damage import Evidence
from ledger.audit.entry_order import Scrutiny, Succession, look
from ledger.audit.undo_rule import Past
from ledger.errors import Damaged, Problem, ProblemsFound, StoreTrouble, clause
from ledger.journal.entry import latest
from ledger.model.field_values import has_harmful_address
from ledger.store import journal_table, projection
from ledger.store.backend import backend_at
from ledger.store.history import state_of_ids
from ledger.store.opening import open_database
from ledger.store.records import spellings_at
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from ledger.formats.jsonl import Line
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection, Database


AT_ONCE: Final = 1000
"""The most entries that are taken in at once."""
BYTES_AT_ONCE: Final = 4 * 1024 * 1024
"""How many bytes of entries it takes until they are taken in."""


@dataclass(frozen=True, slots=True)
class Continued:
    """What taking in a journal did, or would do.

    ``added`` entries came behind the ``known`` ones; ``root`` is the root hash over all of them.
    ``harmful`` of those added hold an address that nobody should follow: a journal is taken as it
    is, and only what is shown and exported leaves such an address out.
    """

    known: int
    added: int
    root: bytes
    harmful: int = 0


def continue_journal(
    connection: Connection,
    lines: Iterator[Line],
    path: str,
    now: datetime,
    tell: Callable[[int], None],
) -> Continued:
    """Take in what the ledger does not have of the journal whose ``lines`` these are, of ``path``.

    ``tell`` is told how many lines were taken in, from time to time.

    Raises:
        ProblemsFound: the ledger's journal is no beginning of it, or a line cannot be taken in;
            nothing must be kept of what was written.
    """
    head = journal_table.head(connection)
    _compare(connection, lines, head.size, path)
    succession = Succession(head.at, dict(spellings_at(connection, head.size).into))
    size, harmful = head.size, 0
    while batch := _batch(lines):
        entries = _followed(connection, succession, batch, size + 1, latest(now))
        # A line that is taken in is canonical, and need not be written again.
        stored = [(entry.at, line.data) for entry, line in zip(entries, batch, strict=True)]
        journal_table.append_bytes(connection, size, stored)
        projection.project(connection, size + 1, entries)
        size += len(entries)
        harmful += sum(has_harmful_address(entry.body) for entry in entries)
        tell(size)
    _refuse_awaited(succession, path)
    root = journal_table.root(connection, size)
    return Continued(head.size, size - head.size, root, harmful)


def _compare(connection: Connection, lines: Iterator[Line], size: int, path: str) -> None:
    """Hold the first lines against the ``size`` entries of the ledger's journal."""
    for number, data in journal_table.stored(connection, 1, size):
        line = next(lines, None)
        if line is None:
            message = (
                f"The file ends after entry {number - 1}, and the ledger goes on: "
                f"entry {number} is not in it."
            )
            raise ProblemsFound([Problem(path, 0, message, code="file-ends-early")])
        if line.data != data:
            raise line.refused(
                f"Entry {number} is not the ledger's entry {number}; a journal goes into "
                f"an empty ledger, or into one whose journal is its beginning."
            )


def _batch(lines: Iterator[Line]) -> list[Line]:
    found: list[Line] = []
    size = 0
    for line in islice(lines, AT_ONCE):
        found.append(line)
        size += len(line.data)
        if size >= BYTES_AT_ONCE:
            break
    return found


def _followed(
    connection: Connection, succession: Succession, batch: list[Line], first: int, last: str
) -> list[Entry]:
    """The entries of the lines, each looked at by itself and held against those before it.

    The first of them has the number ``first``; none may be dated behind ``last``.
    """
    entries: list[Entry] = []
    at = succession.at
    for line in batch:
        entry = line.entry()
        if entry.at < at:
            raise line.refused(f"at {entry.at} is earlier than the entry before it ({at}).")
        try:
            look(entry, last)
        except ValueError as trouble:
            raise line.refused(str(trouble)) from trouble
        at = entry.at
        entries.append(entry)
    state = state_of_ids(connection, first, entries)
    for line, entry in zip(batch, entries, strict=True):
        if entry.at != succession.at:
            _refuse_awaited(succession, line.path)
        try:
            succession.follow(state, entry, line.number)
        except ValueError as trouble:
            raise line.refused(str(trouble)) from trouble
    past = Past(connection, connection, first, list(enumerate(entries, first)))
    for number, why in faults(past, state):
        raise batch[number - first].refused(why)
    return entries


def _refuse_awaited(succession: Succession, path: str) -> None:
    """Refuse claims on questions that did not come with them."""
    for line, message in succession.dangling():
        raise ProblemsFound([Problem(path, line, message, code="question-awaited")])


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
    for one in sorted([*evidence.own, *evidence.odd], key=lambda damage: damage.entry or 0):
        raise Damaged(f"Entry {one.entry}", one.message)


def _enter(target: Connection, before: int, part: Sequence[tuple[Entry, bytes]]) -> None:
    journal_table.append_bytes(target, before, [(entry.at, data) for entry, data in part])
    projection.project(target, before + 1, [entry for entry, _ in part])
