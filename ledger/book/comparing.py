"""What a file says of a record, held against every revision the ledger has of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ledger.book import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.store.records import Revision


class Standing(Enum):
    """How a record of a file stands to the ledger."""

    NEW = "new"
    UNCHANGED = "unchanged"
    AMENDED = "amended"
    STALE = "stale"
    """The ledger said this once, and has been amended since."""
    WITHDRAWN = "withdrawn"


def compare(revisions: Sequence[Revision], body: Mapping[str, Any]) -> Standing:
    """How ``body`` stands to a record's ``revisions``, oldest first."""
    if not revisions:
        return Standing.NEW
    if revisions[-1].replaced_by is not None:
        return Standing.WITHDRAWN
    said = [not facts.changed_keys(one.body, adopted(one.body, body)) for one in revisions]
    if said[-1]:
        gained = {"selector", "digest"} & (set(body) - set(revisions[-1].body))
        return Standing.AMENDED if gained else Standing.UNCHANGED
    return Standing.STALE if any(said) else Standing.AMENDED


def adopted(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """``new`` with what it leaves to ``old``.

    The same due words keep the date they were read as, so that correcting a source's ``published``
    never moves a due date; the same quote keeps its place in the text, and the text its digest.
    """
    kept: list[str] = []
    if "due_words" in new and new["due_words"] == old.get("due_words"):
        kept.append("due")
    if "selector" not in new and new.get("quote") == old.get("quote"):
        kept.append("selector")
    if "digest" not in new:
        kept.append("digest")
    return {**new, **{key: old[key] for key in kept if key in old}}
