"""The words of dates in English, each with the number it stands for."""

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
_ORDINALS: Final = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))

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

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
PARTS: Final = {
    **MONTHS,
    **SEASONS,
    **{f"{word} quarter": 33 + n for n, words in enumerate(_ORDINALS) for word in words},
    **{f"q{n + 1}": 33 + n for n in range(4)},
    "last quarter": 36,
    **{f"{word} half": 40 + n for n, words in enumerate(_ORDINALS[:2]) for word in words},
    **{f"h{n + 1}": 40 + n for n in range(2)},
}
"""Parts of a year, as EDTF numbers them in the place of the month."""

NUMBERS: Final = {
    "a": 1,
    "an": 1,
    **{
        word: n
        for n, word in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ],
            start=1,
        )
    },
}
UNITS: Final = {
    "day": (1, 0),
    "week": (7, 0),
    "month": (0, 1),
    "quarter": (0, 3),
    "year": (0, 12),
    "decade": (0, 120),
}
"""Units of time, in days and months."""

WHICH: Final = {"last": -1, "this": 0, "next": 1}


def one_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def match_words(pattern: str, words: str) -> re.Match[str] | None:
    """The match of all the words, typed in either case but in ASCII letters alone.

    Patterns are compiled at first use, since most commands read no phrase.
    """
    return re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE)


def month_name(month: int) -> str:
    """The English name of month 1 to 12."""
    return _MONTH_NAMES[month - 1]


def weekday_name(weekday: int) -> str:
    """The English name of weekday 0 (Monday) to 6."""
    return _WEEKDAY_NAMES[weekday]


def count_of(word: str) -> int:
    """The number that digits, or a word for one to twelve, stand for."""
    return NUMBERS.get(word.lower()) or int(word)
