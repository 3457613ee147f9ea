"""``--as-of``: which entries are known, and which day counts as today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import BadDate
from ledger.model.moment import Moment, stamp
from ledger.store import journal_table

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.store.database import Connection

WRITTEN: Final = re.compile(r"(\d{1,18})@(.+)", re.ASCII)


def read_moment(connection: Connection, as_of: str | None, now: datetime) -> Moment:
    """The moment ``as_of`` means: nothing (now), a day (its end, UTC) or ``ENTRY@DAY``.

    Raises:
        BadDate: it is no day, one that has not come yet, or an entry that does not exist.
    """
    today = now.date()
    size = journal_table.head(connection).size
    if as_of is None:
        return Moment(size, today)
    written = WRITTEN.fullmatch(as_of.strip())
    date = edtf.read(written[2] if written else as_of, edtf.from_day(today))
    day = date.latest
    if day is None:
        raise BadDate(f"{as_of} has no last day.", "Give a day, such as 2024-12-31.")
    if day > today:
        raise BadDate(f"{as_of} has not come yet: today is {today} (UTC).")
    if written is None:
        end = stamp(
            now.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59)
        )
        return Moment(journal_table.size_at(connection, end), day)
    if int(written[1]) > size:
        raise BadDate(f"There is no entry {written[1]}: the journal has {size}.")
    return Moment(int(written[1]), day)
