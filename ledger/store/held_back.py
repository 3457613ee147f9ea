"""What is held back: claims that are only proposed, and verdicts given blind.

Whoever publishes the journal publishes what they say with it, so it ends before the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ledger.store.bulk_insert import chunks, in_force, tuples_where
from ledger.store.records import revisions
from ledger.store.schema import claims, outcomes, questions, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Column, Connection


def first_held_back(connection: Connection, moment: int) -> int | None:
    """The first entry, up to ``moment``, of what is held back as of that; None where nothing is.

    That are proposed claims in force, with the questions and sources that came with them and that
    nothing else stands on; and verdicts given blind, until somebody decides.
    """
    return min((*_of_proposed(connection, moment), *_of_blind(connection, moment)), default=None)


def proposed_at(connection: Connection, moment: int) -> tuple[set[str], set[str]]:
    """The claims that are only proposed as of an entry, and the questions that no other is on."""
    wanted = select(claims.c.id, claims.c.question).where(
        in_force(claims, moment), claims.c.proposed
    )
    found = connection.execute(wanted).all()
    return {row.id for row in found}, _unapproved(
        connection, moment, claims.c.question, {row.question for row in found}
    )


def proposals_before(
    connection: Connection, before: int, wanted: Iterable[str]
) -> dict[str, tuple[int, bool]]:
    """Of each claim of some ids before an entry: which added it, and if it was proposed at last."""
    columns = (claims.c.id, claims.c.entry, claims.c.proposed)
    rows = sorted(one[:3] for one in tuples_where(connection, columns, claims.c.id, wanted))
    found: dict[str, tuple[int, bool]] = {}
    for identifier, entry, is_proposed in rows:
        if entry < before:
            first, _ = found.get(identifier, (entry, False))
            found[identifier] = first, bool(is_proposed)
    return found


def _unapproved(
    connection: Connection, moment: int, named: Column[str], about: set[str]
) -> set[str]:
    """Those of some questions, or sources, that no claim that counts stands on, or is in."""
    left = set(about)
    for chunk in chunks(about):
        approved = select(named).where(
            in_force(claims, moment), ~claims.c.proposed, named.in_(chunk)
        )
        left.difference_update(connection.scalars(approved))
    return left


def _of_proposed(connection: Connection, moment: int) -> Iterator[int]:
    wanted = select(claims.c.id, claims.c.question, claims.c.source).where(
        in_force(claims, moment), claims.c.proposed
    )
    found = connection.execute(wanted).all()
    yield from _first(connection, claims.c.id, (row.id for row in found))
    for named, about, bearer in (
        (claims.c.question, {row.question for row in found}, questions.c.id),
        (claims.c.source, {row.source for row in found}, sources.c.id),
    ):
        yield from _first(connection, bearer, _unapproved(connection, moment, named, about))


def _of_blind(connection: Connection, moment: int) -> Iterator[int]:
    wanted = select(outcomes.c.question).where(in_force(outcomes, moment), outcomes.c.blind)
    asked = set(connection.scalars(wanted.distinct()))
    decides = select(outcomes.c.question).where(in_force(outcomes, moment), outcomes.c.adjudicates)
    asked -= set(connection.scalars(decides.distinct()))
    for states in revisions(connection, "outcome", asked).values():
        stands = next((one for one in states if one.in_force(moment)), None)
        if stands is not None and stands.body.get("blind") and not stands.body.get("disputed"):
            yield states[0].number


def _first(connection: Connection, column: Column[str], wanted: Iterable[str]) -> Iterator[int]:
    """The first entry that made one of some records."""
    for chunk in chunks(wanted):
        first = connection.scalar(select(func.min(column.table.c.entry)).where(column.in_(chunk)))
        if first is not None:
            yield int(first)
