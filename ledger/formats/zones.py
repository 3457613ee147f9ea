"""Time zones by their names in the IANA database, such as ``America/Los_Angeles``."""

from __future__ import annotations

import difflib
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from ledger.model.raw import shown

if TYPE_CHECKING:
    from datetime import tzinfo


def zone_of(name: str | None) -> tzinfo:
    """The time zone of a name; UTC for none.

    Raises:
        ValueError: there is no such zone; the text of the error is a sentence.
    """
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as trouble:  # whatever file of that name there is
        known = sorted(available_timezones())
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        meant = f"Did you mean {close[0]}?" if close else "It is named as in Europe/Berlin."
        if not known:
            meant = "This machine knows of none: install the package tzdata."
        message = f"there is no time zone {shown(name)}. {meant}"
        raise ValueError(message) from trouble
