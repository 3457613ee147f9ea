"""Texts that are no EDTF: what each looks like, the sentence it is refused with, and the cure."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.edtf.vocabulary import month_name
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 200
ISO: Final = "[0-9]{4}(?:-[0-9]{2}){0,2}"
FORMS: Final = "Write a day, a month or a year, such as 2023-07-12, 2023-07 or 2023."

DECEMBER: Final = 12
YEARS: Final = "Years run from 0001 to 9999."


def unreadable(text: str) -> BadDate | None:
    """Why no date can stand in this text, whatever its notation; None where one may."""
    if not text.strip():
        return BadDate("The date is empty.", FORMS, code="empty-date")
    if len(text) > LONGEST:
        return BadDate(
            f"A date of {len(text):,} characters cannot be read.", FORMS, code="long-date"
        )
    for one in text:
        if not (one.isprintable() or (unicodedata.category(one) == "Zs")):
            return BadDate(
                f"{text!r} contains the invisible character U+{ord(one):04X}.",
                "Leave it out.",
                code="hidden-in-date",
            )
        if one.isnumeric() and not one.isascii():
            return BadDate(
                f"{text!r} holds {one!r}, which is not one of the digits 0 to 9.",
                "Write the date with the digits 0 to 9.",
                code="foreign-digits",
            )
    return None


def known(text: str) -> BadDate | None:
    """The refusal of a text that is no EDTF but has a shape people write; None for any other."""
    for shape, refusal in SHAPES:
        if match := re.fullmatch(shape, text):
            return refusal(match)
    return None


def explain(text: str) -> BadDate:
    """The refusal of a text that is not a single date in EDTF."""
    if found := known(text):
        return found
    if re.search(r"[~?%]", text):
        return BadDate(
            f"{text!r} is not an EDTF date: one mark (~, ? or %) may stand, at the end of a date.",
            "Write ~ for about, ? for perhaps and % for both, as in 2023-07~.",
            code="odd-mark",
        )
    if re.search(r"[Xx]", text):
        return unspecified(text)
    return BadDate(f"{text!r} is not a date in EDTF.", FORMS, code="no-date")


def unspecified(text: str) -> BadDate:
    """Digits left open elsewhere than at the right."""
    return BadDate(
        f"{text!r} leaves open digits that EDTF lets stand open only at the right, as a capital X.",
        "Write 202X, 20XX, 2023-XX, 2023-XX-XX or 2023-07-XX.",
        code="open-digits",
    )


def year_zero(text: str) -> BadDate:
    """The year 0000."""
    return BadDate(f"{text!r}: there is no year 0000 here.", YEARS, code="year-zero")


def no_such_month(text: str, month: int) -> BadDate:
    """A month that is none."""
    return BadDate(
        f"{text!r}: there is no month {month:02d}.",
        "Months are 01 to 12; 21 to 41 stand for seasons, quarters and halves of a year.",
        code="no-such-month",
    )


def no_such_day(text: str, year: int, month: int, last: int) -> BadDate:
    """A day that its month does not have; ``last`` is the month's last day."""
    return BadDate(
        f"{text!r}: {month_name(month)} {year:04d} has the days 1 to {last}.",
        f"Write a day of that month, or the month alone: {year:04d}-{month:02d}.",
        code="no-such-day",
    )


def day_of_a_season(text: str) -> BadDate:
    """A day within a season, quarter or half."""
    return BadDate(
        f"{text!r} counts a day within a season, quarter or half of a year.",
        "Write the day with its month, such as 2023-07-12.",
        code="day-of-a-season",
    )


def beyond_calendar(text: str) -> BadDate:
    """A date that leads out of the years 0001 to 9999."""
    return BadDate(
        f"{text!r} is outside the years 0001 to 9999.",
        "Write an earlier date.",
        code="beyond-calendar",
    )


