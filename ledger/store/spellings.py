"""The spellings that were joined, as of a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.model.spellings import Spellings
from ledger.store.schema import aliases, in_force

if TYPE_CHECKING:
    from sqlalchemy import Connection


def spellings_at(connection: Connection, entry: int) -> Spellings:
    """What speakers were joined to as of ``entry``."""
    wanted = select(aliases.c.speaker, aliases.c.stands_for).where(in_force(aliases, entry))
    rows = connection.execute(wanted.order_by(aliases.c.entry))
    return Spellings({row.speaker: row.stands_for for row in rows})


def numbers_of(connection: Connection, moment: int) -> list[int]:
    """The numbers of the entries up to ``moment`` that joined speakers or took that back."""
    rows = connection.execute(select(aliases.c.entry, aliases.c.replaced_by)).all()
    found = {number for row in rows for number in row if number is not None}
    return sorted(number for number in found if number <= moment)
