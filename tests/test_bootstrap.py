"""Intervals and sample sizes of claims that share a fate: cluster bootstrap, design effect."""

from __future__ import annotations

import math
import tracemalloc
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring import bootstrap
from ledger.scoring.bootstrap import cluster_interval, cluster_sums, difference_interval
from ledger.scoring.design import design_effect, effective_n

Claim = tuple[float, float, int]
"""A value, a weight and a cluster."""
Sums = list[tuple[float, float]]

claims_in_clusters = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 0.5]) | st.floats(0, 1),
        st.sampled_from([1.0, 1 / 2, 1 / 3, 1 / 7, 0.0]),
        st.integers(0, 5),
    ),
    max_size=25,
)


def interval(sums: Sums, level: float = 0.95, *, seed: int = 1) -> tuple[float, float] | None:
    """Of clusters, each a sum of weighted values and a sum of weights."""
    numerators, denominators = np.array(sums, dtype=float).reshape(-1, 2).T
    return cluster_interval(numerators, denominators, level, seed=seed)


def difference(first: Sums, second: Sums, level: float = 0.95) -> tuple[float, float] | None:
    one, other = (np.array(sums, dtype=float).T for sums in (first, second))
    return difference_interval((one[0], one[1]), (other[0], other[1]), level, seed=1)


def interval_of(claims: list[Claim]) -> tuple[float, float] | None:
    values, weights, clusters = columns(claims)
    sums = cluster_sums(clusters, weights * values, weights)
    return cluster_interval(*sums, 0.95, 50, seed=1)


def effect(claims: list[Claim]) -> float | None:
    return design_effect(*columns(claims))


def size(claims: list[Claim]) -> float | None:
    return effective_n(*columns(claims))