def slashes(text: str) -> BadDate:
    """An interval with more than one slash."""
    return BadDate(
        f"{text!r} contains more than one slash.",
        "Write an interval as START/END, such as 2023-07-03/2023-07-09.",
        code="many-slashes",
    )


def endless(text: str) -> BadDate:
    """An interval, or a range in a set, that has neither a start nor an end."""
    return BadDate(
        f"{text!r} has neither a start nor an end.",
        "Write one of them: ../2024-12-31.",
        code="interval-without-ends",
    )


def backwards(text: str) -> BadDate:
    """An interval that ends before it begins."""
    return BadDate(
        f"{text!r} ends before it begins.",
        "Write the earlier date first.",
        code="interval-backwards",
    )


def unclosed(text: str, bracket: str) -> BadDate:
    """A set whose closing bracket is not there."""
    return BadDate(
        f"{text!r} is a set without its closing {bracket}.",
        "Write [2023,2025] for one of these dates, {2023,2025} for all of them.",
        code="unclosed-set",
    )


def empty_member(text: str) -> BadDate:
    """A set with nothing where a date should stand."""
    return BadDate(
        f"{text!r} is a set with no date where one should stand.",
        "Write [2023,2025] for one of these dates, {2023,2025} for all of them.",
        code="empty-member-of-set",
    )


def open_inside(text: str) -> BadDate:
    """A set that is open elsewhere than at its ends."""
    return BadDate(
        f"{text!r} is a set that is open elsewhere than at its two ends.",
        "Write [..2021,2023] or [2021,2023..].",
        code="set-open-inside",
    )


def _time_of_day(match: re.Match[str]) -> BadDate:
    return BadDate(
        f"{match[0]!r} has a time of day; only days are kept.",
        f"Write {match['day']} alone.",
        code="time-of-day",
    )


def _long_year(match: re.Match[str]) -> BadDate:
    digits = match[0]
    may_be_a_day = digits.isdecimal() and len(digits) == len("20230712")
    if may_be_a_day and (day := _day(digits[:4], digits[4:6], digits[6:])):
        return BadDate(f"{digits!r} lacks the hyphens of EDTF.", f"Write {day}.", code="no-hyphens")
    if may_be_a_day and 1 <= int(digits[4:6]) <= DECEMBER:
        return _none(digits, digits[:4], digits[4:6])
    return BadDate(f"{digits!r} has a year of more than four digits.", YEARS, code="long-year")


def _negative_year(match: re.Match[str]) -> BadDate:
    return BadDate(f"{match[0]!r} has a negative year.", YEARS, code="negative-year")


def _week(match: re.Match[str]) -> BadDate:
    return BadDate(
        f"{match[0]!r} counts weeks of a year, which EDTF does not.",
        "Write the week's first and last day, such as 2023-07-10/2023-07-16.",
        code="counts-weeks",
    )


def _day_of_year(match: re.Match[str]) -> BadDate:
    return BadDate(
        f"{match[0]!r} counts days of a year, which EDTF does not.",
        "Write the day with its month, such as 2023-07-12.",
        code="counts-days-of-year",
    )


def _two_ways(match: re.Match[str]) -> BadDate:
    """A day and a month in an order that differs between countries: 10/11/2026."""
    one, other, year = match["one"], match["other"], match["year"]
    readings = {_day(year, other, one): "day first", _day(year, one, other): "month first"}
    found = [f"{day} ({order})" for day, order in readings.items() if day is not None]
    if len(found) > 1:
        return BadDate(
            f"{match[0]!r} can be read as {' or as '.join(found)}.",
            "Write the one you mean with the year first.",
            code="two-dates",
        )
    if not found:
        is_day_first = 1 <= int(other) <= DECEMBER
        return _none(match[0], year, other if is_day_first else one)
    return BadDate(
        f"{match[0]!r} is not written as a date in EDTF: the year comes first.",
        f"Write {found[0].split()[0]}.",
        code="year-not-first",
    )


