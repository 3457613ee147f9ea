"""Pooling: what all groups make likely for each, and whether they differ at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.report.sample import numbers
from ledger.scoring.clusters import DECIMALS, exact_sum
from ledger.scoring.design import told_apart
from ledger.scoring.hypothesis_tests import homogeneity
from ledger.scoring.intervals import LEVEL, share, sure_n
from ledger.scoring.pooling import pool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ledger.report.figures import Accuracy
    from ledger.report.sample import Sample
    from ledger.scoring.hypothesis_tests import Homogeneity
    from ledger.scoring.pooling import Pooled


@dataclass(frozen=True, slots=True)
class Kinship:
    """What groups tell of one another.

    ``pooled`` has the accuracy that all groups make likely for each, by key: None where nothing is
    scored, and where fewer than three groups have any or they tell less than two apart would.
    ``effective`` is how many groups without a question in common would tell as much.
    ``homogeneity`` is a test of whether all have the same accuracy; None where there is nothing to
    test.
    """

    pooled: Mapping[str, Pooled | None]
    effective: float
    homogeneity: Homogeneity | None


STRANGERS: Final = Kinship({}, 0.0, None)
"""Of groups that are not held against one another."""


@dataclass(frozen=True, slots=True, eq=False)
class _Stack:
    """The scored claims of all groups, one group after another."""

    credit: NDArray[np.float64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp]
    groups: NDArray[np.intp]


def kinship(counting: Sample, accuracies: Mapping[str, Accuracy], named: Sequence[bool]) -> Kinship:
    """What the groups tell of one another.

    Args:
        counting: the claims that are scored, a part for each group.
        accuracies: the accuracy of each group that has a name, by its key.
        named: of each part, whether the group has a name.
    """
    stack = _stack(counting, np.array(named, dtype=bool))
    test = homogeneity(stack.credit, stack.weights, stack.clusters, stack.groups)
    apart = told_apart(stack.credit, stack.weights, stack.clusters, stack.groups, len(accuracies))
    heard = np.array([accuracy.scored > 0 for accuracy in accuracies.values()], dtype=bool)
    effective = round(exact_sum(apart[heard]), DECIMALS)
    return Kinship(_pooled(accuracies, stack, apart), effective, test)


def _pooled(
    accuracies: Mapping[str, Accuracy], stack: _Stack, apart: NDArray[np.float64]
) -> dict[str, Pooled | None]:
    n = np.array([accuracy.effective_n or 0.0 for accuracy in accuracies.values()])
    right = np.array([accuracy.accuracy or 0.0 for accuracy in accuracies.values()]) * n
    every = share(stack.credit, stack.weights, stack.clusters, LEVEL)
    together = None
    if every is not None and every.interval is not None:
        together = exact_sum(n) if every.design.apart else sure_n(every.design, LEVEL)
    found = _pool(right.tobytes(), n.tobytes(), apart.tobytes(), together)
    return dict(zip(accuracies, found, strict=True))


@lru_cache(maxsize=256)
def _pool(
    right: bytes, n: bytes, apart: bytes, together: float | None
) -> tuple[Pooled | None, ...]:
    """The rates of groups, which a page that is asked for again does not work out again."""
    own, of, told = map(np.frombuffer, (right, n, apart))
    return tuple(pool(own, of, LEVEL, apart=told, together=together))


def _stack(counting: Sample, named: NDArray[np.bool_]) -> _Stack:
    sizes = np.diff(counting.parts.bounds)
    chosen = np.repeat(named, sizes)
    return _Stack(
        credit=counting.credit[chosen],
        weights=counting.weights[chosen],
        clusters=numbers(counting.clusters[chosen]),
        groups=np.repeat(np.arange(np.count_nonzero(named)), sizes[named]),
    )
