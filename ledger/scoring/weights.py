"""How much each claim weighs, so that nobody counts twice for saying a thing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RULES: Final = ("mean", "first", "last", "all")


def repeat_weights(pairs: NDArray[np.intp], rule: str) -> NDArray[np.float64]:
    """The weight of each claim under a rule for repeats.

    Args:
        pairs: for each claim the number of its pair of speaker and question, 0 or more; claims in
            the order they were made.
        rule: ``mean`` weighs each of a pair's k claims 1/k; ``first`` and ``last`` weigh one of
            them 1 and the others 0; ``all`` weighs each 1.

    Returns:
        As many weights as claims, none negative; under all rules but ``all`` they add up to the
        number of pairs.
    """
    if rule == "all" or not pairs.size:
        return np.ones(pairs.size)
    if rule == "mean":
        return 1.0 / np.bincount(pairs)[pairs]
    ordered = pairs if rule == "first" else pairs[::-1]
    chosen = np.unique(ordered, return_index=True)[1]
    weights = np.zeros(pairs.size)
    weights[chosen if rule == "first" else pairs.size - 1 - chosen] = 1.0
    return weights
