"""Phrases: the words of a date or a deadline, read against the day they were said.

    said on 2023-07-05           reads as
    next week                    2023-07-10/2023-07-16    weeks are Monday to Sunday
    this Friday                  2023-07-07
    in 3 weeks                   2023-07-26               one day
    within 90 days               ../2023-10-03            any day up to it
    later this year              ../2023-12-31
    by July 12                   ../2023-07-12            the first from that day on
    by the end of 2024           ../2024-12-31            so do "end of 2024" and "end-2024"
    before the summer of 2025    ../2025-05-31
    July 2023, Q3 2024           2023-07, 2024-35
    early, mid, late 2024        2024-01/2024-04, 2024-05/2024-08, 2024-09/2024-12
    early, mid, late July 2023   days 1 to 10, 11 to 20, 21 to the last
    first half of 2025           2025-40
    about July 2023              2023-07~
    the 2030s                    203X

A deadline begins at no particular day: only its end counts, and so all days of an anchor that lie
within one year agree on "later this year".  Nothing is guessed: words that can mean two days
("by 2025", "next Friday" said on a Monday, 10/11/2026), and words on which the anchor's first and
last day differ, are refused with both readings.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.edtf import durations, languages, notation_errors, phrase_errors
from ledger.edtf.nearest import nearest
from ledger.edtf.notation import from_day, parse
from ledger.edtf.reference_day import View
from ledger.edtf.terms import EDTF_SHAPE, term
from ledger.edtf.vocabulary import MONTHS, PERIOD, match_words, one_of
from ledger.errors import BadDate

if TYPE_CHECKING:
    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Edge, Meaning, Roll

TYPOGRAPHY: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u2010\u2011\u2013\u2014", "-"),
    }
)
YEAR_END: Final = re.compile(r"\b(?:the )?(year|month)(?:'s)?[ -]end\b", re.IGNORECASE)
COMMA: Final = re.compile(r",(?![^\[{]*[\]}])")
"""A comma that is not within a set."""
END: Final = r"(?:(?:the )?end of |end[ -])(?P<rest>.+)"
START: Final = r"(?:the )?(?:start|beginning) of (?P<rest>.+)"
THROUGH: Final = (
    "on or before|before or on|by or before|on or by|by or on|up to and including|through|thru"
    "|at the latest(?: by| on)?|not after"
)
"""What stands before a day or a period of which all is meant."""

HYPHEN: Final = re.compile(" - |(?<! )-(?! )")
END_OF_RANGE: Final = re.compile("[a-z]|[0-9]{4}", re.IGNORECASE)
HYPHENED: Final = rf"(?i)\b(?:([0-9]{{1,2}})[-/.])?({one_of(MONTHS)})[-/.]([0-9]{{4}})\b"
"""12-Mar-2019, Mar-2019."""

SOME_TIME: Final = re.compile(
    r"^(?:at )?(?:some|any) ?(?:time|point)(?: (?:during|in))? ", re.IGNORECASE
)
FINAL_YEAR: Final = re.compile(r"(?<= )[0-9]{4}$")
ANY_YEAR: Final = re.compile("[0-9]{4}")
SOME_DAY: Final = from_day(date(2020, 1, 1))
SINGLE: Final = re.compile(r"[^/\[{]+")


def can_be_read(words: str, roll: Roll) -> bool:
    """Whether words are a date, if only one knew when they were said."""
    try:
        return attempt(words, SOME_DAY, roll=roll) is not None
    except BadDate:
        return False


def read(words: str, anchor: FuzzyDate | None, roll: Roll) -> FuzzyDate:
    """The fuzzy date that words mean, as `ledger.edtf.read` has it."""
    found = attempt(words, anchor, roll=roll)
    if found is None:
        text = " ".join(words.split())
        raise phrase_errors.unplaced(text, _nearest(text, anchor, roll))
    return found


def counted_from(words: str, since: str) -> str:
    """Words such as "in the first 100 days" with the day that is the first of them.

    Raises:
        BadDate: ``since`` is not one day, or the words are not counted from any.
    """
    day = read(since, None, "forward")
    if day.earliest is None or day.earliest != day.latest:
        raise phrase_errors.no_first_day(since)
    whole = f"{' '.join(words.split())} from {day}"
    if not durations.is_counted(_plain(words)):
        raise phrase_errors.counted_from_none(words)
    return whole


@lru_cache(maxsize=1024)
def _nearest(text: str, anchor: FuzzyDate | None, roll: Roll) -> str | None:
    """The nearest form that can be read, of words that cannot."""

    def is_read(some: str) -> bool:
        try:
            return attempt(some, anchor or SOME_DAY, roll=roll) is not None
        except BadDate:
            return False

    return nearest(text, is_read)


def attempt(
    words: str, anchor: FuzzyDate | None = None, *, roll: Roll = "forward"
) -> FuzzyDate | None:
    """The same, but None where the words are no date and no known phrase.

    Raises:
        BadDate: the words need an anchor that is not there, or they can mean more than one date.
    """
    if trouble := notation_errors.unreadable(words):
        raise trouble
    text = " ".join(words.split())
    if EDTF_SHAPE.fullmatch(text):
        return parse(text)
    plain = _plain(text)
    answers = [_place(plain, View(text, anchor, day, roll, term)) for day in _days(anchor)]
    known = [answer for answer in answers if answer is not None]
    if anchor is not None and len(known) == len(answers) and known[0] != known[-1]:
        raise phrase_errors.split_by_anchor(text, anchor, known)
    return answers[0]


def _days(anchor: FuzzyDate | None) -> tuple[date, ...] | tuple[None]:
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return (None,)
    return (anchor.earliest, anchor.latest) if anchor.earliest < anchor.latest else (anchor.latest,)


def _plain(text: str) -> str:
    """The text with plain apostrophes and hyphens, and without commas and closing stops."""
    plain = re.sub(HYPHENED, r"\1 \2 \3", COMMA.sub(" ", text.translate(TYPOGRAPHY)))
    plain = " ".join(plain.split()).rstrip(".; ")
    return SOME_TIME.sub("", YEAR_END.sub(r"the end of the \1", plain))


def _place(words: str, view: View) -> FuzzyDate | None:
    """What the words mean in English, else with the names of other languages put into it."""
    found = _framed(words, view)
    if found is not None:
        return found
    readings: dict[str, FuzzyDate] = {}
    trouble = None
    for english in languages.in_english(words):
        try:
            reading = _framed(english, view)
        except BadDate as refusal:
            trouble = refusal
        else:
            readings |= {} if reading is None else {reading.text: reading}
    if len(readings) > 1:
        raise phrase_errors.two_dates(view.words, sorted(readings))
    if trouble and not readings:
        raise trouble
    return next(iter(readings.values()), None)


def _framed(words: str, view: View) -> FuzzyDate | None:
    for pattern, meaning in FRAMES:
        if match := match_words(pattern, words):
            return meaning(match, view)
    return None


def _up_to(day: date) -> FuzzyDate:
    return parse(f"../{day}")


def _within_the_year(match: re.Match[str], view: View) -> FuzzyDate:
    """Within the year: what is left of it, or twelve months?"""
    unit = match["unit"]
    calendar = f"next {unit}" if match["next"] else f"later this {unit}"
    raise phrase_errors.two_meanings(view.words, (calendar, f"within one {unit}"))


def _before(match: re.Match[str], view: View) -> FuzzyDate | None:
    rest = match["rest"]
    if match_words(END, rest):
        return _edge(rest, view)
    if start := match_words(START, rest):
        rest = start["rest"]
    days = view.closed(rest, "before")
    return _up_to(view.shift(days[0], "day", -1)) if days else None


def _by(match: re.Match[str], view: View) -> FuzzyDate | None:
    rest = match["rest"]
    if edge := _edge(rest, view):
        return edge
    days = view.closed(rest)
    if days is None:
        return None
    if days[0] != days[1]:
        raise phrase_errors.by_a_period(view.words, rest)
    return _up_to(days[1])


def _through(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Up to a day, or to the last day of a period: these words leave out none of its days."""
    rest = match["rest"]
    if edge := _edge(rest, view):
        return edge
    days = view.closed(rest, "end")
    return _up_to(days[1]) if days else None


