"""What an amendment changes: records as they would be written with it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.book.writing.record import Recorded
    from ledger.model.field_reader import Raw

EMPTY: Final[tuple[object, ...]] = ("", [], ())
"""What takes a key out."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What an `amend` changed: kind, key, before and after, for each key.

    Another verdict is another outcome: ``recorded`` is that, and ``id`` is still the one before.
    """

    id: str
    changes: tuple[tuple[str, str, Any, Any], ...]
    warnings: tuple[str, ...]
    recorded: Recorded | None = None


def merged(
    old: Mapping[str, Any], changes: Raw, identifier: str | None, known: tuple[str, ...]
) -> dict[str, Any]:
    """The record as it would be written with ``changes``; words go where their date goes."""
    found = {key: value for key, value in old.items() if key in known and key != "reason"}
    if "due" in changes:
        found.pop("due_words", None)
    if changes.get("due") in EMPTY:
        found.pop("due_basis", None)
    for key, value in changes.items():
        if value in EMPTY:
            found.pop(key, None)
        else:
            found[key] = value
    return found if identifier is None else {**found, "id": identifier}
