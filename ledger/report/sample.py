"""A sample: the claims that a figure is about, each with its weight and its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.weights import repeat_weights

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from ledger.model.claim_columns import Columns
    from ledger.report.scorable import Scorable

    Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Rows of ``columns``, in the order the claims were made; weights and clusters go with them."""

    columns: Columns
    rows: Rows
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp]

    @property
    def pairs(self) -> int:
        """How many pairs of a speaker and a question there are; where all count, claims."""
        return round(float(self.weights.sum()))

    @property
    def cluster_count(self) -> int:
        """How many clusters have a claim of any weight."""
        return np.unique(self.clusters[self.weights > 0]).size

    @property
    def credit(self) -> NDArray[np.float64]:
        """What each claim counts in accuracy, 0 to 1; 0 where it is not scored."""
        return np.nan_to_num(self.columns.credit[self.rows])


def sample(found: Scorable, rows: Rows) -> Sample:
    """The claims at ``rows``, weighed among each other by the rule for repeats.

    Args:
        found: the claims, and under what settings.
        rows: places of claims, ascending.
    """
    columns = found.columns
    question = columns.question[rows].astype(np.int64)
    pairs = numbers(columns.speaker[rows] * np.int64(len(columns.names.question)) + question)
    clusters = numbers(cluster(found)[rows])
    return Sample(columns, rows, repeat_weights(pairs, found.settings.repeats), clusters)


def scored(found: Scorable, rows: Rows) -> Sample:
    """Those of the claims at ``rows`` that count in accuracy."""
    return sample(found, rows[found.credited[rows]])


def cluster(found: Scorable) -> NDArray[np.int32]:
    """What each claim is taken to be settled together with: its question, or its source."""
    columns = found.columns
    return columns.question if found.settings.cluster == "question" else columns.source


def numbers(values: NDArray[Any]) -> NDArray[np.intp]:
    """For each value a number, the same for the same value, in the order in which they come."""
    _, first, own = np.unique(values, return_index=True, return_inverse=True)
    places = np.empty(first.size, dtype=np.intp)
    places[np.argsort(first)] = np.arange(first.size)
    return places[own]
