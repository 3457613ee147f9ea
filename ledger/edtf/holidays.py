"""Holidays that have one day wherever they are kept: by Christmas, before Easter Monday.

Those whose day differs between countries (Thanksgiving, Labour Day) or is set by the moon are left
out: people have to write the day.  Easter is that of the western churches; the other is named.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.edtf import phrase_errors
from ledger.edtf.vocabulary import IN_YEAR, WHICH_ONE, match_words

if TYPE_CHECKING:
    import re

    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Meaning, View

FIXED: Final = {
    "new year's day": (1, 1), "epiphany": (1, 6), "valentine's day": (2, 14),
    "st patrick's day": (3, 17), "halloween": (10, 31), "all saints' day": (11, 1),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "xmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
"""Month and day."""

FROM_EASTER: Final = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2,
    "easter": 0, "easter sunday": 0, "easter monday": 1, "ascension day": 39, "pentecost": 49,
    "whit sunday": 49, "whit monday": 50, "orthodox easter": 0,
}  # fmt: skip
"""Days from Easter Sunday."""

NEW_YEAR: Final = "new year"
"""Its eve to some and its first day to others, but where only what comes before it counts."""

EASTERS: Final = range(1583, 4100)
"""The years for which the date of Easter can be worked out."""


def _spelt(name: str) -> str:
    """A regular expression for a name with or without its apostrophe."""
    return name.replace("'s", "'?s?").replace("s'", "s?'?").replace("st ", r"st\.? ")


NAMES: Final = {**FIXED, **FROM_EASTER, NEW_YEAR: (1, 1)}
HOLIDAY: Final = "|".join(map(_spelt, sorted(NAMES, key=len, reverse=True)))


def _holiday(match: re.Match[str], view: View) -> FuzzyDate:
    name = _name(match["holiday"])
    if name == NEW_YEAR and view.edge != "before":
        raise phrase_errors.two_meanings(view.words, ("New Year's Eve", "New Year's Day"))
    return view.in_year(match["year"], lambda year: day_in_year(name, year))


def _which_holiday(match: re.Match[str], view: View) -> FuzzyDate:
    """This, next or last Christmas."""
    name = _name(match["holiday"])
    return view.recurring(
        match["which"].lower(), lambda year: day_in_year(name, year), match["holiday"]
    )


def _name(words: str) -> str:
    """The name in the tables for one as it is written."""
    return next(name for name in NAMES if match_words(_spelt(name), words))


def day_in_year(name: str, year: int) -> str:
    """The day of a holiday in a year, in EDTF; empty where it has none."""
    if name not in FROM_EASTER:
        month, day = FIXED.get(name, (1, 1))
        return f"{year:04d}-{month:02d}-{day:02d}"
    if year not in EASTERS:
        return ""
    from dateutil import easter  # noqa: PLC0415 - light start-up

    is_orthodox = name.startswith("orthodox")
    sunday = easter.easter(year, 2 if is_orthodox else 3)  # as dateutil numbers its methods
    return str(sunday + timedelta(days=FROM_EASTER[name]))


TERMS: Final[tuple[tuple[str, Meaning], ...]] = (
    (rf"(?P<holiday>{HOLIDAY}){IN_YEAR}", _holiday),
    (rf"{WHICH_ONE} (?P<holiday>{HOLIDAY})", _which_holiday),
)
"""What a holiday looks like in words, and what it means."""
