"""The verdicts of a sheet: rows that tell different final ones of a question tell two of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.formats.table.gathering import Gathering
from ledger.model.outcome import differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.errors import Problem
    from ledger.formats.table.gathering import Shared
    from ledger.model.outcome import Outcome


@dataclass(slots=True)
class Verdicts:
    """What the rows tell of questions: of each one verdict, and those that differ from it."""

    gathered: Gathering[Outcome] = field(default_factory=Gathering)
    """By the id of the question, or of a verdict beside its first, ``QUESTION#ROW``."""
    beside: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __iter__(self) -> Iterator[Shared[Outcome]]:
        """All verdicts, in the order in which rows told them first."""
        return iter(self.gathered.shared.values())

    def add(self, new: Shared[Outcome]) -> list[Problem]:
        """Take what a row tells: the first word on each verdict holds, and others agree."""
        return self.gathered.add(self._name(new), new)

    def has_another(self, question: str, verdict: str | None) -> bool:
        """Whether the first verdict on a question is another than this one."""
        first = self.gathered.shared.get(question)
        return first is not None and verdict not in {None, first.record.verdict}

    def _name(self, new: Shared[Outcome]) -> str:
        question = new.record.question
        first = self.gathered.shared.get(question)
        if first is None or not _differ(first, new):
            return question
        names = self.beside[question]
        for name in names:
            if not _differ(self.gathered.shared[name], new):
                return name
        names.append(f"{question}#{new.number}")
        return names[-1]


def _differ(first: Shared[Outcome], second: Shared[Outcome]) -> bool:
    """Whether two rows tell verdicts of which each would correct the other."""
    one, other = first.record, second.record
    if one.verdict == other.verdict and not {"value"} <= first.said & second.said:
        return False
    return differ(one, other)
