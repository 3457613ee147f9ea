"""Claims with their questions, sources and standing outcomes, as of a moment, in one query."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, case, func, or_, select

from ledger.errors import Damaged
from ledger.model.claim_state import Assessment
from ledger.model.fields import OWN_QUESTION
from ledger.model.filters import FILTERS, Compares, Filters
from ledger.model.name_keys import likeness
from ledger.store import row_values
from ledger.store.bulk_insert import chunks, in_force
from ledger.store.records import disputed_at, spellings_at
from ledger.store.schema import claims, questions, search, sources, standings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table

    from ledger.model.claim_state import Moment

ENTRIES: Final = ("question", "source", "outcome")
"""Of what a row also tells which entry made it, behind the values of the assessment."""

NO_COLUMNS: Final = frozenset({"today", "joined_to", "told_otherwise"})
"""Fields of an assessment that no row holds."""

FEW: Final = 100
"""So many questions are looked for by name; of more, all disputes are read."""

AT_ONCE: Final = 1000
"""How many rows are held at a time where they are read as they are used."""

END: Final = "9999-12-31~"
"""Sorts behind every day: where what has no due day belongs."""

HELD: Final = {
    "question": tuple(name for field in OWN_QUESTION for name in (field.name, *field.bounds)),
    "source": ("publisher", "published"),
    "outcome": (
        "verdict", "value", "outcome_answer", "outcome_answer_low", "outcome_answer_high",
        "stated_happened_on", "stated_happened_latest",
    ),
}  # fmt: skip
"""What of an assessment is no claim's own."""


def assess(connection: Connection, moment: Moment, filters: Filters) -> list[Assessment]:
    """The claims in force at ``moment`` that ``filters`` let through, in no particular order."""
    if filters.question and filters == Filters(question=filters.question):
        return list(assess_on(connection, moment, Filters(), filters.question))
    return list(rows_of(connection, in_force_at(moment, filters), moment, filters.question))


def assess_in_order(
    connection: Connection, moment: Moment, filters: Filters
) -> Iterator[Assessment]:
    """The same, by due day or scheduled end, those without either last, read as they are used."""
    query = in_order(in_force_at(moment, filters)).execution_options(yield_per=AT_ONCE)
    return rows_of(connection, query, moment, filters.question)


def in_order(query: Select[Any]) -> Select[Any]:
    """The rows of a query for claims in the order of lists."""
    due = func.coalesce(questions.c.due_latest, questions.c.resolve_by_latest, END)
    return query.order_by(due, claims.c.id)


def assess_entries(
    connection: Connection, moment: Moment, entries: Iterable[int]
) -> dict[int, Assessment]:
    """The claims in force at ``moment`` that these entries made, by them."""
    found: dict[int, Assessment] = {}
    for chunk in chunks(entries):
        query = in_force_at(moment, Filters()).where(claims.c.entry.in_(chunk))
        asked = connection.scalars(query.with_only_columns(claims.c.question).distinct()).all()
        found.update((row.entry, row) for row in rows_of(connection, query, moment, asked))
    return found


def assess_on(
    connection: Connection, moment: Moment, filters: Filters, asked: Iterable[str]
) -> Iterator[Assessment]:
    """Those of the claims that are on the questions ``asked`` for, in no particular order."""
    any_claim = filters == Filters()
    for chunk in chunks(asked):
        if any_claim:
            given = {"at": moment.entry, "asked": chunk}
            yield from rows_of(connection, _on_questions(), moment, chunk, given)
        else:
            query = in_force_at(moment, filters).where(claims.c.question.in_(chunk))
            yield from rows_of(connection, query, moment, chunk)


@cache
def _on_questions() -> Select[Any]:
    """The query for all claims on some questions, made once: to make it takes as long as to ask."""
    asked: BindParameter[Any] = bindparam("asked", expanding=True)
    return _select(bindparam("at")).where(claims.c.question.in_(asked))


def in_force_at(moment: Moment, filters: Filters) -> Select[Any]:
    """The query for the claims in force; its columns are named as the fields of `Assessment`."""
    return joined(moment, filters)


def rows_of(
    connection: Connection,
    query: Select[Any],
    moment: Moment,
    asked: Sequence[str] = (),
    given: Mapping[str, Any] | None = None,
) -> Iterator[Assessment]:
    """The assessments of a query's rows, which are of the questions ``asked`` for, if any.

    What is ``given`` are the parameters of the query.

    Raises:
        Damaged: a row holds what no assessment can be made of.
    """
    names = _names()
    width = len(names)
    readers = [
        (names.index(name), row_values.Kept(read))
        for name, read in row_values.READERS.items()
        if name in names
    ]
    types: set[tuple[type, ...]] = set()
    today = moment.day.isoformat()
    speaker, spellings = names.index("speaker"), spellings_at(connection, moment.entry)
    few = asked if len(asked) <= FEW else ()
    question, disputed = names.index("question"), disputed_at(connection, moment.entry, few)
    with connection.execute(query, given) as rows:
        for row in rows:
            values = list(row[:width])
            kinds = tuple(map(type, values))
            place = 0
            try:
                if kinds not in types:
                    for place, value in enumerate(values):
                        row_values.refuse_type(names[place], value)
                    types.add(kinds)
                for place, kept in readers:
                    values[place] = kept[values[place]]
            except ValueError as trouble:
                raise _damaged(names[place], row, str(trouble)) from trouble
            yield Assessment(
                **dict(zip(names, values, strict=True)),
                today=today,
                joined_to=spellings.joined_to(values[speaker]),
                told_otherwise=values[question] in disputed,
            )


