"""Base rates: how often questions had come about by the day on which a claim was made."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Columns


class BaseRates:
    """The share of questions that had come about when a claim was made, by claim.

    ``came`` says of each claim whether its question came about, 1 or 0; NaN where that cannot be
    said.  Counted are the questions of the claims that a report selects, each once, that came about
    or did not, on the days before the claim can have been made.  Of n such questions, k of which
    came about, it is (k + 1) / (n + 2), so that it is one half where nothing is known yet: P. S. de
    Laplace, Théorie analytique des probabilités (1812), book 2, chapter 1.
    """

    def __init__(self, columns: Columns, came: NDArray[np.float64]) -> None:
        self._columns, self._came = columns, came

    @cached_property
    def each(self) -> NDArray[np.float64]:
        """The rate at each claim."""
        columns, came = self._columns, self._came
        known = ~np.isnan(came) & ~np.isnat(columns.happened_latest) & columns.counting
        _, first = np.unique(columns.question[known], return_index=True)
        days, came = columns.happened_latest[known][first], came[known][first]
        order = np.argsort(days, kind="stable")
        yes = np.concatenate([[0.0], np.cumsum(came[order])])
        made = columns.made_earliest
        before = np.searchsorted(days[order], made)
        before[np.isnat(made)] = 0
        rates: NDArray[np.float64] = (yes[before] + 1) / (before + 2)
        return rates
