"""The spellings of one name: those nobody can tell apart, and those people joined."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.model.namekeys import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Spellings:
    """What each joined spelling was joined to, which may in turn be joined to another.

    Names are compared by their `name_key`, and a group is shown by it, which is the name with plain
    blanks.  ``into`` is as it was written, oldest first: to join two spellings of one key does
    nothing, and what would close a circle is passed over.
    """

    into: Mapping[str, str]
    _by_key: dict[str, str] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for speaker, name in self.into.items():
            key, other = name_key(speaker), name_key(name)
            if key not in self.path(other):
                self._by_key[key] = other

    def path(self, name: str) -> Iterator[str]:
        """The keys of the name and of what it was joined to, step by step."""
        further: str | None = name_key(name)
        while further is not None:
            yield further
            further = self._by_key.get(further)

    def leads(self, name: str, other: str) -> bool:
        """Whether ``name`` was joined to ``other``, or to what was joined to it."""
        return name_key(other) in self.path(name)

    def group(self, name: str) -> str:
        """The name that ``name`` counts for in the end: its own where it was never joined."""
        return deque(self.path(name), maxlen=1)[0]

    def joined_to(self, name: str) -> str | None:
        """The name that ``name`` counts for, where that is written otherwise."""
        group = self.group(name)
        return group if group != name else None

    def written(self, name: str) -> list[str]:
        """Each spelling of ``name`` that was joined to another, as that was written."""
        key = name_key(name)
        return [one for one in self.into if name_key(one) == key]

    def all_of(self, names: Iterable[str], known: Iterable[str]) -> list[str]:
        """Every spelling among the ``known`` of those whom ``names`` count for, sorted."""
        wanted = {self.group(name) for name in names}
        return sorted({one for one in known if self.group(one) in wanted})
