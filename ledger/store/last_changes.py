"""Of each row of the records, by which entries it was made and ended: what a page of it rests on.

All of a table is read, without any text but names and ids: that takes a second for a million rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.store.schema import (
    aliases,
    claims,
    evidence,
    outcomes,
    questions,
    responses,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Table


def _rows(
    connection: Connection, table: Table, columns: tuple[Column[Any], ...], entry: int
) -> Iterator[Any]:
    """What rows made by ``entry`` hold, each with the last entry by then that bore on it."""
    wanted = select(*columns, table.c.entry, table.c.replaced_by).where(table.c.entry <= entry)
    for *found, made, ended in connection.execute(wanted.order_by(table.c.entry)):
        last = made if ended is None or ended > entry else ended
        yield (*found, last)


def of_claims(connection: Connection, entry: int) -> Iterator[tuple[str, str, str, str, int, int]]:
    """Id, question, source, speaker and first entry of each state of each claim; the last entry."""
    columns = (claims.c.id, claims.c.question, claims.c.source, claims.c.speaker, claims.c.entry)
    yield from _rows(connection, claims, columns, entry)


def of_questions(connection: Connection, entry: int) -> Iterator[tuple[str, str | None, int]]:
    """Id and topics of each state of each question, and the last entry that bore on it."""
    yield from _rows(connection, questions, (questions.c.id, questions.c.topics), entry)


def of_sources(connection: Connection, entry: int) -> Iterator[tuple[str, str, int]]:
    """Id and publisher of each state of each source, and the last entry that bore on it."""
    yield from _rows(connection, sources, (sources.c.id, sources.c.publisher), entry)


def of_outcomes(connection: Connection, entry: int) -> Iterator[tuple[str, int]]:
    """The question of each state of each outcome, and the last entry that bore on it."""
    yield from _rows(connection, outcomes, (outcomes.c.question,), entry)


def of_evidence(connection: Connection, entry: int) -> Iterator[tuple[str, str, int]]:
    """The question and the source of each piece of evidence that names one; the last entry."""
    columns = (evidence.c.question, evidence.c.source)
    for question, source, last in _rows(connection, evidence, columns, entry):
        if source is not None:
            yield question, source, last


def of_responses(connection: Connection, entry: int) -> Iterator[tuple[str, int]]:
    """The claim of each state of each response, and the last entry that bore on it."""
    yield from _rows(connection, responses, (responses.c.claim,), entry)


def of_aliases(connection: Connection, entry: int) -> Iterator[tuple[str, str, int]]:
    """Whom each name was joined to, and the last entry that bore on it."""
    yield from _rows(connection, aliases, (aliases.c.speaker, aliases.c.stands_for), entry)
