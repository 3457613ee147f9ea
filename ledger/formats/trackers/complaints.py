"""What is wrong with a file, as it is found, and what is passed over."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, Final

from ledger.formats.trackers.moments import day_of
from ledger.model.raw import shown
from ledger.model.reading import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from ledger.errors import Problem
    from ledger.formats.rows import Row
    from ledger.formats.trackers.moments import Day
    from ledger.model.bundle import Origin

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
            message = f"Cell {row.stray} of this row stands under no name in the first row."
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
