"""Rows gathered into records: what several rows say of one source or question must agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from ledger.model.bundle import Item
from ledger.model.namekeys import is_same
from ledger.model.raw import shown

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.model.bundle import Origin
    from ledger.model.earlier import Former
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question
    from ledger.model.source import Source

Record = TypeVar("Record", "Source", "Question", "Outcome")


@dataclass(slots=True)
class Shared(Generic[Record]):
    """One record that rows speak of: the first row's number and what they say together.

    ``said`` and ``blank`` are the keys they fill and those all of them leave blank; ``later`` is
    the row of each key that another than the first row said first.
    """

    record: Record
    origin: Origin
    reason: str | None
    number: int
    said: frozenset[str]
    blank: frozenset[str]
    later: dict[str, int] | None = None
    former: tuple[Former, ...] = ()

    def item(self) -> Item[Record]:
        """The record as an import takes it."""
        return Item(
            self.record, self.reason, self.origin, self.said, self.blank, former=self.former
        )

    def row_of(self, key: str) -> int:
        """The row that says ``key``."""
        return (self.later or {}).get(key, self.number)


@dataclass(slots=True)
class Gathering(Generic[Record]):
    """The records of one kind that the rows of a sheet speak of, by id."""

    shared: dict[str, Shared[Record]] = field(default_factory=dict)

    def add(self, identifier: str, new: Shared[Record]) -> list[Problem]:
        """Take what a row says of a record: its first word on each key holds, and others agree."""
        known = self.shared.setdefault(identifier, new)
        if known is new:
            return []
        wrong: list[Problem] = []
        for key in sorted(new.said & known.said):
            if not is_same(getattr(new.record, key, None), getattr(known.record, key, None)):
                first = f"row {known.row_of(key)}, which speaks of the same, {shown(identifier)}"
                wrong.append(
                    new.origin.problem((key,), f"{key} is not as in {first}.", code="rows-disagree")
                )
        known.former += tuple(one for one in new.former if one.id and one not in known.former)
        known.reason = known.reason or new.reason
        known.blank &= new.blank
        if more := new.said - known.said:
            known.later = {**(known.later or {}), **dict.fromkeys(more, new.number)}
            known.record = replace(known.record, **{key: getattr(new.record, key) for key in more})
            known.said |= more
        return wrong
