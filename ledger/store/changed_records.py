"""What was replaced, withdrawn or judged again, and by which entries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, text, true

from ledger.store.bulk_insert import chunks, tuples_where
from ledger.store.history import homes
from ledger.store.schema import AGAIN, claims, ids, outcomes, questions, responses, sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, TextClause


KNOWN: Final = "corrected"
"""Under what a connection is told what `corrected` finds at some moments, where that is known."""


def corrected(connection: Connection, moment: int, since: int = 0) -> dict[str, set[str]]:
    """What was replaced or withdrawn up to entry ``moment``: ids by kind, outcomes by question.

    Questions with several final outcomes, blind ones aside, are among the latter, for one may have
    replaced another.  ``since`` limits all to what came about after that entry.
    """
    known = connection.info.get(KNOWN, {}).get(moment) if not since else None
    if known is not None:
        return {kind: set(several) for kind, several in known.items()}
    named = {
        "source": sources.c.id,
        "question": questions.c.id,
        "claim": claims.c.id,
        "outcome": outcomes.c.question,
    }
    found: dict[str, set[str]] = {}
    for kind, name in named.items():
        ended = name.table.c.replaced_by
        wanted = select(name).distinct().where(ended <= moment, ended > since)
        found[kind] = set(connection.execute(wanted).scalars())
    # A second one has another number, or replaced the first: both are found by an index.
    again = select(outcomes.c.question).where(text(f"({AGAIN})"), outcomes.c.entry > since)
    asked = found["outcome"].union(connection.scalars(again.distinct()))
    found["outcome"] |= _judged_again(_outcomes(connection, asked), moment)
    return found


def corrected_about(
    connection: Connection, moment: int, about: Collection[str]
) -> dict[str, set[str]]:
    """What `corrected` finds of some questions, of claims that stood on them, and of their sources.

    By the keys of tables alone, for it is asked for with each page of a claim.
    """
    states = (claims.c.id, claims.c.source, claims.c.entry, claims.c.replaced_by)
    stood_on = [
        row for row in tuples_where(connection, states, claims.c.question, about)
        if row[2] <= moment
    ]  # fmt: skip
    mine = {row[0] for row in stood_on}
    others = homes(connection, mine).difference(about)
    moved = tuples_where(connection, states, claims.c.question, others)
    made_in = {row[1] for row in stood_on}
    told = list(_outcomes(connection, about))
    ended = ((row[0], row[3]) for row in (*stood_on, *moved) if row[0] in mine)
    own = (questions.c.id, questions.c.replaced_by)
    source = (sources.c.id, sources.c.replaced_by)
    return {
        "source": _ended(tuples_where(connection, source, sources.c.id, made_in), moment),
        "question": _ended(tuples_where(connection, own, questions.c.id, about), moment),
        "claim": _ended(ended, moment),
        "outcome": _ended(((row[0], row[2]) for row in told), moment) | _judged_again(told, moment),
    }


def _ended(rows: Iterable[Sequence[Any]], moment: int) -> set[str]:
    """The names of rows that were replaced or withdrawn by ``moment``."""
    return {name for name, replaced_by in rows if replaced_by is not None and replaced_by <= moment}


def _outcomes(connection: Connection, asked: Iterable[str]) -> Iterator[Sequence[Any]]:
    """Of each state of each outcome: question, entry, last entry, whether final, whether blind."""
    columns = (
        outcomes.c.question, outcomes.c.entry, outcomes.c.replaced_by, outcomes.c.final,
        outcomes.c.blind,
    )  # fmt: skip
    return tuples_where(connection, columns, outcomes.c.question, asked)


def _judged_again(rows: Iterable[Sequence[Any]], moment: int) -> set[str]:
    """The questions with several final outcomes, blind ones aside."""
    judged = Counter(
        question
        for question, entry, _, final, blind in rows
        if final and not blind and entry <= moment
    )
    return {question for question, number in judged.items() if number > 1}


def correcting(connection: Connection, moment: int, most: int) -> set[int]:
    """The newest entries up to ``moment`` that replaced or withdrew something, or judged it again.

    The newest ``most`` are among them, but for those about whom names count for.
    """
    numbers: list[tuple[Column[int], ColumnElement[bool] | TextClause]] = [
        (one.c.replaced_by, true()) for one in (sources, questions, claims, outcomes, responses)
    ]
    numbers.append((outcomes.c.entry, text(f"({AGAIN})")))
    found: set[int] = set()
    for number, which in numbers:
        wanted = select(number).distinct().where(number <= moment, which)
        found.update(connection.scalars(wanted.order_by(number.desc()).limit(most)))
    return found


def corrected_of(
    connection: Connection, moment: int, asked: Iterable[str], made_in: Iterable[str]
) -> Iterator[tuple[str, set[str]]]:
    """The same of some questions and the claims on them, and of some sources, in parts, by kind."""
    for some in chunks(asked):
        yield from corrected_about(connection, moment, some).items()
    columns = (sources.c.id, sources.c.replaced_by)
    yield "source", _ended(tuples_where(connection, columns, sources.c.id, made_in), moment)


def answered_again(
    connection: Connection, moment: int, about: Collection[str] | None, since: int = 0
) -> dict[str, str]:
    """The claims with a response that was amended or withdrawn up to ``moment``, after ``since``.

    Each comes with the question it stands on; ``about`` limits them to some questions.
    """
    ended = responses.c.replaced_by
    changed = select(responses.c.claim).distinct().where(ended <= moment, ended > since)
    wanted = set(connection.scalars(changed))
    columns = (ids.c.id, ids.c.question, ids.c.kind, ids.c.entry)
    return {
        claim: question
        for claim, question, kind, entry in tuples_where(connection, columns, ids.c.id, wanted)
        if kind == "claim" and entry <= moment and (about is None or question in about)
    }
