"""Where the file of a ledger's desk is: beside the ledger, never in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ledger.invocation import state_folder


def desk_of(place: str) -> Path:
    """The file of the desk of the ledger at ``place``, as `Ledger.place` has it.

    Of a ledger on a server it is in the user's own folder for what programs remember.
    """
    if "://" not in place:
        path = Path(place).resolve()
        return path.with_name(f"{path.name}.desk")
    name = hashlib.sha256(place.encode()).hexdigest()[:24]
    return state_folder() / "desks" / f"{name}.desk"
