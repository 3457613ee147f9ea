"""Continuing: a journal from elsewhere taken in, where this one is its beginning."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from ledger.book.keeping.succession import Succession, look
from ledger.errors import Problem, ProblemsFound
from ledger.model.addresses import has_harmful_address
from ledger.model.moment import latest
from ledger.store import journal_table, projection
from ledger.store.id_state import state_of_ids
from ledger.store.spellings import spellings_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ledger.formats.jsonl import Line
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection

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
        entries = _followed(connection, succession, batch, latest(now))
        journal_table.append(connection, size, entries)
        projection.project(connection, size + 1, entries)
        size += len(entries)
        harmful += sum(has_harmful_address(one.body) for one in entries)
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
    connection: Connection, succession: Succession, batch: list[Line], last: str
) -> list[Entry]:
    """The entries of the lines, each looked at by itself and held against those before it."""
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
    state = state_of_ids(connection, entries)
    for line, entry in zip(batch, entries, strict=True):
        if entry.at != succession.at:
            _refuse_awaited(succession, line.path)
        try:
            succession.follow(state, entry, line.number)
        except ValueError as trouble:
            raise line.refused(str(trouble)) from trouble
    return entries


def _refuse_awaited(succession: Succession, path: str) -> None:
    """Refuse claims on questions that did not come with them."""
    for line, message in succession.dangling():
        raise ProblemsFound([Problem(path, line, message, code="question-awaited")])
