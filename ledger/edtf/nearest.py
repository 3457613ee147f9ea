"""The nearest form of words that are no date: spelt right, or without what nobody can read.

    nxt week                         next week
    by the endof 2024                by the end of 2024
    before the elections in July     before July

Only what can be read is offered, and only what is made of the very words; where nothing is left of
them that names a date, there is nothing to offer.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.edtf.holidays import NAMES
from ledger.edtf.languages import is_name
from ledger.edtf.vocabulary import (
    MONTHS,
    NTH,
    NUMBERS,
    PARTS,
    SHORT_UNITS,
    UNITS,
    WEEKDAYS,
    WHICH,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLOSE: Final = 0.7
"""How alike a word has to be to one that is known, from 0 to 1."""

MOST_WORDS: Final = 12
MOST_TRIED: Final = 60
LEADS: Final = frozenset({"by", "before", "until", "till", "through", "within", "in"})
NAMED: Final = frozenset(
    word
    for names in (
        MONTHS,
        WEEKDAYS,
        PARTS,
        UNITS,
        SHORT_UNITS,
        NAMES,
        {f"{unit}s" for unit in UNITS},
    )
    for name in names
    for word in name.split()
) | {"today", "tomorrow", "yesterday", "hour", "hours"}
"""Words without one of which, or a digit, no text names a date."""

SMALL: Final = frozenset({
    "about", "after", "ago", "and", "at", "before", "beginning", "between", "by", "circa",
    "coming", "during", "early", "end", "ending", "from", "half", "in", "last", "late",
    "later", "latest", "mid", "middle", "next", "no", "of", "on", "or", "since", "some",
    "sometime", "start", "than", "the", "this", "through", "till", "time", "to", "until",
    "up", "within",
})  # fmt: skip
KNOWN: Final = tuple(
    sorted(
        NAMED | SMALL | WHICH.keys() | {word for one in (*NTH, *NUMBERS) for word in one.split()}
    )
)
DIGIT: Final = re.compile("[0-9]")


def nearest(words: str, is_read: Callable[[str], bool]) -> str | None:
    """The longest text near to ``words`` that ``is_read``, if there is one."""
    spelt = [_spelt(word) for word in words.split()[:MOST_WORDS]]
    tried: dict[str, None] = {}
    for candidate in _candidates(spelt):
        if candidate not in tried and len(tried) < MOST_TRIED:
            tried[candidate] = None
            if is_read(candidate):
                return candidate
    return None


def _candidates(spelt: list[str]) -> Iterator[str]:
    """All the words that are known, and ever fewer of them on end, with what they began with."""
    known = [one for one in spelt if one]
    for length in range(len(known), 0, -1):
        for start in range(len(known) - length + 1):
            some = known[start : start + length]
            if not any(_is_named(word) for one in some for word in one.split()):
                continue
            lead = next((one for one in known[:start] if one.lower() in LEADS), None)
            if lead is not None and some[0].lower() not in LEADS:
                rest = some[1:] if some[0].lower() in {"on", "at"} else some
                yield " ".join([lead, *rest])
            yield " ".join(some)


def _is_named(word: str) -> bool:
    plain = word.lower().strip(",.")
    return DIGIT.search(word) is not None or plain in NAMED or is_name(plain)


@lru_cache(maxsize=1024)
def _spelt(word: str) -> str:
    """The word if it is known or a number, else the one it is most like; empty if there is none."""
    plain = word.lower().strip(",.;:!?()\"'")
    if plain in KNOWN or DIGIT.search(plain) or is_name(plain):
        return word.strip(";:!?()\"'")
    for cut in range(2, len(plain) - 1):
        if plain[:cut] in KNOWN and plain[cut:] in KNOWN:
            return f"{plain[:cut]} {plain[cut:]}"
    like = difflib.get_close_matches(plain, KNOWN, n=1, cutoff=CLOSE)
    return like[0].capitalize() if like and word.istitle() else "".join(like)
