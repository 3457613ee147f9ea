"""The words of dates in English, each with the number it stands for, and how they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTH_NAMES: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAY_NAMES: Final = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
]
_SHORT_WEEKDAYS: Final = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NUMBERS: Final = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
]  # fmt: skip
_TENS: Final = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
_ORDINALS: Final = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
]  # fmt: skip
_OF_FOUR: Final = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))

MONTHS: Final = {
    **{name.lower(): n for n, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3].lower(): n for n, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}
WEEKDAYS: Final = {
    **{name.lower(): n for n, name in enumerate(_WEEKDAY_NAMES)},
    **{name[:3].lower(): n for n, name in enumerate(_WEEKDAY_NAMES)},
    **_SHORT_WEEKDAYS,
}
"""Days of the week, Monday 0 as in `datetime.date.weekday`."""

NTH: Final = {
    **{word: n for n, word in enumerate(_ORDINALS, start=1)},
    **{word: n for n, word in enumerate(("1st", "2nd", "3rd"), start=1)},
    **{f"{n}th": n for n in range(4, 21)},
    "last": -1, "final": -1, "last but one": -2, "next to last": -2, "penultimate": -2,
    "second last": -2, "second to last": -2, "second-to-last": -2,
}  # fmt: skip
"""Which of several, counted from the first or, below zero, from the last; `nth_of` knows more."""

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
PARTS: Final = {
    **MONTHS,
    **SEASONS,
    **{f"{word} quarter": 33 + n for n, words in enumerate(_OF_FOUR) for word in words},
    **{f"q{n + 1}": 33 + n for n in range(4)},
    "last quarter": 36,
    **{f"{word} half": 40 + n for n, words in enumerate(_OF_FOUR[:2]) for word in words},
    **{f"h{n + 1}": 40 + n for n in range(2)},
}
"""Parts of a year, as EDTF numbers them in the place of the month."""

NUMBERS: Final = {
    "a": 1,
    "an": 1,
    **{word: n for n, word in enumerate(_NUMBERS, start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=3)},
    "a hundred": 100,
    "one hundred": 100,
}
UNITS: Final = {
    "day": (1, 0),
    "week": (7, 0),
    "fortnight": (14, 0),
    "month": (0, 1),
    "quarter": (0, 3),
    "year": (0, 12),
    "decade": (0, 120),
}
"""Units of time, in days and months."""

HOUR: Final = "hour"
"""Less than a day: some of them make a day, and what is over makes another."""

SHORT_UNITS: Final = {
    "hr": HOUR, "wk": "week", "mo": "month", "mth": "month", "qtr": "quarter", "yr": "year",
}  # fmt: skip

WHICH: Final = {"last": -1, "this": 0, "next": 1}


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def match_words(pattern: str, words: str) -> re.Match[str] | None:
    """The match of all the words, typed in either case but in ASCII letters alone.

    Patterns are compiled at first use, since most commands read no phrase.
    """
    return re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE)


NUMBER: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
WHICH_ONE: Final = rf"(?P<which>{one_of(WHICH)})"
YEAR: Final = rf"(?P<year>[0-9]{{4}}|(?:the|{one_of(WHICH)}) year)"
IN_YEAR: Final = rf"(?: (?:of |in )?{YEAR})?"
MONTH: Final = rf"(?P<month>{one_of(MONTHS)})\.?"
WEEKDAY: Final = rf"(?P<weekday>{one_of(WEEKDAYS)})\.?"
PART: Final = rf"(?P<part>{one_of(PARTS)})\.?"
PERIOD: Final = one_of(UNITS.keys() - {"day", "fortnight"})
BARE_UNIT: Final = rf"(?:the )?(?P<unit>{PERIOD})"


def month_name(month: int) -> str:
    """The English name of month 1 to 12."""
    return _MONTH_NAMES[month - 1]


def weekday_name(weekday: int) -> str:
    """The English name of weekday 0 (Monday) to 6."""
    return _WEEKDAY_NAMES[weekday]


def nth_of(word: str) -> int:
    """Which of several an ordinal names: from 1, or from the last, which is -1."""
    return NTH.get(word.lower()) or int(word[:-2])


def unit_of(word: str) -> str:
    """The unit of time that a word, perhaps a short one, stands for."""
    return SHORT_UNITS.get(word.lower(), word.lower())


def count_of(word: str) -> int:
    """The number that digits, or a word for a number, stand for."""
    return NUMBERS.get(word.lower()) or int(word)