def _at_the_latest(match: re.Match[str], view: View) -> FuzzyDate | None:
    """In winter 2026/27, at the latest 2027-02-28: as due dates are shown."""
    found, day = _framed(match["rest"], view), parse(match["day"])
    if found is not None and found.latest != day.latest:
        raise phrase_errors.two_dates(view.words, (found.text, day.text))
    return found


def _later(match: re.Match[str], view: View) -> FuzzyDate | None:
    days = view.closed(match["rest"], "end")
    return _up_to(days[1]) if days and days[0] != days[1] else None


def _range(match: re.Match[str], view: View) -> FuzzyDate | None:
    return _from_to(match["start"], match["end"], view)


def _from_to(start: str, end: str, view: View) -> FuzzyDate | None:
    """From one term to another; a year at the end serves the start as well, where it has none."""
    if whole := view.read(f"{start} to {end}"):
        return whole
    year = None if ANY_YEAR.search(start) else FINAL_YEAR.search(end)
    first = (view.read(f"{start} {year[0]}") if year else None) or view.read(start)
    last = view.read(end)
    if not (first and last and SINGLE.fullmatch(first.text) and SINGLE.fullmatch(last.text)):
        return None
    return parse(f"{first}/{last}")


def _hyphenated(words: str, view: View) -> FuzzyDate | None:
    """From one term to another with a hyphen between: Jan 2019 - Mar 2019."""
    hyphens = sorted(HYPHEN.finditer(words), key=lambda match: len(match[0]), reverse=True)
    parts = [(words[: hyphen.start()], words[hyphen.end() :]) for hyphen in hyphens]
    tried = (_from_to(*both, view) for both in parts if all(map(END_OF_RANGE.search, both)))
    return next(filter(None, tried), None)


