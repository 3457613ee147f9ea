"""Claims that were taken back, withdrawn or undone, as they last were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, select

from ledger.store.assessments import AT_ONCE, in_force_at, joined, rows_of
from ledger.store.journal_table import undoes
from ledger.store.schema import claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Select

    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.filters import Filters


def assess_withdrawn(connection: Connection, moment: Moment, filters: Filters) -> list[Assessment]:
    """The claims withdrawn by ``moment``, as they last were, that ``filters`` let through."""
    return list(rows_of(connection, withdrawn_by(connection, moment, filters), moment))


def assess_taken_back(connection: Connection, moment: Moment, filters: Filters) -> list[Assessment]:
    """The same, with those that were undone at once."""
    return list(rows_of(connection, taken_back_by(moment, filters), moment))


def ids_ever(connection: Connection, moment: Moment, filters: Filters) -> Iterator[str]:
    """The ids of the claims that are in force or were withdrawn, read as they are used."""
    for query in (in_force_at(moment, filters), taken_back_by(moment, filters)):
        narrow = query.with_only_columns(claims.c.id).execution_options(yield_per=AT_ONCE)
        with connection.execute(narrow) as rows:
            yield from rows.scalars()


def withdrawn_by(connection: Connection, moment: Moment, filters: Filters) -> Select[Any]:
    """The query for the claims that were withdrawn, as they last were.

    Those that were undone at once count nowhere, and are none of them.
    """
    return taken_back_by(moment, filters).where(~undoes(connection, claims.c.replaced_by))


def taken_back_by(moment: Moment, filters: Filters) -> Select[Any]:
    """The query for the claims that were withdrawn or undone, as they last were.

    What was taken back is neither open nor settled any more, so no status leaves it out.
    """
    later, again = claims.alias("later"), claims.alias("again")
    withdrawn = claims.c.replaced_by.not_in(select(later.c.entry))
    # To undo a withdrawal makes a claim again, on the question that it stood on.
    restored = exists(
        select(again.c.entry).where(
            again.c.question == claims.c.question,
            again.c.id == claims.c.id,
            again.c.entry > claims.c.replaced_by,
            again.c.entry <= moment.entry,
        )
    )
    return joined(
        moment,
        replace(filters, status=()),
        of_claim=and_(claims.c.replaced_by <= moment.entry, withdrawn, ~restored),
    )
