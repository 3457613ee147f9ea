"""Terms: the words for one day or one period, without what stands before them.

"July 12", "July 2023", "next week", "the third quarter of 2024", "early next year", "the 2030s".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.edtf import notation_errors, phrase_errors
from ledger.edtf.notation import from_day, is_edtf, parse
from ledger.edtf.vocabulary import (
    MONTHS,
    NUMBERS,
    PARTS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    WHICH,
    count_of,
    match_words,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import View

Meaning: TypeAlias = "Callable[[re.Match[str], View], FuzzyDate | None]"

LEAP_YEAR: Final = 2000
EDTF_SHAPE: Final = re.compile(r"(?=.*[0-9])[0-9XxYTtZW~?%.,:/\[\]{}+ -]+(?<=[^ ])")
"""Texts that are EDTF or want to be: those that hold digits and no words."""

NEAR_DAYS: Final = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
COUNTED: Final = rf"(?P<count>[0-9]{{1,6}}|{one_of(NUMBERS)}) (?P<unit>{one_of(UNITS)})(?:s'|'s|s)?"
PERIOD: Final = one_of(UNITS.keys() - {"day"})
WHICH_ONE: Final = rf"(?P<which>{one_of(WHICH)})"
MONTH: Final = rf"(?P<month>{one_of(MONTHS)})\.?"
FROM_MONTH: Final = rf"(?P<a>{one_of(MONTHS)})\.?"
TO_MONTH: Final = rf"(?P<b>{one_of(MONTHS)})\.?"
NUMBER: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
YEAR: Final = rf"(?P<year>[0-9]{{4}}|(?:the|{one_of(WHICH)}) year)"
IN_YEAR: Final = rf"(?: (?:of |in )?{YEAR})?"
WEEKDAY: Final = rf"(?P<weekday>{one_of(WEEKDAYS)})\.?"
PART: Final = rf"(?P<part>{one_of(PARTS)})\.?"
SEVERAL: Final = rf"(?P<first>{NUMBER})(?: ?- ?| (?P<joint>and|to|through) )(?P<last>{NUMBER})"

ABOUT: Final = "about|around|circa|roughly|approximately"
PLAIN: Final = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")

THIRDS_OF_YEAR: Final = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
THIRDS_OF_MONTH: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def term(words: str, view: View) -> FuzzyDate | None:
    """The day or period that the words name, seen from ``view``; None where they name none.

    Raises:
        BadDate: the words are incomplete, can mean two things, or name a day that does not exist.
    """
    words = re.sub("^the ", "", words, flags=re.IGNORECASE)
    if EDTF_SHAPE.fullmatch(words):
        return parse(words)
    for pattern, meaning in TERMS:
        if match := match_words(pattern, words):
            return meaning(match, view)
    return None


def _near_day(match: re.Match[str], view: View) -> FuzzyDate:
    return from_day(view.shift(view.known_day(), "day", NEAR_DAYS[match[0].lower()]))


def _near_period(match: re.Match[str], view: View) -> FuzzyDate:
    return view.period(match["unit"].lower(), match["which"].lower())


def _from_now(match: re.Match[str], view: View) -> FuzzyDate:
    count = count_of(match["count"]) * (-1 if match["way"].lower() == "ago" else 1)
    return from_day(view.shift(view.known_day(), match["unit"].lower(), count))


def _week_of(match: re.Match[str], view: View) -> FuzzyDate:
    """The week in which a day of a month lies: the week of July 10."""
    month, day = _month_and_day(match, match["day"], view)

    def in_year(year: int) -> str:
        text = f"{year:04d}-{month:02d}-{day:02d}"
        found = parse(text).earliest if is_edtf(text) else None
        return str(view.week_of(found)) if found else text

    return _in_year(match, view, in_year)


def _weekday(match: re.Match[str], view: View) -> FuzzyDate:
    return view.weekday(match["which"].lower(), WEEKDAYS[match["weekday"].lower()])


def _weekday_of_week(match: re.Match[str], view: View) -> FuzzyDate:
    day = view.shift(view.known_day(), "week", WHICH[match["which"].lower()])
    ahead = WEEKDAYS[match["weekday"].lower()] - day.weekday()
    return from_day(view.shift(day, "day", ahead))


def _lone_weekday(match: re.Match[str], view: View) -> FuzzyDate:
    """A Friday of any week; of what has happened, people mean the last one."""
    weekday = WEEKDAYS[match["weekday"].lower()]
    if view.roll == "forward":
        raise phrase_errors.lone_weekday(weekday)
    return view.last_weekday(weekday)


def _day(match: re.Match[str], view: View) -> FuzzyDate:
    """A day of a month: July 12, 12th of July 2023, Wednesday, July 12, 2023."""
    month, day = _month_and_day(match, match["day"], view)
    found = _in_year(match, view, lambda year: f"{year:04d}-{month:02d}-{day:02d}")
    if match["weekday"] and found.earliest:
        weekday = WEEKDAYS[match["weekday"].lower()]
        if found.earliest.weekday() != weekday:
            raise phrase_errors.wrong_weekday(view.words, found.earliest, weekday)
    return found


def _several_days(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Days of one month: July 11-12, 11 and 12 July 2023."""
    month, first = _month_and_day(match, match["first"], view)
    _, last = _month_and_day(match, match["last"], view)
    if last <= first:
        raise notation_errors.backwards(view.words)
    if (match["joint"] or "").lower() == "and" and last != first + 1:
        return None
    return _in_year(
        match,
        view,
        lambda year: f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}",
    )