def _no_end(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Words that say only from when: there is no last day to hold anybody to."""
    if view.read(match["rest"], "end") is None:
        return None
    raise phrase_errors.without_end(view.words)


def _plainly(match: re.Match[str], view: View) -> FuzzyDate | None:
    rest = match["rest"]
    if match_words(END, rest):
        return _edge(rest, view)
    return view.read(rest) or _hyphenated(rest, view)


def _edge(words: str, view: View) -> FuzzyDate | None:
    """Up to the end, or up to the start, of a period longer than a day."""
    edges: tuple[tuple[str, Edge], ...] = ((END, "end"), (START, "start"))
    for pattern, edge in edges:
        if match := match_words(pattern, words):
            days = view.closed(match["rest"], edge)
            if days is None or days[0] == days[1]:
                return None
            return _up_to(days[1] if edge == "end" else days[0])
    return None


FRAMES: Final[tuple[tuple[str, Meaning], ...]] = (
    *durations.FRAMES,
    (
        rf"(?:(?:in|within|over|during) )?the (?P<next>(?:next|coming) )?(?P<unit>{PERIOD})",
        _within_the_year,
    ),
    (r"(?P<rest>.+) at the latest (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})", _at_the_latest),
    (r"(?:(?:by|on|until|till) )?(?P<rest>.+) at the latest", _through),
    (rf"(?:{THROUGH}) (?P<rest>.+)", _through),
    (r"(?:before|prior to|ahead of) (?P<rest>.+)", _before),
    (r"(?:by|until|till|up to|(?:by )?(?:no|not) later than) (?P<rest>.+)", _by),
    (r"later (?:in )?(?P<rest>.+)", _later),
    (r"(?:after|since|not before|(?:no|not) (?:earlier|sooner) than) (?P<rest>.+)", _no_end),
    (r"from (?P<rest>.+) (?:on|onwards?)", _no_end),
    (r"between (?P<start>.+) and (?P<end>.+)", _range),
    (r"(?:(?:from|on|in) )?(?P<start>.+?) (?:to|until|till|through|thru) (?P<end>.+)", _range),
    (r"(?:(?:on|in|at|during|throughout|within) )?(?P<rest>.+)", _plainly),
)
"""What stands around terms, and what it makes of them; the first that matches is taken."""
