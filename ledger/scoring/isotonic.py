"""Isotonic regression: the rising sequence nearest to means that need not rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rising_means(sums: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rising sequences nearest to the means ``sums / weights``, by weighted least squares.

    Pool adjacent violators: neighbours that do not rise share one mean, until all rise.  M. Ayer,
    H. D. Brunk, G. M. Ewing, W. T. Reid and E. Silverman, "An empirical distribution function for
    sampling with incomplete information", Annals of Mathematical Statistics 26 (1955), 641-647.
    In which order violators are pooled does not matter, so each round pools all there are; there
    are few rounds unless the data are made for it.

    Args:
        sums: sum(w * x) of each place; one sequence a row.
        weights: sum(w) of each place, more than 0, the same in all rows.

    Returns:
        As many rows of the fitted values; no row ever falls.
    """
    rows = np.repeat(np.arange(sums.shape[0]), sums.shape[1])
    totals, blocks = sums.ravel(), np.tile(weights, sums.shape[0])
    sizes = np.ones(totals.size, dtype=np.intp)
    while True:
        means = totals / blocks
        violates = (means[1:] <= means[:-1]) & (rows[1:] == rows[:-1])
        if not violates.any():
            return np.repeat(means, sizes).reshape(sums.shape)
        starts = np.flatnonzero(np.concatenate([[True], ~violates]))
        totals, blocks, sizes = (np.add.reduceat(one, starts) for one in (totals, blocks, sizes))
        rows = rows[starts]
