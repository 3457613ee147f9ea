"""Scorability: how much of what somebody said can be held against them at all.

Who only says what may be is never wrong, and who was logged after the outcome was perhaps chosen
for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.claim import STANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.claim_arrays import Columns
    from ledger.report.sample import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorability:
    """Shares of all claims, from 0 to 1; None where there are none.

    ``hedged_share`` take no side and give no probability (may, could), ``undated_share`` have
    neither a due day nor a scheduled end.  ``due`` counts the claims that can be checked and whose
    due day or scheduled end is over, of which ``due_settled_share`` are settled.  Of the settled
    ones whose outcome has a day, ``logged_after_outcome`` entered the ledger after it, and
    ``logged_before_outcome`` by then.
    """

    checkable_share: float | None
    hedged_share: float | None
    undated_share: float | None
    probability_share: float | None
    due: int
    due_settled_share: float | None
    logged_before_outcome: int
    logged_after_outcome: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing keeps any claim from being scored but time."""
        return self.checkable_share == 1 and not self.hedged_share and not self.undated_share


def scorabilities(columns: Columns, parts: Parts) -> list[Scorability]:
    """How much can be scored of each part of some claims."""
    stated = ~np.isnan(columns.probability)
    hedged = (columns.stance == STANCES.index("none")) & ~stated
    due = parts.where(columns.counting & columns.horizon_passed)
    settled = parts.where(columns.settled & ~np.isnat(columns.happened_latest))
    after = settled.counts(columns.recorded.astype("M8[D]") > columns.happened_latest)
    every, are_due, are_settled = (_sizes(one) for one in (parts, due, settled))
    found = zip(
        _shares(parts.counts(columns.checkable), every),
        _shares(parts.counts(hedged), every),
        _shares(parts.counts(np.isnat(columns.horizon)), every),
        _shares(parts.counts(stated), every),
        are_due,
        _shares(due.counts(columns.settled), are_due),
        (n - late for n, late in zip(are_settled, after, strict=True)),
        after,
        strict=True,
    )
    names = Scorability.__dataclass_fields__
    return [Scorability(**dict(zip(names, one, strict=True))) for one in found]


def _sizes(parts: Parts) -> list[int]:
    found: list[int] = np.diff(parts.bounds).tolist()
    return found


def _shares(some: Sequence[int], every: Sequence[int]) -> list[float | None]:
    return [one / n if n else None for one, n in zip(some, every, strict=True)]
