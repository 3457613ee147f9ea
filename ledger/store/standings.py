"""What stands, and what stood: of questions as rows, and of all that entries are about before them.

On a question stands an outcome, which with the horizon of the question makes a row.  Both follow
from other rows alone, so that a migration can make them anew.  They are kept so that what is open,
and what stands, is found without a look at every outcome there ever was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import select, text

from ledger.model.kinds import Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.store.bulk_insert import rows_where, stood, tuples_where
from ledger.store.schema import (
    AGAIN,
    aliases,
    claims,
    evidence,
    ids,
    outcomes,
    responses,
    standings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from ledger.journal.entry import Entry

Values: TypeAlias = dict[str, Any]
"""What a row of `standings` says, by its columns, but for the entries that made and ended it."""

Borne: TypeAlias = tuple[str, str, str | None]
"""An id that is taken: the id, the kind of what bears it, and the question that is about."""

COUNTS: Final = (
    "verdict", "value", "answer", "answer_low", "answer_high", "happened_on", "happened_latest",
    "final",
)  # fmt: skip
"""What of an outcome is kept with what stands."""

ENDS: Final = ("due_latest", "resolve_by_latest")
"""The columns of a question of which the first that is set is its horizon."""

CHANGING: Final = frozenset({Kind.QUESTION, Kind.OUTCOME, Kind.WITHDRAWAL})
"""The kinds of entries after which something else may stand."""

NOTHING: Final[Values] = {**dict.fromkeys(("outcome", *COUNTS)), "final": False}
"""What stands where there is no outcome, or none that counts."""


def horizon_of(question: Mapping[str, Any]) -> str | None:
    """The horizon of a question, given its columns."""
    return next((day for end in ENDS if (day := question.get(end)) is not None), None)


@dataclass(slots=True)
class Judged:
    """One question: its horizon, its outcomes in force by their numbers, and what stands by now.

    Each outcome is its columns by name, blind ones among them; ``row`` is None where nothing was
    ever said of the question.
    """

    horizon: str | None = None
    outcomes: dict[int, Values] = field(default_factory=dict)
    row: Values | None = None

    def settle(self) -> bool:
        """Say what stands by now; whether that is something else than before."""
        before = self.row
        seen = [
            (outcome["final"], n) for n, outcome in self.outcomes.items() if not outcome["blind"]
        ]
        told = NOTHING
        if seen:
            best = self.outcomes[max(seen)[1]]
            told = {"outcome": best["entry"], **{name: best.get(name) for name in COUNTS}}
        self.row = {**told, "horizon": self.horizon}
        return self.row != before


def judged(connection: Connection, before: int, entries: Iterable[Entry]) -> dict[str, Judged]:
    """What was in force, before entry ``before``, of the questions that ``entries`` may change.

    They are those that had a row by then.
    """
    asked = {
        (question_of(entry.id) or (entry.id,))[0] for entry in entries if entry.kind in CHANGING
    }
    found: dict[str, Judged] = {}
    names = [*NOTHING, "horizon"]
    numbers = (standings.c.entry, standings.c.replaced_by)
    columns = (standings.c.question, *numbers, *(standings.c[name] for name in names))
    for question, entry, ended, *values in tuples_where(
        connection, columns, standings.c.question, asked
    ):
        if stood(entry, ended, before):
            row = dict(zip(names, values, strict=True))
            found[question] = Judged(row["horizon"], row=row)
    wanted = ["entry", "blind", *COUNTS]
    judging = (
        outcomes.c.question, outcomes.c.n, outcomes.c.replaced_by,
        *(outcomes.c[one] for one in wanted),
    )  # fmt: skip
    for question, n, replaced_by, *values in tuples_where(
        connection, judging, outcomes.c.question, found
    ):
        if stood(values[0], replaced_by, before):
            found[question].outcomes[n] = dict(zip(wanted, values, strict=True))
    return found


def taken(connection: Connection, before: int, about: Iterable[str]) -> Iterator[Borne]:
    """The ids of ``about`` that were taken before entry ``before``."""
    columns = (ids.c.id, ids.c.kind, ids.c.question, ids.c.entry, ids.c.replaced_by)
    for identifier, kind, question, *times in tuples_where(connection, columns, ids.c.id, about):
        if stood(times[0], times[1], before):
            yield identifier, kind, question


def recorded(
    connection: Connection, before: int, entries: Sequence[Entry], homes: Iterable[str]
) -> dict[tuple[Table, tuple[Any, ...]], str]:
    """When what ``entries`` may replace was first recorded.

    That are claims, outcomes, evidence, responses and aliases.

    It is what there was before entry ``before``, by table and key; ``homes`` are the questions that
    the claims stood on.  That of aliases is left open, and not every outcome has evidence.
    """
    found: dict[tuple[Table, tuple[Any, ...]], str] = {}
    columns = (claims.c.question, claims.c.id, claims.c.entry, claims.c.recorded_at)
    for question, identifier, entry, at in tuples_where(
        connection, columns, claims.c.question, homes
    ):
        if entry < before:
            found.setdefault((claims, (question, identifier)), at)
    told = {name[0] for entry in entries if (name := question_of(entry.id))}
    judging = (outcomes.c.question, outcomes.c.n, outcomes.c.entry, outcomes.c.recorded_at)
    for question, n, entry, at in tuples_where(connection, judging, outcomes.c.question, told):
        if entry < before:
            found[outcomes, (question, n)] = found[evidence, (question, n)] = at
    answered = {name[0] for entry in entries if (name := response_of_id(entry.id))}
    answering = (responses.c.claim, responses.c.n, responses.c.entry, responses.c.recorded_at)
    for claim, n, entry, at in tuples_where(connection, answering, responses.c.claim, answered):
        if entry < before:
            found.setdefault((responses, (claim, n)), at)
    names = {entry.id for entry in entries if Kind.ALIAS in {entry.kind, entry.body.get("what")}}
    joined = (aliases.c.speaker, aliases.c.entry, aliases.c.replaced_by)
    for speaker, entry, ended in tuples_where(connection, joined, aliases.c.speaker, names):
        if stood(entry, ended, before):
            found[aliases, (speaker,)] = ""
    return found


def judged_again(connection: Connection, moment: int) -> set[str]:
    """The questions that several outcomes are in force on, as of entry ``moment``."""
    # Of several there is one that is not the first, and these are found by an index.
    again = select(outcomes.c.question).where(text(f"({AGAIN})")).distinct()
    found = Counter[str]()
    columns = (outcomes.c.question, outcomes.c.entry, outcomes.c.replaced_by)
    asked = connection.scalars(again).all()
    for row in rows_where(connection, columns, outcomes.c.question, asked):
        found[row.question] += stood(row.entry, row.replaced_by, moment + 1)
    return {question for question, number in found.items() if number > 1}


def horizons(connection: Connection, moment: int, asked: Iterable[str]) -> dict[str, str | None]:
    """The horizons of the questions ``asked`` for, as of entry ``moment``."""
    columns = (
        standings.c.question, standings.c.horizon, standings.c.entry, standings.c.replaced_by,
    )  # fmt: skip
    return {
        question: horizon
        for question, horizon, *times in tuples_where(
            connection, columns, standings.c.question, asked
        )
        if stood(times[0], times[1], moment + 1)
    }


def history(
    questions: Iterable[tuple[int, str | None]], several: Iterable[Values]
) -> Iterator[tuple[int, Values]]:
    """What stood on one question from which entry on, by all rows there ever were of it.

    ``questions`` are its own rows as (entry, horizon), ``several`` those of its outcomes.
    """
    events: dict[int, list[Any]] = {}
    for entry, horizon in questions:
        events.setdefault(entry, []).append(horizon)
    for one in several:
        events.setdefault(one["entry"], []).append(one)
        if one["replaced_by"] is not None:
            events.setdefault(one["replaced_by"], []).append(one["n"])
    state = Judged()
    for entry, changes in sorted(events.items()):
        # An entry that replaces an outcome ends its row, and then begins another.
        for change in sorted(changes, key=lambda each: isinstance(each, dict)):
            if isinstance(change, dict):
                state.outcomes[change["n"]] = change
            elif isinstance(change, int):
                state.outcomes.pop(change, None)
            else:
                state.horizon = change
        if state.settle() and state.row is not None:
            yield entry, state.row
