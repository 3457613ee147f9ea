"""Moments, probabilities and names as trackers write them.

Moments are such as

2023-07-05T12:00:00.000Z    2023-07-05 12:00:00    2023-07-05 12:00:00 UTC    2023-07-05
2023-07-05 12:00:5 (so Fatebook writes the fifth second)
1688558400                  1688558400000
Wed Jul 05 2023 14:00:00 GMT+0200 (Central European Summer Time)

The day of a deadline is the one that is written, where it is written with the time of some place;
what is written in UTC was so only for the export, and its day is that of the zone asked for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.model.field_reader import Complaint
from ledger.model.field_values import ID, decimal_of, shown
from ledger.model.new_ids import text_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, tzinfo

    from ledger.errors import Problem
    from ledger.formats.table.sheet import Row
    from ledger.model.bundle import Origin


PLAIN: Final = re.compile(r"\d{4}-\d\d-\d\d")
"""A day without a time, which is that day everywhere."""

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


class Day(NamedTuple):
    """The day of a moment: where it was, and in UTC."""

    here: date
    utc: date


def day_of(value: object, zone: tzinfo = UTC) -> Day:
    """The day of a deadline, or such; ``zone`` is where it is, if it does not say so itself.

    Raises:
        ValueError: it means none; the text of the error is a sentence.
    """
    found = _read(value)
    moment = found.astimezone(UTC)
    if found.utcoffset() or PLAIN.fullmatch(str(value).strip()):
        return Day(found.date(), moment.date())
    return day_in(moment, zone)


def day_in(moment: datetime, zone: tzinfo) -> Day:
    """The day on which a moment in UTC fell where ``zone`` is."""
    try:
        return Day(moment.astimezone(zone).date(), moment.date())
    except OverflowError:  # the first or last day there is
        return Day(moment.date(), moment.date())


def moment_of(value: object) -> datetime:
    """The moment that a text or a number means, in UTC; without a time zone it is one in UTC.

    Raises:
        ValueError: it means none; the text of the error is a sentence.
    """
    return _read(value).astimezone(UTC)


def _read(value: object) -> datetime:
    """The moment that a text or a number means, as far from UTC as it is written.

    Raises:
        ValueError: it means none; the text of the error is a sentence.
    """
    text = "" if isinstance(value, bool) else str(value).strip()
    try:
        if isinstance(value, Decimal) or DIGITS.fullmatch(text):
            return _since_1970(decimal_of(text))
        found = datetime.fromisoformat(_in_iso(text))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)  # which is out of the calendar for some
    except (ValueError, OverflowError, OSError):
        message = f"{shown(value)} is not a time, such as 2023-07-05T12:00:00Z."
        raise ValueError(message) from None
    return found


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


LONGEST: Final = 64
"""How long a name may be that stands in an id as it is."""


def plain_id(name: str) -> str:
    """A name as a part of an id: itself, where it may stand there, or else one made of it."""
    return name if ID.fullmatch(name) and len(name) <= LONGEST else text_id(name)


MISSING: Final = (None, "")
"""What stands where nothing does."""

MOST_KINDS: Final = 6
"""How many kinds of what is passed over are named."""

OTHERS: Final = "of other kinds"


class Complaints:
    """The problems of a file so far; ``zone`` is where moments in UTC fall on a day."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone
        self.problems: list[Problem] = []
        self.passed_over: dict[str, Counter[str]] = defaultdict(Counter)

    def complain(
        self, origin: Origin, place: str, message: str, *, code: str, warning: bool = False
    ) -> None:
        """Note a problem at a key."""
        self.note(origin, [Complaint((place,), message, warning, code=code)])

    def pass_over(self, what: str, kind: str = "") -> None:
        """Count something that cannot be taken, and is of some ``kind``, to be named at the end."""
        kinds, name = self.passed_over[what], shown(kind).strip("'\"")
        kinds[name if name in kinds or len(kinds) <= MOST_KINDS else OTHERS] += 1

    def passed(self) -> Iterator[str]:
        """What was passed over, a sentence for each."""
        for what, kinds in sorted(self.passed_over.items()):
            named = [f"{count} {kind}" for kind, count in sorted(kinds.items()) if kind]
            listed = f" ({', '.join(named)})" if named else ""
            yield f"Passed over, {what}: {kinds.total()}{listed}."

    def stray(self, origin: Origin, row: Row) -> None:
        """Note that a row has a cell under no name, and so perhaps others under a wrong one."""
        if row.stray:
            message = f"Cell {row.stray} of this row has no column name in the first row."
            self.complain(origin, "", message, code="stray-cell")

    def day(self, origin: Origin, key: str, value: object) -> Day | None:
        """The day of a moment; None where there is none, or none that can be read."""
        if value in MISSING:
            return None
        try:
            return day_of(value, self.zone)
        except ValueError as trouble:
            self.complain(origin, key, str(trouble), code="bad-moment")
            return None

    def hint(self, value: object) -> Day | None:
        """The day of a moment that only helps to read others; None where it cannot be read."""
        try:
            return None if value in MISSING else day_of(value, self.zone)
        except ValueError:
            return None

    def flag(self, origin: Origin, key: str, value: object) -> bool:
        """Whether something is so, which it is not where nothing is said of it."""
        if value is not None and not isinstance(value, bool):
            self.complain(
                origin,
                key,
                f"{key} is {shown(value)}, which is neither true nor false.",
                code="no-flag",
            )
        return value is True

    def note(self, origin: Origin, complaints: Iterable[Complaint]) -> None:
        """Note what the model finds wrong with a record."""
        self.problems += origin.problems(complaints)
