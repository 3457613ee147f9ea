"""Timing: how long ahead claims were made, and how many came true only after their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.verdicts import Verdict
from ledger.scoring.accuracy import weighted_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.assessment import Assessment
    from ledger.report.sample import Sample


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


def timing(claims: Iterable[Assessment], scored: Sample) -> Timing:
    """The timing of claims, of which ``scored`` are those that count in accuracy."""
    ahead = [one for one in claims if one.checkable and not one.made_too_late]
    settled = (one for one in ahead if one.settled)
    late = np.array([float(one.verdict == Verdict.LATE) for one in scored.claims])
    return Timing(
        lead_to_due=_lead((one.made_latest, one.due_latest) for one in ahead),
        lead_to_settlement=_lead((one.made_latest, one.happened_latest) for one in settled),
        late_share=weighted_mean(late, scored.weights),
    )


def _lead(spans: Iterable[tuple[str | None, str | None]]) -> float | None:
    """The median number of days between two days, of those spans that have both."""
    days = [_days(first, last) for first, last in spans if first and last]
    return float(median(days)) if days else None


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
