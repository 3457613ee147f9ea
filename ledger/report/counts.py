"""Counts of claims: by status, by verdict, and of what keeps them out of the accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.claim import STANCES
from ledger.model.claim_columns import VERDICTS
from ledger.model.filters import STATUSES
from ledger.model.verdicts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ledger.model.claim_columns import Columns
    from ledger.model.verdicts import Verdict
    from ledger.report.sample import Rows


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


def count(columns: Columns, rows: Rows, withdrawn: int, amended: NDArray[np.bool_]) -> Counts:
    """The counts of the claims at ``rows``, besides which ``withdrawn`` more were taken back.

    ``amended`` says of each claim of ``columns`` whether it was changed after the fact.
    """
    checkable = rows[columns.checkable[rows]]
    statuses = np.bincount(columns.status[rows], minlength=len(STATUSES)).tolist()
    verdicts = np.bincount(columns.verdict[checkable] + 1, minlength=len(VERDICTS) + 1).tolist()[1:]
    undated = checkable[np.isnat(columns.due_latest[checkable])]
    return Counts(
        claims=rows.size,
        **{_field(name): n for name, n in zip(STATUSES, statuses, strict=True)},
        verdicts={one: verdicts[VERDICTS.index(one)] for one in COUNTED},
        no_due=undated.size,
        made_too_late=_number(columns.made_too_late[checkable]),
        withdrawn=withdrawn,
        amended_after=_number(amended[rows]),
        recorded_after_due=_number(columns.recorded_after_due[checkable]),
        early=_number(columns.early[checkable]),
        no_side=_number(columns.stance[checkable] == STANCES.index("none")),
        disputed=_number(columns.disputed[checkable]),
        scheduled=_number(~np.isnat(columns.horizon[undated])),
    )


def _field(name: str) -> str:
    return name.replace("-", "_")


def _number(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))
