"""The spellings of one name, joined: whom a speaker counts for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Spellings:
    """What each joined spelling was joined to, which may in turn be joined to another."""

    into: Mapping[str, str]

    def path(self, name: str) -> Iterator[str]:
        """The name and what it was joined to, step by step; a circle is gone through once."""
        seen: set[str] = set()
        further: str | None = name
        while further is not None and further not in seen:
            seen.add(further)
            yield further
            further = self.into.get(further)

    def leads(self, name: str, other: str) -> bool:
        """Whether ``name`` was joined to ``other``, or to what was joined to it."""
        return other in self.path(name)

    def group(self, name: str) -> str:
        """The name that ``name`` counts for in the end: its own where it was never joined."""
        return deque(self.path(name), maxlen=1)[0]

    def joined_to(self, name: str) -> str | None:
        """The name that ``name`` counts for, where that is another."""
        return self.group(name) if name in self.into else None

    def all_of(self, names: Iterable[str]) -> list[str]:
        """Every spelling of those whom ``names`` count for, sorted."""
        wanted = {self.group(name) for name in names}
        return sorted(wanted | {one for one in self.into if self.group(one) in wanted})
