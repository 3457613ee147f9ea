"""Timing: how long ahead claims were made, and how many came true only after their day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.claim_columns import VERDICTS
from ledger.model.verdicts import Verdict
from ledger.scoring.accuracy import weighted_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_columns import Columns
    from ledger.report.sample import Rows, Sample


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


def timing(columns: Columns, rows: Rows, scored: Sample) -> Timing:
    """The timing of the claims at ``rows``; ``scored`` are those that count in accuracy."""
    ahead = rows[columns.checkable[rows] & ~columns.made_too_late[rows]]
    settled = ahead[columns.settled[ahead]]
    late = columns.verdict[scored.rows] == VERDICTS.index(Verdict.LATE)
    return Timing(
        lead_to_due=_lead(columns.due_latest[ahead] - columns.made_latest[ahead]),
        lead_to_settlement=_lead(columns.happened_latest[settled] - columns.made_latest[settled]),
        late_share=weighted_mean(late.astype(float), scored.weights),
    )


def _lead(spans: NDArray[np.timedelta64]) -> float | None:
    """The median of some spans in days, of those that are known."""
    days = spans[~np.isnat(spans)].astype(np.int64)
    return float(np.median(days)) if days.size else None
