"""What is told of many rows at once, each sort in one warning with its count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.formats.table.header import Header


@dataclass(slots=True)
class Some:
    """So many rows, the first of them, and the columns they are counted for."""

    rows: int = 0
    first: int = 0
    columns: set[str] = field(default_factory=set)

    def add(self, number: int, columns: Iterable[str]) -> None:
        """Count a row."""
        self.rows += 1
        self.first = self.first or number
        self.columns.update(columns)

    def named(self, header: Header) -> str:
        """The columns, as the sheet calls them."""
        *others, last = sorted(map(header.name_of, self.columns))
        return f"{', '.join(others)} and {last}" if others else last


@dataclass(slots=True)
class Tally:
    """What was counted so far."""

    without_evidence: int = 0
    again: int = 0
    """Rows that say again what one before them says."""
    unrated: Some = field(default_factory=Some)
    """Rows that say that there is no verdict yet, and yet something of one."""

    beside: Some = field(default_factory=Some)
    """Rows with words beside addresses."""

    def problems(self, path: str, header: Header) -> Iterator[Problem]:
        """A warning of each sort that there is."""
        yield from without_evidence(path, self.without_evidence)
        if self.again:
            message = f"Rows that say again what another row with their id says: {self.again:,}."
            yield Problem(path, 0, message, "warning", code="said-again")
        if self.unrated.rows:
            message = (
                f"Rows that are not rated yet, whose {self.unrated.named(header)} "
                f"{'is' if len(self.unrated.columns) == 1 else 'are'} passed over: "
                f"{self.unrated.rows:,}; the first is row {self.unrated.first}."
            )
            yield Problem(path, 0, message, "warning", code="not-rated")
        if self.beside.rows:
            message = (
                f"Rows with words beside the addresses in {self.beside.named(header)}, which are "
                f"passed over: {self.beside.rows:,}; the first is row {self.beside.first}."
            )
            yield Problem(path, 0, message, "warning", code="words-beside")


def without_evidence(path: str, number: int) -> Iterator[Problem]:
    """The warning of so many verdicts without evidence; none of none."""
    if number:
        message = f"Verdicts without evidence: {number}."
        yield Problem(path, 0, message, "warning", code="no-evidence")
