"""Terms: the words for one day or one period, without what stands before them.

"July 12", "July 2023", "next week", "the third quarter of 2024", "early next year", "the 2030s".
Holidays, parts of periods and lengths of time have rooms of their own.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING, Final

from ledger.edtf import durations, holidays, notation_errors, ordinals, phrase_errors
from ledger.edtf.notation import from_day, is_edtf, parse
from ledger.edtf.vocabulary import (
    IN_YEAR,
    MONTH,
    MONTHS,
    NUMBER,
    PART,
    PARTS,
    PERIOD,
    SEASONS,
    WEEKDAY,
    WEEKDAYS,
    WHICH,
    WHICH_ONE,
    YEAR,
    match_words,
    one_of,
)

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Meaning, View

LEAP_YEAR: Final = 2000
SOUTHERN: Final = 8
"""How much later EDTF numbers the seasons of the south."""
EDTF_SHAPE: Final = re.compile(r"(?=.*[0-9])[0-9XxYTtZW~?%.,:/\[\]{}+ -]+(?<=[^ ])")
"""Texts that are EDTF or want to be: those that hold digits and no words."""

NEAR_DAYS: Final = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
FROM_MONTH: Final = rf"(?P<a>{one_of(MONTHS)})\.?"
TO_MONTH: Final = rf"(?P<b>{one_of(MONTHS)})\.?"
WEEK_BY: Final = (
    "week (?P<side>of|beginning|commencing|starting|from|ending|ended|to)(?: on)?(?: the)?"
)
WEEK: Final = 7
SEASON: Final = (
    rf"(?:(?P<side>southern|northern) )?(?P<season>{one_of(SEASONS)}) (?:of )?"
    "(?P<year>[0-9]{4})(?:[-/](?P<second>[0-9]{4}|[0-9]{2}))?"
)
SEVERAL: Final = rf"(?P<first>{NUMBER})(?: ?- ?| (?P<joint>and|to|through) )(?P<last>{NUMBER})"

MARKS: Final = {
    **dict.fromkeys(
        ("about", "around", "circa", "roughly", "approximately", "approx", "ca", "c"), "~"
    ),
    **dict.fromkeys(("perhaps", "possibly", "maybe"), "?"),
    "perhaps about": "%",
}
"""What makes a date uncertain, and the mark it has in EDTF."""

PLAIN: Final = re.compile("[0-9X]{4}(?:-[0-9X]{2}){0,2}")

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


def _week_of(match: re.Match[str], view: View) -> FuzzyDate:
    """The week of July 10, or the seven days that begin or end with it."""
    month, day = _month_and_day(match, match["day"], view)

    def in_year(year: int) -> str:
        text = f"{year:04d}-{month:02d}-{day:02d}"
        found = parse(text).earliest if is_edtf(text) else None
        return _week(match["side"], found, view).text if found else text

    return view.in_year(match["year"], in_year)


def _week_by_day(match: re.Match[str], view: View) -> FuzzyDate | None:
    """The week of a day in any other words."""
    day = view.read(match["day"])
    if day is None or day.latest is None or day.earliest != day.latest:
        return None
    return _week(match["side"], day.latest, view)


def _week(side: str, day: date, view: View) -> FuzzyDate:
    if side.lower() == "of":
        return view.week_of(day)
    length = -WEEK if side.lower() in {"ending", "ended", "to"} else WEEK
    other = view.shift(day, "day", length - (length > 0) + (length < 0))
    return parse("/".join(map(str, sorted((day, other)))))


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
    found = view.in_year(match["year"], lambda year: f"{year:04d}-{month:02d}-{day:02d}")
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
    return view.in_year(
        match["year"],
        lambda year: f"{year:04d}-{month:02d}-{first:02d}/{year:04d}-{month:02d}-{last:02d}",
    )


def _month_and_day(match: re.Match[str], number: str, view: View) -> tuple[int, int]:
    month, day = MONTHS[match["month"].lower()], int(number.rstrip("stndrhSTNDRH"))
    longest = monthrange(LEAP_YEAR, month)[1]
    if not 1 <= day <= longest:
        raise phrase_errors.no_such_day(view.words, month, longest)
    return month, day


def _whole_year(match: re.Match[str], view: View) -> FuzzyDate:
    return parse(f"{view.year_of(match['year']):04d}")


def _part_of_year(match: re.Match[str], view: View) -> FuzzyDate:
    """July 2023, Q3 2024, the summer of next year; "July" alone only where an edge is wanted."""
    part = PARTS[match["part"].lower()]
    if not match["year"] and not view.edge:
        raise phrase_errors.lone_part(match["part"])
    return view.in_year(match["year"], lambda year: f"{year:04d}-{part:02d}")


def _near_part(match: re.Match[str], view: View) -> FuzzyDate:
    part = PARTS[match["part"].lower()]
    return view.recurring(
        match["which"].lower(), lambda year: f"{year:04d}-{part:02d}", match["part"]
    )


def _months(match: re.Match[str], view: View) -> FuzzyDate:
    """Months of one year: July to September 2023."""
    year, first, last = (
        view.year_of(match["year"]),
        MONTHS[match["a"].lower()],
        MONTHS[match["b"].lower()],
    )
    return parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")


def _season(match: re.Match[str], _view: View) -> FuzzyDate | None:
    """A season by its year, or by both: winter 2023/24, southern summer 2023/24."""
    year, second, south = int(match["year"]), match["second"], (match["side"] or "").lower()
    season = SEASONS[match["season"].lower()] + (SOUTHERN if south == "southern" else 0)
    found = parse(f"{year:04d}-{season}")
    if second and not (
        f"{year + 1:04d}".endswith(second) and found.latest and found.latest.year > year
    ):
        return None
    return found


def _some(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Some day, or some month, of a longer period."""
    whole = view.read(match["whole"])
    if whole is None or not PLAIN.fullmatch(whole.text):
        return None
    text = f"{whole}-XX"
    if match["unit"].lower() == "day" and len(whole.text) == len("2023"):
        text = f"{text}-XX"
    return parse(text) if is_edtf(text) else None


