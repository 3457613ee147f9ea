"""Why words are no date: the sentences that phrases are refused with, and their cures."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from ledger.edtf.vocabulary import month_name, weekday_name
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.edtf.notation import FuzzyDate

EXAMPLES: Final = (
    "today",
    "yesterday",
    "tomorrow",
    "this week",
    "next week",
    "last week",
    "next month",
    "next quarter",
    "this year",
    "next year",
    "sometime next year",
    "next decade",
    "this Friday",
    "Friday of next week",
    "the week of July 10, 2023",
    "next July",
    "this summer",
    "in 3 weeks",
    "in two months",
    "3 days ago",
    "a week from now",
    "within 90 days",
    "in the next 6 months",
    "later this week",
    "later this month",
    "later this year",
    "by tomorrow",
    "by July 12",
    "on July 12, 2023",
    "12 July 2023",
    "July 11-12, 2023",
    "July 2023",
    "July 2023 to September 2023",
    "July to September 2023",
    "before July 2023",
    "before 2025",
    "early 2024",
    "mid-2024",
    "late next year",
    "early July 2023",
    "about 2024",
    "Q3 2024",
    "third quarter of 2024",
    "the first half of 2025",
    "summer 2024",
    "the 2030s",
    "end of July 2024",
    "by end-2024",
    "by the end of July",
    "by the end of 2024",
    "by the end of the year",
    "by the end of this month",
    "by the end of next year",
    "by the end of the decade",
    "by year-end",
    "by the start of 2025",
    "before the summer of 2025",
)
"""Forms that work, for whoever wrote one that does not."""

_COMMON: Final = ("2023-07-12", "next week", "by the end of 2024")


def unplaced(words: str) -> BadDate:
    """Words that are no date and no known phrase; the cure names the nearest forms."""
    near = difflib.get_close_matches(words, EXAMPLES, n=3, cutoff=0.5) or _COMMON
    return BadDate(
        f"{words!r} cannot be read as a date.",
        f"Forms that work: {_either(near, 'and')}.",
        code="no-date-or-phrase",
    )


def unanchored(words: str, anchor: FuzzyDate | None) -> BadDate:
    """Words that mean nothing without the day they were said."""
    why = "none is given" if anchor is None else f"{str(anchor)!r} has an open or unknown end"
    return BadDate(
        f"{words!r} depends on the day it was said, and {why}.",
        "Give that day, or write a full date such as 2023-07-12.",
        code="no-day-it-was-said",
    )


def split_by_anchor(words: str, anchor: FuzzyDate, answers: Sequence[FuzzyDate]) -> BadDate:
    """Words that the first and the last day of the anchor read differently."""
    return BadDate(
        f"{words!r} was said at some time in {str(anchor)!r}, and its meaning depends on when:"
        f" {_either([str(one) for one in answers])}.",
        "Write the one you mean.",
        code="split-by-anchor",
    )


def two_meanings(words: str, readings: Sequence[str]) -> BadDate:
    """Words that people use in two ways."""
    return BadDate(
        f"{words!r} can mean {_either(readings)}.", "Write the one you mean.", code="two-meanings"
    )


def by_a_period(words: str, period: str) -> BadDate:
    """A deadline "by" something longer than a day: by its first day, or by its last?"""
    return BadDate(
        f"{words!r} can mean by its beginning or by its end.",
        f"Write 'before {period}' or 'by the end of {period}'.",
        code="by-a-period",
    )


def without_end(words: str) -> BadDate:
    """Words that give a beginning alone, such as "after 2025"."""
    return BadDate(
        f"{words!r} says from when, but not until when.",
        "Write until when, as in 'by the end of 2024'; from when belongs in the criteria.",
        code="only-a-start",
    )


def over_before_said(words: str, years: Sequence[int], name: str) -> BadDate:
    """This summer, said in the autumn."""
    return BadDate(
        f"{words!r} was over when it was said.",
        f"Write {_either([f'{name} {year:04d}' for year in years])}.",
        code="over-before-said",
    )


def lone_part(name: str) -> BadDate:
    """A month, season, quarter or half without its year."""
    return BadDate(
        f"{name!r} names no year.",
        f"Add the year, as in '{name} 2024', or write 'by the end of {name}'.",
        code="lone-part",
    )


def lone_weekday(weekday: int) -> BadDate:
    """A weekday that could be of any week."""
    name = weekday_name(weekday)
    return BadDate(
        f"{name!r} alone names no week.",
        f"Write 'last {name}', 'this {name}' or 'next {name}', or the date.",
        code="lone-weekday",
    )


def no_such_day(words: str, month: int, last: int) -> BadDate:
    """A day that its month never has."""
    return BadDate(
        f"{words!r}: {month_name(month)} has no day after {last}.",
        "Write a day of that month.",
        code="no-such-day",
    )


def wrong_weekday(words: str, day: date, weekday: int) -> BadDate:
    """A weekday that contradicts its date."""
    return BadDate(
        f"{words!r}: {day} is a {weekday_name(day.weekday())}, not a {weekday_name(weekday)}.",
        "Correct one of them, or leave the weekday out.",
        code="wrong-weekday",
    )


def beyond_calendar(words: str) -> BadDate:
    """Words that lead out of the years that dates can have."""
    return BadDate(
        f"{words!r} is outside the years 0001 to 9999.",
        "Write a date within them.",
        code="beyond-calendar",
    )


def _either(texts: Sequence[str], joint: str = "or") -> str:
    quoted = [f"'{one}'" for one in texts]
    return f" {joint} ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
