"""Records as a claim file says them: the tables of its document, without what is a default there.

A record comes as its id and the body of its journal entry (`ledger.model.body`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ledger.model import fields, keys
from ledger.model.body import to_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.model.bundle import Bundle

    Body = Mapping[str, Any]
    Table = dict[str, Any]

DEFAULTS: Final = {one.name: one.default for one in fields.EVERY if one.default is not None}
"""What a claim file leaves unsaid."""


def source_table(identifier: str, body: Body) -> Table:
    """The ``[source]`` table of a source."""
    return _table(identifier, body, keys.SOURCE_KEYS)


def question_table(identifier: str, body: Body, outcomes: Sequence[Body]) -> Table:
    """The ``[[question]]`` table of a question, with its outcomes."""
    return _table(identifier, body, keys.QUESTION_KEYS) | _outcomes(outcomes)


def claim_table(
    identifier: str, body: Body, question: Body | None, outcomes: Sequence[Body]
) -> Table:
    """The ``[[claim]]`` table of a claim; with ``question``, if the claim makes that itself."""
    if question is None:
        return _table(identifier, body, keys.CLAIM_KEYS)
    own = {key: value for key, value in question.items() if key in keys.OWN_QUESTION_KEYS}
    alone = {key: value for key, value in body.items() if key != "question"}
    return _table(identifier, {**alone, **own}, keys.CLAIM_KEYS) | _outcomes(outcomes)


def bundle_document(bundle: Bundle) -> dict[str, Any]:
    """What a claim file says, in the same tables."""
    outcomes: dict[str, list[Body]] = defaultdict(list)
    for item in bundle.outcomes:
        reason = {} if item.reason is None else {"reason": item.reason}
        outcomes[item.record.question].append({**to_body(item.record), **reason})
    questions = {item.record.id: to_body(item.record) for item in bundle.questions}
    own = {item.record.id for item in bundle.claims if item.record.question == item.record.id}
    source = bundle.source.record
    return {
        "source": source_table(source.id, to_body(source)),
        "question": [
            question_table(one, body, outcomes[one])
            for one, body in questions.items()
            if one not in own
        ],
        "claim": [
            claim_table(
                item.record.id,
                to_body(item.record),
                questions[item.record.id] if item.record.id in own else None,
                outcomes[item.record.id],
            )
            for item in bundle.claims
        ],
    }


def _outcomes(bodies: Sequence[Body]) -> Table:
    tables = [{key: body[key] for key in keys.OUTCOME_KEYS if key in body} for body in bodies]
    return {"outcome": tables} if tables else {}


def _table(identifier: str, body: Body, order: tuple[str, ...]) -> Table:
    full = {**body, "id": identifier}
    return {
        key: full[key]
        for key in order
        if key in full and key != "reason" and full[key] != DEFAULTS.get(key)
    }
