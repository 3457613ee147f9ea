"""What stands on a question, as rows: the outcome that does, and the question's horizon.

Both follow from other rows alone, so that a migration can make them anew.  They are kept so that
what is open, and what stands, is found without a look at every outcome there ever was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.model.kinds import Kind
from ledger.model.outcome import question_of
from ledger.store.bulk_insert import rows_where
from ledger.store.schema import outcomes, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from ledger.journal.entry import Entry

Values: TypeAlias = dict[str, Any]
"""What a row of `standings` says, by its columns, but for the entries that made and ended it."""

COUNTS: Final = ("verdict", "value", "happened_on", "happened_latest", "final")
"""What of an outcome is kept with what stands."""

ENDS: Final = ("due_latest", "resolve_by_latest")
"""The columns of a question of which the first that is set is its horizon."""

CHANGING: Final = frozenset({Kind.QUESTION, Kind.OUTCOME, Kind.WITHDRAWAL})
"""The kinds of entries after which something else may stand."""

NOTHING: Final[Values] = {**dict.fromkeys(("outcome", *COUNTS)), "final": False}
"""What stands where there is no outcome, or none that counts."""


def horizon_of(question: Mapping[str, Any]) -> str | None:
    """The horizon of a question, given its columns."""
    return next((day for one in ENDS if (day := question.get(one)) is not None), None)


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
        seen = [(one["final"], n) for n, one in self.outcomes.items() if not one["blind"]]
        told = NOTHING
        if seen:
            best = self.outcomes[max(seen)[1]]
            told = {"outcome": best["entry"], **{name: best.get(name) for name in COUNTS}}
        self.row = {**told, "horizon": self.horizon}
        return self.row != before


def judged(connection: Connection, entries: Iterable[Entry]) -> dict[str, Judged]:
    """What is in force of the questions that ``entries`` may change, if these had a row before."""
    asked = {
        (question_of(entry.id) or (entry.id,))[0] for entry in entries if entry.kind in CHANGING
    }
    found: dict[str, Judged] = {}
    names = [*NOTHING, "horizon"]
    columns = (standings.c.question, standings.c.replaced_by, *(standings.c[one] for one in names))
    for question, replaced_by, *values in rows_where(
        connection, columns, standings.c.question, asked
    ):
        if replaced_by is None:
            row = dict(zip(names, values, strict=True))
            found[question] = Judged(row["horizon"], row=row)
    wanted = ["entry", "blind", *COUNTS]
    judging = (
        outcomes.c.question, outcomes.c.n, outcomes.c.replaced_by,
        *(outcomes.c[one] for one in wanted),
    )  # fmt: skip
    for question, n, replaced_by, *values in rows_where(
        connection, judging, outcomes.c.question, found
    ):
        if replaced_by is None:
            found[question].outcomes[n] = dict(zip(wanted, values, strict=True))
    return found


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
        for one in sorted(changes, key=lambda each: isinstance(each, dict)):
            if isinstance(one, dict):
                state.outcomes[one["n"]] = one
            elif isinstance(one, int):
                state.outcomes.pop(one, None)
            else:
                state.horizon = one
        if state.settle() and state.row is not None:
            yield entry, state.row
