"""Timing: how long ahead of the outcome claims were made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.claim_arrays import VERDICTS
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from ledger.model.claim_arrays import Columns, Days
    from ledger.report.sample import Parts, Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long ahead, in days, and how late.

    ``lead_to_due`` is the median time from the latest day a claim can have been made to its due
    day, over claims not made too late; ``lead_to_settlement`` the same to the latest day on which
    the verdict that settled it can have become true.  ``late_share`` is the share of scored claims
    whose question came about, but only after its due day.  None where there is nothing to measure.
    """

    lead_to_due: float | None
    lead_to_settlement: float | None
    late_share: float | None


def timings(columns: Columns, parts: Parts, counting: Sample) -> list[Timing]:
    """The timing of each part of some claims; ``counting`` are those that count in accuracy."""
    ahead = parts.where(columns.counting & ~columns.made_too_late)
    late = columns.verdict[counting.parts.rows] == VERDICTS.index(Verdict.LATE)
    found = (
        _leads(ahead, columns.due_latest, columns.made_latest),
        _leads(ahead.where(columns.settled), columns.happened_latest, columns.made_latest),
        counting.weighing.means(late.astype(float)),
    )
    return [
        Timing(lead_to_due=to_due, lead_to_settlement=to_settlement, late_share=late_share)
        for to_due, to_settlement, late_share in zip(*found, strict=True)
    ]


def _leads(parts: Parts, ends: Days, starts: Days) -> list[float | None]:
    """The median of the spans from a day to another in each part, of those that are known."""
    parts = parts.where(~np.isnat(ends) & ~np.isnat(starts))
    days = (ends[parts.rows] - starts[parts.rows]).astype(np.int64)
    part = np.repeat(np.arange(parts.bounds.size - 1), np.diff(parts.bounds))
    days = days[np.lexsort((days, part))]
    found: list[float | None] = []
    for first, end in pairwise(parts.bounds.tolist()):
        middle = days[(first + end - 1) // 2 : (first + end) // 2 + 1].tolist()
        found.append(sum(middle) / len(middle) if end > first else None)
    return found
