"""Claims that share a fate, found, summed up and counted; and what each claim weighs.

A weighted mean is sum(w * x) / sum(w), so a cluster is no more than its two sums.
"""

from __future__ import annotations

import math
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from numpy.typing import NDArray

    Bounds = NDArray[np.intp]

DECIMALS: Final = 9

AT_ONCE: Final = 10_000
"""So many numbers are objects at a time."""

PAIR: Final = 2
"""Two numbers have one sum; of more it can hang on their order."""


def whole(size: int) -> Bounds:
    """The bounds of one part that holds all of so many claims.

    Claims may lie in parts, one behind the other, such as those of each group: part k then is from
    ``bounds[k]`` on, to below ``bounds[k + 1]``.  What is worked out for each part by itself comes
    as a list.
    """
    return np.array([0, size])


def bounds_within(chosen: NDArray[np.bool_], bounds: Bounds) -> Bounds:
    """The bounds of the parts of those claims that are ``chosen``."""
    found: Bounds = np.concatenate([[0], np.cumsum(chosen)])[bounds]
    return found


class Cells:
    """The clusters of each part of some claims, a cell each, in order of parts and clusters.

    Args:
        clusters: for each claim the number of its cluster, 0 or more; numbers may be left out.
        bounds: where parts begin and end (`whole`).

    ``own`` has for each claim the number of its cell, and ``bounds`` where in the cells the parts
    begin and end.
    """

    def __init__(self, clusters: NDArray[np.integer[Any]], bounds: Bounds) -> None:
        width = int(clusters.max(initial=0)) + 1
        ordered = np.repeat(np.arange(bounds.size - 1) * width, np.diff(bounds))
        ordered += clusters
        self._order = np.argsort(ordered, kind="stable")
        ordered = ordered[self._order]
        self._starts = np.flatnonzero(np.diff(ordered, prepend=-1))
        sizes = np.diff(self._starts, append=ordered.size)
        self._crowded = np.repeat(sizes > PAIR, sizes)
        self.own = np.empty(ordered.size, dtype=np.intp)
        self.own[self._order] = np.repeat(np.arange(sizes.size), sizes)
        self.keys = ordered[self._starts]
        self.bounds: Bounds = np.searchsorted(self.keys, np.arange(bounds.size) * width)

    def sums(self, *values: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """For each of ``values``, which have one a claim, its sum in every cell.

        Values are put in order before they are added, so that the sums are the same to the last bit
        whatever the order of claims.  Of two, the order does not matter.
        """
        order = self._order
        if self._crowded.any():
            some = order[self._crowded]
            order = order.copy()
            order[self._crowded] = some[
                np.lexsort((*(value[some] for value in values), self.own[some]))
            ]
        if not order.size:
            return tuple(np.empty(0) for _ in values)
        return tuple(np.add.reduceat(value[order], self._starts) for value in values)


def cluster_sums(
    clusters: NDArray[np.intp], *values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """For each of ``values`` its sum in every cluster (`Cells`), by the number of the cluster.

    Args:
        clusters: for each claim the number of its cluster, 0 or more; numbers may be left out.
        values: arrays with one value a claim.
    """
    return Cells(clusters, whole(clusters.size)).sums(*values)


def effective_clusters(sizes: NDArray[np.float64]) -> float:
    """How many clusters of one size would tell as much as clusters of these, never more than these.

    (sum of W)^2 / sum of W^2: L. Kish, Survey Sampling (1965), section 11.7.  Rounded to nine
    decimals, so that two clusters of three thirds each are two.

    Args:
        sizes: the weight W of each cluster, more than 0; at least one.
    """
    return round(exact_sum(sizes) ** 2 / exact_sum(sizes**2), DECIMALS)


def effective_clusters_of(sizes: NDArray[np.float64], bounds: Bounds) -> list[float | None]:
    """The same of each part; None of one without clusters."""
    sums = zip(exact_sums(sizes, bounds), exact_sums(sizes**2, bounds), strict=True)
    return [round(one**2 / squares, DECIMALS) if squares else None for one, squares in sums]


def exact_sum(values: NDArray[np.float64]) -> float:
    """The exact sum, rounded once, so that the order of values does not matter."""
    parts = range(0, values.size, AT_ONCE)
    return math.fsum(chain.from_iterable(values[one : one + AT_ONCE].tolist() for one in parts))


def exact_sums(values: NDArray[np.float64], bounds: Bounds) -> list[float]:
    """The same of each part."""
    return [exact_sum(values[first:end]) for first, end in pairwise(bounds.tolist())]


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


RULES: Final = ("mean", "first", "last", "all", "standing")


def repeat_weights(
    pairs: NDArray[np.intp], rule: str, days: NDArray[Any] | None = None
) -> NDArray[np.float64]:
    """The weight of each claim under a rule for repeats.

    Args:
        pairs: for each claim the number of its pair of speaker and question, 0 or more; claims in
            the order they were made.
        rule: ``mean`` weighs each of a pair's k claims 1/k; ``first`` and ``last`` weigh one of
            them 1 and the others 0; ``all`` weighs each 1; ``standing`` weighs each by the share
            of the days on which one of its pair stood that it did.
        days: how many days each claim stood, which ``standing`` takes.

    Returns:
        As many weights as claims, none negative; under all rules but ``all`` they add up to the
        number of pairs, but for pairs of which none stood.
    """
    if days is not None and rule == "standing":
        stood = np.bincount(pairs, days)[pairs] if pairs.size else np.zeros(0)
        shares: NDArray[np.float64] = np.zeros(pairs.size)
        np.divide(days, stood, out=shares, where=stood > 0)
        return shares
    if rule == "all" or not pairs.size:
        return np.ones(pairs.size)
    if rule == "mean":
        return 1.0 / np.bincount(pairs)[pairs]
    ordered = pairs if rule == "first" else pairs[::-1]
    chosen = np.unique(ordered, return_index=True)[1]
    weights = np.zeros(pairs.size)
    weights[chosen if rule == "first" else pairs.size - 1 - chosen] = 1.0
    return weights
