"""What stands in the ledger of some ids: what the next entries may be about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.model.outcome import question_of
from ledger.store.bulk import rows_where
from ledger.store.schema import claims, ids, outcomes, questions, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from ledger.journal.entry import Entry


@dataclass(slots=True)
class IdState:
    """Of some ids: what ever bore them, and what of that is in force.

    ``bearers`` are the kinds by id; ``in_force`` holds (kind, id); ``homes`` gives the question a
    claim stands on, and ``last`` the number of the last outcome a question ever had.
    """

    bearers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    in_force: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def state_of_ids(connection: Connection, entries: Iterable[Entry]) -> IdState:
    """What stands of all ids that ``entries`` are about or refer to."""
    found = IdState()
    wanted = {one for entry in entries for one in mentioned(entry)}
    columns = (ids.c.id, ids.c.kind, ids.c.question, ids.c.replaced_by)
    for row in rows_where(connection, columns, ids.c.id, wanted):
        found.bearers[row.id].add(row.kind)
        if row.kind == "claim" and row.replaced_by is None:
            found.homes[row.id] = row.question
    for kind, table in (("source", sources), ("question", questions)):
        for row in rows_where(connection, (table.c.id, table.c.replaced_by), table.c.id, wanted):
            if row.replaced_by is None:
                found.in_force.add((kind, row.id))
    about = {*found.homes.values(), *wanted}
    columns = (claims.c.id, claims.c.question, claims.c.entry, claims.c.replaced_by)
    for row in rows_where(connection, columns, claims.c.question, about):
        if row.replaced_by is None:
            found.in_force.add(("claim", row.id))
            found.homes[row.id] = row.question
    columns = (outcomes.c.question, outcomes.c.n, outcomes.c.entry, outcomes.c.replaced_by)
    for row in rows_where(connection, columns, outcomes.c.question, about):
        found.last[row.question] = max(found.last[row.question], row.n)
        if row.replaced_by is None:
            found.in_force.add(("outcome", f"{row.question}#{row.n}"))
    return found


def mentioned(entry: Entry) -> Iterator[str]:
    """The ids that an entry is about or refers to, even where it is not as the program writes."""
    body: dict[str, Any] = dict(entry.body)
    yield (question_of(entry.id) or (entry.id,))[0]
    evidence = body.get("evidence", ())
    tables = [one for one in evidence if isinstance(one, dict)] if entry.kind == "outcome" else ()
    named = [body.get("question"), body.get("source")] if entry.kind == "claim" else []
    for one in (*named, *(table.get("source") for table in tables)):
        if isinstance(one, str):
            yield one
