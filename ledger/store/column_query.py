"""Claims read straight into columns (`ledger.model.claim_columns`): no object a claim is made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ledger.model.claim import UNNAMED
from ledger.model.claim_state import scored_as
from ledger.model.column_filling import TEXTS, Filling
from ledger.model.name_keys import name_key
from ledger.store import assessments, records, soundness
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Select

    from ledger.model.claim_columns import Columns
    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters
    from ledger.store.records import Spellings

AT_ONCE: Final = 10_000
"""How many rows are held as Python's own values at a time."""

READ: Final = ("id", "entry", "checkable", *TEXTS)
"""What is read of a claim, by the name that assessments have for it."""


def columns(connection: Connection, moment: Moment, filters: Filters) -> Columns:
    """The columns of the claims in force at ``moment`` that ``filters`` let through.

    Raises:
        Damaged: a row holds what no claim can have.
    """
    return _read(connection, assessments.in_force_at(moment, filters), moment)


def columns_withdrawn(connection: Connection, moment: Moment, filters: Filters) -> Columns:
    """The columns of the claims withdrawn by ``moment``, as they last were.

    Raises:
        Damaged: a row holds what no claim can have.
    """
    return _read(connection, assessments.withdrawn_by(moment, filters), moment)


def _read(connection: Connection, query: Select[Any], moment: Moment) -> Columns:
    disputed = records.disputed(connection, moment.entry)
    reading = _Reading(spellings_at(connection, moment.entry), disputed)
    narrow = query.with_only_columns(*(query.selected_columns[name] for name in READ))
    rows = connection.execute(narrow.execution_options(yield_per=AT_ONCE))
    try:
        for several in rows.partitions():
            reading.take(several)
    except ValueError:
        rows.close()
        for _ in assessments.rows_of(connection, query, moment):
            pass  # whoever reads the rows one by one can tell which it is
        raise
    return reading.filling.columns(moment.day)


class _Kept(dict[Any, Any]):
    """What a function makes of each value, worked out once."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - whatever is stored
        self[value] = made = self._read(value)
        return made


class _Reading:
    """Rows as the database has them, read into columns."""

    def __init__(self, spellings: Spellings, disputed: Iterable[str]) -> None:
        self.filling = Filling()
        self._types: dict[str, set[type]] = defaultdict(set)
        self._disputed = frozenset(disputed)
        self._readers = {name: _Kept(read) for name, read in soundness.READERS.items()}
        self._publishers = _Kept(name_key)
        self._topics = _Kept(lambda topics: tuple(dict.fromkeys(map(name_key, topics))))
        self._speakers = _Kept(
            lambda pair: scored_as(spellings.joined_to(pair[0]) or name_key(pair[0]), pair[1])
        )
        self._unnamed = _Kept(lambda name: name.startswith(UNNAMED))

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add some rows.

        Raises:
            ValueError: one of them holds what no claim can have.
        """
        values: dict[str, Sequence[Any]] = dict(zip(READ, zip(*rows, strict=True), strict=True))
        for name, column in values.items():
            for kind in set(map(type, column)) - self._types[name]:
                soundness.refuse_type(name, next(one for one in column if type(one) is kind))
                self._types[name].add(kind)
        for name, reader in self._readers.items():
            if name in values:
                values[name] = list(map(reader.__getitem__, values[name]))
        values["unnamed"] = unnamed = [self._unnamed[one] for one in values["speaker"]]
        nameless_in = (
            source if nameless else None
            for source, nameless in zip(values["source"], unnamed, strict=True)
        )
        speakers = zip(values["speaker"], nameless_in, strict=True)
        values["speaker"] = [self._speakers[one] for one in speakers]
        values["publisher"] = [self._publishers[one] for one in values["publisher"]]
        values["topics"] = [self._topics[one] for one in values["topics"]]
        values["told_otherwise"] = [one in self._disputed for one in values["question"]]
        self.filling.take(values)