def columns(
    claims: list[Claim],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, weights, clusters = np.array(claims, dtype=float).reshape(-1, 3).T
    return values, weights, clusters.astype(np.intp)


class TestSums:
    def test_each_cluster_has_its_own_in_the_order_of_numbers(self) -> None:
        clusters = np.array([7, 2, 7, 2, 9])
        first, second = cluster_sums(
            clusters, np.array([1.0, 2, 3, 4, 5]), np.array([10.0, 20, 30, 40, 50])
        )
        assert first.tolist() == [6, 4, 5]
        assert second.tolist() == [60, 40, 50]

    def test_no_claims_have_no_sums(self) -> None:
        (sums,) = cluster_sums(np.array([], dtype=np.intp), np.array([]))
        assert sums.tolist() == []

    def test_the_order_of_claims_does_not_change_the_last_bit(self) -> None:
        """Plain addition does: 0.1 + 0.2 + 0.3 differs from 0.3 + 0.2 + 0.1."""
        found = {
            cluster_sums(np.zeros(3, dtype=np.intp), np.array(order))[0].item()
            for order in permutations([0.1, 0.2, 0.3])
        }
        assert len(found) == 1


class TestInterval:
    def test_two_clusters_by_hand(self) -> None:
        """Drawn twice, 0 and 1 give 0, 1/2 and 1 with chances 1/4, 1/2 and 1/4."""
        assert interval([(0, 1), (1, 1)], 0.95) == (0, 1)
        assert interval([(0, 1), (1, 1)], 0.40) == (0.5, 0.5)

    def test_a_heavy_cluster_carries_its_weight(self) -> None:
        """0 with weight 1 and 1 with weight 3: drawn once each they give 3/4."""
        assert interval([(0, 1), (3, 3)], 0.40) == (0.75, 0.75)

    @pytest.mark.parametrize("sums", [[], [(1, 2)], [(1, 2), (0, 0)], [(0, 0), (0, 0)]])
    def test_under_two_clusters_of_weight_there_is_none(self, sums: Sums) -> None:
        assert interval(sums) is None

    def test_clusters_without_weight_are_not_drawn(self) -> None:
        some = [(0.0, 1.0), (2.0, 3.0), (1.0, 1.0), (1.0, 4.0)]
        assert interval([*some, (0, 0), (0, 0)]) == interval(some)

    def test_clusters_all_alike_leave_nothing_to_chance(self) -> None:
        assert interval([(1.5, 2), (0.75, 1), (3, 4)]) == (0.75, 0.75)

    def test_the_seed_decides(self) -> None:
        sums = [(value, 1.0) for value in np.random.default_rng(5).random(30).tolist()]
        assert interval(sums, seed=1) == interval(sums, seed=1) != interval(sums, seed=2)

    def test_a_peer_agrees_on_a_ratio_of_sums(self) -> None:
        random = np.random.default_rng(5)
        weights = random.integers(1, 6, 80).astype(float)
        sums = weights * random.beta(2, 3, 80)
        peer = stats.bootstrap(
            (sums, weights),
            lambda top, bottom, axis: top.sum(axis=axis) / bottom.sum(axis=axis),
            n_resamples=20_000,
            paired=True,
            vectorized=True,
            confidence_level=0.9,
            method="percentile",
            rng=np.random.default_rng(6),
        ).confidence_interval
        found = cluster_interval(sums, weights, 0.9, 20_000, seed=1)
        assert found == pytest.approx((peer.low, peer.high), abs=0.002)

    def test_many_clusters_have_the_interval_of_the_normal_distribution(self) -> None:
        """The mean of 2,000 coins has a standard error of 1/2 over the root of 2,000."""
        found = interval([(float(number % 2), 1.0) for number in range(2_000)])
        half = 1.959964 * 0.5 / math.sqrt(2_000)
        assert found == pytest.approx((0.5 - half, 0.5 + half), abs=0.1 * half)

    def test_repeating_every_claim_within_its_cluster_does_not_narrow_it(self) -> None:
        sums = [(value, 1.0) for value in np.random.default_rng(5).random(30).tolist()]
        assert interval([(8 * top, 8 * bottom) for top, bottom in sums]) == interval(sums)

    def test_how_many_clusters_are_drawn_at_a_time_changes_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sums = [(value, 1.0) for value in np.random.default_rng(5).random(31).tolist()]
        together = interval(sums)
        for draws in (1, 100, 31 * 7):
            monkeypatch.setattr(bootstrap, "DRAWS", draws)
            assert interval(sums) == together

    def test_fifty_thousand_clusters_fit_into_little_memory(self) -> None:
        values, weights = np.random.default_rng(5).random(50_000), np.ones(50_000)
        tracemalloc.start()
        try:
            cluster_interval(values, weights, 0.95, 40, seed=1)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 10e6

    @settings(deadline=None)
    @given(claims=claims_in_clusters, data=st.data())
    def test_neither_the_order_of_claims_nor_the_names_of_clusters_matter(
        self, claims: list[Claim], data: st.DataObject
    ) -> None:
        names = data.draw(st.permutations(range(6)))
        other = [(value, weight, names[own]) for value, weight, own in claims]
        assert interval_of(data.draw(st.permutations(other))) == interval_of(claims)

    @given(claims=claims_in_clusters)
    def test_it_lies_within_the_values(self, claims: list[Claim]) -> None:
        found = interval_of(claims)
        if found is not None:
            assert 0 <= found[0] <= found[1] <= 1 + 1e-15


class TestDifference:
    def test_two_clusters_by_hand(self) -> None:
        """The differences 1 and 0, drawn twice, give 0, 1/2 and 1 with chances 1/4, 1/2, 1/4."""
        first, second = [(1.0, 1.0), (1.0, 1.0)], [(0.0, 1.0), (1.0, 1.0)]
        assert difference(first, second) == (0, 1)
        assert difference(first, second, 0.40) == (0.5, 0.5)
        assert difference(second, first) == (-1, 0)

    def test_what_both_have_in_common_cancels_out(self) -> None:
        """One is always 1/4 better, on easy clusters and hard ones, so the difference is sure."""
        first = [(0.0, 1.0), (0.5, 1.0), (0.75, 1.0), (0.25, 1.0)]
        second = [(top + 0.25, bottom) for top, bottom in first]
        assert difference(second, first) == pytest.approx((0.25, 0.25), abs=1e-15)
        assert difference(first, first) == (0, 0)

    def test_clusters_that_only_one_has_are_drawn_too(self) -> None:
        """Drawn twice from {first: 1} and {second: 0}, both are there with chance 1/2."""
        assert difference([(1.0, 1.0), (0.0, 0.0)], [(0.0, 0.0), (0.0, 1.0)]) == (1, 1)

    def test_where_the_two_never_meet_in_a_resample_there_is_none(self) -> None:
        one, other = (np.array([1.0, 0.0]), np.array([1.0, 0.0])), (np.zeros(2), np.array([0.0, 1]))
        once = {difference_interval(one, other, 0.95, 1, seed=seed) for seed in range(30)}
        assert once == {None, (1.0, 1.0)}

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ([(1, 1)], [(0, 1)]),
            ([(1, 1), (0, 0)], [(0, 1), (0, 0)]),
            ([(1, 1), (1, 1)], [(0, 0), (0, 0)]),
            ([(0, 0), (0, 0)], [(1, 1), (1, 1)]),
        ],
    )
    def test_without_weight_or_clusters_there_is_none(self, first: Sums, second: Sums) -> None:
        assert difference(first, second) is None

    def test_a_peer_agrees(self) -> None:
        random = np.random.default_rng(5)
        first, second = random.beta(2, 3, 80), random.beta(3, 2, 80)
        peer = stats.bootstrap(
            (first - second,),
            np.mean,
            n_resamples=50_000,
            batch=5_000,
            method="percentile",
            rng=np.random.default_rng(6),
        ).confidence_interval
        ones = np.ones(80)
        found = difference_interval((first, ones), (second, ones), 0.95, 50_000, seed=1)
        assert found == pytest.approx((peer.low, peer.high), abs=0.0025)


