"""Fuzzy dates as readers know them: what EDTF writes in signs, in words."""

from __future__ import annotations

import re
from typing import Final

PART: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<part>[234][0-9])")
"""A part of a year that is no month, such as ``2023-33``, its first quarter."""

SEASONS: Final = ("spring", "summer", "autumn", "winter")
PARTS: Final = {
    **{21 + n: f"{SEASONS[n % 4]} {{}}" for n in range(12)},
    **{33 + n: f"{{}} Q{n + 1}" for n in range(4)},
    **{37 + n: f"{nth} third of {{}}" for n, nth in enumerate(("first", "second", "last"))},
    **{40 + n: f"{nth} half of {{}}" for n, nth in enumerate(("first", "second"))},
}
MARKS: Final = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"}


def in_words(edtf: str) -> str:
    """A date in EDTF in words where it has signs for them; days, months and years stay."""
    if edtf.startswith(("[", "{")):
        return edtf
    first, slash, last = edtf.partition("/")
    if not slash:
        return _date(edtf)
    if first in {"", ".."}:
        return f"until {_date(last)}"
    return f"from {_date(first)}" if last in {"", ".."} else f"{_date(first)} to {_date(last)}"


def _date(edtf: str) -> str:
    if edtf[-1:] in MARKS:
        return MARKS[edtf[-1]].format(_date(edtf[:-1]))
    found = PART.fullmatch(edtf)
    return PARTS[int(found["part"])].format(found["year"]) if found else edtf
