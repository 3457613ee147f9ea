"""Rows that say nothing of a source, such as ``id,verdict,evidence_url``: the ledger knows whose.

A list reads them into a bundle whose source has no id.  Its claims are taken apart here by the
sources that the ledger has them in, of which the list has no word.  An id may also be that of a
question, which is what a verdict is about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ledger.model.bundle import Item
from ledger.model.claim import Source
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle
    from ledger.model.claim import Claim
    from ledger.store.database import Connection


@dataclass(slots=True)
class _Parts:
    """What of a bundle belongs to one source."""

    questions: list[Item[Any]] = field(default_factory=list)
    claims: list[Item[Any]] = field(default_factory=list)
    outcomes: list[Item[Any]] = field(default_factory=list)


def at_home(
    connection: Connection, bundles: Sequence[Bundle]
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles, each with a source; and problems, of claims of which nobody knows one."""
    found: list[Bundle] = []
    problems: list[Problem] = []
    for bundle in bundles:
        if bundle.source.record.id or bundle.source.said is None:
            found.append(bundle)
        else:
            several, unknown = _by_source(connection, bundle)
            found += several
            problems += unknown
    return found, problems


def _by_source(connection: Connection, bundle: Bundle) -> tuple[list[Bundle], list[Problem]]:
    claims = records.latest(connection, "claim", {item.record.id for item in bundle.claims})
    sources = {one: str(found.body["source"]) for one, found in claims.items()}
    others = [item for item in bundle.claims if item.record.id not in sources]
    asked = _homes_of_questions(connection, {item.record.id for item in others})
    questions = {item.record.id for item in others if item.record.id in asked and _is_silent(item)}
    homes: dict[str, str] = {one: asked[one] for one in questions}
    parts: dict[str, _Parts] = defaultdict(_Parts)
    problems: list[Problem] = []
    for item in bundle.claims:
        identifier = item.record.id
        if identifier in sources:
            home = sources[identifier]
            homes.setdefault(item.record.question, home)
            parts[home].claims.append(replace(item, record=replace(item.record, source=home)))
        elif identifier not in questions:
            problems.append(_unknown(item))
    for question in bundle.questions:
        if question.record.id in homes:
            parts[homes[question.record.id]].questions.append(question)
    for outcome in bundle.outcomes:
        if outcome.record.question in homes:
            parts[homes[outcome.record.question]].outcomes.append(outcome)
    return [_of_source(bundle, home, own) for home, own in parts.items()], problems


def _homes_of_questions(connection: Connection, wanted: set[str]) -> Mapping[str, str]:
    """The source of the first claim on each of the ``wanted`` questions."""
    placed = records.claims_by(connection, "question", wanted)
    first = {question: several[0].claim for question, several in placed.items() if several}
    claims = records.latest(connection, "claim", set(first.values()))
    return {question: str(claims[claim].body["source"]) for question, claim in first.items()}


def _is_silent(item: Item[Claim]) -> bool:
    """Whether a row says nothing of a claim but an id, which may be that of a question."""
    return item.said is not None and item.said <= {"source"}


def _of_source(bundle: Bundle, home: str, own: _Parts) -> Bundle:
    first = bundle.source
    source = Item(Source(id=home, publisher=""), None, first.origin, frozenset())
    questions, claims, outcomes = map(tuple, (own.questions, own.claims, own.outcomes))
    return replace(bundle, source=source, questions=questions, claims=claims, outcomes=outcomes)


def _unknown(item: Item[Claim]) -> Problem:
    message = (
        f"publisher is missing, and the ledger has no claim {item.record.id!r} to take the source "
        f"from."
    )
    return item.origin.problem(("id",), message, code="unsaid")
