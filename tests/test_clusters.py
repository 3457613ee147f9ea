"""Claims that share a fate: what they rest on, and intervals of their shares and scores."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats
from worlds import Cell, worlds

from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.design import Design, design, mean_variance
from ledger.scoring.intervals import mean_interval, share, wilson

if TYPE_CHECKING:
    from ledger.scoring.intervals import Share

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
HERD: list[Claim] = [
    *[(1.0, 1.0, 0)] * 100,
    *[(float(number < 11), 1.0, 1 + number) for number in range(19)],
]
"""A hundred right on one question, and eleven of nineteen right on others."""


def columns(claims: list[Claim]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values, weights, clusters = np.array(claims, dtype=float).reshape(-1, 3).T
    return values, weights, clusters.astype(np.intp)


def made(claims: list[Claim]) -> Design:
    found = design(*columns(claims))
    assert found is not None
    return found


def size(claims: list[Claim]) -> float:
    return made(claims).effective_n


def shared(claims: list[Claim]) -> Share:
    found = share(*columns(claims), 0.95)
    assert found is not None
    return found


def interval(sums: Sums, level: float = 0.95, **bounds: float) -> tuple[float, float] | None:
    numerators, denominators = np.array(sums, dtype=float).reshape(-1, 2).T
    return mean_interval(numerators, denominators, level, **bounds)


def interval_of(claims: list[Claim]) -> tuple[float, float] | None:
    values, weights, clusters = columns(claims)
    return mean_interval(*cluster_sums(clusters, weights * values, weights), 0.95)


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


class TestEffectiveClusters:
    @pytest.mark.parametrize(
        ("sizes", "expected"),
        [
            ([5.0], 1),
            ([3, 3, 3, 3], 4),
            ([1 / 3 + 1 / 3 + 1 / 3, 1], 2),
            ([2, 1], 9 / 5),
            ([100, *[1] * 19], 119**2 / 10_019),
        ],
    )
    def test_by_hand(self, sizes: list[float], expected: float) -> None:
        assert effective_clusters(np.array(sizes)) == pytest.approx(expected, abs=1e-9)


class TestEffectiveN:
    @given(st.lists(st.sampled_from([0.0, 1.0, 0.5, 0.3]), min_size=1, max_size=40))
    def test_claims_apart_count_in_full(self, values: list[float]) -> None:
        found = made([(value, 1.0, number) for number, value in enumerate(values)])
        assert found == Design(len(values), 1 / len(values), len(values), apart=True)

    @pytest.mark.slow
    @given(st.lists(st.sampled_from([0.0, 1.0, 0.5]), min_size=1, max_size=20))
    def test_repeats_that_weigh_one_together_count_as_one(self, values: list[float]) -> None:
        claims = [(value, 1 / 3, number) for number, value in enumerate(values) for _ in range(3)]
        assert size(claims) == pytest.approx(len(values), abs=1e-9)
        assert made(claims).apart

    def test_by_hand(self) -> None:
        """Two clusters of one mind each: the mean is 1/2, the drifts +-1/2 of half the weight.

        2 x (1/4)^2 x 2 / 1 = 1/4 is the variance of the mean, 1/4 that of a claim: n is 1.
        """
        assert size([(1.0, 1.0, 0), (1.0, 1.0, 0), (0.0, 1.0, 1), (0.0, 1.0, 1)]) == 1

    def test_by_hand_with_unequal_clusters(self) -> None:
        """Sizes 2, 1, 1 with 1 right, 1 right, 0 right: the mean is 1/2, a claim's variance 1/4.

        Shares 1/2, 1/4, 1/4; their squares add up to 3/8, their cubes to 5/32; drifts are 0, 1/8
        and -1/8.  The variance is 1/32 x 3/8 / (3/8 x 11/8 - 10/32) = 3/52, by drift n is 13/3.
        Within the first cluster the squares add up to 1/2, over 4 - 3 claims to spare: no likeness
        at all, so n is 4 by that, and never more than the 4 there are.
        """
        claims = [(1.0, 1.0, 0), (0.0, 1.0, 0), (1.0, 1.0, 1), (0.0, 1.0, 2)]
        assert mean_variance(np.array([1.0, 1, 0]), np.array([2.0, 1, 1]), 0.5) == pytest.approx(
            3 / 52
        )
        assert size(claims) == 4

    def test_a_large_cluster_that_happens_to_drift_little_counts_by_its_likeness(self) -> None:
        """All clusters are of one mind, so claims are copies: as many as effective clusters."""
        claims = [*[(1.0, 1.0, 0)] * 30, *[(float(n % 10 > 0), 1.0, n + 1) for n in range(20)]]
        assert size(claims) == pytest.approx(50**2 / (30**2 + 20), abs=1e-9)

    def test_of_many_clusters_it_is_what_their_likeness_makes_it(self) -> None:
        """Kish: 1 + (size - 1) x correlation; rates from beta(3/2, 3/2) correlate by 1/4."""
        random = np.random.default_rng(5)
        rates = random.beta(1.5, 1.5, 20_000)
        values = (random.random((5, rates.size)) < rates).astype(float).ravel()
        found = design(values, np.ones(values.size), np.tile(np.arange(rates.size), 5))
        assert found is not None
        assert 100_000 / found.effective_n == pytest.approx(1 + 4 * 0.25, rel=0.03)

    @pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1 / 3])
    def test_claims_all_alike_count_once_a_cluster(self, value: float) -> None:
        """50 right on 10 questions: nothing shows that those on one question differ."""
        assert size([(value, 1.0, number % 10) for number in range(50)]) == pytest.approx(10)

    def test_claims_on_one_question_are_one_observation(self) -> None:
        assert size([(float(number < 30), 1.0, 0) for number in range(50)]) == 1

    def test_claims_without_weight_do_not_count(self) -> None:
        claims = [(1.0, 1.0, 0), (1.0, 1.0, 0), (0.0, 1.0, 1), (0.0, 1.0, 1)]
        assert made([*claims, (1.0, 0.0, 1), (0.0, 0.0, 2)]) == made(claims)

    @pytest.mark.parametrize("claims", [[], [(1.0, 0.0, 0)]])
    def test_without_weight_there_is_none(self, claims: list[Claim]) -> None:
        assert design(*columns(claims)) is None
        assert share(*columns(claims), 0.95) is None

    @pytest.mark.slow
    @given(claims=claims_in_clusters, data=st.data())
    def test_neither_the_order_of_claims_nor_the_names_of_clusters_matter(
        self, claims: list[Claim], data: st.DataObject
    ) -> None:
        names = data.draw(st.permutations(range(6)))
        other = [(value, weight, names[own]) for value, weight, own in claims]
        shuffled = data.draw(st.permutations(other))
        assert share(*columns(shuffled), 0.95) == share(*columns(claims), 0.95)

    @given(claims=claims_in_clusters)
    @example(claims=[(0.0, 0.5, 0), (0.0, 0.5, 1), (0.0, 1 / 3, 1), (0.0, 1 / 3, 1)])
    def test_it_never_claims_more_than_was_counted(self, claims: list[Claim]) -> None:
        found = design(*columns(claims))
        if found is not None:
            assert 0 < found.effective_n <= sum(one[1] for one in claims) + 1e-12


class TestShare:
    def test_where_each_claim_has_its_own_question_it_is_wilsons(self) -> None:
        found = shared([(float(number < 7), 1.0, number) for number in range(10)])
        assert found.interval == wilson(0.7, 10, 0.95)
        assert not found.rough

    def test_of_shared_questions_it_takes_students_t(self) -> None:
        """Twelve questions of one mind, three speakers each, nine right: n is 12 less one, by t."""
        claims = [(float(number < 9), 1.0, number) for number in range(12) for _ in range(3)]
        n = 11 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 11)) ** 2
        assert shared(claims).interval == pytest.approx(wilson(0.75, n, 0.95), abs=1e-9)

    def test_one_question_with_most_of_the_weight_leaves_no_interval(self) -> None:
        """The herd: 1.4 effective questions.  Wilson's on 119 claims said 87% to 96%."""
        found = shared(HERD)
        assert found.design.effective_clusters == pytest.approx(1.4134, abs=1e-4)
        assert found.design.heaviest == 100 / 119
        assert (found.interval, found.rough) == (None, False)

    def test_one_claim_alone_has_wilsons(self) -> None:
        assert shared([(1.0, 1.0, 0)]).interval == wilson(1, 1, 0.95)

    def test_where_all_agree_it_has_a_width(self) -> None:
        found = shared([(1.0, 1.0, number % 10) for number in range(50)])
        assert found.interval is not None
        assert found.interval[0] < 0.75
        assert found.rough

    @pytest.mark.parametrize(
        ("right", "questions", "each", "rough"),
        [
            (5, 9, 1, True),
            (5, 10, 1, False),
            (10, 10, 1, False),  # Wilson's holds where claims are apart, also at the edge
            (5, 9, 3, True),
            (5, 10, 3, False),
            (18, 20, 3, False),
            (19, 20, 3, True),
            (1, 20, 3, True),
        ],
    )
    def test_it_is_rough_on_few_questions_and_on_few_on_one_side(
        self,
        right: int,
        questions: int,
        each: int,
        rough: bool,  # noqa: FBT001 - an expectation
    ) -> None:
        claims = [(float(n < right), 1.0, n) for n in range(questions) for _ in range(each)]
        assert shared(claims).rough == rough

    @given(claims=claims_in_clusters)
    def test_it_holds_the_share_and_has_a_width(self, claims: list[Claim]) -> None:
        found = share(*columns(claims), 0.95)
        if found is not None and found.interval is not None:
            low, high = found.interval
            assert 0 <= low <= found.mean + 1e-9
            assert found.mean - 1e-9 <= high <= 1
            assert low < high


