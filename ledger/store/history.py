"""What changed, and when; which ids are in force, and what the next entries may be about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.model.kinds import Kind
from ledger.model.outcome import base_of, question_of, response_of_id
from ledger.store.bulk_insert import stood, tuples_where
from ledger.store.journal_table import times_of
from ledger.store.schema import claims, ids, outcomes, questions, responses, sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ledger.journal.entry import Entry


def homes(connection: Connection, wanted: Iterable[str]) -> set[str]:
    """The questions that some claims stand on, or ever stood on."""
    columns = (ids.c.question, ids.c.kind)
    rows = tuples_where(connection, columns, ids.c.id, wanted)
    return {question for question, kind in rows if kind == "claim"}


def claims_ever(
    connection: Connection, wanted: Collection[str]
) -> Iterator[tuple[str, str, str, str, int]]:
    """What the ``wanted`` claims ever were: id, question, source, speaker, and entry.

    What they were while they were only proposed is not told.
    """
    columns = (
        claims.c.id, claims.c.question, claims.c.source, claims.c.speaker, claims.c.entry,
        claims.c.proposed,
    )  # fmt: skip
    asked = homes(connection, wanted)
    for one, question, source, speaker, entry, proposed in tuples_where(
        connection, columns, claims.c.question, asked
    ):
        if one in wanted and not proposed:
            yield one, question, source, speaker, entry


def first_recorded(connection: Connection, asked: Iterable[str]) -> list[int]:
    """The entries that first recorded the outcomes on some questions, but for blind ones."""
    columns = (outcomes.c.question, outcomes.c.n, outcomes.c.entry, outcomes.c.blind)
    first: dict[tuple[str, int], tuple[int, bool]] = {}
    for question, n, *told in tuples_where(connection, columns, outcomes.c.question, asked):
        made = (told[0], bool(told[1]))
        first[question, n] = min(made, first.get((question, n), made))
    return [entry for entry, blind in first.values() if not blind]


def first_answered(connection: Connection, wanted: Iterable[str]) -> list[int]:
    """The entries that first recorded the responses to some claims."""
    columns = (responses.c.claim, responses.c.n, responses.c.entry)
    first: dict[tuple[str, int], int] = {}
    for claim, n, entry in tuples_where(connection, columns, responses.c.claim, wanted):
        first[claim, n] = min(entry, first.get((claim, n), entry))
    return list(first.values())


def last_touched(connection: Connection, moment: int, wanted: Iterable[str]) -> dict[str, str]:
    """When each of the ``wanted`` questions, its claims or its outcomes last got an entry."""
    found = {one: max(several) for one, several in _touches(connection, moment, wanted).items()}
    times = times_of(connection, found.values())
    return {question: times[number] for question, number in found.items()}


def entries_about(
    connection: Connection, moment: int, wanted: Collection[str]
) -> dict[str, set[int]]:
    """The numbers of the entries about each of the ``wanted`` questions, up to entry ``moment``.

    They are about the question, its outcomes, the claims that have stood on it, or their sources.
    """
    found = _touches(connection, moment, wanted)
    columns = (claims.c.question, claims.c.source, claims.c.entry)
    asked: dict[str, set[str]] = defaultdict(set)
    for question, source, entry in tuples_where(connection, columns, claims.c.question, wanted):
        if entry <= moment:
            asked[source].add(question)
    made = (sources.c.id, sources.c.entry)
    for source, entry in tuples_where(connection, made, sources.c.id, asked):
        if entry <= moment:
            for question in asked[source]:
                found[question].add(entry)
    return found


def _touches(connection: Connection, moment: int, wanted: Iterable[str]) -> dict[str, set[int]]:
    """The numbers of the entries about each question, its claims and its outcomes."""
    found: dict[str, set[int]] = defaultdict(set)
    for table, key in (
        (questions, questions.c.id), (claims, claims.c.question), (outcomes, outcomes.c.question),
    ):  # fmt: skip
        columns = (key, table.c.entry, table.c.replaced_by)
        for question, *numbers in tuples_where(connection, columns, key, wanted):
            found[question].update(
                number for number in numbers if number is not None and number <= moment
            )
    return found


@dataclass(slots=True)
class IdState:
    """Of some ids: what ever bore them, and what of that is in force.

    ``bearers`` are the kinds by id; ``in_force`` holds (kind, id); ``homes`` gives the question a
    claim stands on, ``last`` the number of the last outcome a question ever had, and
    ``last_response`` that of the last response to a claim.  ``borne`` are the rows of `ids` in
    force, as (id, kind, question).
    """

    borne: list[tuple[str, str, str | None]] = field(default_factory=list)
    bearers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    in_force: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last_response: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def state_of_ids(connection: Connection, before: int, entries: Sequence[Entry]) -> IdState:
    """What stood, before entry ``before``, of all ids that ``entries`` are about or refer to.

    Of claims and outcomes it is what stood of those that are changed or withdrawn, and of claims
    all those on a question that is withdrawn.
    """
    found = IdState()
    wanted = {one for entry in entries for one in mentioned(entry)}
    columns = (ids.c.id, ids.c.kind, ids.c.question, ids.c.entry, ids.c.replaced_by)
    for identifier, kind, question, entry, ended in tuples_where(
        connection, columns, ids.c.id, wanted
    ):
        if entry < before:
            found.bearers[identifier].add(kind)
            if ended is None or ended >= before:
                found.borne.append((identifier, kind, question))
    found.homes = {one: str(home) for one, kind, home in found.borne if kind == "claim"}
    for kind, table in (("source", sources), ("question", questions)):
        bearing = [one for one, kinds in found.bearers.items() if kind in kinds]
        numbers = (table.c.entry, table.c.replaced_by)
        for identifier, entry, ended in tuples_where(
            connection, (table.c.id, *numbers), table.c.id, bearing
        ):
            if stood(entry, ended, before):
                found.in_force.add((kind, identifier))
    _add_claims(found, connection, before, entries)
    _add_outcomes(found, connection, before, entries)
    _add_responses(found, connection, before, entries)
    return found


CHANGING_CLAIMS: Final = frozenset({Kind.CLAIM, Kind.WITHDRAWAL, Kind.QUESTION, Kind.RESPONSE})
"""The kinds of entries that may change a claim of their id, or be about it; a question comes before
its claim."""


def _add_claims(
    found: IdState, connection: Connection, before: int, entries: Sequence[Entry]
) -> None:
    changed = [base_of(entry.id) for entry in entries if entry.kind in CHANGING_CLAIMS]
    about = {found.homes[one] for one in changed if one in found.homes}
    about |= {entry.id for entry in entries if entry.kind == Kind.WITHDRAWAL}
    columns = (claims.c.id, claims.c.question, claims.c.entry, claims.c.replaced_by)
    for identifier, question, entry, ended in tuples_where(
        connection, columns, claims.c.question, about
    ):
        if stood(entry, ended, before):
            found.in_force.add(("claim", identifier))
            found.homes[identifier] = question


def _add_outcomes(
    found: IdState, connection: Connection, before: int, entries: Sequence[Entry]
) -> None:
    judged = {name[0] for entry in entries if (name := question_of(entry.id))}
    columns = (outcomes.c.question, outcomes.c.n, outcomes.c.entry, outcomes.c.replaced_by)
    for question, n, entry, ended in tuples_where(connection, columns, outcomes.c.question, judged):
        # What is no number was put there past the program, and counts for no outcome.
        if entry < before and isinstance(n, int):
            found.last[question] = max(found.last[question], n)
        if stood(entry, ended, before):
            found.in_force.add(("outcome", f"{question}#{n}"))


def _add_responses(
    found: IdState, connection: Connection, before: int, entries: Sequence[Entry]
) -> None:
    answered = {name[0] for entry in entries if (name := response_of_id(entry.id))}
    columns = (responses.c.claim, responses.c.n, responses.c.entry, responses.c.replaced_by)
    for claim, n, entry, ended in tuples_where(connection, columns, responses.c.claim, answered):
        if entry < before and isinstance(n, int):
            found.last_response[claim] = max(found.last_response[claim], n)
        if stood(entry, ended, before):
            found.in_force.add(("response", f"{claim}#r{n}"))


def mentioned(entry: Entry) -> Iterator[str]:
    """The ids that an entry is about or refers to, even where it is not as the program writes."""
    body: Mapping[str, Any] = entry.body
    yield base_of(entry.id)
    evidence = body.get("evidence", ())
    tables = [one for one in evidence if isinstance(one, dict)] if entry.kind == "outcome" else ()
    named = [body.get("question"), body.get("source")] if entry.kind == "claim" else []
    for one in (*named, *(table.get("source") for table in tables)):
        if isinstance(one, str):
            yield one
