"""The journal in the database: entries in, entries out, and the Merkle tree over them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import exists, select

from ledger.errors import Damaged
from ledger.invocation import Mark, mark
from ledger.journal import merkle
from ledger.journal.entry import from_bytes, from_json, to_bytes
from ledger.model.codec import UNDOES
from ledger.store.backend import backend_of
from ledger.store.bulk_insert import (
    confirm_after,
    confirm_keys,
    insert_rows,
    rows_where,
    tuples_where,
)
from ledger.store.schema import journal, tiles

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Column, ColumnElement, Connection

    from ledger.journal.entry import Entry
    from ledger.store.backend import Row

    Reading = Callable[[], AbstractContextManager[Connection]]


FEW: Final = 32
"""How many entries are read at once by who may need but the last."""

ENTERED: Final = "entered"
"""What a connection is marked with that entries were put into the journal by: the number of the
last and its leaf hash, in hex."""


@dataclass(frozen=True, slots=True)
class Head:
    """The journal's size, and when its last entry was made (empty where there is none)."""

    size: int
    at: str


def head(connection: Connection) -> Head:
    """How far the journal goes."""
    last = select(journal.c.seq, journal.c.at).order_by(journal.c.seq.desc()).limit(1)
    row = connection.execute(last).first()
    return Head(row.seq, row.at) if row else Head(0, "")


def size_at(connection: Connection, at: str) -> int:
    """How many entries were made up to and including the moment ``at``."""
    last = select(journal.c.seq).where(journal.c.at <= at)
    last = last.order_by(journal.c.at.desc(), journal.c.seq.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none() or 0


def append(connection: Connection, before: int, entries: Sequence[Entry]) -> None:
    """Put ``entries`` behind the first ``before`` ones, and fill the tiles they complete.

    Raises:
        StoreTrouble: the database did not keep them as they are.
    """
    append_bytes(connection, before, [(entry.at, to_bytes(entry)) for entry in entries])


def append_bytes(connection: Connection, before: int, entries: Sequence[tuple[str, bytes]]) -> None:
    """Do what `append` does with entries as (when they were made, their bytes)."""
    rows = [
        (number, at, data, merkle.leaf_hash(data))
        for number, (at, data) in enumerate(entries, before + 1)
    ]
    insert_rows(connection, journal, rows)
    confirm_after(connection, journal, before, rows)
    connection.info[ENTERED] = (rows[-1][0], rows[-1][3].hex())
    read = reader(connection)
    for level, number in merkle.filled_tiles(before, before + len(entries)):
        start = number * merkle.TILE
        hashes = read(level, start, start + merkle.TILE)
        tile = (level, number, b"".join(hashes), merkle.tile_root(hashes))
        insert_rows(connection, tiles, [tile])
        confirm_keys(connection, tiles, ("level", "number"), [tile])


def hashes_of(connection: Connection, level: int, start: int, stop: int) -> list[bytes]:
    """Tree hashes ``start`` to ``stop`` of a tile level, as `merkle.HashReader` asks for them."""
    if level == 0:
        wanted = (
            select(journal.c.leaf)
            .where(journal.c.seq > start, journal.c.seq <= stop)
            .order_by(journal.c.seq)
        )
    else:
        wanted = (
            select(tiles.c.root)
            .where(tiles.c.level == level - 1, tiles.c.number >= start, tiles.c.number < stop)
            .order_by(tiles.c.number)
        )
    return list(connection.execute(wanted).scalars())


def root(connection: Connection, size: int) -> bytes:
    """The root hash over the first ``size`` entries, 32 bytes."""
    return merkle.root(size, reader(connection))


def reader(connection: Connection) -> merkle.HashReader:
    """What brings the tree's hashes to the functions of `merkle`.

    It raises Damaged where one is missing or is no hash.
    """

    def read(level: int, start: int, stop: int) -> list[bytes]:
        hashes = hashes_of(connection, level, start, stop)
        if len(hashes) != stop - start or not all(map(_is_hash, hashes)):
            first, last = start * merkle.TILE**level + 1, stop * merkle.TILE**level
            raise Damaged("The journal", f"a hash of entries {first} to {last} is missing or cut")
        return hashes

    return read


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == merkle.HASH_BYTES


def entries(connection: Connection, first: int, last: int) -> Iterator[tuple[int, Entry]]:
    """Entries number ``first`` to ``last`` with their numbers, in order, read as they are used."""
    with closing(stored(connection, first, last)) as rows:
        for number, data in rows:
            yield number, _entry(number, data)


def backwards(connection: Connection) -> Iterator[tuple[int, Entry]]:
    """The entries with their numbers from the last on, a few read at a time."""
    last = head(connection).size
    while last > 0:
        first = max(1, last - FEW + 1)
        yield from reversed(list(entries(connection, first, last)))
        last = first - 1


def stored(
    connection: Connection, first: int, last: int
) -> Generator[tuple[int, bytes], None, None]:
    """Entries number ``first`` to ``last`` as the bytes that were stored, with their numbers."""
    wanted = (
        select(journal.c.seq, journal.c.entry)
        .where(journal.c.seq >= first, journal.c.seq <= last)
        .order_by(journal.c.seq)
    )
    with connection.execute(wanted.execution_options(yield_per=1000)) as rows:
        for row in rows:
            yield row.seq, row.entry


def stored_whole(connection: Connection, first: int, last: int) -> list[Row]:
    """Entries number ``first`` to ``last`` as they are stored: (seq, at, entry, leaf), in order."""
    given = backend_of(connection).parameter
    between = f"seq >= {given} AND seq <= {given} ORDER BY seq"
    wanted = f"SELECT seq, at, entry, leaf FROM journal WHERE {between}"  # noqa: S608 - our own names
    return list(map(tuple, connection.exec_driver_sql(wanted, (first, last))))


def bytes_of(connection: Connection, first: int, last: int) -> Sequence[bytes]:
    """Entries number ``first`` to ``last`` as the bytes that were stored, all at once."""
    wanted = select(journal.c.entry).where(journal.c.seq >= first, journal.c.seq <= last)
    return connection.scalars(wanted.order_by(journal.c.seq)).all()


def originals(connection: Connection, first: int, last: int) -> list[tuple[Entry, bytes]]:
    """Entries number ``first`` to ``last``, each with the bytes that were hashed.

    Raises:
        Damaged: one is not there, its bytes are no longer those, or are not canonical.
    """
    wanted = (
        select(journal.c.seq, journal.c.entry, journal.c.leaf)
        .where(journal.c.seq >= first, journal.c.seq <= last)
        .order_by(journal.c.seq)
    )
    rows = {row.seq: row for row in connection.execute(wanted)}
    found = []
    for number in range(first, last + 1):
        if number not in rows:
            raise damaged(number, "it is not there")
        data = rows[number].entry
        if merkle.leaf_hash(data) != rows[number].leaf:
            raise damaged(number, "its bytes are not those that were hashed")
        try:
            found.append((from_bytes(data), data))
        except ValueError as trouble:
            raise damaged(number, str(trouble)) from trouble
    return found


def entries_by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, Entry]:
    """The entries with these numbers."""
    columns = (journal.c.seq, journal.c.entry)
    rows = tuples_where(connection, columns, journal.c.seq, numbers)
    return {number: _entry(number, data) for number, data in rows}