def _short_year(match: re.Match[str]) -> BadDate:
    return BadDate(
        f"{match[0]!r} has a year of two digits, or none.",
        "Write the year first and with four digits, such as 2023-07-12.",
        code="short-year",
    )


def _hyphens(match: re.Match[str]) -> BadDate:
    day = _day(match["year"], match["month"], match["day"])
    if day is None:
        return _none(match[0], match["year"], match["month"])
    return BadDate(
        f"{match[0]!r} is not written as a day in EDTF: YEAR-MONTH-DAY, with hyphens, month and"
        " day in two digits.",
        f"Write {day}.",
        code="day-not-in-edtf",
    )


def _month(match: re.Match[str]) -> BadDate:
    month = f"{match['year']}-{int(match['month']):02d}"
    return BadDate(
        f"{match[0]!r} is not written as a month in EDTF: YEAR-MONTH, with a hyphen, the month in"
        " two digits.",
        f"Write {month}.",
        code="month-not-in-edtf",
    )


def _lone_number(match: re.Match[str]) -> BadDate:
    return BadDate(f"{match[0]!r} alone is not a date.", FORMS, code="lone-number")


def _hyphen_interval(match: re.Match[str]) -> BadDate:
    what = "years" if len(match["start"] + match["end"]) == len("20232024") else "dates"
    return BadDate(
        f"{match[0]!r} joins two {what} with a hyphen; EDTF joins them with a slash.",
        f"Write {match['start']}/{match['end']}.",
        code="hyphen-interval",
    )


def _none(text: str, year: str, month: str) -> BadDate:
    """A day that is none, in whatever order it is written."""
    if int(year) == 0:
        return year_zero(text)
    if not 1 <= int(month) <= DECEMBER:
        return BadDate(
            f"{text!r}: there is no month {int(month):02d}.", FORMS, code="no-such-month"
        )
    return no_such_day(text, int(year), int(month), monthrange(int(year), int(month))[1])


def _day(year: str, month: str, day: str) -> str | None:
    """The day in EDTF, or None where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


SHAPES: Final[tuple[tuple[str, Callable[[re.Match[str]], BadDate]], ...]] = (
    (r"(?P<day>[0-9]{4}-?[0-9]{2}-?[0-9]{2})(?:[Tt]| (?=[0-9]))[0-9:.,Zz+-]*", _time_of_day),
    (r"[Yy][+-]?[0-9]+|\+?[0-9]{5,}(?:-[0-9]{2}){0,2}[~?%]?", _long_year),
    (r"-[0-9]+(?:-[0-9]{2}){0,2}[~?%]?", _negative_year),
    (r"[0-9]{4}-?[Ww][0-9]{2}(?:-?[0-9])?", _week),
    (r"[0-9]{4}-[0-9]{3}", _day_of_year),
    (r"(?P<one>[0-9]{1,2})([/.-])(?P<other>[0-9]{1,2})\2(?P<year>[0-9]{4})", _two_ways),
    (r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2})?\.?", _short_year),
    (
        r"(?P<year>[0-9]{4})(?P<by>[/.])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
        _hyphens,
    ),
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9])", _hyphens),
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9])-(?P<day>[0-9]{2})", _hyphens),
    (r"(?P<month>0?[1-9]|1[0-2])[/.-](?P<year>[0-9]{4})", _month),
    (r"(?P<year>[0-9]{4})[/.-](?P<month>[1-9])", _month),
    (r"(?P<year>[0-9]{4})[/.](?P<month>0[1-9]|1[0-2])", _month),
    (r"[0-9]{1,3}(?:st|nd|rd|th|\.)?", _lone_number),
    (r"(?P<start>[0-9]{4}) ?- ?(?P<end>[0-9]{4})", _hyphen_interval),
    (rf"(?P<start>{ISO}) - (?P<end>{ISO})", _hyphen_interval),
)
"""Shapes people write, tried in order; none of them matches a text that ``parse`` takes."""