def _years(match: re.Match[str], _view: View) -> FuzzyDate:
    """From one year to another, or those of a decade or a century, which EDTF has a sign for."""
    whole = parse(f"{match['first']}/{match['last']}")
    signs = (parse(f"{match['first'][:digits]:X<4}") for digits in (3, 2))
    same = (
        sign for sign in signs if (sign.earliest, sign.latest) == (whole.earliest, whole.latest)
    )
    return next(same, whole)


def _uncertain(match: re.Match[str], view: View) -> FuzzyDate | None:
    """About, or perhaps, a day, a month, a season or a year."""
    whole = view.read(match["whole"], view.edge)
    if whole is None or not PLAIN.fullmatch(whole.text):
        return None
    return parse(f"{whole}{MARKS[match['mark'].lower().rstrip('.')]}")


def _decade(match: re.Match[str], view: View) -> FuzzyDate:
    decade = match["decade"]
    if decade.endswith("0"):
        raise phrase_errors.two_meanings(view.words, (f"{decade}X", f"{decade[:2]}XX"))
    return parse(f"{decade}X")


def _third(match: re.Match[str], view: View) -> FuzzyDate | None:
    """A third of a year (four months) or of a month (days 1 to 10, 11 to 20, 21 to the last)."""
    third = "mid" if match["third"].lower() == "middle of" else match["third"].lower()
    whole = view.read(match["whole"])
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
    *durations.TERMS,
    (rf"{WEEK_BY} {MONTH} (?P<day>{NUMBER}){IN_YEAR}", _week_of),
    (rf"{WEEK_BY} (?P<day>{NUMBER})(?: of)? {MONTH}{IN_YEAR}", _week_of),
    (rf"{WEEK_BY} (?P<day>.+)", _week_by_day),
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
    (SEASON, _season),
    (r"some (?P<unit>day|month) (?:of|in) (?P<whole>.+)", _some),
    (r"years (?P<first>[0-9]{4})(?: ?- ?| to )(?P<last>[0-9]{4})", _years),
    (r"(?P<decade>[0-9]{3})0'?s", _decade),
    *holidays.TERMS,
    *ordinals.TERMS,
    (rf"(?P<mark>{one_of(MARKS)})\.? (?P<whole>.+)", _uncertain),
    (r"(?P<third>early|mid|late|middle of)[ -](?:in )?(?P<whole>.+)", _third),
)
"""What each term looks like and what it means; the first that matches is taken."""
