"""Days in a sentence, read against the day of publication as an article means them.

    published on Wednesday, 2025-06-11       reads as
    by 2030, by June                         ../2030-12-31, ../2026-06-30: what comes last counts
    in February                              2026-02, the first that is not over
    on Sunday, until Friday                  2025-06-15, ../2025-06-13
    on Wednesday                             nothing: this one or the next?
    tonight, this weekend                    2025-06-11, 2025-06-14/2025-06-15
    since May, said on Monday, in 2016       nothing that is to come

All else is read by our phrases (`ledger.edtf`), and what these refuse is no day here either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.edtf.vocabulary import MONTHS, SEASONS, WEEKDAYS, one_of
from ledger.errors import BadDate

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf import FuzzyDate
    from ledger.extract.rules import Language

MONTH: Final = one_of(name.capitalize() for name in MONTHS)
WEEKDAY: Final = one_of(name.capitalize() for name in WEEKDAYS if len(name) > len("thurs"))
UNIT: Final = r"(?:hours?|days?|weeks?|fortnight|months?|quarters?|years?|decades?|century|half)"
COUNT: Final = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
TIME: Final = re.compile(
    rf"\b(?:(?:{MONTH})\b|(?:{WEEKDAY})\b|{UNIT}\b|weekend|tonight|today|tomorrow|Easter|Christmas"
    rf"|midnight|(?:{one_of(SEASONS)})\b|(?:mid-)?(?:19|20|21)[0-9]{{2}}s?\b|Q[1-4]\b)"
)
LEAD: Final = re.compile(
    r"(?<![\w’',-])(?:[Bb]y|[Bb]efore|[Uu]ntil|[Tt]ill|[Nn]o later than|[Ii]n|[Oo]n|[Ww]ithin"
    r"|[Oo]ver"
    r"|[Dd]uring|[Tt]his|[Nn]ext|[Ff]rom|[Aa]t|[Bb]etween|[Tt]hrough|[Ll]ater|[Ee]arly|[Ll]ate|[Mm]id"
    r"|[Tt]onight|[Tt]omorrow|[Tt]oday|[Aa]s early as|[Aa]s soon as"
    r"|(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Tt]wenty)"
    r"(?= (?:day|week|month|year|decade)s? from (?:now|today))"
    r"|[Tt]he (?=end|start|beginning|next|coming|first|second|third|fourth|following)"
    rf"|[0-9]{{1,4}}|(?:{MONTH})|(?:{WEEKDAY}))(?![\w’'])"
)
WORD: Final = re.compile(r"[,]?\s+(?=[\w(])|$")
MOST_WORDS: Final = 9
SHORTENED: Final = re.compile(r"\b(?P<month>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?= )")
"""A month as agencies write it: Sept. 4."""

ENDS: Final = re.compile(
    r"[;:?!()\"“”\0]|(?<!Jan)(?<!Feb)(?<!Aug)(?<!Sept)(?<!Oct)(?<!Nov)(?<!Dec)\.(?=\s|$)|\s[–—]"
)
SPAN: Final = re.compile(rf"(?i)(?:over )?(?:about |some )?(?:[0-9]+|{COUNT}) {UNIT}")
"""How long something takes, and no day: 20 years in prison, over three years."""

NAMED: Final = re.compile(r"(?:[Ii]n the |[Aa]t )?[0-9]{4}|.*\b[0-9]{4}[-–/][0-9]{2}")
"""A year that belongs to a name, or none: the 2028 Games, at 2100, by 2029-30."""

REFERS: Final = re.compile(
    r" (?:of|after|from|before|following|since|earlier|later|ago)\b(?! now| today)"
)
"""Words behind a span by which it is counted from another day than that of publication."""

PREPOSITION: Final = (
    r"(?P<lead>by|before|until|till|on|no later than|in|this|coming|the coming|this coming"
    r"|as early as|as soon as|at|during)"
)
DAY: Final = re.compile(
    rf"(?i:(?:{PREPOSITION} )?)(?P<day>{WEEKDAY})(?P<owns>[’']s)?"
    r"(?: (?:morning|afternoon|evening|night))?"
)
LATER: Final = re.compile(rf"(?i:later (?:on )?)(?P<day>{WEEKDAY})")
TONIGHT: Final = re.compile(
    r"(?i:later )?(?i:tonight|this (?:evening|afternoon|morning)|by midnight)"
)
WEEKEND: Final = re.compile(
    r"(?i:(?:on |at |over |by |during )?(?:this|the|this coming|the coming) weekend)"
)
SOON: Final = re.compile(r"(?i:as (?:early|soon) as|over) (?P<rest>.+)")
EARLIEST: Final = re.compile(
    r",? (?:at the (?:very )?(?:earliest|soonest)|or (?:later|after|beyond)|onwards?|and beyond)\b"
)
"""Words behind a day that say from when on, not by when."""

HUNDRED: Final = re.compile(r"(?i)\b(?:100|a hundred) days")
PERIOD: Final = re.compile(r"(?i)(?P<lead>by|until|till|no later than) (?P<rest>.+)")
YEARLESS: Final = re.compile(
    rf".*?(?:(?:{MONTH})|{one_of(SEASONS)}|(?:first|second|third|fourth) quarter"
    r"|(?:first|second) half)$"
)
AHEAD: Final = re.compile(r"(?i)(?:next|tomorrow|by|until|within|no later than|later)\b")
"""Days that are to come whatever stands before them."""

COUNTED_FROM: Final = re.compile(r"\b(?:since|after|from|than|of|as) $")
OWNING: Final = frozenset({"in", "at", "on"})
"""Before which words "Sunday’s" is a day: in Sunday’s final, but not: hit by Sunday’s storm."""

PART: Final = re.compile(r"(?i)quarter|half")
LATELY: Final = timedelta(days=120)
FUTURE: Final = frozenset({"by", "before", "until", "till", "no later than"})


@dataclass(frozen=True, slots=True)
class When:
    """Words of a sentence that are a day to come: their span, and what they mean."""

    start: int
    end: int
    words: str
    date: FuzzyDate


def days(text: str, published: FuzzyDate | None, language: Language) -> list[When]:
    """The days to come that stand in a sentence, in their order.

    Days on which something was said or done are none, and what is over when it is published.
    """
    found: list[When] = []
    if TIME.search(text) is None:
        return found
    done = 0
    for lead in LEAD.finditer(text):
        if lead.start() < done:
            continue
        one = _longest(text, lead.start(), published)
        if one is None:
            continue
        done = one.end
        if not _is_told(text, one, language) and not _is_over(one, published):
            found.append(one)
    return found


def _longest(text: str, start: int, published: FuzzyDate | None) -> When | None:
    """The longest words from ``start`` on that are a date."""
    stop = ENDS.search(text, start)
    limit = stop.start() if stop else len(text)
    ends = []
    for gap in WORD.finditer(text, start + 1, limit):
        ends.append(gap.start())
        if len(ends) == MOST_WORDS:
            break
    else:
        ends.append(limit)
    for end in sorted(set(ends), reverse=True):
        words = text[start:end].rstrip(",. ")
        if TIME.search(words) is None:
            return None
        behind = start + len(words)
        if EARLIEST.match(text, behind) or (SPAN.search(words) and REFERS.match(text, behind)):
            return None
        if (date := read(words, published)) is not None:
            return When(start, start + len(words), words, date)
    return None


@lru_cache(maxsize=4096)
def read(words: str, published: FuzzyDate | None) -> FuzzyDate | None:
    """What words mean in an article; None where they mean no day, several, or one without end."""
    words = SHORTENED.sub(r"\g<month>", words)
    own = _weekday(words, published) or _weekend(words, published)
    if own is not None or any(one.fullmatch(words) for one in (DAY, SPAN, NAMED)):
        return own
    if HUNDRED.search(words):
        return None  # of a hundred days nobody knows yet when they begin
    tried = [words]
    if period := PERIOD.fullmatch(words):
        tried.append(f"by the end of {period['rest']}")
    if soon := SOON.fullmatch(words):
        tried.append(soon["rest"])
    for one in tried:
        date = _by_phrases(one, published) or _of_this_year(one, published)
        if date is not None and date.latest is not None:
            return date
    return None


def _of_this_year(words: str, published: FuzzyDate | None) -> FuzzyDate | None:
    """A part of a year without one: the first that is not over."""
    day = None if published is None else published.latest
    named = YEARLESS.fullmatch(words)
    if day is None or named is None:
        return None
    for year in (day.year, day.year + 1):
        tried = (f"{words} {year}", f"{words} of {year}")
        date = next(filter(None, (_by_phrases(one, published) for one in tried)), None)
        if date is None or date.latest is None:
            continue
        if date.latest >= day:
            return date
        if PART.search(words) and day - date.latest < LATELY:
            return None  # figures of the last quarter come in this one
    return None


def _by_phrases(words: str, published: FuzzyDate | None) -> FuzzyDate | None:
    try:
        return edtf.read(words, published)
    except BadDate:
        return None


def _one_day(published: FuzzyDate | None) -> date | None:
    if published is None or published.earliest != published.latest:
        return None
    return published.earliest


def _weekday(words: str, published: FuzzyDate | None) -> FuzzyDate | None:
    """A weekday alone: the next one; the one of the day of publication may be either."""
    day, named = _one_day(published), DAY.fullmatch(words)
    if day is None or named is None:
        return None
    ahead = (WEEKDAYS[named["day"].lower()] - day.weekday()) % 7
    if not ahead:
        return None
    meant = day + timedelta(days=ahead)
    lead = (named["lead"] or "").lower()
    if named["owns"] and lead not in OWNING:
        return None
    if lead == "before":
        meant -= timedelta(days=1)
    return edtf.parse(f"../{meant}") if lead in FUTURE else edtf.from_day(meant)


def _weekend(words: str, published: FuzzyDate | None) -> FuzzyDate | None:
    """Tonight, this weekend, and later on the weekday of publication."""
    day = _one_day(published)
    if day is None:
        return None
    if later := LATER.fullmatch(words):
        is_today = WEEKDAYS[later["day"].lower()] == day.weekday()
        return edtf.from_day(day) if is_today else None
    if TONIGHT.fullmatch(words):
        return edtf.from_day(day)
    if WEEKEND.fullmatch(words):
        sunday = day + timedelta(days=WEEKDAYS["sunday"] - day.weekday())
        saturday = max(day, sunday - timedelta(days=1))
        return edtf.parse(f"{saturday}/{sunday}" if saturday < sunday else str(sunday))
    return None


def _is_told(text: str, one: When, language: Language) -> bool:
    """Whether it is the day on which something was said or done."""
    before = text[max(0, one.start - 60) : one.start]
    if AHEAD.match(one.words) and not COUNTED_FROM.search(before):
        return False
    return language.when["said"].search(before) is not None


def _is_over(one: When, published: FuzzyDate | None) -> bool:
    day = None if published is None else published.earliest
    return day is not None and one.date.latest is not None and one.date.latest < day
