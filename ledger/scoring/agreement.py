"""Agreement: how far recorders who judged the same questions came to the same verdicts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def krippendorff_alpha(units: Sequence[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha for nominal labels, by as many recorders as there are.

    1 is full agreement, 0 what chance alone would give, below 0 is worse than chance.
    K. Krippendorff, "Computing Krippendorff's alpha-reliability" (University of Pennsylvania,
    2011), section C: 1 - (n - 1) * o / e, where n is the number of labels that can be paired, o the
    pairs that differ within a question, over its labels less 1, and e the pairs of all n that do.

    Args:
        units: for each question the labels it was given; None where a recorder gave none.  A
            question with fewer than two labels tells nothing and is left out.

    Returns:
        At most 1; None where no question has two labels, or where all labels are the same, so that
        nothing shows that recorders can tell one from another.
    """
    counts = [Counter(label for label in unit if label is not None) for unit in units]
    pairable = [count for count in counts if count.total() > 1]
    totals = sum(pairable, Counter[str]())
    possible = _disagreements(totals)
    if not possible:
        return None
    observed = math.fsum(_disagreements(count) / (count.total() - 1) for count in pairable)
    return 1 - (totals.total() - 1) * observed / possible


def _disagreements(count: Counter[str]) -> int:
    """How many ordered pairs of labels differ."""
    return count.total() ** 2 - sum(times**2 for times in count.values())
