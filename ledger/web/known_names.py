"""The names that complete what is typed: those that claims bear most often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.book.asking.show import SourceDossier
    from ledger.web.asked import Asked

MOST: Final = {"speakers": 200, "publishers": 100, "topics": 100}
"""So many names of each list go with a form, so that the page stays light."""

WHAT: Final = {"speakers": "speaker", "publishers": "publisher", "topics": "topic"}

LONGEST: Final = 120
"""Longer names are not offered."""


def known_names(asked: Asked, source: SourceDossier | None = None) -> dict[str, list[str]]:
    """The names in each list; the speakers of a ``source`` come first."""
    found = {}
    for name, what in WHAT.items():
        names = [one.name for one in asked.ledger.named(what, asked.as_of)[: MOST[name]]]
        if source is not None and name == "speakers":
            names = [*(claim.speaker for claim in source.claims[: MOST[name]]), *names]
        unlike = dict.fromkeys(one for one in names if len(one) <= LONGEST)
        found[name] = list(unlike)[: MOST[name]]
    return found
