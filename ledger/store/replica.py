"""A second set of tables, made from the journal in a temporary file, to compare the real with.

A replica may begin after entry ``since``: then it is given, as they were by then, the rows that
later entries look at, which are those of the ids and questions they are about.

Where rows are only worked out (`projection.rows_of`), those that they end are found here.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from ledger.errors import Refusal
from ledger.store.bulk_insert import can_be_stored, insert_rows, stood, tuples_where
from ledger.store.history import mentioned
from ledger.store.projection import KEYS, write_rows
from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    ids,
    metadata,
    outcomes,
    questions,
    responses,
    sources,
    standings,
    tiles,
)
from ledger.store.sqlite.connections import engine_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

    from ledger.journal.entry import Entry
    from ledger.store.backend import Row
    from ledger.store.projection import Batch

HASTY = ("synchronous = OFF", "journal_mode = MEMORY")
"""Nothing of a replica is to outlast the program."""

UNFIT = (
    Refusal, SQLAlchemyError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError,
    RecursionError,
)  # fmt: skip
"""What the making of rows may raise where an entry is not as the program writes them."""


@contextmanager
def replica() -> Iterator[Connection]:
    """A connection to an empty set of tables, which is gone when the block ends."""
    with TemporaryDirectory(prefix="ledger-verify-") as folder:
        made = engine_of(Path(folder, "replica.db"), create=True)
        with made.connect() as bare:
            for pragma in HASTY:  # before it begins: neither takes effect in a transaction
                bare.connection.cursor().execute(f"PRAGMA {pragma}")
            connection = bare.execution_options(writes=True)
            with connection.begin():
                metadata.create_all(connection)
                yield connection


def replay(connection: Connection, numbered: Sequence[tuple[int, Entry]]) -> dict[int, str]:
    """Make the rows of entries, given with their numbers in order.

    The answer says of the entries that cannot be replayed why; they are left out.
    """
    # Nearly always all are as the program writes them: then one batch is several times as fast.
    if _is_replayed(connection, numbered):
        return {}
    # Else each alone, in a savepoint of its own: what one did before it failed would be a row too
    # many, and the replica must have just those of the entries that can be replayed.
    faults = {}
    for number, entry in numbered:
        try:
            with connection.begin_nested():
                write_rows(connection, number, [entry])
        except UNFIT as fault:
            faults[number] = f"{type(fault).__name__}: {fault}".splitlines()[0]
    return faults


def _is_replayed(connection: Connection, numbered: Sequence[tuple[int, Entry]]) -> bool:
    """Whether all of a run of entries became rows; where one cannot, none does."""
    first, last = numbered[0][0], numbered[-1][0]
    # `write_rows` counts on from the first number, so a run with a gap in it has to go one by one.
    if last - first + 1 != len(numbered):
        return False
    try:
        with connection.begin_nested():
            write_rows(connection, first, [entry for _, entry in numbered])
    except UNFIT:
        return False
    return True


def keep_tile(
    connection: Connection, level: int, number: int, hashes: Sequence[bytes], root: bytes
) -> None:
    """Keep a full tile."""
    insert_rows(connection, tiles, [(level, number, b"".join(hashes), root)])


def seed(source: Connection, target: Connection, since: int, entries: Iterable[Entry]) -> None:
    """Give a replica the rows, as of entry ``since``, that ``entries`` look at."""
    about = {identifier for entry in entries for identifier in mentioned(entry)}
    # `ids` comes first: it says on which questions the claims stand that entries are about, and by
    # these the rows of claims, outcomes and evidence are found.  Sources have no question.
    known = _copied(source, target, since, ids.c.id, about)
    place = ids.columns.keys().index("question")
    homes = about | {row[place] for row in known if isinstance(row[place], str)}
    _copied(source, target, since, sources.c.id, about)
    _copied(source, target, since, aliases.c.speaker, about)
    _copied(source, target, since, questions.c.id, homes)
    _copied(source, target, since, responses.c.claim, about)
    for table in (claims, outcomes, evidence, standings):
        _copied(source, target, since, table.c.question, homes)


def _copied(
    source: Connection, target: Connection, since: int, key: Column[Any], wanted: Collection[str]
) -> list[Row]:
    """Copy the rows of a table by one of its columns; what the replica has already, it keeps.

    Values are copied as they are stored, whatever they are, for older entries are not looked at.
    """
    table: Table = key.table
    names = table.columns.keys()
    made, ended = names.index("entry"), names.index("replaced_by")
    copied = []
    for row in tuples_where(source, list(table.columns), key, wanted):
        if not _is_until(row[made], since):
            continue
        # What replaced it is replayed and will do so again; here it must still be in force.
        kept = row[ended] if _is_until(row[ended], since) else None
        copied.append((*map(_as_stored, row[:ended]), kept, *map(_as_stored, row[ended + 1 :])))
    if copied:
        # An earlier batch of entries may have looked at the same rows; they were seeded or made by
        # then, and what has been done to them since must stay.
        marks = ", ".join("?" * len(names))
        statement = f"INSERT OR IGNORE INTO {table.name} VALUES ({marks})"  # noqa: S608 - our own name
        target.exec_driver_sql(statement, copied)
    return copied


def _is_until(entry: object, since: int) -> bool:
    """Whether it is the number of an entry up to ``since``; a text is above all numbers."""
    return isinstance(entry, (int, float)) and entry <= since


def _as_stored(value: object) -> object:
    """A text that is no UTF-8 as the bytes that it was read from."""
    if isinstance(value, str) and not can_be_stored(value):
        return value.encode(errors="surrogateescape")
    return value


def rows_ended(
    connection: Connection, first: int, batch: Batch
) -> Iterator[tuple[Table, Row, int]]:
    """The rows from before number ``first`` that a batch ends: their keys, and what ends them."""
    for table, closing in batch.closing.items():
        names = KEYS[table]
        ended = {tuple(key): number for number, *key in reversed(closing)}
        columns = (*table.primary_key.columns, table.c.replaced_by)
        places = [columns.index(table.c[name]) for name in names]
        made = columns.index(table.c.entry)
        for row in tuples_where(connection, columns, table.c[names[0]], {key[0] for key in ended}):
            number = ended.get(tuple(row[place] for place in places))
            if number is not None and stood(row[made], row[-1], first):
                yield table, tuple(row[:-1]), number
