"""What exports are made of: claim files, claims with their outcomes, and due days."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ledger.book import after_the_fact, lookup
from ledger.book.asking.show import sources_of
from ledger.errors import Contradiction
from ledger.formats.claimfile.document import claim_table, question_table, source_table
from ledger.journal.undoing import content
from ledger.model import codec
from ledger.model.codec import UNDOES, outcome_of
from ledger.model.export_items import DueDay, Exhibit
from ledger.model.outcome import overtakes, unseats
from ledger.store import bodies, history, lookups, records
from ledger.store.journal_table import times_of
from ledger.store.records import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.model.claim_state import Moment
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection, Database

    Document = dict[str, Any]
    from ledger.book.asking.selection import Selection
    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment


AT_ONCE: Final = 1000
"""How many claims or questions are held at a time where they are read as they are used."""

SOURCES_AT_ONCE: Final = 100
"""Of how many sources the claim files are made at once."""

SOURCES_KEPT: Final = 20_000
"""How many sources are kept in mind, for claims in one of them come far apart."""

FOLLOWS: Final = "It follows an outcome that was withdrawn."
"""The reason given for a verdict that needed none when it was recorded, but reads as a correction
once the outcome between is gone."""


def source_ids(connection: Connection, moment: Moment) -> list[str]:
    """The ids of the sources in force at ``moment``, in the order they were first made.

    Raises:
        Contradiction: there are questions, and no source to go with.
        Damaged: a claim is in a source that is not there.
    """
    found = lookups.in_order_of_making(connection, "source", moment.entry)
    if not found and lookups.in_order_of_making(connection, "question", moment.entry):
        raise Contradiction(
            "There are questions in the ledger and no source, and each claim file has a source.",
            "Export the whole journal: ledger export --to jsonl.",
        )
    if (lost := bodies.missing_source(connection, moment.entry)) is not None:
        raise records.missing("source", lost)
    return found


def documents(
    database: Database, moment: Moment, every: Sequence[str]
) -> Iterator[tuple[str, Document]]:
    """The ids and claim files of `source_ids`, a few at a time, each few in a unit of their own.

    So nobody waits long to write, and what is written meanwhile is not of the ``moment``.
    """
    for start in range(0, len(every), SOURCES_AT_ONCE):
        some = every[start : start + SOURCES_AT_ONCE]
        with database.reading() as connection:
            found = documents_of(connection, moment, some, first=start == 0)
        yield from found.items()


def documents_of(
    connection: Connection, moment: Moment, wanted: Sequence[str], *, first: bool
) -> dict[str, Document]:
    """For each of the ``wanted`` sources in force at ``moment`` the document of its claim file.

    A question several sources' claims stand on goes with the source whose claim came first; one
    that no claim stands on, with the ``first`` source, if that is among the wanted.
    """
    sources = bodies.in_force_at(connection, "source", wanted, moment.entry)
    placed = bodies.claims_in(connection, wanted, moment.entry)
    claims = bodies.in_force_at(connection, "claim", placed, moment.entry)
    own = {one for one, body in claims.items() if body["question"] == one}
    homes = bodies.homes(connection, set(placed.values()), moment.entry)
    if first:
        alone = bodies.questions_without_claims(connection, moment.entry)
        homes |= dict.fromkeys(alone, wanted[0])
    here = {one for one, home in homes.items() if home in sources}
    questions = bodies.in_force_at(connection, "question", own | here, moment.entry)
    outcomes = _outcomes(connection, questions, moment)
    responses = _responses(connection, claims, moment)
    documents: Known[Document] = Known("source", {
        one: {"source": source_table(one, body), "question": [], "claim": []}
        for one, body in sources.items()
    })  # fmt: skip
    for one, body in questions.items():
        if one not in own:
            table = question_table(one, body, outcomes.get(one, []))
            documents[homes[one]]["question"].append(table)
    for one, body in claims.items():
        if body["source"] in documents:
            made = questions[one] if one in own else None
            table = claim_table(one, body, made, outcomes.get(one, []), responses.get(one, []))
            documents[str(body["source"])]["claim"].append(table)
    return documents


def _outcomes(
    connection: Connection, questions: Iterable[str], moment: Moment
) -> dict[str, list[dict[str, Any]]]:
    """The bodies of the outcomes in force, by question, in the order of their numbers."""
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for identifier, states in records.revisions(connection, "outcome", questions).items():
        known = after_the_fact.state(states, moment.entry)
        if known is not None:
            question, _, number = identifier.rpartition("#")
            reason = states[0].body.get("reason")
            given = {} if reason is None else {"reason": reason}
            # Why something was undone is no reason for the verdict that is in force again.
            said = content(known.body) if UNDOES in known.body else known.body
            found[question][int(number)] = {**said, **given}
    return {question: _reasoned(numbered) for question, numbered in found.items()}


def _responses(
    connection: Connection, claims: Iterable[str], moment: Moment
) -> dict[str, list[dict[str, Any]]]:
    """The bodies of the responses in force, by claim, in the order of their numbers."""
    found = lookup.responses_of(connection, moment, claims)
    return {
        claim: [codec.to_body(one.response) for one in several] for claim, several in found.items()
    }


def _reasoned(numbered: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The bodies in order, each verdict that reads as a correction with a reason."""
    bodies: list[dict[str, Any]] = []
    stands: Outcome | None = None
    for n, body in sorted(numbered.items()):
        outcome = outcome_of("", n, body)
        needs = "reason" not in body and unseats(outcome, stands)
        bodies.append({**body, "reason": FOLLOWS} if needs else body)
        if overtakes(outcome, stands):
            stands = outcome
    return bodies


