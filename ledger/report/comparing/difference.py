"""A difference: how far apart two sides are in one figure, over questions that both have it on."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from ledger.report.settings import LEVEL
from ledger.scoring.bootstrap import cluster_sums, difference_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The means of the two sides over ``questions`` questions, each of which weighs 1.

    ``difference`` is that of ``a`` less that of ``b``, and ``interval`` its bootstrap interval;
    None where the questions make up fewer than two ``clusters``.
    """

    questions: int
    clusters: int
    a: float
    b: float
    difference: float
    interval: tuple[float, float] | None


def difference(
    a: list[float], b: list[float], clusters: NDArray[np.intp], seed: int, *, turned: bool
) -> Difference:
    """The difference of two sides.

    Both sides of a question are always drawn together, so that what made the question easy or hard
    for both does not blur the difference.

    Args:
        a: for each question the figure of the first side; at least one.
        b: for each question that of the second.
        clusters: for each question the number of its cluster.
        seed: where the random numbers begin.
        turned: whether to draw for ``b`` less ``a`` and turn the interval round.  A caller that
            sets this for one of two orders gets the same interval in both, but for the sign.
    """
    first, second = fsum(a) / len(a), fsum(b) / len(b)
    one, other, n = cluster_sums(clusters, np.array(a), np.array(b), np.ones(len(a)))
    sides = ((other, n), (one, n)) if turned else ((one, n), (other, n))
    interval = difference_interval(*sides, LEVEL, seed=seed)
    if turned and interval is not None:
        interval = 0 - interval[1], 0 - interval[0]
    return Difference(
        questions=len(a),
        clusters=n.size,
        a=first,
        b=second,
        difference=first - second,
        interval=interval,
    )
