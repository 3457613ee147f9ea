"""Why words are no date: the sentences that phrases are refused with, and their cures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.edtf import notation_errors
from ledger.edtf.in_words import in_words
from ledger.edtf.vocabulary import month_name, weekday_name
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.edtf.notation import FuzzyDate


def unplaced(words: str, nearest: str | None) -> BadDate:
    """Words that are no date and no known phrase; ``nearest`` is what of them can be read."""
    cure = f"The nearest form that works: {nearest!r}." if nearest else notation_errors.FORMS
    return BadDate(f"{words!r} cannot be read as a date.", cure, code="no-date-or-phrase")


def unanchored(words: str, anchor: FuzzyDate | None) -> BadDate:
    """Words that mean nothing without the day they were said."""
    why = "none is given" if anchor is None else f"{in_words(anchor)!r} has an open or unknown end"
    return BadDate(
        f"{words!r} depends on the day it was said, and {why}.",
        "Give that day, or write a full date such as 2023-07-12.",
        code="no-day-it-was-said",
    )


def split_by_anchor(words: str, anchor: FuzzyDate, answers: Sequence[FuzzyDate]) -> BadDate:
    """Words that the first and the last day of the anchor read differently."""
    return BadDate(
        f"{words!r} was said at some time in {in_words(anchor)!r}, and its meaning depends on when:"
        f" {_either([in_words(answer) for answer in answers])}.",
        "Write the one you mean.",
        code="split-by-anchor",
    )


def two_meanings(words: str, readings: Sequence[str]) -> BadDate:
    """Words that people use in two ways."""
    return BadDate(
        f"{words!r} can mean {_either(readings)}.", "Write the one you mean.", code="two-meanings"
    )


def two_dates(words: str, readings: Sequence[str]) -> BadDate:
    """Words that people use for two dates, given in EDTF."""
    return two_meanings(words, [in_words(reading) for reading in readings])


def none_such(words: str, whole: str) -> BadDate:
    """A part that its period does not have, or not as a whole."""
    return BadDate(
        f"{words!r}: there is no such part of {whole}.",
        "Write the day, or the first and the last day.",
        code="no-such-part",
    )


def counted_from_what(words: str) -> BadDate:
    """The first 100 days of nobody knows what."""
    return BadDate(
        f"{words!r} does not say from which day it is counted.",
        f"Add the day that is the first, as in '{words} from 2023-07-12', or as an option:"
        " --from 2023-07-12.",
        code="counted-from-what",
    )


def no_first_day(since: str) -> BadDate:
    """A beginning that is longer than a day."""
    return BadDate(
        f"{since!r} is not one day to count from.",
        "Write the day that is the first, such as 2023-07-12.",
        code="no-first-day",
    )


def counted_from_none(words: str) -> BadDate:
    """A day to count from, for words that do not count."""
    return BadDate(
        f"{words!r} is not counted from a day.",
        "Leave out --from, which is for words such as 'in the first 100 days'.",
        code="not-counted",
    )


def how_many(words: str, unit: str) -> BadDate:
    """The coming weeks, or soon: until when?"""
    many = f"how many {unit}s" if unit else "by when"
    return BadDate(
        f"{words!r} does not say {many}.",
        f"Write until when, as in 'within 6 {unit or 'month'}s', or leave the date out.",
        code="how-many",
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
    quoted = [f"'{text}'" for text in texts]
    return f" {joint} ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
