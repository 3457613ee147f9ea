"""The arithmetic of reports: weights of repeats, weighted means, intervals."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.clusters import RULES, repeat_weights
from ledger.scoring.design import weighted_mean
from ledger.scoring.intervals import wilson

LEVELS = {0.90: 1.644854, 0.95: 1.959964, 0.99: 2.575829}
"""Confidence levels, and the points of the normal distribution as tables print them."""

pairs_of_claims = st.lists(st.integers(0, 6), max_size=30)
shares = st.floats(0, 1)
positive_weights = st.floats(0.01, 1)


def weights(pairs: list[int], rule: str) -> list[float]:
    return repeat_weights(np.array(pairs, dtype=np.intp), rule).tolist()


def mean(values: list[float], by: list[float]) -> float | None:
    return weighted_mean(np.array(values, dtype=float), np.array(by, dtype=float))


class TestRepeats:
    """Pair 0 has three claims (first, third, last), pair 1 has two, pair 2 has one."""

    PAIRS = (0, 1, 0, 2, 1, 0)

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            ("mean", [1 / 3, 1 / 2, 1 / 3, 1, 1 / 2, 1 / 3]),
            ("first", [1, 1, 0, 1, 0, 0]),
            ("last", [0, 0, 0, 1, 1, 1]),
            ("all", [1, 1, 1, 1, 1, 1]),
        ],
    )
    def test_each_rule_by_hand(self, rule: str, expected: list[float]) -> None:
        assert weights([*self.PAIRS], rule) == pytest.approx(expected, abs=1e-15)

    @pytest.mark.parametrize("rule", RULES)
    def test_no_claims_have_no_weights(self, rule: str) -> None:
        assert weights([], rule) == []

    @pytest.mark.parametrize("rule", RULES)
    def test_claims_that_repeat_nothing_weigh_one_each(self, rule: str) -> None:
        assert weights([3, 0, 2, 1], rule) == [1, 1, 1, 1]

    @pytest.mark.parametrize("rule", ["mean", "first", "last"])
    @given(pairs=pairs_of_claims)
    def test_each_pair_weighs_one_in_all(self, rule: str, pairs: list[int]) -> None:
        found = weights(pairs, rule)
        for pair in set(pairs):
            own = [weight for one, weight in zip(pairs, found, strict=True) if one == pair]
            assert math.fsum(own) == pytest.approx(1, abs=1e-12)
        assert all(weight >= 0 for weight in found)

    @given(pairs=pairs_of_claims)
    def test_under_all_each_claim_weighs_one(self, pairs: list[int]) -> None:
        assert weights(pairs, "all") == [1] * len(pairs)

    @given(pairs=pairs_of_claims)
    def test_first_and_last_pick_one_claim_of_a_pair(self, pairs: list[int]) -> None:
        for rule, picked in (("first", pairs.index), ("last", lambda one: _last(pairs, one))):
            expected = [float(picked(one) == place) for place, one in enumerate(pairs)]
            assert weights(pairs, rule) == expected

    @given(pairs=pairs_of_claims, data=st.data())
    def test_under_mean_the_order_of_claims_does_not_matter(
        self, pairs: list[int], data: st.DataObject
    ) -> None:
        order = data.draw(st.permutations(range(len(pairs))))
        before = weights(pairs, "mean")
        assert weights([pairs[one] for one in order], "mean") == [before[one] for one in order]

    @pytest.mark.slow
    @given(pairs=pairs_of_claims)
    def test_last_is_first_backwards(self, pairs: list[int]) -> None:
        assert weights(pairs, "last") == weights(pairs[::-1], "first")[::-1]

    @given(pairs=pairs_of_claims, names=st.permutations(range(7)))
    @pytest.mark.parametrize("rule", RULES)
    def test_how_pairs_are_numbered_does_not_matter(
        self, rule: str, pairs: list[int], names: list[int]
    ) -> None:
        assert weights([names[one] for one in pairs], rule) == weights(pairs, rule)


def _last(pairs: list[int], wanted: int) -> int:
    return len(pairs) - 1 - pairs[::-1].index(wanted)


class TestWeightedMean:
    def test_by_hand(self) -> None:
        # (1 x 1 + 0 x 1/2 + 0.75 x 1/2) / (1 + 1/2 + 1/2) = 1.375 / 2
        assert mean([1, 0, 0.75], [1, 0.5, 0.5]) == 0.6875

    def test_no_values_have_no_mean(self) -> None:
        assert mean([], []) is None

    def test_no_weight_has_no_mean(self) -> None:
        assert mean([1, 0], [0, 0]) is None

    def test_a_value_without_weight_does_not_count(self) -> None:
        assert mean([1, 0, 0], [1, 0, 0]) == 1

    def test_three_thirds_are_exactly_one(self) -> None:
        assert mean([1, 1, 1], [1 / 3, 1 / 3, 1 / 3]) == 1

    def test_every_order_gives_the_same_number(self) -> None:
        """Plain addition does not: 0.1 + 0.2 + 0.3 differs from 0.3 + 0.2 + 0.1."""
        values = [(0.1, 1.0), (0.2, 1.0), (0.3, 1.0), (0.7, 1 / 3), (1.0, 1 / 7)]
        found = {
            mean([one for one, _ in order], [weight for _, weight in order])
            for order in permutations(values)
        }
        assert len(found) == 1

    @given(st.lists(st.tuples(shares, positive_weights), min_size=1, max_size=20))
    def test_it_is_the_mean_in_exact_fractions(self, rows: list[tuple[float, float]]) -> None:
        exact = sum(Fraction(value) * Fraction(weight) for value, weight in rows)
        total = sum(Fraction(weight) for _, weight in rows)
        found = mean([value for value, _ in rows], [weight for _, weight in rows])
        assert found == pytest.approx(float(exact / total), abs=1e-14)

    @given(st.lists(st.tuples(shares, positive_weights), min_size=1, max_size=20))
    def test_it_lies_between_nothing_and_everything(self, rows: list[tuple[float, float]]) -> None:
        found = mean([value for value, _ in rows], [weight for _, weight in rows])
        assert found is not None
        assert 0 <= found <= 1


class TestWilson:
    @pytest.mark.parametrize(
        ("hits", "n", "low", "high"),
        [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_the_table_of_newcombe(self, hits: int, n: int, low: float, high: float) -> None:
        """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
        assert wilson(hits / n, n, 0.95) == pytest.approx((low, high), abs=0.00005)

    @pytest.mark.parametrize(("n", "low"), [(1, 0.2065), (2, 0.3424), (5, 0.5655), (10, 0.7225)])
    def test_all_right_leaves_n_of_n_plus_z_squared(self, n: int, low: float) -> None:
        """For n of n the lower end is n / (n + z^2), z^2 = 3.841459, and the upper end is 1."""
        assert wilson(1.0, n, 0.95) == (pytest.approx(low, abs=0.00005), 1.0)

    @pytest.mark.parametrize("level", LEVELS)
    def test_nothing_right_begins_at_exactly_zero_and_all_right_ends_at_exactly_one(
        self, level: float
    ) -> None:
        """The formula alone misses both by a rounding for most n."""
        for n in (*range(1, 200), 10**6, 10**12):
            assert wilson(0.0, n, level)[0] == 0
            assert wilson(1.0, n, level)[1] == 1

    @pytest.mark.parametrize(("level", "z"), LEVELS.items())
    @given(share=shares, n=st.floats(0.5, 100_000))
    def test_at_each_end_the_share_is_z_standard_errors_away(
        self, level: float, z: float, share: float, n: float
    ) -> None:
        """What defines the interval: n (share - end)^2 = z^2 end (1 - end)."""
        for end in wilson(share, n, level):
            left, right = n * (share - end) ** 2, z * z * end * (1 - end)
            assert left == pytest.approx(right, rel=1e-4, abs=1e-6)

    @given(share=shares, n=st.floats(0.5, 1e12), level=st.sampled_from(sorted(LEVELS)))
    def test_the_ends_stay_in_bounds_and_hold_the_share(
        self, share: float, n: float, level: float
    ) -> None:
        low, high = wilson(share, n, level)
        assert 0 <= low <= share + 1e-9
        assert share - 1e-9 <= high <= 1

    @given(share=shares, n=st.integers(1, 10_000))
    def test_right_and_wrong_mirror_each_other(self, share: float, n: int) -> None:
        low, high = wilson(share, n, 0.95)
        assert wilson(1 - share, n, 0.95) == pytest.approx((1 - high, 1 - low), abs=1e-9)

    @given(share=shares, n=st.integers(1, 10_000))
    def test_more_claims_make_it_narrower(self, share: float, n: int) -> None:
        low, high = wilson(share, n, 0.95)
        closer_low, closer_high = wilson(share, 4 * n, 0.95)
        assert closer_high - closer_low < high - low

    @given(share=shares, n=st.integers(1, 10_000))
    def test_more_confidence_makes_it_wider(self, share: float, n: int) -> None:
        ends = [wilson(share, n, level) for level in sorted(LEVELS)]
        widths = [high - low for low, high in ends]
        assert widths == sorted(widths)
