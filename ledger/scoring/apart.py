"""How much groups tell apart from one another, where they have questions in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.clusters import cluster_sums
from ledger.scoring.design import likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray


def told_apart(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp],
    groups: NDArray[np.intp],
    many: int,
) -> NDArray[np.float64]:
    """For each group the share of what its claims tell that no other group tells, 0 to 1.

    A hundred groups that are right on one question are right once.  Where a group has the weight w
    of a cluster's weight W, and claims in a cluster are as alike as the intraclass correlation r
    says, so much of its part is its own: w / (w + r (W - w)); by Kish 1965, section 5.4.

    Args:
        values: for each claim a value from 0 to 1, such as its credit.
        weights: how much each claim weighs, 0 or more.
        clusters: for each claim the number of its cluster.
        groups: for each claim the number of its group; what is in several groups is there for each.
        many: how many groups there are; one without a claim of any weight has a share of 1.
    """
    shares = np.ones(many)
    heard = weights > 0
    if not heard.any():
        return shares
    values, weights, groups = values[heard], weights[heard], groups[heard]
    alike = likeness(values, weights, clusters[heard])
    _, cluster = np.unique(clusters[heard], return_inverse=True)
    (whole,) = cluster_sums(cluster, weights)
    part = cluster * many + groups
    (own,) = cluster_sums(part, weights)
    of_cluster, of_group = np.divmod(np.unique(part), many)
    apart = own * own / (own + alike * np.maximum(0.0, whole[of_cluster] - own))
    told, all_told = cluster_sums(of_group, apart, own)
    shares[np.unique(of_group)] = np.minimum(1.0, told / all_told)
    return shares
