"""Days as sheets write them: in one order for all of a sheet, with a time of day, as numbers.

9/18/2025 14:30       2025-09-18, month first
2026-08-03T17:44:01Z  2026-08-03, the day as it is written
2021-7-16             2021-07-16
45918                 2025-09-18, where all of a column are such: days since the end of 1899

What is none of these is left as it is, for `ledger.edtf` to read or to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Callable

ORDERS: Final = ("MDY", "DMY", "YMD")
"""In which order sheets have month, day and year."""

DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME: Final = re.compile(
    r"(?P<day>.*?[^\s,])(?:[Tt]|,?\s+(?:at\s+)?)"
    r"[0-9]{1,2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?)"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?\s*(?:Z|z|[A-Z]{2,5})?(?:[+-][0-9]{2}(?::?[0-9]{2})?)?"
    r"(?:\s*\(.*\))?"
)
"""A text that ends in a time of day, its zone and the name of that."""

YEAR_FIRST: Final = re.compile(r"([12][0-9]{3})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4}))")
YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})")
SERIAL: Final = re.compile(r"([2-7][0-9]{4})(?:[.,][0-9]+)?")
"""A day as spreadsheets count: of the years 1954 to 2119."""

BEGINNING: Final = date(1899, 12, 30)
"""The day from which they count, those since March 1900 without a slip."""

LONGEST: Final = 80
"""The most characters of a day with its time."""

MOST: Final = 16384
"""How many texts are remembered with what they mean."""

FOUR: Final = 4
AHEAD: Final = 20
"""A year of two digits is one of the last hundred that end so many years ahead."""


class Shape(Enum):
    """What a cell of a column of dates is, as far as its order goes."""

    OTHER = "other"
    SERIAL = "serial"
    MONTH_FIRST = "MDY"
    DAY_FIRST = "DMY"
    EITHER = "either"


def shape_of(text: str) -> Shape:
    """Which order a cell can only be in; `Shape.EITHER` where it is two days in two orders."""
    if DAY.fullmatch(text):
        return Shape.OTHER
    if SERIAL.fullmatch(text):
        return Shape.SERIAL
    found = YEAR_LAST.fullmatch(without_time(text))
    if found is None or len(found[4]) != FOUR:
        return Shape.OTHER
    month_first, day_first = (_in_order(found, order, 0) for order in ORDERS[:2])
    if month_first == day_first:
        return Shape.OTHER
    if not month_first:
        return Shape.DAY_FIRST
    return Shape.EITHER if day_first else Shape.MONTH_FIRST


@dataclass(frozen=True, slots=True)
class Days:
    """How the days of one sheet are read.

    ``order`` is that of month, day and year, empty where nobody knows it; ``serial`` are the keys
    of columns in which days are numbers; ``year`` is the present one.  Where days are ``guessed``
    nothing may be entered, for their order is unknown: they are read so that all else can be.
    """

    order: str = ""
    serial: frozenset[str] = frozenset()
    year: int = 0
    guessed: bool = False
    _known: dict[tuple[str, bool], str] = field(default_factory=dict, compare=False)

    def read(self, key: str, text: str) -> str:
        """A cell as `ledger.edtf` can read it; as it is, where it may already, or cannot."""
        if DAY.fullmatch(text):
            return text
        known = self._known
        asked = text, key in self.serial
        if asked not in known:
            if len(known) > MOST:
                known.clear()
            known[asked] = self._read(*asked)
        return known[asked]

    def _read(self, text: str, is_serial: bool) -> str:  # noqa: FBT001 - the key of the memo
        if is_serial and (found := SERIAL.fullmatch(text)):
            return (BEGINNING + timedelta(days=int(found[1]))).isoformat()
        day = without_time(text)
        if found := YEAR_FIRST.fullmatch(day):
            parts = (found[3], found[4]) if found[3] else (found[5][:2], found[5][2:])
            return _day(int(found[1]), int(parts[0]), int(parts[1])) or text
        if found := YEAR_LAST.fullmatch(day):
            orders = ORDERS if self.guessed else (self.order or _sole(found),)
            return next(filter(None, (_in_order(found, one, self.year) for one in orders)), text)
        return day


def without_time(text: str) -> str:
    """A day without the time of day behind it; any other text as it is."""
    found = TIME.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return text
    day = found["day"]
    if YEAR_FIRST.fullmatch(day):
        return day
    is_day = ":" in text and (YEAR_LAST.fullmatch(day) or _is_day(day))
    return day if is_day else text


def _is_day(words: str) -> bool:
    """Whether words name one day, whenever they are said."""
    try:
        found = edtf.read(words)
    except BadDate:
        return False
    return found.earliest is not None and found.earliest == found.latest


def _sole(found: re.Match[str]) -> str:
    """The only order in which a day is one; none where it is two days, or its year is short."""
    if len(found[4]) != FOUR:
        return ""
    orders = {day: order for order in ORDERS[:2] if (day := _in_order(found, order, 0))}
    return next(iter(orders.values())) if len(orders) == 1 else ""


def _in_order(found: re.Match[str], order: str, year: int) -> str:
    """The day that numbers are in some order; empty where there is no such day."""
    one, other, last = int(found[1]), int(found[3]), int(found[4])
    is_short = len(found[4]) != FOUR
    readings: dict[str, Callable[[], str]] = {
        "MDY": lambda: _day(_whole(last, year) if is_short else last, one, other),
        "DMY": lambda: _day(_whole(last, year) if is_short else last, other, one),
        "YMD": lambda: _day(_whole(one, year), other, last) if is_short else "",
    }
    return readings[order]() if order else ""


def _whole(short: int, year: int) -> int:
    """A year of two digits with its century."""
    last = year + AHEAD
    return last - (last - short) % 100


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
