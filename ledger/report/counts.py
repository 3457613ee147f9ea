"""Counts of claims: by status, by verdict, and of what keeps them out of the accuracy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.model.verdicts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ledger.model.assessment import Assessment
    from ledger.model.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many claims there are of each sort.

    ``claims`` = ``open + overdue + settled + not_checkable``.  ``verdicts`` has a count for each
    verdict: ``settled`` is the sum of the final ones, and the others are among open and overdue.
    The counts after these overlap with the others: of the claims that can be checked they say how
    many have no due day (of these ``scheduled`` have a day by which they were meant to be
    settled), were made too late to count, entered the ledger after their due day, or are settled
    while the day by which they were to be is still to come; how many take no side, and so are
    never right or wrong; on how many one import brought verdicts that differ, so that none stands;
    of all claims, how many more were withdrawn, and how many were changed after the fact.
    """

    claims: int
    open: int
    overdue: int
    settled: int
    not_checkable: int
    verdicts: Mapping[Verdict, int]
    no_due: int
    made_too_late: int
    withdrawn: int
    amended_after: int
    recorded_after_due: int
    early: int
    no_side: int
    disputed: int
    scheduled: int

    def as_dict(self) -> dict[str, int]:
        """Every count by its public name, that of a verdict under the verdict's own."""
        found: dict[str, int] = {}
        for name in self.__dataclass_fields__:
            if name == "verdicts":
                found |= {one.column: number for one, number in self.verdicts.items()}
            else:
                found[name] = getattr(self, name)
        return found


def count(claims: Sequence[Assessment], withdrawn: int, amended: Collection[str]) -> Counts:
    """The counts of ``claims``, besides which ``withdrawn`` more were taken back.

    ``amended`` are the ids of claims changed after the fact.
    """
    statuses = Counter(one.status for one in claims)
    checkable = [one for one in claims if one.checkable]
    verdicts = Counter(one.verdict for one in checkable)
    return Counts(
        claims=len(claims),
        open=statuses["open"],
        overdue=statuses["overdue"],
        settled=statuses["settled"],
        not_checkable=statuses["not-checkable"],
        verdicts={one: verdicts[one] for one in COUNTED},
        no_due=sum(one.due_latest is None for one in checkable),
        made_too_late=sum(one.made_too_late for one in checkable),
        withdrawn=withdrawn,
        amended_after=sum(one.id in amended for one in claims),
        recorded_after_due=sum(one.recorded_after_due for one in checkable),
        early=sum(one.early for one in checkable),
        no_side=sum(one.stance == "none" for one in checkable),
        disputed=sum(one.disputed for one in checkable),
        scheduled=sum(one.due_latest is None and one.horizon is not None for one in checkable),
    )
