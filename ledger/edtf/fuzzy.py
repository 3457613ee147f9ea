"""The fuzzy date: a text in EDTF, and the first and the last day it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as well as it is known.

    ``text`` is canonical EDTF; ``earliest`` and ``latest`` are the first and the last day it may
    mean, both included.  None is an end that is open or unknown.  Values come from ``parse``,
    ``from_day`` and ``read``, which see to it that the three agree.
    """

    text: str
    earliest: date | None
    latest: date | None

    def __str__(self) -> str:
        return self.text


def from_day(day: date) -> FuzzyDate:
    """The fuzzy date that means this one day."""
    day = date(day.year, day.month, day.day)  # of a `datetime`, the day alone
    return FuzzyDate(day.isoformat(), day, day)


def before(a: FuzzyDate, b: FuzzyDate) -> bool | None:
    """Whether ``a`` is before ``b``: yes, no, or None where it cannot be told.

    Yes means that every day of ``a`` is earlier than every day of ``b``; no means that no day of
    ``a`` is earlier than any day of ``b``.
    """
    if a.latest is not None and b.earliest is not None and a.latest < b.earliest:
        return True
    if a.earliest is not None and b.latest is not None and a.earliest >= b.latest:
        return False
    return None