class TestMeanInterval:
    def test_of_very_many_clusters_it_is_that_of_t(self) -> None:
        values = np.random.default_rng(5).beta(2, 3, 4_000)
        peer = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        found = interval([(value, 1.0) for value in values.tolist()])
        assert found == pytest.approx((peer.low, peer.high), abs=0.0002)

    def test_by_hand_without_what_is_unseen(self) -> None:
        """1/4 and 3/4, one each: the standard error is 1/4, t with one degree is 12.706."""
        found = interval([(0.25, 1), (0.75, 1)], lowest=-9, highest=9, unseen=0)
        assert found == pytest.approx((0.5 - 12.7062 / 4, 0.5 + 12.7062 / 4), abs=1e-4)

    def test_half_a_cluster_is_added_at_either_bound(self) -> None:
        """Three clusters of 1/2, and halves at 0 and 1: what the plain t says of these five."""
        found = interval([(0.5, 1)] * 3)
        plain = mean_variance(np.array([0.5, 0.5, 0.5, 0, 0.5]), np.array([1, 1, 1, 0.5, 0.5]), 0.5)
        half = stats.t.ppf(0.975, 2) * math.sqrt(plain)
        assert found == pytest.approx((0.5 - half, 0.5 + half), abs=1e-9)

    def test_errors_all_alike_are_not_taken_for_certain(self) -> None:
        """Ten forecasts of 95% that came about: the next may fail."""
        found = interval([(0.0025, 1)] * 10)
        assert found is not None
        assert found[0] == 0
        assert 0.1 < found[1] < 0.2

    @pytest.mark.parametrize(
        "sums", [[], [(1, 2)], [(1, 2), (0, 0)], [(0, 0), (0, 0)], [(9, 10), (1, 2)]]
    )
    def test_under_two_effective_clusters_there_is_none(self, sums: Sums) -> None:
        assert interval(sums) is None

    def test_clusters_without_weight_do_not_count(self) -> None:
        some = [(0.0, 1.0), (2.0, 3.0), (1.0, 1.0), (1.0, 3.0)]
        assert interval([*some, (0, 0), (0, 0)]) == interval(some)

    def test_repeating_every_claim_within_its_cluster_does_not_narrow_it(self) -> None:
        sums = [(value, 1.0) for value in np.random.default_rng(5).random(30).tolist()]
        assert interval([(8 * top, 8 * bottom) for top, bottom in sums]) == pytest.approx(
            interval(sums)
        )

    @pytest.mark.slow
    @given(claims=claims_in_clusters, data=st.data())
    def test_neither_the_order_of_claims_nor_the_names_of_clusters_matter(
        self, claims: list[Claim], data: st.DataObject
    ) -> None:
        names = data.draw(st.permutations(range(6)))
        other = [(value, weight, names[own]) for value, weight, own in claims]
        assert interval_of(data.draw(st.permutations(other))) == interval_of(claims)

    @given(claims=claims_in_clusters)
    def test_it_holds_the_mean_within_the_bounds_and_has_a_width(self, claims: list[Claim]) -> None:
        found = interval_of(claims)
        if found is not None:
            values, weights, _ = columns(claims)
            mean = float((values * weights).sum() / weights.sum())
            assert 0 <= found[0] <= mean + 1e-12
            assert mean - 1e-12 <= found[1] <= 1
            assert found[0] < found[1]


def test_what_a_mean_varies_by_is_what_means_really_vary_by() -> None:
    """Of copies in clusters of unequal sizes; the plain m / (m - 1) falls short by a quarter."""
    cell = Cell(20, 6, "zipf", "shared", 0.5)
    means, variances = [], []
    for one in worlds(cell, 2_000):
        hits, sizes = cluster_sums(one.clusters, one.credit, one.weights)
        means.append(one.credit.mean())
        variances.append(mean_variance(hits, sizes, one.credit.mean()))
    assert np.mean(variances) == pytest.approx(np.var(means), rel=0.06)
