"""Student's t and the F distribution, by way of the beta distribution that both come from.

M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.6.2 and 26.7.1.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np

from ledger.scoring.beta import beta_share

CLOSE: Final = 1e-5
"""A step by less than this share of what it is taken from is the last: the error is its square."""


@lru_cache(maxsize=4096)
def student_quantile(freedom: float, level: float) -> float:
    """How far from 0 the middle ``level`` of Student's t reaches: 1.96 for 95% of very many.

    The start is the expansion 26.7.5 of the same source; from there Newton's method, on logarithms,
    since in the tail the logarithm of what lies beyond falls almost straight.

    Args:
        freedom: the degrees of freedom, 1 or more and not always a whole number.
        level: the share in the middle, between 0 and 1.
    """
    z: float = NormalDist().inv_cdf((1 + level) / 2)
    reach: float = (
        z + z * (z**2 + 1) / (4 * freedom) + z * (5 * z**4 + 16 * z**2 + 3) / 96 / freedom**2
    )
    log_front = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)
    step = 1.0
    while abs(step) > CLOSE:
        beyond = snedecor_tail(reach**2, 1, freedom)
        log_density = log_front - (freedom + 1) / 2 * math.log1p(reach**2 / freedom)
        density = 2 * math.exp(log_density) / math.sqrt(math.pi * freedom)
        step = math.log(beyond / (1 - level)) * beyond / (density * reach)
        reach *= math.exp(step)
    return reach


def snedecor_tail(ratio: float, above: float, below: float) -> float:
    """The chance that an F distribution exceeds ``ratio``.

    Args:
        ratio: the quotient of two mean squares, 0 or more.
        above: the degrees of freedom of what is divided, more than 0.
        below: those of what it is divided by, more than 0.
    """
    if ratio <= 0:
        return 1.0
    share = np.array([below / (below + above * ratio)])
    if 0 < share.item() < 1:
        share = beta_share(np.array([below / 2]), np.array([above / 2]), share)
    return float(share[0])
