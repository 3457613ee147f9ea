"""Fuzzy dates: EDTF text with the first and last day it may mean, and phrases read as such.

What the world did is dated as well as it is known: ``2023-07-12``, ``2023-07``, ``2024``,
``2023-07-03/2023-07-09``, ``../2024-12-31``.  ``parse`` takes this notation alone; ``read`` also
takes words such as "next week" and reads them against the day they were said.  ``in_words``,
``when``, ``by`` and ``deadline`` show a date to people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.edtf.in_words import by, deadline, in_words, when
from ledger.edtf.notation import DAY, FuzzyDate, before, from_day, is_edtf, parse

if TYPE_CHECKING:
    from ledger.edtf.reference_day import Roll

__all__ = [
    "FuzzyDate",
    "before",
    "by",
    "can_be_read",
    "counted_from",
    "deadline",
    "from_day",
    "in_words",
    "is_edtf",
    "parse",
    "read",
    "when",
]


def read(words: str, anchor: FuzzyDate | None = None, *, roll: Roll = "forward") -> FuzzyDate:
    """The fuzzy date that ``words`` mean: EDTF, or a phrase said at some day of ``anchor``.

    A day without a year is the first one from the anchor on, and a weekday alone is of no known
    week; with ``roll`` "back", which serves for what has happened, each is the last one up to it.

    Raises:
        BadDate: no date can be read in the words, they need an anchor that is not there, or they
            can mean more than one date.
    """
    if DAY.fullmatch(words):  # the most common, and read at once
        return parse(words)
    from ledger.edtf import phrases  # noqa: PLC0415 - most commands read no words

    return phrases.read(words, anchor, roll)


def can_be_read(words: str, roll: Roll) -> bool:
    """Whether words are a date, if only one knew when they were said."""
    from ledger.edtf import phrases  # noqa: PLC0415 - most commands read no words

    return phrases.can_be_read(words, roll)


def counted_from(words: str, since: str) -> str:
    """Words such as "in the first 100 days" with the day that is the first of them.

    Raises:
        BadDate: ``since`` is not one day, or the words are not counted from any.
    """
    from ledger.edtf import phrases  # noqa: PLC0415 - most commands read no words

    return phrases.counted_from(words, since)