def entries_with_bytes(
    connection: Connection, numbers: Iterable[int]
) -> dict[int, tuple[Entry, bytes]]:
    """The entries with these numbers, each with its bytes as they were stored."""
    found = bytes_by_number(connection, numbers)
    return {number: (_entry(number, data), data) for number, data in found.items()}


def leaf(connection: Connection, number: int) -> str:
    """The leaf hash of one entry, in hex; empty where it is not there."""
    found = connection.scalar(select(journal.c.leaf).where(journal.c.seq == number))
    return found.hex() if isinstance(found, bytes) else ""


def mark_entries(reading: Reading, what: str, first: int, last: int | None = None) -> None:
    """Remember what was done with the entries from ``first`` to ``last``, or the last there is.

    Whoever would undo one of them looks at that.  ``reading`` begins a unit that reads.
    """
    with reading() as connection:
        last = head(connection).size if last is None else last
        if first <= last:
            begin, end = (leaf(connection, number) for number in (1, last))
            mark(begin, Mark(what, first, last, end))


def bytes_by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """The bytes of the entries with these numbers, as they were stored."""
    columns = (journal.c.seq, journal.c.entry)
    return dict(tuples_where(connection, columns, journal.c.seq, numbers))


def times_of(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """When the entries with these numbers were made."""
    return dict(tuples_where(connection, (journal.c.seq, journal.c.at), journal.c.seq, numbers))


def numbers_of(connection: Connection, leaves: Iterable[bytes]) -> dict[bytes, int]:
    """The numbers of the entries that have these leaf hashes."""
    rows = rows_where(connection, (journal.c.leaf, journal.c.seq), journal.c.leaf, leaves)
    return {row.leaf: row.seq for row in rows}


def undoes(connection: Connection, number: Column[Any]) -> ColumnElement[bool]:
    """Whether the entry whose ``number`` a column has undoes another.

    Its bytes tell: within a text, quotation marks have a backslash before them.
    """
    key = f'"{UNDOES}":"'.encode()
    held = backend_of(connection).holds(journal.c.entry, key)
    return exists(select(journal.c.seq).where(journal.c.seq == number, held))


def _entry(number: int, data: bytes) -> Entry:
    """An entry from the bytes that were stored; whether they are canonical is for `verify`.

    Raises:
        Damaged: it is none that the program writes, so that nobody need ask what is in it.
    """
    # Who reads tables alone does not wait for these.
    from ledger.model.entry_check import inspect  # noqa: PLC0415
    from ledger.model.entry_rules import inspect_name  # noqa: PLC0415

    if not isinstance(data, bytes):
        raise damaged(number, "it holds no bytes")
    try:
        entry = from_json(data)
        inspect_name("by", entry.by)
        inspect(entry.kind, entry.id, entry.body)
    except ValueError as trouble:
        raise damaged(number, str(trouble)) from trouble
    return entry


def damaged(number: int, how: str) -> Damaged:
    """The refusal to read on where entry ``number`` is not as the program writes entries."""
    return Damaged(f"Entry {number}", how)
