"""Names as parts of ids."""

from __future__ import annotations

from typing import Final

from ledger.model.naming import text_id
from ledger.model.raw import ID

LONGEST: Final = 64
"""How long a name may be that stands in an id as it is."""


def plain_id(name: str) -> str:
    """A name as a part of an id: itself, where it may stand there, or else one made of it."""
    return name if ID.fullmatch(name) and len(name) <= LONGEST else text_id(name)
