"""What exports are made of: claim files, claims with their outcomes, and due days."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ledger.book import after_the_fact, lookup
from ledger.book.asking.show import sources_of
from ledger.errors import Contradiction
from ledger.formats.claimfile.document import claim_table, question_table, source_table
from ledger.model.codec import outcome_of
from ledger.model.export_items import DueDay, Exhibit
from ledger.model.outcome import overtakes, unseats
from ledger.store import history, lookups, records
from ledger.store.journal_table import times_of
from ledger.store.records import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.model.claim_state import Moment
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection

    Document = dict[str, Any]
    Bodies = Known[Mapping[str, Any]]
    from ledger.book.asking.selection import Selection
    from ledger.model.claim_state import Assessment


FOLLOWS: Final = "It follows an outcome that was withdrawn."
"""The reason given for a verdict that needed none when it was recorded, but reads as a correction
once the outcome between is gone."""


def export_documents(connection: Connection, moment: Moment) -> dict[str, Document]:
    """For each source in force at ``moment`` the document of its claim file, by the source's id.

    A question several sources' claims stand on goes with the source whose claim came first; one
    that no claim stands on, with the first source.

    Raises:
        Contradiction: there are questions, and no source to go with.
    """
    sources = _in_force(connection, "source", moment)
    questions = _in_force(connection, "question", moment)
    claims = _in_force(connection, "claim", moment)
    outcomes = _outcomes(connection, questions, moment)
    own = {one for one, body in claims.items() if body["question"] == one}
    homes = {str(body["question"]): str(body["source"]) for body in reversed(claims.values())}
    if questions and not sources:
        raise Contradiction(
            "There are questions in the ledger and no source, and each claim file has a source.",
            "Export the whole journal: ledger export --to jsonl.",
        )
    documents: Known[Document] = Known("source", {
        one: {"source": source_table(one, body), "question": [], "claim": []}
        for one, body in sources.items()
    })  # fmt: skip
    for one, body in questions.items():
        if one not in own:
            home = homes.get(one, next(iter(sources), ""))
            table = question_table(one, body, outcomes.get(one, []))
            documents[home]["question"].append(table)
    for one, body in claims.items():
        made = questions[one] if one in own else None
        table = claim_table(one, body, made, outcomes.get(one, []))
        documents[str(body["source"])]["claim"].append(table)
    return documents


def _in_force(connection: Connection, kind: str, moment: Moment) -> Bodies:
    """The bodies in force of all records of a kind, by id, in the order they were first made."""
    found: list[tuple[int, str, Mapping[str, Any]]] = []
    wanted = lookups.all_ids(connection, kind)
    for one, revisions in records.revisions(connection, kind, wanted).items():
        known = after_the_fact.state(revisions, moment.entry)
        if known is not None:
            found.append((revisions[0].number, one, known.body))
    return Known(kind, {one: body for _, one, body in sorted(found, key=lambda each: each[:2])})


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
            found[question][int(number)] = {**known.body, **given}
    return {question: _reasoned(numbered) for question, numbered in found.items()}


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


def exhibits(selection: Selection) -> list[Exhibit]:
    """The claims of a selection, in the order of its rows."""
    connection, moment = selection.connection, selection.moment
    found = selection.rows()
    sources = Known("source", sources_of(connection, moment, {one.source for one in found}))
    outcomes = lookup.outcomes_of(connection, moment, {one.question for one in found})
    return [
        Exhibit(one, sources[one.source], tuple(outcomes.get(one.question, ()))) for one in found
    ]


def due_days(selection: Selection) -> list[DueDay]:
    """The due days of the questions that the claims of a selection stand on, in order.

    A question without a due day has its scheduled end instead; one without either has none.
    """
    waiting: dict[str, list[Assessment]] = defaultdict(list)
    for one in selection.rows():
        if one.horizon is not None:
            waiting[one.question].append(one)
    about = history.entries_about(selection.connection, selection.moment.entry, waiting)
    times = times_of(selection.connection, {max(numbers) for numbers in about.values()})
    return [
        DueDay(tuple(claims), len(about[question]), times[max(about[question])])
        for question, claims in waiting.items()
    ]
