"""The figures of some claims: the one source of what every form of a report shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ledger.report.accuracy import accuracy
from ledger.report.counts import count
from ledger.report.forecasts import forecast_scores
from ledger.report.sample import scored
from ledger.report.timing import timing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from ledger.model.assessment import Assessment
    from ledger.report.accuracy import Accuracy
    from ledger.report.counts import Counts
    from ledger.report.forecasts import ForecastScores
    from ledger.report.settings import Settings
    from ledger.report.timing import Timing


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all claims of a report, or of one group of them.  Nothing is rounded."""

    counts: Counts
    accuracy: Accuracy
    forecasts: ForecastScores
    timing: Timing

    def as_dict(self) -> dict[str, Any]:
        """Every figure by its public name."""
        parts = self.accuracy, self.forecasts, self.timing
        others = {name: value for part in parts for name, value in asdict(part).items()}
        return {**self.counts.as_dict(), **others}


def figures(
    claims: Sequence[Assessment], withdrawn: int, amended: AbstractSet[str], settings: Settings
) -> Figures:
    """The figures of ``claims``, besides which ``withdrawn`` more were taken back.

    ``amended`` are the ids of claims changed after the fact.
    """
    counting = scored(claims, settings)
    return Figures(
        count(claims, withdrawn, amended),
        accuracy(counting),
        forecast_scores(claims, settings),
        timing(claims, counting),
    )
