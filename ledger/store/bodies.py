"""What claim files are made of: what records said as of an entry, and which source has which.

Of each record only the state that was in force is read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.store.bulk_insert import in_force, stood, tuples_where
from ledger.store.journal_table import entries_by_number
from ledger.store.records import Known, rows_of, unmade
from ledger.store.schema import claims, ids, questions, sources

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


def claims_in(connection: Connection, wanted: Iterable[str], moment: int) -> dict[str, str]:
    """The questions that the claims in force in the ``wanted`` sources stand on, by claim."""
    columns = (claims.c.id, claims.c.question, claims.c.entry, claims.c.replaced_by)
    rows = tuples_where(connection, columns, claims.c.source, wanted)
    return {one: question for one, question, at, ended in rows if stood(at, ended, moment + 1)}


def homes(connection: Connection, wanted: Iterable[str], moment: int) -> dict[str, str]:
    """The source of the first claim made of those in force on each of the ``wanted`` questions.

    A question that one of these claims made itself is missing: it goes with that.
    """
    columns = (
        claims.c.question, claims.c.id, claims.c.source, claims.c.entry, claims.c.replaced_by,
    )  # fmt: skip
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for question, one, source, at, ended in tuples_where(
        connection, columns, claims.c.question, wanted
    ):
        if stood(at, ended, moment + 1):
            found[question][one] = source
    several = {one for placed in found.values() if len(placed) > 1 for one in placed}
    made = _first_made(connection, several)
    return {
        question: placed[min(placed, key=lambda one: made.get(one, 0))]
        for question, placed in found.items()
        if question not in placed
    }


def _first_made(connection: Connection, wanted: Iterable[str]) -> dict[str, int]:
    """The numbers of the entries that first made some claims, by their ids."""
    found: dict[str, int] = {}
    for one, kind, at in tuples_where(
        connection, (ids.c.id, ids.c.kind, ids.c.entry), ids.c.id, wanted
    ):
        if kind == "claim":
            found[one] = min(at, found.get(one, at))
    return found


def missing_source(connection: Connection, moment: int) -> str | None:
    """The id of a source that a claim in force is in, and that is not there; there should be none.

    Only whoever wrote past the program can have made one.
    """
    there = select(sources.c.id).where(in_force(sources, moment))
    lost = select(claims.c.source).where(in_force(claims, moment), claims.c.source.not_in(there))
    return connection.scalars(lost.limit(1)).first()


def questions_without_claims(connection: Connection, moment: int) -> set[str]:
    """The questions in force that no claim in force stands on."""
    stands = select(claims.c.question).where(in_force(claims, moment))
    alone = select(questions.c.id).where(in_force(questions, moment), questions.c.id.not_in(stands))
    return set(connection.scalars(alone))
