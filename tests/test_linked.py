"""Clusters of what hangs together, held against another implementation."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ledger.scoring.clusters import linked

groups_of_members = st.lists(st.sets(st.integers(0, 12), max_size=4), max_size=12)


def together(numbers: list[int]) -> set[frozenset[int]]:
    """Which places have the same number."""
    return {
        frozenset(place for place, other in enumerate(numbers) if other == one) for one in numbers
    }


def test_a_chain_of_shared_members_connects() -> None:
    found = linked([{"x"}, {"y", "z"}, {"x", "y"}, {"w"}, set()]).tolist()
    assert together(found) == {frozenset({0, 1, 2}), frozenset({3}), frozenset({4})}


def test_nothing_has_no_clusters() -> None:
    assert linked([]).tolist() == []


@given(groups_of_members)
def test_clusters_are_the_connected_components(groups: list[set[int]]) -> None:
    shared = np.array([[bool(one & other) for other in groups] for one in groups], dtype=bool)
    expected = connected_components(csr_array(shared), directed=False)[1].tolist() if groups else []
    assert together(linked(groups).tolist()) == together(expected)
