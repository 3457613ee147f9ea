"""One of several parts of a period: the last day of July, the 3rd Friday of next month.

    said on 2023-07-05                reads as
    first day of next week            2023-07-10
    last day of July                  2023-07-31               the first from that day on
    the 15th of next month            2023-08-15
    3rd Friday of next month          2023-08-18
    second month of 2025              2025-02
    first half of July 2024           2024-07-01/2024-07-15
    first 10 days of August           2023-08-01/2023-08-10
    first week of May 2023            2023-05-01/2023-05-07    it began on a Monday
    first week of December 2023       refused: days 1 to 7, or the first Monday to Sunday?

Days and months are counted as whole numbers, so that nothing leads out of the calendar.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.edtf import phrase_errors
from ledger.edtf.durations import LENGTH, WEEKS, length_of
from ledger.edtf.notation import is_edtf, parse
from ledger.edtf.vocabulary import (
    MONTH,
    NTH,
    PART,
    PARTS,
    UNITS,
    WEEKDAYS,
    WHICH,
    YEAR,
    match_words,
    nth_of,
    one_of,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Meaning, View

Days: TypeAlias = tuple[date, date]

WEEK: Final = 7
SUNDAY: Final = 6
YEAR_MONTHS: Final = 12
MIDDLE: Final = 15
"""The last day of the first half of a month."""

SOME_YEARS: Final = range(2001, 2029)
"""Years in which every month has begun on every weekday."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Equal steps from ``first`` to ``last``: days by their ordinals, or months since year 0."""

    first: int
    last: int
    length: int = 1

    def part(self, nth: int, count: int = 1) -> tuple[int, int] | None:
        """``count`` steps from the nth on, or back to the nth from the last; None beyond ends."""
        if nth > 0:
            start = self.first + self.length * (nth - 1)
            end = start + self.length * count - 1
        else:
            end = self.last + self.length * (nth + 1)
            start = end - self.length * count + 1
        return (start, end) if nth and self.first <= start and end <= self.last else None


def _days(period: Days, length: int = 1) -> Steps:
    return Steps(period[0].toordinal(), period[1].toordinal(), length)


def _calendar_weeks(period: Days) -> Steps:
    """The weeks from Monday to Sunday that lie in a period as a whole."""
    first, last = period
    return Steps(
        first.toordinal() + -first.weekday() % WEEK,
        last.toordinal() - (last.weekday() - SUNDAY) % WEEK,
        WEEK,
    )


def _months(period: Days, length: int = 1) -> Steps | None:
    """A period in months, where it consists of whole ones, and of units of so many of them."""
    first, last = period
    start = first.year * YEAR_MONTHS + first.month - 1
    end = last.year * YEAR_MONTHS + last.month - 1
    if first.day > 1 or last != _last_of(end) or start % length or (end + 1) % length:
        return None
    return Steps(start, end, length)


def _nth(period: Days, unit: str, nth: int) -> Iterator[Days]:
    """The nth such part of a period, if it has one; a week in both its readings."""
    if unit in WEEKDAYS:
        yield from _nth_weekday(period, WEEKDAYS[unit], nth)
    elif unit == "half":
        yield from _half(period, nth)
    else:
        yield from _several(period, unit, nth, 1)


def _several(period: Days, unit: str, nth: int, count: int) -> Iterator[Days]:
    """``count`` units on end."""
    if unit == "day":
        yield from _as_days(_days(period).part(nth, count))
    elif unit == "week":
        yield from _as_days(_days(period, WEEK).part(nth, count))
        yield from _as_days(_calendar_weeks(period).part(nth, count))
    elif steps := _months(period, UNITS[unit][1]):
        yield from _as_months(steps.part(nth, count))


def _nth_weekday(period: Days, weekday: int, nth: int) -> Iterator[Days]:
    first, last = period
    start = first.toordinal() + (weekday - first.weekday()) % WEEK
    end = last.toordinal() - (last.weekday() - weekday) % WEEK
    day = start + WEEK * (nth - 1) if nth > 0 else end + WEEK * (nth + 1)
    if start <= day <= end:
        yield date.fromordinal(day), date.fromordinal(day)


def _half(period: Days, nth: int) -> Iterator[Days]:
    first, last = period
    steps = _months(period)
    if steps is None:
        return
    several, odd = divmod(steps.last - steps.first + 1, 2)
    if not several:
        yield from [(first, first.replace(day=MIDDLE)), (last.replace(day=MIDDLE + 1), last)][
            nth - 1 : nth
        ]
    elif not odd:
        yield from _as_months(Steps(steps.first, steps.last, several).part(nth))


