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
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.edtf import notation_errors, phrase_errors
from ledger.edtf.notation import DAY, from_day, parse
from ledger.edtf.reference_day import View
from ledger.edtf.terms import COUNTED, EDTF_SHAPE, PERIOD, term
from ledger.edtf.vocabulary import count_of, match_words
from ledger.errors import BadDate

if TYPE_CHECKING:
    from ledger.edtf.notation import FuzzyDate
    from ledger.edtf.reference_day import Edge, Roll
    from ledger.edtf.terms import Meaning

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
BARE_UNIT: Final = rf"(?:the )?(?P<unit>{PERIOD})"
FINAL_YEAR: Final = re.compile(r"(?<= )[0-9]{4}$")
ANY_YEAR: Final = re.compile("[0-9]{4}")
SOME_DAY: Final = from_day(date(2020, 1, 1))
SINGLE: Final = re.compile(r"[^/\[{]+")


def can_be_read(words: str, roll: Roll) -> bool:
    """Whether words are a date, if only one knew when they were said."""
    try:
        read(words, SOME_DAY, roll=roll)
    except BadDate:
        return False
    return True


def read(words: str, anchor: FuzzyDate | None = None, *, roll: Roll = "forward") -> FuzzyDate:
    """The fuzzy date that ``words`` mean: EDTF, or a phrase said at some day of ``anchor``.

    A day without a year is the first one from the anchor on, and a weekday alone is of no known
    week; with ``roll`` "back", which serves for what has happened, each is the last one up to it.

    Raises:
        BadDate: no date can be read in the words, they need an anchor that is not there, or they
            can mean more than one date.
    """
    if DAY.fullmatch(words):  # the most common, and read at once
        return parse(words)
    if trouble := notation_errors.unreadable(words):
        raise trouble
    text = " ".join(words.split())
    if EDTF_SHAPE.fullmatch(text):
        return parse(text)
    plain = _plain(text)
    answers = [_place(plain, View(text, anchor, day, roll)) for day in _days(anchor)]
    if anchor is not None and answers[0] != answers[-1]:
        raise phrase_errors.split_by_anchor(text, anchor, answers)
    return answers[0]


def _days(anchor: FuzzyDate | None) -> tuple[date, date] | tuple[None]:
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return (None,)
    return anchor.earliest, anchor.latest


def _plain(text: str) -> str:
    """The text with plain apostrophes and hyphens, and without commas and closing stops."""
    plain = " ".join(COMMA.sub(" ", text.translate(TYPOGRAPHY)).split()).rstrip(".; ")
    return YEAR_END.sub(r"the end of the \1", plain)


def _place(words: str, view: View) -> FuzzyDate:
    for pattern, meaning in FRAMES:
        if match := match_words(pattern, words):
            found = meaning(match, view)
            break
    else:
        found = None
    if found is None:
        raise phrase_errors.unplaced(view.words)
    return found


def _up_to(day: date) -> FuzzyDate:
    return parse(f"../{day}")


def _in_a_while(match: re.Match[str], view: View) -> FuzzyDate:
    return from_day(_ahead(match, view))


def _within_a_while(match: re.Match[str], view: View) -> FuzzyDate:
    return _up_to(_ahead(match, view))


def _ahead(match: re.Match[str], view: View) -> date:
    return view.shift(view.known_day(), match["unit"].lower(), count_of(match["count"]))


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
    days = _closed(rest, replace(view, edge="before"))
    return _up_to(view.shift(days[0], "day", -1)) if days else None


def _by(match: re.Match[str], view: View) -> FuzzyDate | None:
    rest = match["rest"]
    if edge := _edge(rest, view):
        return edge
    days = _closed(rest, view)
    if days is None:
        return None
    if days[0] != days[1]:
        raise phrase_errors.by_a_period(view.words, rest)
    return _up_to(days[1])


def _later(match: re.Match[str], view: View) -> FuzzyDate | None:
    days = _closed(match["rest"], replace(view, edge="end"))
    return _up_to(days[1]) if days and days[0] != days[1] else None


def _range(match: re.Match[str], view: View) -> FuzzyDate | None:
    """From one term to another; a year at the end serves the start as well, where it has none."""
    start, end = match["start"], match["end"]
    if whole := term(f"{start} to {end}", view):
        return whole
    year = None if ANY_YEAR.search(start) else FINAL_YEAR.search(end)
    first = (term(f"{start} {year[0]}", view) if year else None) or term(start, view)
    last = term(end, view)
    if not (first and last and SINGLE.fullmatch(first.text) and SINGLE.fullmatch(last.text)):
        return None
    return parse(f"{first}/{last}")


def _no_end(match: re.Match[str], view: View) -> FuzzyDate | None:
    """Words that say only from when: there is no last day to hold anybody to."""
    if term(match["rest"], replace(view, edge="end")) is None:
        return None
    raise phrase_errors.without_end(view.words)


def _plainly(match: re.Match[str], view: View) -> FuzzyDate | None:
    rest = match["rest"]
    if match_words(END, rest):
        return _edge(rest, view)
    return term(rest, view)


def _edge(words: str, view: View) -> FuzzyDate | None:
    """Up to the end, or up to the start, of a period longer than a day."""
    edges: tuple[tuple[str, Edge], ...] = ((END, "end"), (START, "start"))
    for pattern, edge in edges:
        if match := match_words(pattern, words):
            days = _closed(match["rest"], replace(view, edge=edge))
            if days is None or days[0] == days[1]:
                return None
            return _up_to(days[1] if edge == "end" else days[0])
    return None


def _closed(words: str, view: View) -> tuple[date, date] | None:
    """The first and last day of a term, or of "the year" for this year; None where either lacks."""
    if view.edge == "end" and (unit := match_words(BARE_UNIT, words)):
        words = f"this {unit['unit']}"
    found = term(words, view)
    if found is None or found.earliest is None or found.latest is None:
        return None
    return found.earliest, found.latest


FRAMES: Final[tuple[tuple[str, Meaning], ...]] = (
    (rf"in {COUNTED}(?: time)?", _in_a_while),
    (rf"within {COUNTED}(?: time)?", _within_a_while),
    (rf"(?:(?:in|within|over|during) )?the (?:next|coming) {COUNTED}", _within_a_while),
    (
        rf"(?:(?:in|within|over|during) )?the (?P<next>(?:next|coming) )?(?P<unit>{PERIOD})",
        _within_the_year,
    ),
    (r"before (?P<rest>.+)", _before),
    (r"(?:by|until|till|no later than|not later than) (?P<rest>.+)", _by),
    (r"later (?:in )?(?P<rest>.+)", _later),
    (r"(?:after|since|not before|(?:no|not) (?:earlier|sooner) than) (?P<rest>.+)", _no_end),
    (r"between (?P<start>.+) and (?P<end>.+)", _range),
    (r"(?:(?:from|on|in) )?(?P<start>.+?) (?:to|until|through) (?P<end>.+)", _range),
    (r"(?:some ?time )?(?:(?:on|in|at|during|within) )?(?P<rest>.+)", _plainly),
)
"""What stands around terms, and what it makes of them; the first that matches is taken."""
