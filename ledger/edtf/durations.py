"""Lengths of time: 2 years, 6 mos., a fortnight, 48 hours, a year and a half.

    said on 2023-07-05                      reads as
    in 3 weeks                              2023-07-26               one day
    within 90 days, in the next 90 days     ../2023-10-03            any day up to it
    2 yrs                                   ../2025-07-05
    within 48 hours                         ../2023-07-07            a day begun counts whole
    3 days ago, a week from now             2023-07-02, 2023-07-12
    two weeks before Easter 2024            2024-03-17
    within 6 months of January 20, 2025     ../2025-07-20
    the first 100 days from 2025-01-20      2025-01-20/2025-04-29    that day is the first
    in the coming weeks                     refused: how many?

Months are added first, then days; a day that a month lacks is its last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.edtf import phrase_errors
from ledger.edtf.notation import from_day, parse
from ledger.edtf.vocabulary import (
    HOUR,
    NUMBERS,
    SHORT_UNITS,
    UNITS,
    count_of,
    match_words,
    one_of,
    unit_of,
)

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Meaning, View

COUNT: Final = rf"(?:[0-9]{{1,6}} ?|(?:{one_of(NUMBERS)}) )"
UNIT: Final = rf"(?:{one_of({*UNITS, *SHORT_UNITS, HOUR})})(?:s'|'s|s)?\.?"
HALVES: Final = {"year": 6, "decade": 60}
"""Months of half a unit."""

HALVED: Final = one_of(HALVES)
LENGTH: Final = (
    rf"(?P<length>half (?:a|an) (?:{HALVED})|{COUNT}and a half (?:{HALVED})s?"
    rf"|{COUNT}(?:{HALVED})s? and a half|{COUNT}{UNIT}(?: (?:and )?{COUNT}{UNIT})*)"
)
WEEKS: Final = rf"{COUNT}(?:week|wk|fortnight)s?\.?"
HALF: Final = rf"half (?:a|an) (?P<whole>{HALVED})"
EACH: Final = rf"(?i)(?P<count>{COUNT})(?P<unit>[a-z]+)"
AND_A_HALF: Final = (
    rf"(?P<count>{COUNT})(?:and a half (?P<a>{HALVED})s?|(?P<b>{HALVED})s? and a half)"
)
DAY_OF_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; ``hours`` beyond whole days make another day, or stand between two."""

    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, day: date, view: View) -> date:
        """The last day that is not later than this long after ``day``."""
        return view.move(day, self.months, self.days + -(-self.hours // DAY_OF_HOURS))

    def before(self, day: date, view: View) -> date:
        """The day this long before ``day``."""
        return view.move(day, -self.months, -self.days - self.hours // DAY_OF_HOURS)


def length_of(words: str) -> Length:
    """The length of time that words say, in the form of `LENGTH`."""
    if half := match_words(HALF, words):
        return Length(months=HALVES[half["whole"].lower()])
    if found := match_words(AND_A_HALF, words):
        half_of = HALVES[(found["a"] or found["b"]).lower()]
        return Length(months=(2 * count_of(found["count"].strip()) + 1) * half_of)
    months = days = hours = 0
    for match in re.finditer(EACH, words):
        count, unit = count_of(match["count"].strip()), _singular(match["unit"])
        if unit == HOUR:
            hours += count
        else:
            days += count * UNITS[unit][0]
            months += count * UNITS[unit][1]
    return Length(months, days, hours)


def _singular(word: str) -> str:
    unit = unit_of(word)
    return unit if unit in {*UNITS, HOUR} else unit_of(word[:-1])


def _in(match: re.Match[str], view: View) -> FuzzyDate:
    """In 3 weeks: that day; in 36 hours may be either of two."""
    length, day = length_of(match["length"]), view.known_day()
    if length.hours % DAY_OF_HOURS:
        later = length.after(day, view)
        raise phrase_errors.two_dates(view.words, (str(view.shift(later, "day", -1)), str(later)))
    return from_day(length.after(day, view))


def _within(match: re.Match[str], view: View) -> FuzzyDate:
    return _up_to(length_of(match["length"]).after(view.known_day(), view))


def _alone(match: re.Match[str], view: View) -> FuzzyDate | None:
    """A length alone, as sheets have it: "in" and "within" it end on the same day."""
    return _within(match, view) if view.roll == "forward" else None


def _within_of(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Within 6 months of a day."""
    day = _single(view.read(match["from"]))
    return _up_to(length_of(match["length"]).after(day, view)) if day else None


def _from_now(match: re.Match[str], view: View) -> FuzzyDate:
    length, day = length_of(match["length"]), view.known_day()
    return from_day(
        length.before(day, view) if match["way"].lower() == "ago" else length.after(day, view)
    )


def _from_a_day(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Two weeks after, or before, a day."""
    day = _single(view.read(match["from"]))
    if day is None:
        return None
    length = length_of(match["length"])
    is_before = match["way"].lower() in {"before", "prior to"}
    return from_day(length.before(day, view) if is_before else length.after(day, view))


def _first_of_office(match: re.Match[str], view: View) -> FuzzyDate | None:
    """The first 100 days from a day, which is the first of them."""
    if match["from"] is None:
        raise phrase_errors.counted_from_what(view.words)
    length, day = length_of(match["length"]), _single(view.read(match["from"]))
    if day is None or length.hours:
        return None
    return parse(f"{day}/{view.shift(length.after(day, view), 'day', -1)}")


def is_counted(words: str) -> bool:
    """Whether words are counted from a day that they do not name: in the first 100 days."""
    return match_words(FIRST_OF_OFFICE, words) is not None


def _not_counted(match: re.Match[str], view: View) -> FuzzyDate:
    """The coming weeks, and soon."""
    raise phrase_errors.how_many(view.words, (match["unit"] or "").lower())


def _up_to(day: date) -> FuzzyDate:
    return parse(f"../{day}")


def _single(found: FuzzyDate | None) -> date | None:
    """The day that a date is, if it is one day."""
    return found.latest if found is not None and found.earliest == found.latest else None


AHEAD: Final = "(?:(?:in|within|over|during|for) )?(?:the )?"
WHOSE: Final = "(?:the |his |her |their |its |our |my |your )?"
OFFICE: Final = (
    "office|power|government|presidency|administration|premiership|premier|president|mandate|term"
    "|tenure|legislature|parliament|chancellorship|mayor|mayoralty"
)
FIRST_OF_OFFICE: Final = (
    rf"(?:in |within |during )?{WHOSE}first {LENGTH}"
    rf"(?: (?:in|of|as) {WHOSE}(?:new |first |second )?(?:{OFFICE}))?"
)
FROM: Final = "(?:counted |starting |beginning )?from|after|since"
MANY: Final = "(?:few|several|couple of|many|some|number of)"
UNCOUNTED: Final = (
    rf"{AHEAD}(?:(?:next|coming|following) )?(?:(?:a )?{MANY} )?(?:more )?"
    rf"(?P<unit>{one_of({*UNITS, HOUR})})s(?: to come| ahead| from now)?"
)
SOON: Final = (
    "(?:very |pretty )?soon|shortly|eventually|(?:in|for) the (?:near|foreseeable) future"
    "|in due course|before long|as soon as possible|asap|imminently|one day|some day|someday"
    "|sooner or later|in (?:the )?(?:short|medium|long) term|in (?:our|my|his|her) lifetime"
)

TERMS: Final[tuple[tuple[str, Meaning], ...]] = (
    (rf"{LENGTH} (?P<way>ago|from now|from today|hence)", _from_now),
    (rf"{LENGTH} (?P<way>after|from|before|prior to) (?P<from>.+)", _from_a_day),
    (rf"{FIRST_OF_OFFICE}(?: (?:{FROM}) (?P<from>.+))?", _first_of_office),
)
"""Days and periods that are a length of time from another."""

FRAMES: Final[tuple[tuple[str, Meaning], ...]] = (
    (rf"in {LENGTH}(?: time)?", _in),
    (rf"(?:within|inside|in (?:under|less than)) {LENGTH}(?: time)?", _within),
    (rf"{AHEAD}(?:next|coming|following) {LENGTH}", _within),
    (LENGTH, _alone),
    (rf"(?:within|inside) {LENGTH} (?:of|from|after|following) (?P<from>.+)", _within_of),
    (UNCOUNTED, _not_counted),
    (rf"(?P<unit>)(?:{SOON})", _not_counted),
)
"""What stands around lengths, and what it makes of them."""
