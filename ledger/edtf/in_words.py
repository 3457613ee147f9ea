"""Fuzzy dates as people read them; programs get EDTF.

    2023-07-12, 2023-07, 2023         2023-07-12, July 2023, 2023
    2026-24, 2023-30                  winter 2026/27, southern summer 2023/24
    2024-35, 2027-41                  the third quarter of 2024, July to December 2027
    2019-01/2019-03                   January to March 2019
    2023-07-03/2023-07-09             2023-07-03 to 2023-07-09
    ../2024-12-31, ../2024            by 2024-12-31, by the end of 2024
    2023-07/..                        from July 2023 on
    203X, 20XX, 2023-07-XX            the 2030s, the years 2000-2099, some day of July 2023
    2023~, 2023-07-12?                about 2023, perhaps 2023-07-12
    [2023,2025..2027]                 2023 or 2025 to 2027

What is written here `ledger.edtf.read` reads as the same days, but for what has no end and sets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.edtf.notation import PARTS_OF_YEAR, parse
from ledger.edtf.vocabulary import month_name

if TYPE_CHECKING:
    from ledger.edtf.notation import FuzzyDate

MARKS: Final = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"}
SHAPE: Final = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<part>[0-9]{2}|XX))?(?P<day>-[0-9X]{2})?")
MONTH: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")

SEASONS: Final = ("spring", "summer", "autumn", "winter")
QUARTERS: Final = ("first", "second", "third", "fourth")
PARTS: Final = {
    **{21 + n: f"{SEASONS[n % 4]} {{}}" for n in range(8)},
    **{29 + n: f"southern {SEASONS[n]} {{}}" for n in range(4)},
    **{33 + n: f"the {QUARTERS[n]} quarter of {{}}" for n in range(4)},
}
"""Parts of a year that have a name; the others are told by their months."""

MANY: Final = re.compile(r"^some |\bto\b")
"""Words that stand without a preposition."""

OPEN: Final = frozenset({"", ".."})
MONTHS: Final = 12
JOINTS: Final = {"[": "or", "{": "and"}


def in_words(date: FuzzyDate | str) -> str:
    """A fuzzy date in words; days and years stay as they are."""
    text = str(date)
    if text[:1] in JOINTS:
        return _set(text)
    first, slash, last = text.partition("/")
    return _interval(first, last) if slash else _date(text)


def when(date: FuzzyDate | str) -> str:
    """A fuzzy date as the answer to "when?": in July 2023, by 2024-12-31, 2023-07-12."""
    text, words = str(date), in_words(date)
    has_name = SHAPE.fullmatch(text) and not _is_day(text)
    return f"in {words}" if has_name and not MANY.search(words) else words


def deadline(date: FuzzyDate | str) -> str:
    """A due date as people read it, with its last day where that is not in the words.

    ``in winter 2026/27, at the latest 2027-02-28``
    """
    words, latest = when(date), parse(str(date)).latest
    return words if latest is None or str(latest) in words else f"{words}, at the latest {latest}"


def by(date: FuzzyDate | str) -> str:
    """A fuzzy date as the last at which something is: by 2024-12-31, by the end of July 2023."""
    text = str(date)
    return in_words(text if "/" in text or text[:1] in JOINTS else f"../{text}")


def _interval(first: str, last: str) -> str:
    first, last = _outer_month(first, 0), _outer_month(last, -1)
    if first in OPEN:
        words = _date(last)
        return f"by {words}" if _is_day(last.rstrip("~?%")) else f"by the end of {words}"
    if last in OPEN:
        return f"from {_date(first)} on"
    start, end = MONTH.fullmatch(first), MONTH.fullmatch(last)
    if start and end and start["year"] == end["year"] and first != last:
        return f"{month_name(int(start['month']))} to {_date(last)}"
    return f"{_date(first)} to {_date(last)}"


def _outer_month(date: str, place: int) -> str:
    """The first or the last month of a part of a year that is told by its months."""
    found = SHAPE.match(date)
    if found is None or found["day"] or not (found["part"] or "X").isdigit():
        return date
    part = int(found["part"])
    if part <= MONTHS or part in PARTS:
        return date
    start, length = PARTS_OF_YEAR[part]
    month = range(start, start + length)[place]
    return f"{found['year']}-{month:02d}{date[found.end() :]}"


def _is_day(date: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date) is not None


def _date(date: str) -> str:
    if date[-1:] in MARKS:
        return MARKS[date[-1]].format(_date(date[:-1]))
    found = SHAPE.fullmatch(date)
    if found is None or _is_day(date):
        return date
    year, part, day = found.group("year", "part", "day")
    if part is None:
        return _years(year)
    if day is not None:
        return f"some day of {year if part == 'XX' else _part(year, int(part))}"
    return f"some month of {year}" if part == "XX" else _part(year, int(part))


def _years(year: str) -> str:
    if "X" not in year:
        return year
    first, last = year.replace("X", "0"), year.replace("X", "9")
    is_decade = year.endswith("X") and "XX" not in year and not first.endswith("00")
    return f"the {first}s" if is_decade else f"the years {max(first, '0001')}-{last}"


def _part(year: str, part: int) -> str:
    start, length = PARTS_OF_YEAR[part]
    of_two_years = start + length - 1 > MONTHS
    told = f"{year}/{(int(year) + 1) % 100:02d}" if of_two_years else year
    if part in PARTS:
        return PARTS[part].format(told)
    if length == 1:
        return f"{month_name(part)} {year}"
    return f"{month_name(start)} to {month_name(start + length - 1)} {year}"


def _set(text: str) -> str:
    members = []
    for one in text[1:-1].split(","):
        first, dots, last = one.partition("..")
        members.append(_interval(first, last) if dots else _date(one))
    start = ", ".join(members[:-1])
    return f"{start} {JOINTS[text[0]]} {members[-1]}" if start else members[0]
