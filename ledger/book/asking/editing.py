"""One record as whoever corrects it sees it: the keys of the claim file, as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.book import lookup
from ledger.errors import NotFound
from ledger.model import keys
from ledger.model.kinds import Kind
from ledger.model.outcome import base_of, question_of, response_of_id
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.store.database import Connection

UNEDITABLE = frozenset({"id", "reason", "outcome", "response", "proposed"})

OF_AN_OUTCOME = tuple(
    key for key in keys.OUTCOME_KEYS if key not in {*UNEDITABLE, "blind", "adjudicates", "disputed"}
)
"""What can be amended of an outcome: not how it was given."""


def editable(connection: Connection, identifier: str, moment: int | None = None) -> dict[str, Any]:
    """The keys of a record that can be amended, in their order.

    A claim has those of the question it made among them, and names its source.  They are as they
    stand, or stood as of entry ``moment``.

    Raises:
        NotFound: nothing in force bears the id.
    """
    if response_of_id(identifier):
        body = _body(connection, Kind.RESPONSE.value, identifier, moment)
        return _known(body, keys.RESPONSE_KEYS)
    if question_of(identifier):
        body = _body(connection, Kind.OUTCOME.value, identifier, moment)
        return {key: body[key] for key in OF_AN_OUTCOME if key in body}
    kind = lookup.kind_meant(connection, identifier)
    if kind is None:
        raise lookup.not_found(connection, lookup.KINDS, identifier)
    body = _body(connection, kind, identifier, moment)
    if kind != Kind.CLAIM:
        return _known(body, keys.TABLES[kind])
    found = {"source": body["source"], **_known(body, keys.CLAIM_KEYS)}
    if body["question"] != identifier:
        return found
    del found["question"]
    own = _body(connection, "question", identifier, moment)
    return {**found, **_known(own, keys.OWN_QUESTION_KEYS)}


def _body(
    connection: Connection, kind: str, identifier: str, moment: int | None
) -> Mapping[str, Any]:
    """What a record says, or said as of entry ``moment``.

    Raises:
        NotFound: it is not in force, or was not.
    """
    if moment is None:
        return lookup.standing(connection, kind, identifier).body
    asked = base_of(identifier) if kind in records.NUMBERED else identifier
    states = records.revisions(connection, kind, [asked]).get(identifier, [])
    found = next((one for one in states if one.in_force(moment)), None)
    if found is None:
        raise NotFound(f"{kind} in force", identifier)
    return found.body


def _known(body: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    return {key: body[key] for key in known if key in body and key not in UNEDITABLE}
