"""What a range of entries did, as the files of a lake hold it: made from the ledger, each time.

The same range gives the same rows whenever it is asked for, for later entries leave them as they
are; so a file that was written once is true for good, and can be held against the ledger.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.affected import amended_after
from ledger.book.asking.corrections import corrections
from ledger.journal.entry import from_json
from ledger.journal.undoing import undone_by
from ledger.lake.tables import CHANGES, ENDINGS, JOURNAL, UNDONE, batch
from ledger.store import journal_table, row_versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.store.backend import Row
    from ledger.store.database import Connection

    Part = tuple[str, str, Iterator[Any]]

AT_ONCE: Final = 10_000
"""How many rows are in a batch."""

SPAN: Final = 100_000
"""So many entries make one range at most, which bounds the memory that it takes."""

NO_YEAR: Final = "none"


def spans(since: int, until: int) -> Iterator[tuple[int, int]]:
    """The ranges of the entries after ``since`` up to ``until``."""
    for first in range(since + 1, until + 1, SPAN):
        yield first, min(first + SPAN - 1, until)


def parts(connection: Connection, first: int, last: int) -> Iterator[Part]:
    """The parts of each table that a range has: table, folder, and batches of rows.

    Claims are parted by the year they say they were made in.  The batches of a part are to be used
    before the next part is asked for.
    """
    disputed = row_versions.told_otherwise(connection, first, last)
    for table in row_versions.VERSIONED:
        rows = (row for some in row_versions.made(connection, table, first, last) for row in some)
        if table == "claims":
            for year, own in groupby(rows, _year):
                yield table, f"{table}/made={year}", _batches(table, own)
        else:
            yield table, table, _batches(table, rows, disputed)
    yield ENDINGS, ENDINGS, _batches(ENDINGS, row_versions.ended(connection, first, last))
    yield JOURNAL, JOURNAL, _batches(JOURNAL, _entries(connection, first, last))
    yield CHANGES, CHANGES, _batches(CHANGES, _changes(connection, first, last))


MADE: Final = list(row_versions.columns_of("claims")).index("made_earliest")
"""The place of the day a claim says it was made on."""


def _year(row: Row) -> str:
    """The year of a claim, which is the first four digits of that day."""
    return (row[MADE] or NO_YEAR)[:4]


def _batches(table: str, rows: Iterator[Row], disputed: set[int] | None = None) -> Iterator[Any]:
    while some := list(islice(rows, AT_ONCE)):
        yield batch(table, some, disputed or ())


def _entries(connection: Connection, first: int, last: int) -> Iterator[Row]:
    """The entries as rows: what each says, its bytes as text, and its leaf hash in hex."""
    for start in range(first, last + 1, AT_ONCE):
        end = min(start + AT_ONCE - 1, last)
        for number, at, data, leaf in journal_table.stored_whole(connection, start, end):
            entry = from_json(bytes(data))
            yield number, at, entry.by, entry.kind, entry.id, bytes(data).decode(), leaf.hex()


def _changes(connection: Connection, first: int, last: int) -> Iterator[Row]:
    """The claims and questions that each entry changed after the fact, as was known by ``last``."""
    found = corrections(connection, last)
    recent = sorted((one for one in found if one.entry >= first), key=lambda one: one.entry)
    taking = {one.entry for one in recent if one.undoes}
    undoing = journal_table.entries_by_number(connection, taking)
    for number, several in groupby(recent, lambda one: one.entry):
        if number in undoing:
            yield number, UNDONE, str(undone_by(undoing[number].body))
            continue
        claims, questions = amended_after(list(several))
        yield from ((number, "claim", one) for one in sorted(claims))
        yield from ((number, "question", one) for one in sorted(questions))
