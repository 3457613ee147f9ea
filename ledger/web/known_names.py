"""The names that complete what is typed: those of a source, and those used of late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.model.kinds import Kind
from ledger.web.inputs import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.show import SourceDossier
    from ledger.journal.entry import Entry
    from ledger.web.asked import Asked

LATELY: Final = 1000
"""So many entries, the last ones, are looked at: of a large ledger, not all can be."""

MOST: Final = 100
"""So many names of each list go with a form, so that the page stays light."""

LONGEST: Final = 120
"""Longer names are not offered."""

LISTS: Final = {list_of: key for key, list_of in NAMED.items()}
"""By each list, the field that it completes."""


def known_names(asked: Asked, source: SourceDossier | None = None) -> dict[str, list[str]]:
    """The names in each list: the speakers of a ``source`` first, then what was used last."""
    found: dict[str, dict[str, None]] = {name: {} for name in LISTS}
    if source is not None:
        found["speakers"] |= dict.fromkeys(claim.speaker for claim in source.claims)
    for _, entry in reversed(asked.ledger.log(None, asked.as_of, LATELY)):
        for name, used in _used(entry):
            found[name].setdefault(used)
    return {
        name: [one for one in several if len(one) <= LONGEST][:MOST]
        for name, several in found.items()
    }


def _used(entry: Entry) -> Iterator[tuple[str, str]]:
    """The names in an entry, each with the list that it is for."""
    if entry.kind not in {Kind.CLAIM, Kind.SOURCE, Kind.QUESTION}:
        return
    for name, key in LISTS.items():
        value = entry.body.get(key)
        several = value if isinstance(value, list | tuple) else [value]
        yield from ((name, one) for one in several if isinstance(one, str))