def _as_days(part: tuple[int, int] | None) -> Iterator[Days]:
    if part is not None:
        yield date.fromordinal(part[0]), date.fromordinal(part[1])


def _as_months(part: tuple[int, int] | None) -> Iterator[Days]:
    if part is not None:
        yield date(part[0] // YEAR_MONTHS, part[0] % YEAR_MONTHS + 1, 1), _last_of(part[1])


def _last_of(month: int) -> date:
    year, before = divmod(month, YEAR_MONTHS)
    return date(year, before + 1, monthrange(year, before + 1)[1])


def written(days: Days) -> str:
    """The days in EDTF, as a month, a year or whole months where they are just that."""
    first, last = days
    if first == last:
        return str(first)
    whole = _months(days)
    if whole is None:
        return f"{first}/{last}"
    if whole.part(1, YEAR_MONTHS) == (whole.first, whole.last) and first.month == 1:
        return f"{first.year:04d}"
    start, end = str(first)[:7], str(last)[:7]
    return start if start == end else f"{start}/{end}"


def _nth_of(match: re.Match[str], view: View) -> FuzzyDate | None:
    unit = (match.groupdict().get("unit") or "day").lower()
    nth = nth_of(match["nth"])
    return _of_period(match["whole"], view, lambda days: list(_nth(days, unit.strip("."), nth)))


def _several_of(match: re.Match[str], view: View) -> FuzzyDate | None:
    """The first 10 days, or the last 3 months, of a period."""
    length, nth = length_of(match["length"]), 1 if match["side"].lower() in FIRST else -1
    if length.hours or bool(length.months) is bool(length.days):
        return None
    if length.months:
        unit, count = "month", length.months
    elif match_words(WEEKS, match["length"]):
        unit, count = "week", length.days // WEEK
    else:
        unit, count = "day", length.days
    return _of_period(match["whole"], view, lambda days: list(_several(days, unit, nth, count)))


def _of_period(whole: str, view: View, parts: Callable[[Days], list[Days]]) -> FuzzyDate | None:
    """The part of a period in words, where all its readings agree."""
    if lone := match_words(rf"(?:the )?{PART}", whole):
        found = _of_lone_part(PARTS[lone["part"].lower()], view, parts)
    else:
        period = view.closed(whole, "end")
        if period is None or period[0] == period[1]:
            return None
        found = [parse(written(days)) for days in parts(period)]
    if not found:
        raise phrase_errors.none_such(view.words, whole)
    readings = sorted({fuzzy_date.text for fuzzy_date in found})
    if len(readings) > 1:
        raise phrase_errors.two_dates(view.words, readings)
    return found[0]


def _of_lone_part(part: int, view: View, parts: Callable[[Days], list[Days]]) -> list[FuzzyDate]:
    """Each reading of a part of July, in the year that it names in no words."""

    def readings(year: int) -> list[str]:
        text = f"{year:04d}-{part:02d}"
        period = parse(text) if is_edtf(text) else None
        if period is None or period.earliest is None or period.latest is None:
            return []
        return [written(days) for days in parts((period.earliest, period.latest))]

    most = max(len(readings(year)) for year in SOME_YEARS)
    return [view.supply_year(partial(_in_place, readings, place)) for place in range(most)]


def _in_place(readings: Callable[[int], list[str]], place: int, year: int) -> str:
    several = readings(year)
    return several[place] if place < len(several) else ""


FIRST: Final = frozenset({"first", "opening"})
ORDINAL: Final = rf"(?P<nth>{one_of(NTH)}|[0-9]{{1,3}}(?:st|nd|rd|th))"
A_MONTH: Final = rf"(?:the|{one_of(WHICH)}) month|{MONTH}(?: (?:of )?{YEAR})?"

TERMS: Final[tuple[tuple[str, Meaning], ...]] = (
    (rf"{ORDINAL}(?: day)? (?:of|in) (?P<whole>{A_MONTH})", _nth_of),
    (rf"{ORDINAL} (?P<unit>day|week|{one_of(WEEKDAYS)})\.?(?: of| in)? (?P<whole>.+)", _nth_of),
    (rf"{ORDINAL} (?P<unit>month|quarter|half|year) (?:of|in) (?P<whole>.+)", _nth_of),
    (rf"(?P<side>first|opening|last|final) {LENGTH} (?:of|in) (?P<whole>.+)", _several_of),
)
"""What each part of a period looks like in words, and what it means."""
