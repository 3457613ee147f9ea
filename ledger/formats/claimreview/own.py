"""What ClaimReview cannot say of a claim about the future, under a key of our own.

"urn:claim-ledger:record": {"@type": "@json", "@value": {
  "source": {"id": "..."}, "claim": {"stance": "against", ...},
  "question": {"due": "2023-07-12", ...}, "outcome": {"verdict": "did-not-happen", ...}}}

The tables hold keys of the claim file, and only those that schema.org has no property for.  A
JSON literal (https://www.w3.org/TR/json-ld11/#json-literals) is one value to whoever reads the
file as linked data, and nothing in it is taken for schema.org's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.model.raw import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.formats.claimreview.node import Node

KEY: Final = "urn:claim-ledger:record"
TABLES: Final = ("source", "claim", "question", "outcome")
IDS: Final = frozenset({"id", "question", "source"})
"""Keys that say which record is meant: nothing can be found by what is no text."""

MARKER: Final = {"@type": "@json"}


def wrapped(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The tables as the value of `KEY`."""
    return {**MARKER, "@value": tables}


def tables_of(review: Node) -> dict[str, dict[str, Any]] | None:
    """The tables under `KEY`, or None where there is no such key.

    Raises:
        ValueError: what is there is something else.
    """
    if KEY not in review.data:
        return None
    found = review.values(KEY)
    tables = found[0] if len(found) == 1 else None
    if not isinstance(tables, dict) or not all(
        name in TABLES and isinstance(table, dict) for name, table in tables.items()
    ):
        message = f"{KEY} must hold one object with the objects {', '.join(TABLES)}."
        raise ValueError(message)
    for name, table in tables.items():
        for key in IDS & table.keys():
            if not isinstance(table[key], str):
                message = f"In {KEY}, the {key} of {name} must be text, not {kind_of(table[key])}."
                raise ValueError(message)  # noqa: TRY004 - one error for all that is not ours
    return tables
