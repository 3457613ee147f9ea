"""Claims as the columns of a sheet, some rows at a time: no object a claim, and memory stays flat.

Rows come in the order of lists: by due day or scheduled end, those without either last, then by id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_

from ledger.errors import Damaged
from ledger.model.fields import SOURCE
from ledger.store import assessments, row_values
from ledger.store.bulk_insert import tuples_where
from ledger.store.schema import claims, evidence, outcomes, questions, sources, standings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters

    Batch = Mapping[str, Sequence[Any]]

AT_ONCE: Final = 2000
"""How many rows are held at a time."""

TABLES: Final = {"claim": claims, "question": questions, "source": sources, "outcome": outcomes}

OF_SOURCES: Final = {
    field.name: row_values.OF_SORTS[field.sort]
    for field in SOURCE
    if field.sort in row_values.OF_SORTS
}
"""How the columns of sources are read that hold more than any text."""

EVIDENCE: Final = "outcome.evidence"


def batches(
    connection: Connection, moment: Moment, filters: Filters, wanted: Sequence[str]
) -> Iterator[Batch]:
    """The ``wanted`` columns of the claims in force that ``filters`` let through.

    They are named as ``claim.speaker``: fields of the claim, its question, its source and the
    outcome that stands, whose ``outcome.evidence`` are the addresses.  Values are as assessments
    have them.  A sheet cannot say that a claim is only proposed, so these are left out.

    Raises:
        Damaged: a row holds what no claim can have.
    """
    query = assessments.in_force_at(moment, filters)
    first, second = evidence.alias("first"), evidence.alias("second")
    read = {name: first.c.url if name == EVIDENCE else _column(name) for name in wanted}
    narrow = query.with_only_columns(*read.values(), claims.c.question, second.c.entry)
    stands = and_(
        outcomes.c.question == standings.c.question, outcomes.c.entry == standings.c.outcome
    )
    narrow = narrow.outerjoin(outcomes, stands).where(~claims.c.proposed)
    for position, found in enumerate((first, second)):
        key = (found.c[name] == outcomes.c[name] for name in ("question", "n", "entry"))
        narrow = narrow.outerjoin(found, and_(*key, found.c.position == position))
    ordered = assessments.in_order(narrow).execution_options(yield_per=AT_ONCE)
    with connection.execute(ordered) as rows:
        for several in rows.partitions():
            *columns, asked, more = zip(*several, strict=True)
            try:
                batch = {one: _read(one, column) for one, column in zip(read, columns, strict=True)}
            except ValueError as trouble:
                for _ in assessments.rows_of(connection, query, moment):
                    pass  # whoever reads the rows one by one can tell which it is
                raise Damaged("A row", str(trouble)) from trouble
            if EVIDENCE in batch:
                batch[EVIDENCE] = _addresses(connection, batch[EVIDENCE], asked, more)
            yield batch


def _column(name: str) -> ColumnElement[Any]:
    """The column of a record's field."""
    record, _, field = name.partition(".")
    found: ColumnElement[Any] = TABLES[record].c[field]
    return found


def _read(name: str, column: Sequence[Any]) -> Sequence[Any]:
    """The values of a column, of which each is looked at once.

    Raises:
        ValueError: one is none that the program writes.
    """
    record, _, field = name.partition(".")
    field = row_values.STATED.get(field, field)
    for kind in set(map(type, column)) - {str, bool, type(None)}:
        row_values.refuse_type(field, next(one for one in column if type(one) is kind))
    reader = (OF_SOURCES if record == "source" else row_values.READERS).get(field)
    if reader is None:
        return column
    known = {value: reader(value) for value in set(column)}
    return [known[value] for value in column]


def _addresses(
    connection: Connection,
    first: Sequence[str | None],
    asked: Sequence[str],
    more: Sequence[int | None],
) -> list[tuple[str, ...]]:
    """The addresses of the evidence of some outcomes, of which the ``first`` are known.

    ``more`` are the entries of those that have several pieces, on the questions ``asked``.
    """
    about = {one for one, entry in zip(asked, more, strict=True) if entry is not None}
    columns = (evidence.c.entry, evidence.c.position, evidence.c.url)
    found: dict[int | None, dict[int, str]] = defaultdict(dict)
    for entry, position, url in tuples_where(connection, columns, evidence.c.question, about):
        if position > 0:
            found[entry][position] = url
    others = {entry: [url for _, url in sorted(known.items())] for entry, known in found.items()}
    return [
        tuple(filter(None, (url, *(others[entry] if entry is not None else ()))))
        for url, entry in zip(first, more, strict=True)
    ]
