"""What records said as of an entry: of each only the state that was in force is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.store.bulk_insert import stood
from ledger.store.journal_table import entries_by_number
from ledger.store.records import Known, rows_of, unmade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


def in_force_at(
    connection: Connection, kind: str, wanted: Iterable[str], moment: int
) -> Known[Mapping[str, Any]]:
    """What the ``wanted`` records of one kind said as of entry ``moment``, by id.

    They are those in force then, in the order they were first made.  No earlier state is read.
    """
    first: dict[str, int] = {}
    stands: dict[str, int] = {}
    for identifier, number, ended in rows_of(connection, kind, set(wanted)):
        first[identifier] = min(number, first.get(identifier, number))
        if stood(number, ended, moment + 1):
            stands[identifier] = number
    entries = entries_by_number(connection, stands.values())
    found: Known[Mapping[str, Any]] = Known(kind)
    for identifier in sorted(stands, key=lambda one: (first[one], one)):
        if stands[identifier] not in entries:
            raise unmade(identifier, stands[identifier])
        found[identifier] = entries[stands[identifier]].body
    return found
