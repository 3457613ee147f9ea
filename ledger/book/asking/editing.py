"""One record as whoever corrects it sees it: the keys of the claim file, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.book import lookup
from ledger.model import keys
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.store.database import Connection

UNEDITABLE = frozenset({"id", "reason", "outcome", "response", "proposed"})

OF_AN_OUTCOME = tuple(
    key for key in keys.OUTCOME_KEYS if key not in {*UNEDITABLE, "blind", "adjudicates", "disputed"}
)
"""What can be amended of an outcome: not how it was given."""


def editable(connection: Connection, identifier: str) -> dict[str, Any]:
    """The keys of a record that can be amended, in their order.

    A claim has those of the question it made among them, and names its source.

    Raises:
        NotFound: nothing in force bears the id.
    """
    if response_of_id(identifier):
        body = lookup.standing(connection, Kind.RESPONSE.value, identifier).body
        return _known(body, keys.RESPONSE_KEYS)
    if question_of(identifier):
        body = lookup.standing(connection, Kind.OUTCOME.value, identifier).body
        return {key: body[key] for key in OF_AN_OUTCOME if key in body}
    kind = lookup.kind_meant(connection, identifier)
    if kind is None:
        raise lookup.not_found(connection, lookup.KINDS, identifier)
    body = lookup.standing(connection, kind, identifier).body
    if kind != Kind.CLAIM:
        return _known(body, keys.TABLES[kind])
    found = {"source": body["source"], **_known(body, keys.CLAIM_KEYS)}
    if body["question"] != identifier:
        return found
    del found["question"]
    own = records.latest(connection, "question", [identifier])[identifier].body
    return {**found, **_known(own, keys.OWN_QUESTION_KEYS)}


def _known(body: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    return {key: body[key] for key in known if key in body and key not in UNEDITABLE}
