"""A moment: how much of the journal is known, and which day counts as today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Moment:
    """The first ``entry`` entries are known, and it is ``day`` (UTC); written ``ENTRY@DAY``."""

    entry: int
    day: date

    def __str__(self) -> str:
        return f"{self.entry}@{self.day.isoformat()}"
