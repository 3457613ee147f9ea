"""A difference: how far apart two sides are in one figure, over questions that both have it on."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.report.settings import LEVEL
from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.intervals import mean_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNSEEN_CREDIT: Final = 1.0
"""Credits differ by all or nothing: as many clusters are added as Bonett and Price (2012) add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The means of the two sides over ``questions`` questions, each of which weighs 1.

    ``difference`` is that of ``a`` less that of ``b``.  ``effective_clusters`` is how many of the
    ``clusters``, had each as many questions, would tell as much; on fewer than two ``interval`` is
    None.
    """

    questions: int
    clusters: int
    effective_clusters: float
    a: float
    b: float
    difference: float
    interval: tuple[float, float] | None


def difference(
    a: list[float], b: list[float], clusters: NDArray[np.intp], *, unseen: float
) -> Difference:
    """The difference of two sides.

    Both sides of a question stay together, so that what made the question easy or hard for both
    does not blur the difference.

    Args:
        a: for each question the figure of the first side, 0 to 1; at least one.
        b: for each question that of the second.
        clusters: for each question the number of its cluster.
        unseen: how many clusters are added on which one side has all and the other nothing, and as
            many the other way round: see `ledger.scoring.intervals.mean_interval`.
    """
    first, second = fsum(a) / len(a), fsum(b) / len(b)
    apart, sizes = cluster_sums(clusters, np.array(a) - np.array(b), np.ones(len(a)))
    return Difference(
        questions=len(a),
        clusters=sizes.size,
        effective_clusters=effective_clusters(sizes),
        a=first,
        b=second,
        difference=first - second,
        interval=mean_interval(apart, sizes, LEVEL, lowest=-1.0, unseen=unseen),
    )
