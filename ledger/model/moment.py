"""A moment: how much of the journal is known, and which day counts as today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime


FURTHEST_EAST: Final = timedelta(hours=14)
"""How far ahead of UTC the clocks are where the day begins."""


AHEAD: Final = timedelta(days=1)
"""How far ahead of our clock an entry may be dated."""


def horizon(now: datetime) -> date:
    """The latest day it is anywhere on Earth at the moment ``now``."""
    return (now + FURTHEST_EAST).date()


def latest(now: datetime) -> str:
    """The latest moment that an entry may be dated, if the clock that says ``now`` is about right.

    It is written as entries write it.
    """
    return stamp(now + AHEAD)


def stamp(now: datetime) -> str:
    """A moment as journal entries write it: YYYY-MM-DDTHH:MM:SSZ."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Moment:
    """The first ``entry`` entries are known, and it is ``day`` (UTC); written ``ENTRY@DAY``."""

    entry: int
    day: date

    def __str__(self) -> str:
        return f"{self.entry}@{self.day.isoformat()}"