class TestDesignEffect:
    @given(st.lists(st.sampled_from([0.0, 1.0, 0.5, 0.3]), min_size=1, max_size=40))
    def test_one_claim_a_cluster_has_exactly_one(self, values: list[float]) -> None:
        claims = [(value, 1.0, number) for number, value in enumerate(values)]
        assert effect(claims) == 1
        assert size(claims) == len(values)

    @given(st.lists(st.sampled_from([0.0, 1.0, 0.5]), min_size=1, max_size=20))
    def test_repeats_that_weigh_one_together_count_as_one(self, values: list[float]) -> None:
        claims = [(value, 1 / 3, number) for number, value in enumerate(values) for _ in range(3)]
        assert effect(claims) == pytest.approx(1, abs=1e-12)
        assert size(claims) == pytest.approx(len(values), abs=1e-9)

    def test_by_hand(self) -> None:
        """Mean 1/2, residuals +-1/2.

        Over clusters: 2 / 1 x (1^2 + 1^2) / 16 = 1/4.  Apart: (4 x 1/4) / 4 / 3 = 1/12.
        """
        claims = [(1.0, 1.0, 0), (1.0, 1.0, 0), (0.0, 1.0, 1), (0.0, 1.0, 1)]
        assert effect(claims) == pytest.approx(3, abs=1e-12)
        assert size(claims) == pytest.approx(4 / 3, abs=1e-12)

    def test_by_hand_with_weights(self) -> None:
        """Weights 1, 1, 1/2, 1/2, so n = 3 and the mean is (1 + 1/2) / 3 = 1/2.

        Sums of weighted residuals: cluster 0 has 1/2 + 1/4, cluster 1 -1/2, cluster 2 -1/4.  Over
        clusters: 3 / 2 x (9 + 4 + 1) / 16 / 9 = 42 / 288.  Apart: 3 / 4 / 3 / 2 = 1/8.
        """
        claims = [(1.0, 1.0, 0), (1.0, 0.5, 0), (0.0, 1.0, 1), (0.0, 0.5, 2)]
        assert effect(claims) == pytest.approx(42 / 288 * 8, abs=1e-12)

    def test_of_many_clusters_it_is_what_their_likeness_makes_it(self) -> None:
        """Kish: 1 + (size - 1) x correlation; rates from beta(3/2, 3/2) correlate by 1/4."""
        random = np.random.default_rng(5)
        rates = random.beta(1.5, 1.5, 20_000)
        values = (random.random((5, rates.size)) < rates).astype(float).ravel()
        found = design_effect(values, np.ones(values.size), np.tile(np.arange(rates.size), 5))
        assert found == pytest.approx(1 + 4 * 0.25, rel=0.03)

    def test_the_sample_size_gives_the_variance_that_means_really_have(self) -> None:
        random = np.random.default_rng(5)
        means, sizes = [], []
        for _ in range(400):
            rates = random.beta(2, 1, 60)
            values = (random.random((4, 60)) < rates).astype(float).ravel()
            means.append(values.mean())
            sizes.append(effective_n(values, np.ones(240), np.tile(np.arange(60), 4)))
        expected = 2 / 3 * 1 / 3 / np.var(means)
        assert np.median(np.array(sizes, dtype=float)) == pytest.approx(expected, rel=0.15)

    @pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1 / 3])
    def test_claims_all_alike_count_once_a_cluster(self, value: float) -> None:
        """50 right on 10 questions: nothing shows that those on one question differ."""
        claims = [(value, 1.0, number % 10) for number in range(50)]
        assert effect(claims) == pytest.approx(5, abs=1e-12)
        assert size(claims) == pytest.approx(10, abs=1e-12)

    def test_claims_on_one_question_are_one_observation(self) -> None:
        assert size([(float(number < 30), 1.0, 0) for number in range(50)]) == 1

    def test_it_is_never_below_one(self) -> None:
        """Each question has one right and one wrong, so the mean is 1/2 whichever are drawn."""
        claims = [(float(number % 2), 1.0, number // 2) for number in range(20)]
        assert effect(claims) == 1
        assert size(claims) == 20

    def test_claims_without_weight_do_not_count(self) -> None:
        claims = [(1.0, 1.0, 0), (1.0, 1.0, 0), (0.0, 1.0, 1), (0.0, 1.0, 1)]
        assert effect([*claims, (1.0, 0.0, 1), (0.0, 0.0, 2)]) == effect(claims)

    @pytest.mark.parametrize("claims", [[], [(1.0, 0.0, 0)]])
    def test_without_weight_there_is_none(self, claims: list[Claim]) -> None:
        assert effect(claims) is None
        assert size(claims) is None

    @given(claims=claims_in_clusters, data=st.data())
    def test_neither_the_order_of_claims_nor_the_names_of_clusters_matter(
        self, claims: list[Claim], data: st.DataObject
    ) -> None:
        names = data.draw(st.permutations(range(6)))
        other = [(value, weight, names[own]) for value, weight, own in claims]
        assert effect(data.draw(st.permutations(other))) == effect(claims)
        assert size(other) == size(claims)

    @given(claims=claims_in_clusters)
    def test_it_never_claims_more_than_was_counted(self, claims: list[Claim]) -> None:
        found = size(claims)
        if found is not None:
            assert 0 < found <= sum(one[1] for one in claims) + 1e-12
