"""Things that hang together: clusters of what shares a member, directly or through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from numpy.typing import NDArray


def linked(groups: Sequence[Collection[Hashable]]) -> NDArray[np.intp]:
    """For each group the number of its cluster: the connected components of the groups.

    Groups that share a member are in one cluster, and so are groups that a chain of such groups
    connects.  A group without members is a cluster of its own.  Clusters are found by uniting
    disjoint sets, R. E. Tarjan, "Efficiency of a good but not linear set union algorithm", Journal
    of the ACM 22 (1975), 215-225.
    """
    parents = list(range(len(groups)))
    first: dict[Hashable, int] = {}
    for number, members in enumerate(groups):
        for member in members:
            parents[_root(parents, number)] = _root(parents, first.setdefault(member, number))
    return np.array([_root(parents, one) for one in range(len(groups))], dtype=np.intp)


def _root(parents: list[int], one: int) -> int:
    """The group that stands for the cluster of ``one``; the way there is halved for next time."""
    while parents[one] != one:
        parents[one] = parents[parents[one]]
        one = parents[one]
    return one
