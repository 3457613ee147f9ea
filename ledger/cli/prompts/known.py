"""What a ledger knows that helps whoever is asked: earlier answers, and the last source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.book.ledger import Ledger
    from ledger.journal.entry import Entry

LAST: Final = 200
"""How many entries of the journal are looked at."""

WORKDAY: Final = timedelta(hours=12)
"""For how long somebody is taken to be at work on the same source."""

OTHERWISE: Final = {"due": "due_words", "happened_on": "happened_on"}
"""Keys whose answers stand in an entry as they were typed under another key."""


class Lately:
    """The last entries of a ledger, read when they are first asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: list[Entry] | None = None

    @property
    def entries(self) -> Sequence[Entry]:
        """The last entries, the oldest first."""
        if self._read is None:
            self._read = [entry for _, entry in self._ledger.log(last=LAST)]
        return self._read

    def answers(self, key: str) -> Iterator[str]:
        """What was answered under a key of the claim file, the oldest first."""
        for entry in self.entries:
            found = entry.body.get(OTHERWISE.get(key, key))
            if isinstance(found, str):
                yield found

    def source(self, now: datetime) -> str | None:
        """The id of the source of which the recorder entered a claim just now, if any."""
        for entry in reversed(self.entries):
            if entry.kind == "claim" and entry.by == self._ledger.recorder:
                made = datetime.fromisoformat(entry.at).astimezone(UTC)
                return str(entry.body["source"]) if now - made < WORKDAY else None
        return None
