"""The day that words are read against: when they were said, and what is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from ledger.edtf import phrase_errors
from ledger.edtf.notation import from_day, is_edtf, parse
from ledger.edtf.vocabulary import BARE_UNIT, UNITS, WHICH, match_words

if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from datetime import date

    from ledger.edtf.notation import FuzzyDate

    Meaning: TypeAlias = "Callable[[re.Match[str], View], FuzzyDate | None]"

Roll: TypeAlias = Literal["forward", "back"]
"""Where a date without a year is looked for: from the anchor onwards, or up to it."""

Edge: TypeAlias = Literal["", "end", "start", "before"]
"""What is wanted of a date without a year: itself, its last or first day, or the day before it."""

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class View:
    """The words as written, one ``day`` of their ``anchor``, and how years are supplied.

    ``day`` is None where there is no anchor, or where an end of it is not known.  ``term`` reads
    the words for a day or a period, and serves for those that stand within others.
    """

    words: str
    anchor: FuzzyDate | None
    day: date | None
    roll: Roll
    term: Callable[[str, View], FuzzyDate | None]
    edge: Edge = ""

    def read(self, words: str, edge: Edge = "") -> FuzzyDate | None:
        """The day or period that ``words`` name, of which ``edge`` is wanted; None for others."""
        return self.term(words, replace(self, edge=edge))

    def closed(self, words: str, edge: Edge = "") -> tuple[date, date] | None:
        """The first and the last day of what words name; None where either lacks.

        Of which the end is wanted, "the year" is this year.
        """
        if edge == "end" and (unit := match_words(BARE_UNIT, words)):
            words = f"this {unit['unit']}"
        found = self.read(words, edge)
        if found is None or found.earliest is None or found.latest is None:
            return None
        return found.earliest, found.latest

    def known_day(self) -> date:
        """The day the words were said.

        Raises:
            BadDate: there is none to read them against.
        """
        if self.day is None:
            raise phrase_errors.unanchored(self.words, self.anchor)
        return self.day

    def shift(self, start: date, unit: str, count: int) -> date:
        """``start`` moved by ``count`` units, to the month's last day where the day is missing.

        Raises:
            BadDate: that leads out of the calendar.
        """
        days, months = UNITS[unit]
        return self.move(start, months * count, days * count)

    def move(self, start: date, months: int, days: int) -> date:
        """``start`` moved by months, to the month's last day where the day is missing, then days.

        Raises:
            BadDate: that leads out of the calendar.
        """
        from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - light start-up

        try:
            moved: date = start + relativedelta(months=months, days=days)
        except (OverflowError, ValueError):
            raise phrase_errors.beyond_calendar(self.words) from None
        return moved

    def period(self, unit: str, which: str) -> FuzzyDate:
        """This, next or last week (Monday to Sunday), month, quarter, year or decade."""
        day = self.shift(self.known_day(), unit, WHICH[which])
        if unit == "week":
            return self.week_of(day)
        return parse(
            {
                "month": f"{day.year:04d}-{day.month:02d}",
                "quarter": f"{day.year:04d}-{33 + (day.month - 1) // 3}",
                "year": f"{day.year:04d}",
                "decade": f"{day.year // 10:03d}X",
            }[unit]
        )

    def week_of(self, day: date) -> FuzzyDate:
        """The week, Monday to Sunday, in which ``day`` lies."""
        monday = self.shift(day, "day", -day.weekday())
        return parse(f"{monday}/{self.shift(monday, 'day', WEEK - 1)}")

    def weekday(self, which: str, weekday: int) -> FuzzyDate:
        """This, next or last Friday.

        "Next Friday" is the Friday of next week to some and the first Friday to come to others;
        where the two differ, and where "this Friday" has gone by, the words are refused.  With
        ``roll`` back, "this Friday" that has gone by is that one.

        Raises:
            BadDate: the words can mean two days.
        """
        day = self.known_day()
        ahead = (weekday - day.weekday()) % WEEK
        of_week = weekday - day.weekday() + WEEK * WHICH[which]
        nearest = {"last": ahead - WEEK, "this": ahead, "next": ahead or WEEK}[which]
        if which == "this" and self.roll == "back":
            nearest = of_week
        if of_week != nearest:
            both = sorted({of_week, nearest})
            days = [str(self.shift(day, "day", count)) for count in both]
            raise phrase_errors.two_dates(self.words, days)
        return from_day(self.shift(day, "day", nearest))

    def last_weekday(self, weekday: int) -> FuzzyDate:
        """The last Friday up to the day the words were said, which may be that day itself."""
        day = self.known_day()
        return from_day(self.shift(day, "day", -((day.weekday() - weekday) % WEEK)))

    def recurring(self, which: str, in_year: Callable[[int], str], name: str) -> FuzzyDate:
        """This, next or last July, summer or Christmas: what ``in_year`` writes, once a year.

        "Next summer", said in March, is this year's to some and next year's to others; where the
        two differ, and where "this summer" is over, the words are refused.

        Raises:
            BadDate: the words can mean two years, or a part of the year that is over.
        """
        day = self.known_day()
        near = [_known(in_year, year) for year in range(day.year - 2, day.year + 3)]
        found = [fuzzy_date for fuzzy_date in near if fuzzy_date is not None]
        within = [
            fuzzy_date for fuzzy_date in found if _first(fuzzy_date) <= day <= _last(fuzzy_date)
        ]
        ahead = [fuzzy_date for fuzzy_date in found if _first(fuzzy_date) > day]
        behind = [fuzzy_date for fuzzy_date in found if _last(fuzzy_date) < day]
        if which == "this":
            later = [fuzzy_date for fuzzy_date in ahead if _first(fuzzy_date).year == day.year]
            if not within and not later:
                raise phrase_errors.over_before_said(self.words, (day.year, day.year + 1), name)
            return (within or later)[0]
        nearest = (ahead[:1] if which == "next" else behind[-1:]) or within
        year = _first(within[0]).year if within else day.year
        of_year = _known(in_year, year + WHICH[which])
        if of_year is None or not nearest:
            raise phrase_errors.beyond_calendar(self.words)
        if of_year != nearest[0]:
            both = sorted({of_year.text, nearest[0].text})
            raise phrase_errors.two_dates(self.words, both)
        return of_year

    def in_year(self, year: str | None, in_year: Callable[[int], str]) -> FuzzyDate:
        """The date that ``in_year`` writes in the year that words name, else in the next or last.

        Raises:
            BadDate: there is none in that year, or no day to count from.
        """
        if not year:
            return self.supply_year(in_year)
        text = in_year(self.year_of(year))
        if not text:
            raise phrase_errors.beyond_calendar(self.words)
        return parse(text)

    def year_of(self, words: str) -> int:
        """The number of a year in words: 2024, the year, next year.

        Raises:
            BadDate: there is no day to count from.
        """
        if words.isdigit():
            return int(words)
        return self.known_day().year + WHICH.get(words.lower().split()[0], 0)

    def supply_year(self, in_year: Callable[[int], str]) -> FuzzyDate:
        """The date that ``in_year`` writes in the first year that keeps it from being past.

        With ``roll`` back: in the last year that keeps it from lying ahead.

        Raises:
            BadDate: there is no day to count from, or no such year.
        """
        day = self.known_day()
        years = range(max(day.year - 9, 1), min(day.year + 9, 9999) + 1)
        dates = [parse(text) for text in map(in_year, years) if is_edtf(text)]
        if self.roll == "forward":
            found = [one for one in dates if self._target(one) >= day]
        else:
            found = [one for one in reversed(dates) if self._target(one) <= day]
        if not found:
            raise phrase_errors.beyond_calendar(self.words)
        return found[0]

    def _target(self, candidate: FuzzyDate) -> date:
        if self.edge == "before":
            return self.shift(_first(candidate), "day", -1)
        return _first(candidate) if self.edge == "start" else _last(candidate)


def _known(in_year: Callable[[int], str], year: int) -> FuzzyDate | None:
    text = in_year(year)
    return parse(text) if is_edtf(text) else None


def _first(closed: FuzzyDate) -> date:
    return cast("date", closed.earliest)


def _last(closed: FuzzyDate) -> date:
    return cast("date", closed.latest)
