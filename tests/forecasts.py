"""Forecasts with outcomes and weights, as several tests of scores need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy
    from numpy.typing import NDArray

    Row = tuple[float, float, float]

SIX = [(0.4, 0.0, 1.0), (0.3, 0.0, 1.0), (0.2, 0.0, 1.0), (0.1, 1.0, 1.0), (0.5, 1.0, 1.0)]
SIX += [(0.9, 1.0, 1.0)]
"""A small published example: its Brier score is 0.2266667 and its logarithmic score 0.6986228."""


def rows(*, min_size: int = 0, certain: bool = True) -> SearchStrategy[list[Row]]:
    """Claims, each a probability, an outcome (1 or 0) and a weight; some weigh nothing.

    Unless ``certain``, no probability is 0 or 1.
    """
    low, high = (0, 100) if certain else (1, 99)
    round_ones = st.integers(low, high).map(lambda percent: percent / 100)
    probabilities = round_ones | st.floats(low / 100, high / 100)
    weights = st.sampled_from([1.0, 1.0, 1 / 2, 1 / 3, 1 / 7, 0.0])
    claims = st.tuples(probabilities, st.sampled_from([0.0, 1.0]), weights)
    return st.lists(claims, min_size=min_size, max_size=30)


def columns(claims: Sequence[Row]) -> tuple[NDArray[np.float64], ...]:
    """The probabilities, the outcomes and the weights of claims."""
    probabilities, outcomes, weights = np.array(claims, dtype=float).reshape(-1, 3).T
    return probabilities, outcomes, weights
