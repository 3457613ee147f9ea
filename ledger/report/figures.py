"""The figures of some claims: the one source of what every form of a report shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ledger.report.accuracy import accuracy
from ledger.report.counts import count
from ledger.report.forecasts import forecast_scores
from ledger.report.timing import timing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ledger.report.accuracy import Accuracy
    from ledger.report.counts import Counts
    from ledger.report.forecasts import ForecastScores
    from ledger.report.sample import Rows, Sample
    from ledger.report.scorable import Scorable
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
    found: Scorable, rows: Rows, counting: Sample, withdrawn: int, amended: NDArray[np.bool_]
) -> Figures:
    """The figures of the claims at ``rows``, besides which ``withdrawn`` more were taken back.

    Args:
        found: the claims, and what of them can be scored.
        rows: places of claims, ascending.
        counting: those of them that count in accuracy.
        withdrawn: how many more there were.
        amended: for each claim of ``found`` whether it was changed after the fact.
    """
    return Figures(
        count(found.columns, rows, withdrawn, amended),
        accuracy(counting),
        forecast_scores(found, rows),
        timing(found.columns, rows, counting),
    )