def exhibits(selection: Selection) -> Iterator[Exhibit]:
    """The claims of a selection but those only proposed, in their order, read as they are used."""
    connection, moment = selection.connection, selection.moment
    rows = selection.in_order()
    sources: Known[Source] = Known("source")
    while found := list(islice(rows, AT_ONCE)):
        new = {claim.source for claim in found} - sources.keys()
        if len(sources) + len(new) > SOURCES_KEPT:
            sources.clear()
            new = {claim.source for claim in found}
        sources |= sources_of(connection, moment, new)
        outcomes = lookup.outcomes_of(connection, moment, {claim.question for claim in found})
        responses = lookup.responses_of(connection, moment, {claim.id for claim in found})
        for claim in found:
            if claim.proposed:
                continue
            yield Exhibit(
                claim,
                sources[claim.source],
                tuple(outcomes.get(claim.question, ())),
                tuple(responses.get(claim.id, ())),
            )


def due_days(selection: Selection) -> Iterator[DueDay]:
    """The due days of the questions that the claims of a selection stand on, in order.

    A question without a due day has its scheduled end instead; one without either has none.  They
    are read as they are used: claims on one question are due on one day.  Claims that are only
    proposed have none.
    """
    waiting: dict[str, list[Assessment]] = defaultdict(list)
    day = ""
    for claim in selection.in_order():
        if claim.horizon is None:
            break
        if claim.proposed:
            continue
        if claim.horizon != day and len(waiting) >= AT_ONCE:
            yield from _due_days(selection, waiting)
            waiting.clear()
        day = claim.horizon
        waiting[claim.question].append(claim)
    yield from _due_days(selection, waiting)


def _due_days(
    selection: Selection, waiting: Mapping[str, Sequence[Assessment]]
) -> Iterator[DueDay]:
    about = history.entries_about(selection.connection, selection.moment.entry, waiting)
    times = times_of(selection.connection, {max(numbers) for numbers in about.values()})
    for question, claims in waiting.items():
        numbers = about[question]
        yield DueDay(tuple(claims), len(numbers), times[max(numbers)])
