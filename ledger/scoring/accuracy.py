"""Accuracy: the weighted mean of what each claim was credited with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def weighted_mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float | None:
    """The mean of ``values`` by ``weights``; None where there is no weight.

    The sums are exact before they are rounded, so the mean is the same in every order and on every
    machine, and never outside the values.
    """
    total = math.fsum(weights.tolist())
    return math.fsum((values * weights).tolist()) / total if total > 0 else None
