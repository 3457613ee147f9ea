"""A deadline in the title of a question, read by our own phrases, or none.

    Will it rain before March 14, 2026?            ../2026-03-13    before March 14, 2026
    Will X resign by the end of 2026?              ../2026-12-31    by the end of 2026
    Will prices fall in 2026?                      2026             in 2026
    Will the bridge open by June 2025?             ../2025-06-30    by June 2025
    By 2030, will 50% of cars be electric?         ../2030-12-31    By 2030
    Will X win the July 11 election?               none: the name of an event
    Will GDP in 2024 be higher than in 2023?       none: what is measured and compared
    Will humans ever live on Mars?                 none

A deadline stands at the end of a sentence or of a part of it, or begins it.  What stands before a
noun is the name of an event, and what follows "than" is compared.  A year that is not written is
the first from the day on which the question was asked.  "By June 2025" may mean its first or its
last day: the last counts, as it does of every deadline, for so nothing is late that may be in time.
Where two deadlines can be read, none is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.edtf.durations import LENGTH
from ledger.edtf.phrases import attempt
from ledger.edtf.vocabulary import MONTHS, NUMBERS, PARTS, UNITS, WEEKDAYS
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.edtf.notation import FuzzyDate

LEADS: Final = {
    "before": "before", "prior to": "before", "by": "by", "on or before": "by", "as of": "by",
    "at": "by", "no later than": "by", "not later than": "by", "until": "until", "till": "until",
    "through": "until", "between": "between", "this": "this", "next": "next", "in": "in",
    "on": "on", "during": "in", "within": "within",
}  # fmt: skip
"""What a deadline begins with, and how it is read."""

PERIODS: Final = frozenset({"by", "until", "in"})
"""Leads behind which a period means the whole of it."""

LOOSE: Final = frozenset({"in", "on", "within", "this", "next"})
"""Leads that may also say when something else was: one of the others is the deadline then."""

LEAD: Final = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(LEADS, key=len, reverse=True))})(?= )", re.IGNORECASE
)
BEFORE: Final = re.compile(r"\b(?:than|not|since|from|after|like|as|or|and|back) $", re.IGNORECASE)
"""What makes the words behind it no deadline."""

WORD: Final = re.compile(r" ?([^\s,;:?!()\[\]\"]+?)(?=[,;:?!()\[\]\"\s.]|$)")
NUMERIC: Final = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}){0,2}|[0-9]{3}0s|[0-9]{1,3}|[0-9]{1,2}(?:st|nd|rd|th)"
)
CAPITAL: Final = frozenset({"may", "march", "mar", "sat", "sun"})
"""Names that are other words in small letters."""

LINKS: Final = frozenset({
    "the", "of", "end", "start", "beginning", "next", "this", "coming", "early", "mid", "late",
    "middle", "eoy", "year-end", "and", *MONTHS, *WEEKDAYS, *NUMBERS, *UNITS,
    *(f"{unit}s" for unit in UNITS), *(word for part in PARTS for word in part.split()),
})  # fmt: skip
MOST_WORDS: Final = 8
"""How many words a date may have."""

AFTER: Final = frozenset({
    "according", "as", "at", "but", "by", "conditional", "during", "following", "for", "given",
    "if", "in", "inside", "into", "on", "outside", "over", "per", "provided", "that", "under",
    "unless", "using", "via", "when", "where", "which", "while", "with", "within", "without",
})  # fmt: skip
"""Words that may follow a deadline; what else does makes the name of something with it."""

FIRST: Final = frozenset({"a", "an", "the", "there", "will", "does", "is"})
"""Words that may follow one that begins the title."""

PLAYED: Final = re.compile(
    r"(?!.*(?:[0-9]{4}|year|this|next))(?=.*\b(?:half|quarter|[hq][1-4])\b)", re.IGNORECASE
)
"""A part of a game, or of a year that is not named."""

TAKEN: Final = re.compile(rf"in {LENGTH}", re.IGNORECASE)
"""How long something takes: "in 3 days" need not be the next three."""

TIME: Final = re.compile(r",? (?:at )?(?:[0-9]{1,2}:[0-9]{2}|noon|midnight)\b")
EOY: Final = re.compile(
    r"\b(?:the )?(?:EOY|year[- ]end|end of year)(?P<year> [0-9]{4})?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which something is to come about, and the words that say so."""

    day: FuzzyDate
    words: str


def deadline_in(title: str, asked: FuzzyDate | None = None) -> Deadline | None:
    """The deadline in the title of a question; None where it has none that is plain.

    ``asked`` is the day on which the question was asked: years and words such as "next month" are
    read from there, and what is over by then is no deadline.
    """
    found: dict[date | None, tuple[str, Deadline]] = {}
    for lead, deadline in _deadlines(title, asked):
        found.setdefault(deadline.day.latest, (lead, deadline))
    firm = [one for lead, one in found.values() if lead not in LOOSE]
    several = firm or [deadline for _, deadline in found.values()]
    return several[0] if len(several) == 1 else None


def _deadlines(title: str, asked: FuzzyDate | None) -> Iterator[tuple[str, Deadline]]:
    text = " ".join(title.split())
    for match in LEAD.finditer(text):
        if BEFORE.search(text[: match.start()]):
            continue
        lead = LEADS[match[0].lower()]
        ends = _ends(text, match.end())
        for end in reversed(ends):
            day = _read(lead, text[match.end() + 1 : end], asked)
            if day is not None:
                if _is_whole(text, match.start(), end) and not _is_over(day, asked):
                    yield lead, Deadline(day, text[match.start() : end])
                break


def _ends(text: str, start: int) -> list[int]:
    """Where words of a date may end that begin at ``start``, at most so many of them."""
    ends: list[int] = []
    while len(ends) < MOST_WORDS and (found := WORD.match(text, start)) and _is_of_a_date(found[1]):
        start = found.end()
        ends.append(start)
        if text[start : start + 1] == ",":
            start += 1
    return ends


def _is_of_a_date(word: str) -> bool:
    plain = word.lower()
    if plain in CAPITAL and word == plain:
        return False
    return plain in LINKS or NUMERIC.fullmatch(plain) is not None


def _read(lead: str, rest: str, asked: FuzzyDate | None) -> FuzzyDate | None:
    """What the words mean as a deadline; None where they mean none, or several."""
    if PLAYED.match(rest) or TAKEN.fullmatch(f"{lead} {rest}"):
        return None
    plain = EOY.sub(lambda found: f"the end of {(found['year'] or ' the year').strip()}", rest)
    tried = [f"{lead} {plain}", *([f"by the end of {plain}"] if lead in PERIODS else [])]
    for words in tried:
        try:
            found = attempt(words, asked)
        except BadDate:
            continue
        if found is not None and found.latest is not None:
            return found
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether nothing goes on behind the words that makes them a part of something else."""
    rest = text[end:]
    following = WORD.match(rest.removeprefix(","))
    if following is None or TIME.match(rest) or rest[0] not in ", ":
        return True
    word = following[1].lower()
    if word in FIRST and start == 0:
        return True
    if _is_of_a_date(following[1]):
        return False  # of one that cannot be read
    return word in AFTER or (rest[0] == "," and word not in {"and", "or"})


def _is_over(day: FuzzyDate, asked: FuzzyDate | None) -> bool:
    opened = None if asked is None else asked.earliest
    return opened is not None and day.latest is not None and day.latest < opened
