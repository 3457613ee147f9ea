"""Days as publishers write them, in whatever shape, read as EDTF where only one day is meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import BadDate

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate

TIMED: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|\s+)\d\d?:?\d\d.*", re.DOTALL)
"""``2017-06-22T19:49:15+02:00``; the day is that of the place where it was written."""

COMPACT: Final = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:T\d{4,6}.*)?")
YEAR_FIRST: Final = re.compile(r"([12]\d{3})[-/.](\d\d?)[-/.](\d\d?)(?:\s+\d\d?:\d\d.*)?")
YEAR_LAST: Final = re.compile(r"(\d\d?)([-/.])(\d\d?)\2([12]\d{3})(?:,?\s+\d\d?:\d\d.*)?")
NAMED: Final = re.compile(r"(?:[A-Z][a-z]{2,8},?\s+)?(\d\d?\s+[A-Z][a-z]{2,8}\.?\s+\d{4})\b.*")
"""``Thu, 22 Jun 2017 19:49:15 GMT`` (RFC 5322)."""

MONTH_FIRST: Final = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s+)?([A-Z][a-z]{2,8})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{4})\b.*"
)
"""``Thu Jun 22 2017 19:49:15 GMT+0000``, ``June 22nd, 2017``."""

EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?")
"""Seconds, or thousandths of a second, since 1970; the day is that in UTC."""

MOST_MONTHS: Final = 12


def read_day(text: str) -> FuzzyDate | None:
    """The date a text means; None where it means none, or could mean two."""
    for words in _readings(text.strip()):
        try:
            return edtf.read(words, None)
        except BadDate:
            continue
    return None


def _readings(text: str) -> list[str]:
    """What the text may be in words that `edtf.read` takes; the first that it takes is meant."""
    if found := TIMED.fullmatch(text):
        return [found[1]]
    if found := COMPACT.fullmatch(text):
        return ["-".join(found.groups()[:3])]
    if found := YEAR_FIRST.fullmatch(text):
        return [f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"]
    if found := YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), found[4], dotted=found[2] == ".")
    if EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return [datetime.fromtimestamp(seconds, UTC).date().isoformat()]
    if found := NAMED.fullmatch(text):
        return [found[1].replace(".", "")]
    if found := MONTH_FIRST.fullmatch(text):
        return [f"{found[1]} {found[2]}, {found[3]}"]
    return [text]


def _year_last(first: int, second: int, year: str, *, dotted: bool) -> list[str]:
    """Day and month in either order; with dots between them the day is always first."""
    if dotted or first > MOST_MONTHS or first == second:
        return [f"{year}-{second:02d}-{first:02d}"]
    return [f"{year}-{first:02d}-{second:02d}"] if second > MOST_MONTHS else []
