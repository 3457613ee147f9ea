"""EDTF (ISO 8601-2:2019, Annex A): fuzzy dates, with the first and the last day each may mean.

What is taken, with the days it may mean:

    2023-07-12  2023-07  2023      a day, a month, a year (0001 to 9999)
    202X  20XX                     some year of a decade, of a century
    2023-XX  2023-XX-XX            some month, some day of a year
    2023-07-XX                     some day of a month
    2023-21 ... 2023-24            spring Mar-May, summer Jun-Aug, autumn Sep-Nov,
                                   winter Dec-Feb of the following year
    2023-25 ... 2023-28            the same, said of the northern hemisphere
    2023-29 ... 2023-32            southern: spring Sep-Nov, summer Dec-Feb, autumn, winter Jun-Aug
    2023-33 ... 2023-36            quarters
    2023-37 ... 2023-39            thirds of a year, four months each
    2023-40  2023-41               halves of a year
    2023~  2023-07?  2023-07-12%   about, perhaps, both: the marks do not widen the days
    2023-07/2023-09                an interval, both ends included
    ../2023  2023/..  /2023  2023/ an interval with an open (..) or unknown end
    [2023,2025..2027]  [..2023]    one of these; ``..`` is a range, or open
    {2023-07-03,2023-07-05}        all of these

The standard leaves open which months a season covers; the meteorological seasons of the north are
chosen here.  Left out are times of day, years of more than four digits, negative years, marks on
single parts of a date, and digits left open anywhere but at the right.
Printing is the inverse: ``str(parse(text)) == text``, but for blanks after the commas of a set.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache
from typing import Final, TypeAlias

from ledger.edtf import notation_errors
from ledger.errors import BadDate


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


DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE: Final = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"[~?%]?"
)
CLOSING: Final = {"[": "]", "{": "}"}
OPEN: Final = ("", "..")
MONTHS: Final = 12

PARTS_OF_YEAR: Final = {
    **{month: (month, 1) for month in range(1, 13)},
    **{21 + n: (3 + 3 * n, 3) for n in range(4)},
    **{25 + n: (3 + 3 * n, 3) for n in range(4)},
    **{29 + n: (3 + 3 * ((n + 2) % 4), 3) for n in range(4)},
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6) for n in range(2)},
}
"""What stands in the place of the month: its first month, and how many months it lasts."""

Days: TypeAlias = tuple[date, date]
OpenDays: TypeAlias = tuple[date | None, date | None]


@lru_cache(maxsize=16_384)
def parse(text: str) -> FuzzyDate:
    """The fuzzy date that ``text`` writes in EDTF; words are not taken.

    Raises:
        BadDate: the text is no EDTF that is taken here, or names a day that does not exist.
    """
    if DAY.fullmatch(text):
        with suppress(ValueError):  # the long way says what is wrong with it
            return from_day(date.fromisoformat(text))
    if trouble := notation_errors.unreadable(text):
        raise trouble
    try:
        return _parsed(text)
    except BadDate as refusal:
        raise notation_errors.known(text) or refusal from None


def is_edtf(text: str) -> bool:
    """Whether ``parse`` takes the text."""
    try:
        parse(text)
    except BadDate:
        return False
    return True


def _parsed(text: str) -> FuzzyDate:
    if text[0] in CLOSING:
        return _set(text)
    if "/" in text:
        return _interval(text)
    return FuzzyDate(text, *_days(text))


def _interval(text: str) -> FuzzyDate:
    start, _, end = text.partition("/")
    if "/" in end:
        raise notation_errors.slashes(text)
    if start in OPEN and end in OPEN:
        raise notation_errors.endless(text)
    return FuzzyDate(text, *_between(start, end, text))


def _between(start: str, end: str, text: str) -> OpenDays:
    earliest = None if start in OPEN else _days(start)[0]
    latest = None if end in OPEN else _days(end)[1]
    if earliest is not None and latest is not None and latest < earliest:
        raise notation_errors.backwards(text)
    return earliest, latest


def _set(text: str) -> FuzzyDate:
    if text[-1] != CLOSING[text[0]]:
        raise notation_errors.unclosed(text, CLOSING[text[0]])
    members = [one.strip(" ") for one in text[1:-1].split(",")]
    if not all(members):
        raise notation_errors.empty_member(text)
    if any(member.startswith("..") for member in members[1:]) or any(
        member.endswith("..") for member in members[:-1]
    ):
        raise notation_errors.open_inside(text)
    days = [_member(member, text) for member in members]
    starts = [first for first, _ in days if first is not None]
    ends = [last for _, last in days if last is not None]
    return FuzzyDate(
        text[0] + ",".join(members) + text[-1],
        min(starts) if len(starts) == len(days) else None,
        max(ends) if len(ends) == len(days) else None,
    )


def _member(text: str, whole: str) -> OpenDays:
    start, dots, end = text.partition("..")
    if not dots:
        return _days(text)
    if not start and not end:
        raise notation_errors.endless(whole)
    return _between(start, end, text)


def _days(text: str) -> Days:
    """The first and the last day of a single date."""
    match = DATE.fullmatch(text)
    if match is None:
        raise notation_errors.explain(text)
    year, month, day = match["year"], match["month"], match["day"]
    if (year.endswith("X") and month) or (month == "XX" and day not in {None, "XX"}):
        raise notation_errors.unspecified(text)
    if year == "0000":
        raise notation_errors.year_zero(text)
    if month is None or month == "XX":
        first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return date(max(first, 1), 1, 1), date(last, 12, 31)
    return _days_within(text, int(year), int(month), day)


def _days_within(text: str, year: int, part: int, day: str | None) -> Days:
    """The days of a month or another part of a year, or the one ``day`` of a month."""
    if part not in PARTS_OF_YEAR:
        raise notation_errors.no_such_month(text, part)
    if part > MONTHS and day is not None:
        raise notation_errors.day_of_a_season(text)
    start, length = PARTS_OF_YEAR[part]
    more_years, end = divmod(start + length - 2, MONTHS)
    if year + more_years > MAXYEAR:
        raise notation_errors.beyond_calendar(text)
    last = monthrange(year + more_years, end + 1)[1]
    if day is None or day == "XX":
        return date(year, start, 1), date(year + more_years, end + 1, last)
    if not 1 <= int(day) <= last:
        raise notation_errors.no_such_day(text, year, part, last)
    return date(year, part, int(day)), date(year, part, int(day))