def _month_and_day(match: re.Match[str], number: str, view: View) -> tuple[int, int]:
    month, day = MONTHS[match["month"].lower()], int(number.rstrip("stndrhSTNDRH"))
    longest = monthrange(LEAP_YEAR, month)[1]
    if not 1 <= day <= longest:
        raise phrase_errors.no_such_day(view.words, month, longest)
    return month, day


def _in_year(match: re.Match[str], view: View, in_year: Callable[[int], str]) -> FuzzyDate:
    if match["year"]:
        return parse(in_year(_year(match, view)))
    return view.supply_year(in_year)


def _year(match: re.Match[str], view: View) -> int:
    words = match["year"].lower()
    if words.isdigit():
        return int(words)
    return view.known_day().year + WHICH.get(words.split()[0], 0)


def _whole_year(match: re.Match[str], view: View) -> FuzzyDate:
    return parse(f"{_year(match, view):04d}")


def _part_of_year(match: re.Match[str], view: View) -> FuzzyDate:
    """July 2023, Q3 2024, the summer of next year; "July" alone only where an edge is wanted."""
    part = PARTS[match["part"].lower()]
    if not match["year"] and not view.edge:
        raise phrase_errors.lone_part(match["part"])
    return _in_year(match, view, lambda year: f"{year:04d}-{part:02d}")


def _near_part(match: re.Match[str], view: View) -> FuzzyDate:
    name = match["part"]
    return view.part(match["which"].lower(), PARTS[name.lower()], name)


def _months(match: re.Match[str], view: View) -> FuzzyDate:
    """Months of one year: July to September 2023."""
    year, first, last = _year(match, view), MONTHS[match["a"].lower()], MONTHS[match["b"].lower()]
    return parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")


def _winter(match: re.Match[str], _view: View) -> FuzzyDate | None:
    """A winter by both its years: 2023/24, 2023-2024."""
    first, second = int(match["first"]), match["second"]
    if not f"{first + 1:04d}".endswith(second):
        return None
    return parse(f"{first:04d}-{SEASONS['winter']}")


def _about(match: re.Match[str], view: View) -> FuzzyDate | None:
    """About a day, a month, a season or a year."""
    whole = term(match["whole"], view)
    if whole is None or not PLAIN.fullmatch(whole.text):
        return None
    return parse(f"{whole}~")


def _decade(match: re.Match[str], view: View) -> FuzzyDate:
    decade = match["decade"]
    if decade.endswith("0"):
        raise phrase_errors.two_meanings(view.words, (f"{decade}X", f"{decade[:2]}XX"))
    return parse(f"{decade}X")


def _third(match: re.Match[str], view: View) -> FuzzyDate | None:
    """A third of a year (four months) or of a month (days 1 to 10, 11 to 20, 21 to the last)."""
    third = "mid" if match["third"].lower() == "middle of" else match["third"].lower()
    whole = term(match["whole"], replace(view, edge=""))
    if whole is None or whole.latest is None:
        return None
    if re.fullmatch("[0-9]{4}", whole.text):
        first, last = THIRDS_OF_YEAR[third]
    elif re.fullmatch("[0-9]{4}-(?:0[1-9]|1[0-2])", whole.text):
        first, last = THIRDS_OF_MONTH[third]
        last = min(last, whole.latest.day)
    else:
        return None
    return parse(f"{whole}-{first:02d}/{whole}-{last:02d}")


TERMS: Final[tuple[tuple[str, Meaning], ...]] = (
    (one_of(NEAR_DAYS), _near_day),
    (rf"{WHICH_ONE} (?P<unit>{PERIOD})", _near_period),
    (rf"{COUNTED} (?P<way>ago|from now|from today)", _from_now),
    (rf"week of {MONTH} (?P<day>{NUMBER}){IN_YEAR}", _week_of),
    (rf"week of (?P<day>{NUMBER}) {MONTH}{IN_YEAR}", _week_of),
    (rf"{WHICH_ONE} {WEEKDAY}", _weekday),
    (rf"{WEEKDAY}(?: of| in)? {WHICH_ONE} week", _weekday_of_week),
    (WEEKDAY, _lone_weekday),
    (rf"(?:{WEEKDAY} )?{MONTH} (?P<day>{NUMBER}){IN_YEAR}", _day),
    (rf"(?:{WEEKDAY} )?(?:the )?(?P<day>{NUMBER})(?: of)? {MONTH}{IN_YEAR}", _day),
    (rf"{MONTH} {SEVERAL}{IN_YEAR}", _several_days),
    (rf"{SEVERAL}(?: of)? {MONTH}{IN_YEAR}", _several_days),
    (r"year (?P<year>[0-9]{4})", _whole_year),
    (rf"{PART}{IN_YEAR}", _part_of_year),
    (rf"{YEAR} {PART}", _part_of_year),
    (rf"{WHICH_ONE} (?P<part>{one_of({**MONTHS, **SEASONS})})", _near_part),
    (rf"{FROM_MONTH}(?: ?- ?| to | through ){TO_MONTH} (?:of )?{YEAR}", _months),
    (r"winter (?:of )?(?P<first>[0-9]{4})[-/](?P<second>[0-9]{4}|[0-9]{2})", _winter),
    (r"(?P<decade>[0-9]{3})0'?s", _decade),
    (rf"(?:{ABOUT}) (?P<whole>.+)", _about),
    (r"(?P<third>early|mid|late|middle of)[ -](?:in )?(?P<whole>.+)", _third),
)
"""What each term looks like and what it means; the first that matches is taken."""
