"""Days as publishers write them, in whatever shape, read as EDTF where only one day is meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Callable

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
    plain = text.strip()
    found = ((shape.fullmatch(plain), words) for shape, words in SHAPES.items())
    meant = next((words(match) for match, words in found if match), plain)
    try:
        return edtf.read(meant, None)
    except BadDate:
        return None


def _year_first(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _year_last(found: re.Match[str]) -> str:
    """Day and month in either order; with dots between them the day is always first."""
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > MOST_MONTHS or first == second:
        return f"{found[4]}-{second:02d}-{first:02d}"
    return f"{found[4]}-{first:02d}-{second:02d}" if second > MOST_MONTHS else ""


def _epoch(found: re.Match[str]) -> str:
    return datetime.fromtimestamp(int(found[0][:10]), UTC).date().isoformat()


SHAPES: Final[dict[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    TIMED: lambda found: found[1],
    COMPACT: _year_first,
    YEAR_FIRST: _year_first,
    YEAR_LAST: _year_last,
    EPOCH: _epoch,
    NAMED: lambda found: found[1].replace(".", ""),
    MONTH_FIRST: lambda found: f"{found[1]} {found[2]}, {found[3]}",
}
"""What each shape is in words that `edtf.read` takes; empty where it could be two days."""
