"""Scrutiny: whether the entries of a journal are those that the program writes, as it goes by.

They are looked at as an import of JSON Lines looks at them: each by itself, and held against those
before it, as the rows made of these tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.book.keeping.damage import Damage
from ledger.book.keeping.succession import Succession, look
from ledger.store.id_state import state_of_ids
from ledger.store.spellings import spellings_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.keeping.damage import Evidence
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection


ANY_TIME: Final = "9999-12-31T23:59:59Z"
"""No entry can be dated later."""


@dataclass(slots=True)
class Scrutiny:
    """What the next entries are held against; they may be dated ``last`` at the latest."""

    last: str = ANY_TIME
    succession: Succession = field(default_factory=lambda: Succession("", {}))

    def begin(self, connection: Connection, since: int, at: str) -> None:
        """Take up what stood after entry ``since``, which was made at ``at``."""
        self.succession = Succession(at, dict(spellings_at(connection, since).into))

    def look(
        self, before: Connection, numbered: Sequence[tuple[int, Entry]], evidence: Evidence
    ) -> None:
        """Look at entries, given with their numbers, where ``before`` has the rows up to them."""
        fit = [one for one in numbered if self._is_fit(*one, evidence)]
        state = state_of_ids(before, [entry for _, entry in fit])
        for number, entry in fit:
            if entry.at != self.succession.at:
                self.close(evidence)
            try:
                self.succession.follow(state, entry, number)
            except ValueError as trouble:
                evidence.odd.append(_strange(number, str(trouble)))

    def close(self, evidence: Evidence) -> None:
        """Note which claims stand on questions that did not come with them."""
        evidence.odd += [_strange(*one) for one in self.succession.dangling()]

    def _is_fit(self, number: int, entry: Entry, evidence: Evidence) -> bool:
        try:
            look(entry, self.last)
        except ValueError as trouble:
            evidence.own.append(_strange(number, str(trouble)))
            return False
        return True


def _strange(number: int, why: str) -> Damage:
    return Damage("strange", "journal", number, "", f"The program does not write this: {why}")