def _damaged(name: str, row: Sequence[Any], how: str) -> Damaged:
    """The refusal of a row for its column ``name``: what it names is the entry that made it."""
    places = {name: place for place, name in enumerate(_names())}
    made = dict(zip(ENTRIES, row[len(places) :], strict=True))
    kind = next((one for one, held in HELD.items() if name in held), "claim")
    number = row[places["entry"]] if kind == "claim" else made[kind]
    return Damaged(f"Entry {number}", f"{name.removeprefix('stated_')} {how}")


@cache
def _names() -> tuple[str, ...]:
    """The fields that are columns, in order."""
    return tuple(field.name for field in fields(Assessment) if field.name not in NO_COLUMNS)


def joined(
    moment: Moment, filters: Filters, of_claim: ColumnElement[bool] | None = None
) -> Select[Any]:
    """The query for claims in force, or those ``of_claim`` tells of, that the filters let through.

    Its columns are in the order of the fields of `Assessment`.
    """
    query = _select(moment.entry, of_claim).where(*_conditions(filters))
    return query.where(_status(moment).in_(filters.status)) if filters.status else query


def _select(
    entry: int | BindParameter[int], of_claim: ColumnElement[bool] | None = None
) -> Select[Any]:
    """The query for all claims in force at an entry, or for those ``of_claim`` tells of."""
    recorded = of_claim is None
    live = in_force(claims, entry) if of_claim is None else of_claim
    question = in_force(questions, entry) if recorded else _last_by(questions, entry)
    columns = _columns()
    return (
        select(
            *(columns[name].label(name) for name in _names()),
            *(questions.c.entry, sources.c.entry, standings.c.outcome),
        )
        .select_from(claims)
        .join(questions, and_(questions.c.id == claims.c.question, question))
        .join(sources, and_(sources.c.id == claims.c.source, in_force(sources, entry)))
        .join(
            standings,
            and_(standings.c.question == claims.c.question, in_force(standings, entry)),
        )
        .where(live)
    )


def _status(moment: Moment) -> ColumnElement[str]:
    """The status of a claim, by the rule of `Assessment.status`."""
    return case(
        (claims.c.proposed, "proposed"),
        (~claims.c.checkable, "not-checkable"),
        (standings.c.final, "settled"),
        (standings.c.horizon < moment.day.isoformat(), "overdue"),
        else_="open",
    )


def _last_by(table: Table, entry: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a row is the last there was of its id by ``entry``, withdrawn or not."""
    other = table.alias()
    newest = select(func.max(other.c.entry)).where(other.c.id == table.c.id, other.c.entry <= entry)
    return table.c.entry == newest.scalar_subquery()


def _columns() -> dict[str, ColumnElement[Any]]:
    own = {name: claims.c[name] for name in _names() if name in claims.c}
    asked = {name: questions.c[name] for name in HELD["question"]}
    return {
        **own,
        **asked,
        "publisher": sources.c.publisher,
        "published": sources.c.published,
        "stated_stance": claims.c.stance,
        "made_earliest": case(
            (claims.c.made.is_not(None), claims.c.made_earliest), else_=sources.c.published_earliest
        ),
        "made_latest": case(
            (claims.c.made.is_not(None), claims.c.made_latest), else_=sources.c.published_latest
        ),
        "verdict": standings.c.verdict,
        "value": standings.c.value,
        "outcome_answer": standings.c.answer,
        "outcome_answer_low": standings.c.answer_low,
        "outcome_answer_high": standings.c.answer_high,
        "stated_happened_on": standings.c.happened_on,
        "stated_happened_latest": standings.c.happened_latest,
    }


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What must hold of a row; of what follows from it alone, nothing can be asked here."""
    tables = {"claims": claims, "questions": questions, "sources": sources, "outcomes": standings}
    for name, one in FILTERS.items():
        wanted, (table, _, column) = getattr(filters, name), one.what.partition(".")
        if wanted and one.compares is Compares.SEARCH:
            yield from map(has_word, wanted)
        elif wanted and one.compares is not Compares.FOLLOWS:
            if name in FOUND_BY:
                yield FOUND_BY[name].in_({likeness(one) for one in wanted})
            held: ColumnElement[Any] = tables[table].c[column]
            held = func.coalesce(held, one.unset) if one.unset else held
            yield CONDITIONS[one.compares](held, wanted)


FOUND_BY: Final = {
    "speaker": claims.c.speaker_likeness,
    "publisher": sources.c.publisher_likeness,
}
"""What else holds of a row that has one of some names, and has an index."""


def has_word(word: str) -> ColumnElement[bool]:
    """Whether a claim, its question or its source holds a word that begins so."""
    made = (claims.c.entry, questions.c.entry, sources.c.entry)
    held = select(search.c.entry).where(
        search.c.entry.in_(made), search.c.tokens.like(f"% {word}%")
    )
    return held.correlate(claims, questions, sources).exists()


def _holds_one(column: Any, wanted: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether a list, kept as JSON, holds exactly one of the texts ``wanted``."""
    texts = (json.dumps(one, ensure_ascii=False) for one in wanted)
    return or_(*(column.contains(text, autoescape=True) for text in texts))


CONDITIONS: Final[Mapping[Compares, Callable[[Any, Any], ColumnElement[bool]]]] = {
    Compares.IS_ONE_OF: lambda column, wanted: column.in_(wanted),
    Compares.HOLDS_ONE_OF: _holds_one,
    Compares.BEFORE: lambda column, wanted: column < wanted.isoformat(),
    Compares.AFTER: lambda column, wanted: column > wanted.isoformat(),
}
"""The condition for each way to compare a column."""
