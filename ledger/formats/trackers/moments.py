"""Moments as trackers write them: ISO 8601, seconds or milliseconds since 1970, JavaScript's Date.

2023-07-05T12:00:00.000Z    2023-07-05 12:00:00    2023-07-05 12:00:00 UTC    2023-07-05
2023-07-05 12:00:5 (so Fatebook writes the fifth second)
1688558400                  1688558400000
Wed Jul 05 2023 14:00:00 GMT+0200 (Central European Summer Time)
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from ledger.model.raw import decimal_of, shown

DIGITS: Final = re.compile(r"\d{9,13}(?:\.\d+)?")
JAVASCRIPT: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})(?: \(.*\))?"
)
ONE_DIGIT: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:)(\d)")
MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
MILLISECONDS: Final = 100_000_000_000
"""From here on a number counts thousandths: as seconds it would be beyond the year 5000."""

EARLIEST: Final = 100_000_000
"""The least number that is taken for seconds since 1970: from 1973 on they have nine digits."""

MICROSECONDS: Final = 1000
"""How many make a thousandth of a second."""


def moment_of(value: object) -> datetime:
    """The moment that a text or a number means, in UTC; without a time zone it is one in UTC.

    Raises:
        ValueError: it means none; the text of the error is a sentence.
    """
    text = "" if isinstance(value, bool) else str(value).strip()
    try:
        if isinstance(value, Decimal) or DIGITS.fullmatch(text):
            return _since_1970(decimal_of(text))
        found = datetime.fromisoformat(_in_iso(text))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{shown(value)} is no time, such as 2023-07-05T12:00:00Z."
        raise ValueError(message) from None


def stamp(moment: datetime) -> str:
    """A moment as ``2023-07-05T12:00:00Z``, or where it has thousandths, with these."""
    spec = "milliseconds" if moment.microsecond >= MICROSECONDS else "seconds"
    return f"{moment.replace(tzinfo=None).isoformat(timespec=spec)}Z"


def _since_1970(number: Decimal | None) -> datetime:
    if number is None or not EARLIEST <= number <= MILLISECONDS * 1000:
        raise ValueError
    seconds = number / 1000 if number >= MILLISECONDS else number
    return datetime.fromtimestamp(float(seconds), UTC)


def _in_iso(text: str) -> str:
    if found := JAVASCRIPT.fullmatch(text):
        month, day, year, time, zone = found.groups()
        return f"{year}-{MONTHS.index(month) // 3 + 1:02d}-{day}T{time}{zone}"
    if found := ONE_DIGIT.fullmatch(text):
        return "0".join(found.groups())
    return text.removesuffix(" UTC") if text.endswith(" UTC") else text
